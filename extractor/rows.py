"""One document through every stage, and its rows: the body of the kernel's loop.

Reads a Source; gives the rows of indicators, ledger, documents and audit as plain dictionaries.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor import audit, linking, quantities, text
from extractor.models import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.audit import Relation
    from extractor.catalogue import Catalogue, Match
    from extractor.models import LedgerEntry, Link, Quantity, Sentence, Source
    from extractor.text import ParsedText

# The longest label that the contract allows.
LABEL = 40
# The confidence of the recogniser below which a line of an image deserves a second look.
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one document."""

    indicators: list[dict[str, Any]]
    ledger: list[dict[str, Any]]
    document: dict[str, Any]
    audit: list[dict[str, Any]] = field(default_factory=list)


def read_document(source: Source, catalogue: Catalogue) -> Rows:
    """Run one document through every stage; without text it only gets its row of documents."""
    if source.text is None:
        return Rows([], [], _document(source, Profile(), []))
    parsed = text.parse(source.text)
    found, no_figures = quantities.find(parsed)
    profile, links = linking.link(parsed, found)
    places = Places(parsed.sentences)
    rows = [
        _figure(source, parsed, profile, quantity, link, places.at(quantity.start), catalogue)
        for quantity, link in zip(found, links, strict=True)
    ]
    ledger = [_ledger(source, parsed, entry) for entry in no_figures]
    ledger += _removed(source, parsed, [*rows, *ledger])
    ledger.sort(key=lambda row: row["start"])
    examined = audit.examine(parsed, found, links)
    for index, doubts in examined.flags.items():
        rows[index]["flags"] = list(dict.fromkeys((*rows[index]["flags"], *doubts)))
    stated = [_relation(source, parsed, found, relation) for relation in examined.relations]
    return Rows(rows, ledger, _document(source, profile, rows), stated)


class Places:
    """The sentences of a document, to be asked which one holds an offset."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self._sentences = sentences
        self._starts = [sentence.start for sentence in sentences]

    def at(self, offset: int) -> Sentence | None:
        """Return the sentence that holds a clean offset, null between sentences."""
        index = bisect_right(self._starts, offset) - 1
        if index < 0 or offset >= self._sentences[index].end:
            return None
        return self._sentences[index]


def _figure(
    source: Source,
    parsed: ParsedText,
    profile: Profile,
    quantity: Quantity,
    link: Link,
    sentence: Sentence | None,
    catalogue: Catalogue,
) -> dict[str, Any]:
    """Return one row of indicators."""
    section = sentence.section if sentence else ()
    match = catalogue.match(
        link.label,
        link.population,
        link.qualifiers,
        section,
        quantity.unit,
        quantity.dimension,
        link.change,
    )
    start, end = parsed.to_raw(quantity.start, quantity.end)
    period = link.period
    return {
        "doc_id": source.doc_id,
        "source": source.source,
        "organization": profile.organization,
        "region": profile.region,
        "report_year": profile.report_year,
        "section": list(section),
        "sentence": parsed.clean[sentence.start : sentence.end].strip() if sentence else "",
        "start": start,
        "end": end,
        "figure": parsed.raw[start:end],
        "label": link.label[:LABEL],
        "population": link.population,
        "qualifiers": list(link.qualifiers),
        "indicator": match.id if match else None,
        "indicator_title": match.title if match else None,
        "dimension": quantity.dimension,
        "value": quantity.value,
        "low": quantity.low,
        "high": quantity.high,
        "unit": quantity.unit,
        "mask": quantity.mask,
        "relation": quantity.relation,
        "status": link.status,
        "change": link.change,
        "compared_with": link.compared_with,
        "period": period.text if period else None,
        "period_start": period.start if period else None,
        "period_end": period.end if period else None,
        "flags": _flags(quantity, link, match, _reading_flags(source, start)),
        "rule": " ".join(part for part in (quantity.rule, link.rule, match.id if match else "") if part)
        or None,
    }


def _reading_flags(source: Source, start: int) -> tuple[str, ...]:
    """Return what reading an image leaves in doubt about the raw place ``start``."""
    if "ocr" not in source.flags:
        return ()
    index = bisect_right(source.blocks, start, key=lambda block: block.start) - 1
    confidence = source.blocks[index].confidence if index >= 0 else None
    if confidence is None:
        return ()
    return ("ocr",) if confidence >= SURE else ("ocr", "ocr_unsure")


def _flags(quantity: Quantity, link: Link, match: Match | None, reading: tuple[str, ...]) -> list[str]:
    """Return the flags of the reading, and the doubt that only the catalogue can have."""
    flags = list(dict.fromkeys((*reading, *quantity.flags)))
    # The plausible range is one of levels; the size of a change has none.
    if match is not None and link.change is None and not match.plausible(quantity.value):
        flags.append("implausible")
    return flags


def _relation(
    source: Source, parsed: ParsedText, found: Sequence[Quantity], relation: Relation
) -> dict[str, Any]:
    """Return one row of audit."""

    def span(index: int) -> dict[str, Any]:
        start, end = parsed.to_raw(found[index].start, found[index].end)
        return {"start": start, "end": end}

    sentence = parsed.sentences[relation.sentence] if relation.sentence >= 0 else None
    return {
        "doc_id": source.doc_id,
        "source": source.source,
        "kind": relation.kind,
        "figures": [{"role": role, **span(index)} for role, index in relation.roles],
        "expected": relation.expected,
        "observed": relation.observed,
        "holds": relation.holds,
        "narrowed": [
            {**span(closer.figure), "low": closer.low, "high": closer.high} for closer in relation.narrowed
        ],
        "sentence": parsed.clean[sentence.start : sentence.end].strip() if sentence else "",
    }


def _ledger(source: Source, parsed: ParsedText, entry: LedgerEntry) -> dict[str, Any]:
    """Return one row of the ledger."""
    start, end = parsed.to_raw(entry.start, entry.end)
    return {
        "doc_id": source.doc_id,
        "source": source.source,
        "start": start,
        "end": end,
        "text": parsed.raw[start:end],
        "reason": entry.reason,
        "rule": entry.rule,
    }


def _removed(source: Source, parsed: ParsedText, rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ledger rows for the numbers that cleaning took out, but for those inside another row."""
    held = sorted((row["start"], row["end"]) for row in rows)
    starts = [start for start, _ in held]
    made: list[dict[str, Any]] = []
    for removed in parsed.removed:
        index = bisect_right(starts, removed.start) - 1
        if index >= 0 and removed.end <= held[index][1]:
            continue
        made.append(
            {
                "doc_id": source.doc_id,
                "source": source.source,
                "start": removed.start,
                "end": removed.end,
                "text": parsed.raw[removed.start : removed.end],
                "reason": removed.reason,
                "rule": "removed_by_cleaning",
            }
        )
    return made


def _document(source: Source, profile: Profile, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the row of documents; ``duplicate_of`` is known only to the run, ``seconds`` to the caller."""
    return {
        "doc_id": source.doc_id or None,
        "source": source.source,
        "format": source.format,
        "encoding": source.encoding,
        "bytes": source.bytes,
        "chars": None if source.text is None else len(source.text),
        "title": profile.title,
        "organization": profile.organization,
        "region": profile.region,
        "report_year": profile.report_year,
        "period": profile.period.text if profile.period else None,
        "posted": profile.posted,
        "status": source.status,
        "reason": source.reason,
        "figures": len(rows),
        "masked": sum(row["mask"] != "none" for row in rows),
        "flagged": sum(bool(row["flags"]) for row in rows),
        "duplicate_of": None,
        "flags": [*source.flags, *profile.flags],
        "text": source.text,
        "seconds": source.seconds,
    }
