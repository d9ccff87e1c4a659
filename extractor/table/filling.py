"""The columns of every table, filled from the records of the stages: which field ends up where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from extractor.table.columns import Columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.audit import Relation
    from extractor.catalogue import Match
    from extractor.models import Link, Profile, Quantity, Sentence, Source
    from extractor.text import ParsedText

# The longest label that the contract allows.
LABEL = 40

Span = tuple[int, int]


def figure_rows(
    source: Source,
    parsed: ParsedText,
    profile: Profile,
    spans: Sequence[Span],
    homes: Sequence[Sentence | None],
    found: Sequence[Quantity],
    links: Sequence[Link],
    matches: Sequence[Match | None],
    flags: list[list[str]],
) -> Columns:
    """Return the rows of indicators, one for each quantity."""
    return Columns(
        _whence(source, len(found))
        | _context(parsed, profile, homes, spans)
        | _figures(found, links, matches)
        | {"flags": flags, "rule": _rules(found, links, matches)}
    )


def ledger_rows(source: Source, parsed: ParsedText, entries: Sequence[tuple[int, int, str, str]]) -> Columns:
    """Return the rows of the ledger from start, end, reason and rule."""
    return Columns(
        _whence(source, len(entries))
        | {
            "start": [start for start, _, _, _ in entries],
            "end": [end for _, end, _, _ in entries],
            "text": [parsed.raw[start:end] for start, end, _, _ in entries],
            "reason": [reason for _, _, reason, _ in entries],
            "rule": [rule for _, _, _, rule in entries],
        }
    )


def relation_rows(
    source: Source, parsed: ParsedText, relations: Sequence[Relation], spans: Sequence[Span]
) -> Columns:
    """Return the rows of audit."""
    homes = [parsed.sentences[one.sentence] if one.sentence >= 0 else None for one in relations]
    return Columns(
        _whence(source, len(relations))
        | {
            "kind": [one.kind for one in relations],
            "figures": [
                [{"role": role} | _span(spans[index]) for role, index in one.roles] for one in relations
            ],
            "expected": [one.expected for one in relations],
            "observed": [one.observed for one in relations],
            "holds": [one.holds for one in relations],
            "narrowed": [
                [_span(spans[n.figure]) | {"low": n.low, "high": n.high} for n in one.narrowed]
                for one in relations
            ],
            "sentence": _sentences(parsed, homes),
        }
    )


def document_row(
    source: Source, profile: Profile, masks: Sequence[str], flags: Sequence[Sequence[str]]
) -> dict[str, Any]:
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
        "figures": len(masks),
        "masked": sum(mask != "none" for mask in masks),
        "flagged": sum(bool(each) for each in flags),
        "duplicate_of": None,
        "flags": [*source.flags, *profile.flags],
        "text": source.text,
        "seconds": source.seconds,
    }


def _whence(source: Source, count: int) -> dict[str, list[Any]]:
    """Return the columns that name the document of a row."""
    return {"doc_id": [source.doc_id] * count, "source": [source.source] * count}


def _context(
    parsed: ParsedText, profile: Profile, homes: Sequence[Sentence | None], spans: Sequence[Span]
) -> dict[str, list[Any]]:
    """Return what the document says around every figure, and the figure itself."""
    count = len(homes)
    return {
        "organization": [profile.organization] * count,
        "region": [profile.region] * count,
        "report_year": [profile.report_year] * count,
        "section": [home.section if home else () for home in homes],
        "sentence": _sentences(parsed, homes),
        "start": [start for start, _ in spans],
        "end": [end for _, end in spans],
        "figure": [parsed.raw[start:end] for start, end in spans],
    }


def _sentences(parsed: ParsedText, homes: Sequence[Sentence | None]) -> list[str]:
    """Return the text of every sentence, cut out once for all figures in a row that it holds."""
    texts: list[str] = []
    last: Sentence | None = None
    cut = ""
    for home in homes:
        if home is not last:
            cut = parsed.clean[home.start : home.end].strip() if home else ""
            last = home
        texts.append(cut)
    return texts


def _figures(
    found: Sequence[Quantity], links: Sequence[Link], matches: Sequence[Match | None]
) -> dict[str, list[Any]]:
    """Return what every figure measures and what it was read as."""
    periods = [link.period for link in links]
    return {
        "label": [link.label[:LABEL] for link in links],
        "population": [link.population for link in links],
        "qualifiers": [link.qualifiers for link in links],
        "indicator": [match.id if match else None for match in matches],
        "indicator_title": [match.title if match else None for match in matches],
        "dimension": [quantity.dimension for quantity in found],
        "value": [quantity.value for quantity in found],
        "low": [quantity.low for quantity in found],
        "high": [quantity.high for quantity in found],
        "unit": [quantity.unit for quantity in found],
        "mask": [quantity.mask for quantity in found],
        "relation": [quantity.relation for quantity in found],
        "status": [link.status for link in links],
        "change": [link.change for link in links],
        "compared_with": [link.compared_with for link in links],
        "period": [period.text if period else None for period in periods],
        "period_start": [period.start if period else None for period in periods],
        "period_end": [period.end if period else None for period in periods],
    }


def _rules(
    found: Sequence[Quantity], links: Sequence[Link], matches: Sequence[Match | None]
) -> list[str | None]:
    """Return what decided the reading, the label and the indicator of every figure."""
    return [
        " ".join([part for part in (quantity.rule, link.rule, match.id if match else "") if part]) or None
        for quantity, link, match in zip(found, links, matches, strict=True)
    ]


def _span(span: Span) -> dict[str, Any]:
    """Return the place of a figure as a relation tells it."""
    return {"start": span[0], "end": span[1]}
