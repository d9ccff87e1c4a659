"""One document through every stage, and its rows: the body of the kernel's loop.

Reads a Source; gives the rows of indicators, ledger and audit as columns, that of documents as a dictionary.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor import audit, linking, quantities, text
from extractor.models import Profile
from extractor.table.columns import Columns
from extractor.table.filling import document_row, figure_rows, ledger_rows, relation_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.audit import Audit
    from extractor.catalogue import Catalogue, Match
    from extractor.models import LedgerEntry, Link, Quantity, Sentence, Source
    from extractor.text import ParsedText

# The confidence of the recogniser below which a line of an image deserves a second look.
SURE = 0.9

Span = tuple[int, int]
Entry = tuple[int, int, str, str]


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of one document."""

    indicators: Columns
    ledger: Columns
    document: dict[str, Any]
    audit: Columns = field(default_factory=Columns)


def read_document(source: Source, catalogue: Catalogue) -> Rows:
    """Run one document through every stage; without text it only gets its row of documents."""
    if source.text is None:
        return Rows(Columns(), Columns(), document_row(source, Profile(), (), ()))
    parsed = text.parse(source.text)
    found, no_figures = quantities.find(parsed)
    profile, links = linking.link(parsed, found)
    examined = audit.examine(parsed, found, links)
    spans = [parsed.to_raw(quantity.start, quantity.end) for quantity in found]
    places = Places(parsed.sentences)
    homes = [places.at(quantity.start) for quantity in found]
    matches = _matches(catalogue, found, links, homes)
    flags = _flags(source, found, links, matches, spans, examined)
    figures = figure_rows(source, parsed, profile, spans, homes, found, links, matches, flags)
    return Rows(
        figures,
        ledger_rows(source, parsed, _not_figures(parsed, no_figures, spans)),
        document_row(source, profile, figures["mask"], flags),
        relation_rows(source, parsed, examined.relations, spans),
    )


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


def _matches(
    catalogue: Catalogue, found: Sequence[Quantity], links: Sequence[Link], homes: Sequence[Sentence | None]
) -> list[Match | None]:
    """Return the indicator of every figure."""
    return [
        catalogue.match(
            link.label,
            link.population,
            link.qualifiers,
            home.section if home else (),
            quantity.unit,
            quantity.dimension,
            link.change,
        )
        for quantity, link, home in zip(found, links, homes, strict=True)
    ]


def _flags(
    source: Source,
    found: Sequence[Quantity],
    links: Sequence[Link],
    matches: Sequence[Match | None],
    spans: Sequence[Span],
    examined: Audit,
) -> list[list[str]]:
    """Return the flags of every figure: of the reading, of the catalogue and of the audit, each once."""
    made: list[list[str]] = []
    scanned = "ocr" in source.flags
    for index, (quantity, link, match) in enumerate(zip(found, links, matches, strict=True)):
        flags = [*_reading_flags(source, spans[index][0])] if scanned else []
        flags += quantity.flags
        # The plausible range is one of levels; the size of a change has none.
        if match is not None and link.change is None and not match.plausible(quantity.value):
            flags.append("implausible")
        flags += examined.flags.get(index, ())
        made.append(list(dict.fromkeys(flags)) if len(flags) > 1 else flags)
    return made


def _reading_flags(source: Source, start: int) -> tuple[str, ...]:
    """Return what reading an image leaves in doubt about the raw place ``start``."""
    index = bisect_right(source.blocks, start, key=lambda block: block.start) - 1
    confidence = source.blocks[index].confidence if index >= 0 else None
    if confidence is None:
        return ()
    return ("ocr",) if confidence >= SURE else ("ocr", "ocr_unsure")


def _not_figures(parsed: ParsedText, no_figures: Sequence[LedgerEntry], spans: Sequence[Span]) -> list[Entry]:
    """Return the numbers that are no figures in the order of the text, with those that cleaning took out."""
    entries = [(*parsed.to_raw(entry.start, entry.end), entry.reason, entry.rule) for entry in no_figures]
    held = sorted([*spans, *((start, end) for start, end, _, _ in entries)])
    entries += _removed(parsed, held)
    return sorted(entries, key=lambda entry: entry[0])


def _removed(parsed: ParsedText, held: Sequence[Span]) -> list[Entry]:
    """Return the numbers that cleaning took out, but for those inside another row."""
    starts = [start for start, _ in held]
    made: list[Entry] = []
    for removed in parsed.removed:
        index = bisect_right(starts, removed.start) - 1
        if index < 0 or removed.end > held[index][1]:
            made.append((removed.start, removed.end, removed.reason, "removed_by_cleaning"))
    return made
