"""Patterns compiled where first used: a run over one small file asks for half of those that there are.

``re`` needs about a millisecond for a pattern of a pack, and one stage has a hundred of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_MEMBERS = (
    "search",
    "match",
    "fullmatch",
    "finditer",
    "findall",
    "split",
    "sub",
    "subn",
    "pattern",
    "flags",
    "groups",
    "groupindex",
)


class _Deferred:
    """A pattern that takes the methods of the compiled one over when the first of them is asked for."""

    # With slots for them a later call costs what it would on the compiled pattern.
    __slots__ = ("_given", "_source", *_MEMBERS)

    def __init__(self, source: Callable[[], str], flags: int) -> None:
        self._source = source
        self._given = flags

    def __getattr__(self, name: str) -> Any:
        """Compile: Python asks here only for what is not set yet."""
        compiled = re.compile(self._source(), self._given)
        for member in _MEMBERS:
            setattr(self, member, getattr(compiled, member))
        return getattr(compiled, name)

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to other processes as the compiled pattern."""
        return re.compile, (self._source(), self._given)


def deferred(source: Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern to be used as a compiled one, whose source is made at its first use."""
    return cast("re.Pattern[str]", _Deferred(source, flags))
