"""Documents that a run has seen before: the same bytes, or the same report in another dress.

Reposts differ in the site's own words, in masks and in the years written over; reports by one template
differ in their numbers. So the text nominates (MinHash of its Chinese characters, by rensa) and the
figures decide.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

_OTHER = re.compile(r"[^\u4e00-\u9fff]+")
SHINGLE = 4
# A longer text is known by its beginning, a shorter one by its bytes only.
MOST_CHARS = 60_000
FEWEST_SHINGLES = 60
PERMUTATIONS = 128
SEED = 42
BANDS = 32
# Of the shorter document's shingles, how many the longer one must share; of its numbers likewise.
TEXT_SHARE = 0.72
FIGURE_SHARE = 0.7
# With fewer numbers than this to compare, the text alone decides, and more strictly.
FEWEST_FIGURES = 4
TEXT_ALONE = 0.85


@dataclass(frozen=True, slots=True)
class _Print:
    """What is kept of a document: where it came from, its text's hash, its numbers."""

    source: str
    minhash: Any
    size: int
    numbers: Counter[float]


class Seen:
    """The documents of a run so far, in its order."""

    def __init__(self) -> None:
        self._exact: dict[str, str] = {}
        self._near: list[_Print] = []
        self._index = _index()

    def first(
        self, doc_id: str | None, source: str, text: str | None, values: Sequence[float | None]
    ) -> tuple[str | None, bool]:
        """Return the first document that this one repeats, and whether only nearly; then remember it."""
        if doc_id and doc_id in self._exact:
            return self._exact[doc_id], False
        near = self._like(source, text, values) if text and self._index is not None else None
        if doc_id:
            self._exact[doc_id] = near or source
        return near, near is not None

    def _like(self, source: str, text: str, values: Sequence[float | None]) -> str | None:
        """Return the first document with this text and these numbers; keep this one when there is none."""
        import rensa

        shingles = _shingles(text)
        if len(shingles) < FEWEST_SHINGLES:
            return None
        minhash = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
        minhash.update(sorted(shingles))
        numbers = Counter(value for value in values if value is not None)
        one = _Print(source, minhash, len(shingles), numbers)
        for key in sorted(self._index.query(minhash)):
            if _same(self._near[key], one):
                return self._near[key].source
        self._index.insert(len(self._near), minhash)
        self._near.append(one)
        return None


def _index() -> Any:
    """Return an empty index of near neighbours, null without the library."""
    try:
        import rensa
    except ModuleNotFoundError:
        log.info("near duplicates are not looked for: pip install 'zhibiao[formats]'")
        return None
    return rensa.RMinHashLSH(threshold=0.4, num_perm=PERMUTATIONS, num_bands=BANDS)


def _shingles(text: str) -> set[str]:
    """Return the runs of four Chinese characters; numbers, masks and spaces play no part."""
    bare = _OTHER.sub("", text[:MOST_CHARS])
    return {bare[place : place + SHINGLE] for place in range(len(bare) - SHINGLE + 1)}


def _same(one: _Print, other: _Print) -> bool:
    """Tell whether two documents are one report: the shorter text in the longer, and its numbers."""
    jaccard = one.minhash.jaccard(other.minhash)
    shared = jaccard / (1 + jaccard) * (one.size + other.size)
    text = min(1.0, shared / min(one.size, other.size))
    fewest = min(one.numbers.total(), other.numbers.total())
    if fewest < FEWEST_FIGURES:
        return text >= TEXT_ALONE
    return text >= TEXT_SHARE and (one.numbers & other.numbers).total() >= FIGURE_SHARE * fewest
