"""Runs: the maximal stretches of digits, mask characters or Chinese numerals that must be accounted for."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.packs import compile_starts
from extractor.quantities.lexicon import characters, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterator

# Fills the stretches that are settled before the scan; no pattern matches it.
SETTLED = "\ue001"


@cache
def run_source() -> str:
    """Return the regex source of one run."""
    numerals = lexicon().numerals
    chinese = characters(numerals.digits, "plain") + characters(numerals.scales, "plain")
    return (
        r"(?:[0-9*_×□○◇▢]|(?<![A-WYZa-wyz])[Xx](?![A-WYZa-wyz]))+(?:[.,](?:[0-9*_×□○◇▢]|[Xx](?![A-WYZa-wyz]))+)*"
        r"|(?<![A-Za-z])N+(?:\.N+|(?<=NN))(?![A-Za-z])"
        r"|(?<=[\u4e00-\u9fff])N(?=[起例人个家次份元名张户台])"
        rf"|[{chinese}]+"
        r"|(?<![A-Za-z])[IlO][IlOo]+(?=[%‰人名个家例万])"
    )


@cache
def _places() -> re.Pattern[str]:
    """Return a search for a run (group ``run``) with the one lead that may belong to it (group ``lead``).

    A lead is an ordinal or bracket mark, a sign or a word such as 每 or 数, or a Latin word that the
    digits continue.
    """
    # A word begins where no letter stands before it, and an address has an end: else a line of letters
    # would be read anew from each of them.
    lead = r"翻了|[lIO][.,]|(?<![A-Za-z])[A-Za-z][A-Za-z_./@:-]{0,200}|[第每前首负数几上过翻零(【〔“\[-]"
    return compile_starts(rf"(?P<lead>{lead})??(?P<run>{run_source()})")


def find_run(text: str, start: int, end: int) -> re.Match[str] | None:
    """Return the first run in ``start:end``: where it begins with its lead, and its groups."""
    return _places().search(text, start, end)


def each_run(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the runs in ``start:end`` in order."""
    search = _places().search
    while (match := search(text, start, end)) is not None:
        yield match
        start = match.end("run")
