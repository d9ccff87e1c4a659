"""An index of MinHash signatures: which earlier ones share a band with this one.

Made for a million signatures in one process: plain arrays, 450 bytes each at 128 hashes and 32 bands.
"""

from __future__ import annotations

import numpy as np

# Of one bucket, so many of the latest entries are looked at: texts by one template fill it without end.
MOST_STEPS = 256
_FIRST = 1024
_MIX = np.uint64(0x9E3779B97F4A7C15)


class Neighbours:
    """Signatures of 16-bit hashes under their numbers 0, 1, 2...; a band is a run of hashes.

    Each band has a hash table of its own: ``_heads`` holds the latest entry of a bucket, ``_nexts`` the
    one before it.
    """

    def __init__(self, hashes: int, bands: int) -> None:
        """Take hashes in bands of 64 bits, so that the band itself is the key."""
        assert hashes * 16 == bands * 64, "a band is four hashes of 16 bits"
        self._bands = np.arange(bands)
        self._size = 0
        self._keys = np.zeros((_FIRST, bands), np.uint64)
        self._nexts = np.full((_FIRST, bands), -1, np.int32)
        self._heads = np.full((bands, _FIRST), -1, np.int32)

    def query(self, hashes: np.ndarray) -> np.ndarray:
        """Return the numbers of the signatures with a band in common, in order."""
        keys = hashes.view(np.uint64)
        bands = self._bands
        at = self._heads[bands, self._buckets(keys)]
        found: list[np.ndarray] = []
        for _ in range(MOST_STEPS):
            alive = at >= 0
            if not alive.any():
                break
            bands, at, keys = bands[alive], at[alive], keys[alive]
            found.append(at[self._keys[at, bands] == keys])
            at = self._nexts[at, bands]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.int32)

    def jaccard(self, hashes: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """Return how alike each of these signatures is: the share of equal hashes."""
        return (self._keys[numbers].view(hashes.dtype) == hashes).mean(axis=1)

    def insert(self, hashes: np.ndarray) -> None:
        """Give the signature the next number."""
        if self._size == len(self._keys):
            self._grow()
        keys = hashes.view(np.uint64)
        buckets = self._buckets(keys)
        self._keys[self._size] = keys
        self._nexts[self._size] = self._heads[self._bands, buckets]
        self._heads[self._bands, buckets] = self._size
        self._size += 1

    def _buckets(self, keys: np.ndarray) -> np.ndarray:
        """Return the bucket of every band."""
        bits = self._heads.shape[1].bit_length() - 1
        return ((keys * _MIX) >> np.uint64(64 - bits)).astype(np.int64)

    def _grow(self) -> None:
        """Double the room and hang every entry anew, in its order."""
        size = self._size
        self._keys = np.concatenate([self._keys, np.zeros_like(self._keys)])
        self._nexts = np.full(self._keys.shape, -1, np.int32)
        self._heads = np.full((len(self._bands), size), -1, np.int32)
        for band in self._bands.tolist():
            bits = size.bit_length() - 1
            buckets = ((self._keys[:size, band] * _MIX) >> np.uint64(64 - bits)).astype(np.int64)
            order = np.argsort(buckets, kind="stable").astype(np.int32)
            same = buckets[order[1:]] == buckets[order[:-1]]
            self._nexts[order[1:][same], band] = order[:-1][same]
            # Of several entries for one bucket the last assignment stays: the latest one.
            self._heads[band, buckets[order]] = order
