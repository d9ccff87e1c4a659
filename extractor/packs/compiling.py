"""Patterns compiled once for all runs, and to fail fast.

``re`` tries every alternative of a big pattern at every place; one look at the next character spares nearly
all of that. What a pattern can begin with is read off its parse tree; where that is not certain it is
compiled as it stands, so the answer is the same either way. Compiling five hundred patterns takes half
a second, so what comes of it is kept in the cache folder.
"""

from __future__ import annotations

import atexit
import base64
import contextlib
import json
import os
import re
import sys
import tempfile
from array import array
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.resources import cache_folder

try:
    # Private, but the only way to a pattern's parts and to its code; without them it only takes longer.
    import _sre  # pyright: ignore[reportMissingImports] built in, without stubs
    from re import _compiler as compiler  # pyright: ignore[reportAttributeAccessIssue]
    from re import _parser as parser  # pyright: ignore[reportAttributeAccessIssue]
except ImportError:  # another Python
    _sre: Any = None
    compiler: Any = None
    parser: Any = None

if TYPE_CHECKING:
    from pathlib import Path

# Raised whenever the shape of the cache or the way patterns are guarded changes.
CACHE_FORMAT = 2
# Patterns of earlier versions are kept until there are so many.
_MOST_KEPT = 2000
# With more characters than these the look ahead spares nothing.
_MOST = 400
_EMPTY = frozenset(("AT", "ASSERT", "ASSERT_NOT"))
_REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))
_CLASSES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s"}


class _UnknownError(Exception):
    """A pattern may begin with more than can be listed."""


def compile_quick(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile ``pattern`` with a look at the next character before it; groups and results are unchanged."""
    store = _store()
    key = f"{int(flags)} {pattern}"
    made = store.recall(key)
    if made is None:
        source = guarded(pattern, flags)
        made = re.compile(source, flags)
        store.note(key, source, flags, made)
    return made


class _Store:
    """The compiled patterns of earlier runs, and those of this one."""

    def __init__(self) -> None:
        """Read the cache; anything odd in it is a miss."""
        self._kept: dict[str, list[Any]] = {}
        self._used: dict[str, list[Any]] = {}
        self._new = False
        if _sre is not None:
            with contextlib.suppress(OSError, ValueError, RuntimeError):
                kept = json.loads(_file().read_text("utf-8"))
                self._kept = kept if isinstance(kept, dict) else {}

    def recall(self, key: str) -> re.Pattern[str] | None:
        """Return the pattern kept under this key."""
        entry = self._kept.get(key)
        if entry is None:
            return None
        try:
            source, flags, groups, names, code = entry
            words = array("I", base64.b64decode(code)).tolist()
            by_number = [None] * (groups + 1)
            for name, number in names.items():
                by_number[number] = name
            # Checks the code before it takes it.
            made = _sre.compile(source, flags, words, groups, names, tuple(by_number))
        except (ValueError, TypeError, RuntimeError, IndexError, OverflowError):
            return None
        self._used[key] = entry
        return made

    def note(self, key: str, source: str, flags: int, made: re.Pattern[str]) -> None:
        """Take up a pattern compiled in this process."""
        if _sre is None:
            return
        code = array("I", compiler._code(parser.parse(source, flags), flags)).tobytes()  # noqa: SLF001
        self._used[key] = [
            source,
            made.flags,
            made.groups,
            dict(made.groupindex),
            base64.b64encode(code).decode(),
        ]
        if not self._new:
            atexit.register(self._keep)
        self._new = True

    def _keep(self) -> None:
        """Write the cache when the process ends, whole or not at all."""
        entries = self._kept | self._used
        if len(entries) > _MOST_KEPT:
            entries = self._used
        # A home that is not writable or not known costs only time.
        with contextlib.suppress(OSError, RuntimeError):
            folder = cache_folder()
            folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=".patterns-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as out:
                    json.dump(entries, out, ensure_ascii=True, separators=(",", ":"))
                os.replace(temporary, _file())
            except BaseException:
                with contextlib.suppress(OSError):
                    os.unlink(temporary)
                raise


@cache
def _store() -> _Store:
    return _Store()


def _file() -> Path:
    """Return the cache of this very Python: code of another one means something else."""
    version = (
        f"{sys.implementation.cache_tag}-{sys.hexversion:x}-{sys.byteorder}-{_sre.MAGIC}-{_sre.CODESIZE}"
    )
    return cache_folder() / f"patterns-{CACHE_FORMAT}-{version}.json"


def guarded(pattern: str, flags: int = 0) -> str:
    """Return the pattern behind a look at the next character, where that spares anything."""
    begins = _begins(pattern, flags)
    if not begins or len(begins) > _MOST:
        return pattern
    return f"(?=[{''.join(sorted(begins))}])(?:{pattern})"


def _begins(pattern: str, flags: int) -> set[str]:
    """Return what a pattern can begin with; nothing where that is uncertain, or it can match nothing at all."""
    if parser is None or flags & re.VERBOSE:
        return set()
    tree = parser.parse(pattern, flags)
    # Flags inside the pattern must stand at its very beginning.
    if tree.state.flags & ~re.UNICODE != flags & ~re.UNICODE:
        return set()
    try:
        begins, empty = _first(tree)
    except _UnknownError:
        return set()
    return set() if empty else begins


def _first(parts: Any) -> tuple[set[str], bool]:
    """Return the pieces of a character class that a sequence can begin with, and whether it can be empty."""
    found: set[str] = set()
    for kind, argument in parts:
        begins, empty = _first_of(str(kind), argument)
        found |= begins
        if not empty:
            return found, False
    return found, True


def _first_of(kind: str, argument: Any) -> tuple[set[str], bool]:
    """Return the same of one part."""
    if kind == "LITERAL":
        return {re.escape(chr(argument))}, False
    if kind == "IN":
        return {_piece(str(inner), value) for inner, value in argument}, False
    if kind in _EMPTY:
        return set(), True
    if kind == "SUBPATTERN" and not argument[1]:
        return _first(argument[-1])
    if kind == "ATOMIC_GROUP":
        return _first(argument)
    if kind == "BRANCH":
        each = [_first(branch) for branch in argument[1]]
        return set().union(*(begins for begins, _ in each)), any(empty for _, empty in each)
    if kind in _REPEATS:
        begins, empty = _first(argument[2])
        return begins, empty or argument[0] == 0
    raise _UnknownError


def _piece(kind: str, value: Any) -> str:
    """Return one member of a character class as it is written in one."""
    if kind == "LITERAL":
        return re.escape(chr(value))
    if kind == "RANGE":
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    if kind == "CATEGORY" and str(value) in _CLASSES:
        return _CLASSES[str(value)]
    raise _UnknownError
