"""jieba's dictionary, opened word by word: only the words that begin with a character of the text are read.

Loading all 350 000 words takes half a second and 60 MB, and a short text needs a hundredth of them. So
they are kept in the cache folder as one block of text for each first character, opened on first sight;
the file's first line says where each block stands.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from dataclasses import dataclass
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
CACHE_FORMAT = 2
# The score of what is only the beginning of a word.
IMPOSSIBLE = float("-inf")


@dataclass(frozen=True, slots=True)
class Blocks:
    """Words with their frequencies, by first character: beginning and end of each block in the text of all."""

    total: int
    places: dict[str, list[int]]
    text: bytes

    def of(self, first: str) -> str:
        """Return the words that begin with one character, each with its frequency behind."""
        begin, end = self.places.get(first, (0, 0))
        return self.text[begin:end].decode()


class Dictionary:
    """Words with the logarithm of their probability; ``added`` words have the given frequency."""

    def __init__(self, blocks: Blocks, added: Iterable[str], frequency: int) -> None:
        """Take the blocks as they are; nothing is read before it is asked for."""
        self._blocks = blocks
        self._frequency = frequency
        self._added: dict[str, list[str]] = {}
        for word in added:
            self._added.setdefault(word[0], []).append(word)
        self._log_total = log(blocks.total + frequency * sum(map(len, self._added.values())))
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
        parts = self._blocks.of(first).split()
        found = dict(zip(parts[::2], map(int, parts[1::2]), strict=True))
        found.update(dict.fromkeys(self._added.get(first, ()), self._frequency))
        self._words[first] = tuple(found)
        scores, log_total = self.scores, self._log_total
        if any(len(word) > 1 for word in found):
            scores[first] = IMPOSSIBLE
        for word, frequency in found.items():
            scores[word] = log(frequency) - log_total if frequency else IMPOSSIBLE
            for end in range(2, len(word)):
                scores.setdefault(word[:end], IMPOSSIBLE)


@cache
def jieba_blocks() -> Blocks:
    """Return the words of jieba's dictionary."""
    source = _dictionary_file()
    stat = source.stat()
    name = f"words-{CACHE_FORMAT}-{stat.st_size}-{stat.st_mtime_ns}.txt"
    with contextlib.suppress(OSError, ValueError, RuntimeError, KeyError, TypeError):
        head, _, text = (cache_folder() / name).read_bytes().partition(b"\n")
        kept = json.loads(head)
        if kept["size"] == len(text):
            return Blocks(kept["total"], kept["places"], text)
    blocks = _read(source)
    _remember(name, blocks)
    return blocks


def _dictionary_file() -> Path:
    """Return jieba's dictionary without importing jieba, which takes longer than reading it."""
    spec = find_spec("jieba")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(folder) / "dict.txt").is_file():
            return Path(folder) / "dict.txt"
    message = "jieba's dictionary (dict.txt) is not there: broken installation"
    raise ResourceError(message)


def _read(source: Path) -> Blocks:
    """Deal the words out by their first character."""
    pieces: dict[str, list[str]] = {}
    total = 0
    with source.open(encoding="utf-8") as lines:
        for line in lines:
            word, frequency = line.split(" ")[:2]
            total += int(frequency)
            pieces.setdefault(word[0], []).append(f"{word} {frequency}")
    places: dict[str, list[int]] = {}
    text = bytearray()
    for first, words in pieces.items():
        begin = len(text)
        text += " ".join(words).encode()
        places[first] = [begin, len(text)]
    return Blocks(total, places, bytes(text))


def _remember(name: str, blocks: Blocks) -> None:
    """Write the blocks to the cache folder, whole or not at all."""
    # A home that is not writable or not known costs only time.
    with contextlib.suppress(OSError, RuntimeError):
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=folder, prefix=".words-")
        try:
            head = {"total": blocks.total, "size": len(blocks.text), "places": blocks.places}
            with os.fdopen(handle, "wb") as out:
                out.write(json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
                out.write(blocks.text)
            os.replace(temporary, folder / name)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
            raise
