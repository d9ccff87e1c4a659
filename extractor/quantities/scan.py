"""The scan: every run of digits, Chinese numerals or masks becomes a figure or a ledger entry.

Reads a ParsedText; adds quantities and ledger entries, both in the order of the text. One pass finds
the runs; at each, the forms are tried from the most particular to the plainest.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.models import LedgerEntry, Quantity
from extractor.quantities.damage import lost_units, mark_year_swaps
from extractor.quantities.exclusions import excluded_anywhere, excluded_at
from extractor.quantities.figures import figure_at, lost_figure, mended_at
from extractor.quantities.lists import share_relations
from extractor.quantities.ranks import (
    FRONT,
    ORDINAL,
    TO,
    ZERO,
    front_at,
    proportion_at,
    rank_at,
    rank_words,
    zero_at,
)
from extractor.quantities.runs import SETTLED, each_run, find_run
from extractor.quantities.tables import table_items
from extractor.quantities.units import unit_table

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

    from extractor.text import ParsedText

Item = Quantity | LedgerEntry


def find(parsed: ParsedText) -> tuple[list[Quantity], list[LedgerEntry]]:
    """Return the figures of a document, and what its other numbers are; together they cover every run."""
    text = parsed.clean
    ledger = [
        LedgerEntry(*match.span("run"), "boilerplate", cue)
        for start, end, cue in parsed.site
        for match in each_run(text, start, end)
    ]
    text = _settle(text, [(start, end) for start, end, _ in parsed.site])
    # What is around words of the site is no name.
    named = [
        taken
        for taken in excluded_anywhere(text)
        if find_run(text, taken.start, taken.end) and SETTLED not in text[taken.start : taken.end]
    ]
    ledger += (LedgerEntry(taken.start, taken.end, taken.rule.reason, taken.rule.id) for taken in named)
    text = _settle(text, [(taken.start, taken.end) for taken in named])
    cells, settled = table_items(text)
    text = _settle(text, settled)
    lost = [figure for unit in lost_units(text) if (figure := lost_figure(unit)) is not None]
    text = _settle(text, sorted((figure.start, figure.end) for figure in lost))
    scanned = list(_scan(text))
    items = [*cells, *scanned, *lost, *_outside(rank_words(text), scanned)]
    figures = sorted((item for item in items if isinstance(item, Quantity)), key=lambda item: item.start)
    ledger += (item for item in items if isinstance(item, LedgerEntry))
    figures = mark_year_swaps(parsed.clean, share_relations(text, figures))
    return [_torn(parsed, figure) for figure in figures], sorted(ledger, key=lambda entry: entry.start)


def _outside(words: Iterable[Quantity], scanned: list[Item]) -> Iterator[Quantity]:
    """Yield the words that no item of the scan holds: 首位 in the name of a file is no rank."""
    for word in words:
        place = bisect_right(scanned, word.start, key=lambda item: item.start) - 1
        if place < 0 or scanned[place].end <= word.start:
            yield word


def _settle(text: str, spans: list[tuple[int, int]]) -> str:
    """Return the text with the spans filled, so that offsets stay and nothing in them is matched."""
    if not spans:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += (text[at:start], SETTLED * (end - start))
        at = end
    return "".join(pieces) + text[at:]


def _scan(text: str) -> Iterator[Item]:
    """Yield an item for every run of the text that is not settled yet."""
    at, size = 0, len(text)
    while (match := find_run(text, at, size)) is not None:
        item = _item(text, match)
        yield item
        at = max(item.end, match.end("run"))


def _item(text: str, match: re.Match[str]) -> Item:
    """Return the figure or ledger entry of one run; it covers the run to its end."""
    lead, run, end = match.start(), match.start("run"), match.end("run")
    starts = (lead, run) if lead < run else (run,)
    for start in starts:
        found = _particular(text, start, end)
        if found is not None and found.end >= end:
            return found
    for start in starts:
        excluded = excluded_at(text, start)
        if excluded is not None and excluded.end > run:
            taken = _whole_digits(text, max(excluded.end, end))
            return LedgerEntry(start, taken, excluded.rule.reason, excluded.rule.id)
    for start in (*starts, run - 1) if run and text[run - 1] == "好" else starts:
        figure = figure_at(text, start)
        if figure is not None and figure.end >= end:
            return figure
    return LedgerEntry(run, end, *_leftover(text, run, end))


def _particular(text: str, start: int, end: int) -> Quantity | None:
    """Return the figure of a particular form that begins at ``start``; ``end`` is that of the run."""
    first, following = text[start], text[end : end + 1]
    if first == ORDINAL:
        return rank_at(text, start) or mended_at(text, start)
    if first == ZERO or (first == "0" and end == start + 1):
        return zero_at(text, start) or mended_at(text, start)
    if text[start - 1 : start] == FRONT and (front := front_at(text, start)) is not None:
        return front
    # Most runs are nothing but digits, and neither a sign of a proportion nor a letter follows.
    if not first.isdecimal() or ("\u4e00" <= following <= "\u9fff" and following != TO):
        return mended_at(text, start) if first.isascii() and first.isalpha() else None
    return proportion_at(text, start) or mended_at(text, start)


def _whole_digits(text: str, end: int) -> int:
    """Return where digits end that a rule of so many digits cut in two (a telephone number too long for one)."""
    while end < len(text) and text[end - 1].isdecimal() and text[end].isdecimal():
        end += 1
    return end


def _leftover(text: str, start: int, end: int) -> tuple[str, str]:
    """Return reason and rule of a run that no form took."""
    run = text[start:end]
    unit = unit_table().at(text, end) or unit_table().at(text, end + 1)
    if unit is not None and unit.dimension == "duration":
        return "period", "duration_not_measured"
    if any(c.isdecimal() for c in run):
        return "unresolved", "no_form"
    if "\u4e00" <= run[0] <= "\u9fff":
        return "word", "numeral_in_word"
    return "masked_text", "mask_of_words"


def _torn(parsed: ParsedText, figure: Quantity) -> Quantity:
    """Flag a figure whose raw text has a page mark or other damage inside."""
    if not parsed.scars:
        return figure
    start, end = parsed.to_raw(figure.start, figure.end)
    # The marks lie in order: the first that begins inside ends first.
    index = bisect_right(parsed.scars, start, key=lambda mark: mark[0])
    if index < len(parsed.scars) and parsed.scars[index][1] <= end:
        return replace(figure, flags=(*figure.flags, "garbled"))
    return figure
