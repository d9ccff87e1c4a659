"""Documents that a run has seen before: the same bytes, or the same report in another dress.

Reposts differ in the site's own words, in masks and in the years written over; reports by one template
differ in their numbers. So the text nominates (MinHash of its Chinese characters, by rensa) and the
figures decide. What is compared of a document is its print, a few hundred bytes that any process can
make; only ``Seen`` knows the order of a run.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from extractor.neighbours import Neighbours

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
# Thousands of reports by one template all look alike: so many are compared by figures, those first whose
# numbers look alike by a sketch of so many bytes.
MOST_COMPARED = 16
SKETCH = 32
# The head of a print: the number of shingles. Sixteen bits of each hash tell texts apart well enough,
# and a million prints fit into memory.
_HEAD = np.dtype("<u4")
_HASH = np.dtype("<u2")
_NUMBER = np.dtype("<f8")


def print_of(text: str | None, values: Sequence[float | None]) -> bytes | None:
    """Return what is kept of a document: size, text hashes, numbers; null when only its bytes can tell."""
    rensa = _rensa()
    shingles = _shingles(text) if text and rensa is not None else ()
    if rensa is None or len(shingles) < FEWEST_SHINGLES:
        return None
    minhash = rensa.RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    minhash.update(list(shingles))
    hashes = (np.array(minhash.digest(), np.uint32) & 0xFFFF).astype(_HASH)
    numbers = np.sort(np.array([value for value in values if value is not None], _NUMBER))
    return np.array([len(shingles)], _HEAD).tobytes() + hashes.tobytes() + numbers.tobytes()


def _rensa() -> Any:
    """Return the library, null where the extra is not installed."""
    try:
        import rensa
    except ModuleNotFoundError:
        return None
    return rensa


def _shingles(text: str) -> set[str]:
    """Return the runs of four Chinese characters; numbers, masks and spaces play no part."""
    bare = _OTHER.sub("", text[:MOST_CHARS])
    return {bare[place : place + SHINGLE] for place in range(len(bare) - SHINGLE + 1)}


@dataclass(frozen=True, slots=True)
class _Known:
    """A document that others may repeat."""

    source: str
    size: int
    numbers: bytes


class Seen:
    """The documents of a run so far, in its order."""

    def __init__(self) -> None:
        self._exact: dict[int, str] = {}
        self._known: list[_Known] = []
        self._sketches = bytearray()
        self._index = Neighbours(PERMUTATIONS, BANDS)
        if _rensa() is None:
            log.info("near duplicates are not looked for: pip install 'zhibiao[formats]'")

    def first(self, doc_id: str | None, source: str, made: bytes | None) -> tuple[str | None, bool]:
        """Return the first document that this one repeats, and whether only nearly; then remember it."""
        key = int(doc_id, 16) if doc_id else None
        if key is not None and key in self._exact:
            return self._exact[key], False
        near = self._like(source, made) if made is not None else None
        if key is not None:
            self._exact[key] = near or source
        return near, near is not None

    def _like(self, source: str, made: bytes) -> str | None:
        """Return the first document with this text and these numbers; keep this one when there is none."""
        size = int(np.frombuffer(made, _HEAD, 1)[0])
        end = _HEAD.itemsize + PERMUTATIONS * _HASH.itemsize
        hashes = np.frombuffer(made, _HASH, PERMUTATIONS, _HEAD.itemsize)
        one = _Known(source, size, made[end:])
        found = self._index.query(hashes)
        sketch = _sketch(one.numbers)
        if len(found) > MOST_COMPARED:
            sketches = np.frombuffer(self._sketches, np.uint8).reshape(-1, SKETCH)[found]
            shared = np.unpackbits(sketches & sketch, axis=1).sum(axis=1, dtype=np.int64)
            found = np.sort(found[np.argsort(-shared, kind="stable")[:MOST_COMPARED]])
        for key, jaccard in zip(found.tolist(), self._index.jaccard(hashes, found).tolist(), strict=True):
            if _same(self._known[key], one, jaccard):
                return self._known[key].source
        self._index.insert(hashes)
        self._known.append(one)
        self._sketches += sketch.tobytes()
        return None


def _sketch(numbers: bytes) -> np.ndarray:
    """Return a set of numbers as a few bits: each number sets one."""
    bits = np.frombuffer(numbers, np.uint64) * np.uint64(0x9E3779B97F4A7C15) >> np.uint64(56)
    made = np.zeros(SKETCH * 8, np.uint8)
    made[bits] = 1
    return np.packbits(made)


def _same(one: _Known, other: _Known, jaccard: float) -> bool:
    """Tell whether two documents are one report: the shorter text in the longer, and its numbers."""
    shared = jaccard / (1 + jaccard) * (one.size + other.size)
    text = min(1.0, shared / min(one.size, other.size))
    fewest = min(len(one.numbers), len(other.numbers)) // _NUMBER.itemsize
    if fewest < FEWEST_FIGURES:
        return text >= TEXT_ALONE
    if text < TEXT_SHARE:
        return False
    mine, yours = (Counter(np.frombuffer(known.numbers, _NUMBER).tolist()) for known in (one, other))
    return (mine & yours).total() >= FIGURE_SHARE * fewest
