"""Patterns compiled to fail fast.

``re`` tries every alternative of a big pattern at every place; one look at the next character spares nearly
all of that. What a pattern can begin with is read off its parse tree; where that is not certain it is
compiled as it stands, so the answer is the same either way.
"""

from __future__ import annotations

import re
from typing import Any

try:
    # Private, but the only way to a pattern's parts; without it the patterns are only slower.
    from re import _parser as parser  # pyright: ignore[reportAttributeAccessIssue]
except ImportError:  # another Python
    parser: Any = None

# With more characters than these the look ahead spares nothing.
_MOST = 400
_EMPTY = frozenset(("AT", "ASSERT", "ASSERT_NOT"))
_REPEATS = frozenset(("MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"))
_CLASSES = {"CATEGORY_DIGIT": r"\d", "CATEGORY_SPACE": r"\s"}


class _UnknownError(Exception):
    """A pattern may begin with more than can be listed."""


def compile_quick(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile ``pattern`` with a look at the next character before it; groups and results are unchanged."""
    return re.compile(guarded(pattern, flags), flags)


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
