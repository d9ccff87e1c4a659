"""Members of a character class, as a pattern writes them and as a set that can be asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

CHARACTER = r"\\(?:u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|x[0-9a-fA-F]{2}|[^0-9])"
MEMBER = re.compile(rf"({CHARACTER}|[^\\])(?:-({CHARACTER}|[^\\]))?", re.DOTALL)
CLASSES = frozenset((r"\d", r"\s"))


# An index remembers what it found for so many characters.
_MOST_KNOWN = 10_000


@dataclass(frozen=True, slots=True)
class Characters:
    """A set of characters; the empty string in it stands for the end of the text."""

    singles: frozenset[str]
    ranges: tuple[tuple[str, str], ...]
    # Every decimal digit of any script.
    digits: bool = False

    def __contains__(self, character: str) -> bool:
        """Tell whether a character (or the end of the text) is one of them."""
        if character in self.singles or (self.digits and character.isdecimal()):
            return True
        return any(low <= character <= high for low, high in self.ranges)

    def meets(self, others: frozenset[str]) -> bool:
        """Tell whether any of the others is one of them."""
        if not self.singles.isdisjoint(others):
            return True
        return bool(self.digits or self.ranges) and any(character in self for character in others)


class CharacterIndex:
    """Which of many sets hold a character, one bit a set; a set that is not certain (None) may hold any."""

    def __init__(self, sets: Sequence[Characters | None]) -> None:
        """Deal the sets out by their characters and ranges."""
        self._any = self._digits = 0
        self._singles: dict[str, int] = {}
        self._ranges: dict[tuple[str, str], int] = {}
        self._known: dict[str, int] = {}
        for number, found in enumerate(sets):
            bit = 1 << number
            if found is None:
                self._any |= bit
                continue
            self._digits |= bit if found.digits else 0
            for character in found.singles:
                self._singles[character] = self._singles.get(character, 0) | bit
            for pair in found.ranges:
                self._ranges[pair] = self._ranges.get(pair, 0) | bit

    def bits(self, character: str) -> int:
        """Return the sets that may hold a character (empty: the end of the text)."""
        known = self._known.get(character)
        if known is None:
            known = self._any | self._singles.get(character, 0)
            if character.isdecimal():
                known |= self._digits
            for (low, high), bits in self._ranges.items():
                if low <= character <= high:
                    known |= bits
            if len(self._known) < _MOST_KNOWN:
                self._known[character] = known
        return known


# What else `re` takes for one of these letters where case does not matter.
_ALIKE = {"i": "\u0130\u0131", "k": "\u212a", "s": "\u017f"}


def either_case(begins: set[str]) -> set[str]:
    """Return the members with their letters of both cases; nothing where a letter is none of English."""
    found: set[str] = set()
    for member in begins:
        if len(member) == 1 and member.isascii():
            found |= {member.lower(), member.upper(), *_ALIKE.get(member.lower(), "")}
        elif member in CLASSES or _caseless(member):
            found.add(member)
        else:
            return set()
    return found


def _caseless(member: str) -> bool:
    """Tell whether a member of a class has no letters of two cases."""
    return not member[1].isalpha() if member[0] == "\\" else member.lower() == member.upper()


_WRITTEN = {"n": "\n", "r": "\r", "t": "\t", "f": "\f", "v": "\v", "a": "\a"}
_SPACES = [
    *[("\t", "\r"), ("\x1c", " "), ("\x85", "\x85"), ("\xa0", "\xa0"), ("\u1680", "\u1680")],
    *[
        ("\u2000", "\u200a"),
        ("\u2028", "\u2029"),
        ("\u202f", "\u202f"),
        ("\u205f", "\u205f"),
        ("\u3000", "\u3000"),
    ],
]


def characters_of(members: frozenset[str] | set[str]) -> Characters:
    """Return members of a class as a set."""
    singles: set[str] = set()
    ranges: list[tuple[str, str]] = []
    for member in members:
        if member == r"\d":
            continue
        if member == r"\s":
            ranges += _SPACES
        elif pair := MEMBER.fullmatch(member):
            first, last = _written(pair[1]), _written(pair[2] or "")
            if last:
                ranges.append((first, last))
            else:
                singles.add(first)
        else:
            singles.add(member)
    return Characters(frozenset(singles), tuple(ranges), r"\d" in members)


def width(member: str) -> int:
    """Return how many characters a member of a class stands for, those of a category apart."""
    pair = MEMBER.fullmatch(member)
    return ord(_written(pair[2])) - ord(_written(pair[1])) + 1 if pair is not None and pair[2] else 1


def _written(text: str) -> str:
    """Return the character that a member of a class stands for."""
    if len(text) < 2:
        return text
    if text[1] in "uUx":
        return bytes.fromhex(text[2:].rjust(8, "0")).decode("utf-32-be")
    return _WRITTEN.get(text[1], text[1])
