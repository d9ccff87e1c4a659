"""Patterns compiled to fail fast.

``re`` tries every alternative of a big pattern at every place; one look at the next character spares nearly
all of that. What a pattern can begin with is read off its source; where that is not certain it is compiled
as it stands, so the answer is the same either way.
"""

from __future__ import annotations

import re

from extractor.packs.beginnings import beginnings, endings, is_words
from extractor.packs.characters import either_case, width
from extractor.packs.deferred import deferred

# With more characters than these the look ahead spares nothing, and a class of so many is slow to compile.
_MOST = 400
# ``re`` tells a few words apart by their first characters itself.
_FEW_WORDS = 40


def compile_quick(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile ``pattern`` with a look at the next character before it; groups and results are unchanged.

    Like the search of ``compile_starts`` it is compiled at its first use.
    """
    return deferred(lambda: guarded(pattern, flags), flags)


def guarded(pattern: str, flags: int = 0) -> str:
    """Return the pattern behind a look at the next character, where that spares anything."""
    if is_words(pattern) and pattern.count("|") < _FEW_WORDS:
        return pattern
    begins = _begins(pattern, flags)
    return f"(?=[{begins}])(?:{pattern})" if begins else pattern


def compile_starts(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a search for the places where ``pattern`` fits: each match is the character it begins with.

    ``re`` skips to the members of a class much faster than it tries a pattern at every place, so this is for
    what is rare in a long text; the pattern itself is matched at the places found. It must not fit nothing.
    """
    return deferred(lambda: _starts(pattern, flags))


def _starts(pattern: str, flags: int) -> str:
    """Return the source of a search for the places where a pattern fits."""
    found = beginnings(pattern)
    if flags & re.IGNORECASE:
        found = either_case(found)
    # The flags hold inside alone: ``re`` skips to no class whose letters may be of either case.
    inner = f"(?{_letters(flags)}:{pattern})" if flags else pattern
    first = f"[{''.join(sorted(found))}]" if found else "(?s:.)"
    return f"{first}(?<=(?={inner})(?s:.))"


def compile_ends(pattern: str) -> re.Pattern[str]:
    """Compile a quick look at the last character of a text, which tells whether ``pattern`` can end there.

    For what must stand at the end of a text, and mostly does not: ``match(text, len(text) - 1)``.
    """
    found = endings(pattern)
    return re.compile(f"[{''.join(sorted(found))}]" if found else "")


def _letters(flags: int) -> str:
    """Return flags as they are written in a pattern."""
    known = {re.IGNORECASE: "i", re.MULTILINE: "m", re.DOTALL: "s"}
    return "".join(letter for flag, letter in known.items() if flags & flag)


def _begins(pattern: str, flags: int) -> str:
    """Return what a pattern can begin with as the inside of a character class; empty where none is of use."""
    found = set() if flags & re.VERBOSE else beginnings(pattern)
    return "" if sum(map(width, found)) > _MOST else "".join(sorted(found))
