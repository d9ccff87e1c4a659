"""What a pattern can begin with: the first characters of a regular expression, read off its source.

One pass that looks only at what can stand first, a fraction of the price of parsing. What it does not
understand (any character, a negated class, letters of either case) leaves the answer open, never wrong.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.packs.characters import CHARACTER, CLASSES, MEMBER, Characters, characters_of

_SET = r"\[\^?\]?(?:[^\\\]]|\\.)*+\]"
_TOKEN = re.compile(
    rf"(?P<escape>{CHARACTER})|(?P<set>{_SET})"
    r"|(?P<open>\((?:\?(?:P<\w+>|:|>|[ms]+:|=|!|<=|<!|.)?)?)|(?P<close>\))|(?P<branch>\|)"
    r"|(?P<repeat>[*+?][?+]?|\{(?:[0-9]+(?:,[0-9]*)?|,[0-9]*)\}[?+]?)"
    r"|(?P<edge>[\^$])|(?P<any>[.\\])|(?P<character>.)",
    re.DOTALL,
)
# What stands between two brackets or bars.
_BETWEEN = re.compile(rf"(?:[^\\\[()|]|\\.|{_SET})*+", re.DOTALL)
# Words and bars only.
_WORDS = re.compile(r"[^\\\[\](){}*+?.^$]+")
_GROUPS = frozenset(("(", "(?:", "(?>", "(?m:", "(?s:", "(?ms:", "(?sm:"))
_LOOKS = frozenset(("(?=", "(?!", "(?<=", "(?<!"))
_PLACES = frozenset((r"\b", r"\B", r"\A", r"\Z"))
# The letters that stand for one character after a backslash.
_LETTERS = frozenset("nrtfvauUx")

Part = tuple[frozenset[str], bool]
_NOTHING: Part = (frozenset(), True)


class _UnknownError(Exception):
    """A pattern may begin with more than can be listed."""


@dataclass(slots=True)
class _Group:
    """One open bracket: what its branches can begin with, and whether one of them can be empty."""

    # Nothing in it can stand first: a look around, or a group behind something else.
    apart: bool
    look: bool = False
    begins: set[str] = field(default_factory=set)
    empty: bool = False
    # Whether all of the branch so far can be empty, but for its last part, which a repeat may follow.
    first: bool = True
    last: Part = _NOTHING

    def settle(self) -> bool:
        """Count the last part in, which nothing repeats; tell whether what follows can stand first."""
        if self.first and not self.apart:
            self.begins |= self.last[0]
            self.first = self.last[1]
        self.last = _NOTHING
        return self.first and not self.apart

    def branch(self) -> None:
        """End a branch."""
        self.settle()
        self.empty = self.empty or self.first
        self.first = True


def is_words(pattern: str) -> bool:
    """Tell whether a pattern is nothing but words with bars between."""
    return _WORDS.fullmatch(pattern) is not None


def beginnings(pattern: str) -> set[str]:
    """Return the members of a character class that a match can begin with, as they are written in one.

    Nothing for a pattern that can match nothing at all, or whose beginnings are not certain.
    """
    if is_words(pattern):
        words = pattern.split("|")
        return {re.escape(word[0]) for word in words} if all(words) else set()
    try:
        whole = _read(pattern, frozenset())
    except _UnknownError:
        return set()
    return set() if whole.empty else whole.begins


def endings(pattern: str) -> set[str]:
    """Return the members of a character class that a match can end with, as they are written in one.

    Nothing for a pattern that can match nothing at all, or whose endings are not certain.
    """
    if is_words(pattern):
        words = pattern.split("|")
        return {re.escape(word[-1]) for word in words} if all(words) else set()
    return beginnings(_mirrored(pattern))


def _mirrored(pattern: str) -> str:
    """Return a pattern with the parts of every branch in the opposite order, looks around as they are."""
    # Of each open bracket: how it opens, and the parts of its branches.
    groups: list[tuple[str, list[list[str]]]] = [("", [[]])]
    for match in _TOKEN.finditer(pattern):
        kind, text, branches_of = match.lastgroup, match.group(), groups[-1][1]
        if kind == "open":
            groups.append((text, [[]]))
        elif kind == "close" and len(groups) > 1:
            opening, parts = groups.pop()
            groups[-1][1][-1].append(f"{opening}{_backwards(parts)})")
        elif kind == "branch":
            branches_of.append([])
        elif kind == "repeat" and branches_of[-1]:
            branches_of[-1][-1] += text
        elif text == "\\":
            # What has matched before is not known.
            return ""
        else:
            branches_of[-1].append(text)
    return _backwards(groups[0][1]) if len(groups) == 1 else ""


def _backwards(parts: list[list[str]]) -> str:
    """Return branches with their parts in the opposite order."""
    return "|".join(["".join(reversed(branch)) for branch in parts])


def branches(pattern: str) -> list[str]:
    """Return the alternatives that a pattern as a whole is made of."""
    found: list[str] = []
    depth = begin = 0
    for match in _TOKEN.finditer(pattern):
        if match.lastgroup == "open":
            depth += 1
        elif match.lastgroup == "close":
            depth -= 1
        elif match.lastgroup == "branch" and not depth:
            found.append(pattern[begin : match.start()])
            begin = match.end()
    return [*found, pattern[begin:]]


def first_characters(pattern: str, passed: frozenset[str] = frozenset()) -> Characters | None:
    """Return the characters that a match can begin with; None where they are not certain.

    With ``passed`` (digits, for one) the characters that can stand right behind the stretch of those that a
    match may begin with; None too where it may end inside of that stretch.
    """
    try:
        whole = _read(pattern, passed)
    except _UnknownError:
        return None
    return None if whole.empty else characters_of(whole.begins)


def _read(pattern: str, passed: frozenset[str]) -> _Group:
    """Read a whole pattern as one group; a part that may be of passed characters alone counts as empty."""
    groups = [_Group(apart=False)]
    at = 0
    while (match := _TOKEN.match(pattern, at)) is not None:
        kind, text, at, group = match.lastgroup, match.group(), match.end(), groups[-1]
        if kind == "repeat":
            if text[0] in "*?" or text.startswith(("{0", "{,")):
                group.last = (group.last[0], True)
            continue
        ahead = group.settle()
        if kind == "branch":
            group.branch()
        elif kind == "open":
            groups.append(_opened(text, apart=not ahead, looks_on=bool(passed)))
        elif kind == "close":
            if len(groups) == 1:
                raise _UnknownError
            group.branch()
            groups.pop()
            groups[-1].last = _NOTHING if group.look else (frozenset(group.begins), group.empty)
        elif ahead:
            group.last = _part(kind or "", text, passed)
            continue
        if not (groups[-1].first and not groups[-1].apart):
            between = _BETWEEN.match(pattern, at)
            at = at if between is None else between.end()
    if len(groups) > 1:
        raise _UnknownError
    groups[0].branch()
    return groups[0]


def _opened(text: str, *, apart: bool, looks_on: bool) -> _Group:
    """Return the group that a bracket opens; ``looks_on`` counts what must follow as a part."""
    if looks_on and text == "(?=":
        return _Group(apart=apart)
    if text in _LOOKS:
        return _Group(apart=True, look=True)
    # A condition or a comment may hold brackets of its own.
    if text in ("(?(", "(?#") or not (apart or text in _GROUPS or text.startswith("(?P<")):
        raise _UnknownError
    return _Group(apart=apart)


@lru_cache(maxsize=1000)
def _part(kind: str, text: str, passed: frozenset[str]) -> Part:
    """Return what one character, class or place can begin with, and whether it can be empty."""
    if text == "$" and passed:
        return frozenset(("", r"\n")), False
    if kind == "edge" or text in _PLACES:
        return _NOTHING
    if kind == "any" or text.startswith("[^"):
        raise _UnknownError
    if kind == "set":
        members = frozenset(_member(*pair) for pair in MEMBER.findall(text, 1, len(text) - 1))
    else:
        members = frozenset((_member(text),))
    return members, bool(passed) and characters_of(members).meets(passed)


def _member(first: str, last: str = "") -> str:
    """Return one member of a character class as it is written in one."""
    written = [text if len(text) > 1 else re.escape(text) for text in (first, last) if text]
    for text in written:
        known = text[0] != "\\" or not text[1].isalpha() or text[1] in _LETTERS
        if not known and (last or text not in CLASSES):
            raise _UnknownError
    return "-".join(written)
