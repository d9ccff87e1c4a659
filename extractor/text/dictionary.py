"""jieba's dictionary, opened word by word: only the words that begin with a character of the text are read.

Loading all 350 000 words takes half a second and 60 MB, and a short text needs a hundredth of them. So
they are kept in the cache folder as one block of text for each first character, opened on first sight.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from functools import cache
from importlib.util import find_spec
from math import log
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import ResourceError
from extractor.resources import cache_folder

if TYPE_CHECKING:
    from collections.abc import Iterable

# Raised whenever the shape of the cached blocks changes.
CACHE_FORMAT = 1
# The score of what is only the beginning of a word.
IMPOSSIBLE = float("-inf")


class Dictionary:
    """Words with the logarithm of their probability; ``added`` words have the given frequency."""

    def __init__(self, blocks: dict[str, str], total: int, added: Iterable[str], frequency: int) -> None:
        """Take the blocks as they are; nothing is read before it is asked for."""
        self._blocks = blocks
        self._frequency = frequency
        self._added: dict[str, list[str]] = {}
        for word in added:
            self._added.setdefault(word[0], []).append(word)
        self._log_total = log(total + frequency * sum(map(len, self._added.values())))
        # What a character that no word consists of counts as.
        self.unknown = -self._log_total
        # By word, or beginning of one; those of the first characters that were asked for.
        self.scores: dict[str, float] = {}
        self._opened: set[str] = set()
        # The words themselves, by their first character.
        self._words: dict[str, tuple[str, ...]] = {}

    def scores_for(self, text: str) -> dict[str, float]:
        """Return the scores of at least every word, and beginning of one, that may stand in ``text``."""
        if not self._opened.issuperset(text):
            for first in set(text) - self._opened:
                self._open(first)
        return self.scores

    def words_from(self, first: str) -> tuple[str, ...]:
        """Return all words that begin with a character."""
        if first not in self._opened:
            self._open(first)
        return self._words[first]

    def _open(self, first: str) -> None:
        """Read the words that begin with one character."""
        self._opened.add(first)
        parts = self._blocks.pop(first, "").split()
        found = dict(zip(parts[::2], map(int, parts[1::2]), strict=True))
        found.update(dict.fromkeys(self._added.get(first, ()), self._frequency))
        self._words[first] = tuple(found)
        scores = self.scores
        for word, frequency in found.items():
            scores[word] = log(frequency) - self._log_total if frequency else IMPOSSIBLE
            for end in range(1, len(word)):
                scores.setdefault(word[:end], IMPOSSIBLE)


@cache
def jieba_blocks() -> tuple[dict[str, str], int]:
    """Return the words of jieba's dictionary with their frequencies by first character, and the sum of these."""
    source = _dictionary_file()
    stat = source.stat()
    name = f"words-{CACHE_FORMAT}-{stat.st_size}-{stat.st_mtime_ns}.json"
    with contextlib.suppress(OSError, ValueError, RuntimeError, KeyError, TypeError):
        kept = json.loads((cache_folder() / name).read_text("utf-8"))
        return kept["blocks"], kept["total"]
    blocks, total = _read(source)
    _remember(name, {"blocks": blocks, "total": total})
    return blocks, total


def _dictionary_file() -> Path:
    """Return jieba's dictionary without importing jieba, which takes longer than reading it."""
    spec = find_spec("jieba")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(folder) / "dict.txt").is_file():
            return Path(folder) / "dict.txt"
    message = "jieba's dictionary (dict.txt) is not there: broken installation"
    raise ResourceError(message)


def _read(source: Path) -> tuple[dict[str, str], int]:
    """Deal the words out by their first character."""
    pieces: dict[str, list[str]] = {}
    total = 0
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency = line.split(" ")[:2]
            total += int(frequency)
            pieces.setdefault(word[0], []).append(f"{word} {frequency}")
    return {first: " ".join(words) for first, words in pieces.items()}, total


def _remember(name: str, kept: dict[str, object]) -> None:
    """Write the blocks to the cache folder, whole or not at all."""
    # A home that is not writable or not known costs only time.
    with contextlib.suppress(OSError, RuntimeError):
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".words-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(kept, out, ensure_ascii=False, separators=(",", ":"))
            os.replace(temporary, folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
