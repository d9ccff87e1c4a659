"""Figures as the audit sees them: each in its sentence, with the words before and after it and its bracket.

Reads the parsed text, the quantities and their links; adds one Item a quantity, grouped by sentence.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.audit.cues import cues
from extractor.linking.layout import held_by

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.models import Link, Quantity, Sentence
    from extractor.text import ParsedText

Sort = Literal["rate", "money", "count", "rank", "other"]
# More figures than these stand in no sentence that was written.
LONGEST = 100
# How many characters before a sentence may announce it (一、按环节分。).
BEFORE = 16
_AMOUNTS = frozenset(("count", "money"))
SCALES = {"%": 100.0, "‰": 1000.0, "/10万": 100000.0}


class Item(NamedTuple):
    """One figure in its place.

    ``lead`` are the words between the figure before it in the sentence (or the sentence's start) and
    itself, ``tail`` those up to the next figure (or the sentence's end). ``line`` counts the sentences
    that hold figures, ``place`` the figures of its sentence. ``bracket`` is where the bracket around it
    opens, -1 outside; ``outer`` the one around that. ``change`` says that it is the size of a change,
    ``level`` that it is an amount: neither that nor a rate nor a rank. ``number`` is its sentence's own.
    ``first`` is the place where the list (1、2和3) begins that it stands in: its own outside of any.
    """

    index: int  # pyright: ignore[reportIncompatibleMethodOverride]
    quantity: Quantity
    link: Link
    line: int
    place: int
    lead: str
    tail: str
    bracket: int
    outer: int
    sort: Sort
    unit: str | None
    change: bool
    level: bool
    number: int
    first: int

    @property
    def topic(self) -> str:
        """What the figure measures, in the words of the report."""
        return f"{self.link.label}{self.link.population or ''}{''.join(self.link.qualifiers)}"

    @property
    def near_words(self) -> str:
        """What stands right around the figure: the clause before it, and the noun after it."""
        return self.lead[-16:].rpartition(",")[2] + self.tail[:6].partition(",")[0]


class Items:
    """The figures of one document, by index and by sentence."""

    def __init__(self, parsed: ParsedText, quantities: Sequence[Quantity], links: Sequence[Link]) -> None:
        self.quantities = quantities
        self.clean = parsed.clean
        lines: list[tuple[Item, ...]] = []
        for number, sentence, held in held_by(parsed, quantities):
            # A sentence with more figures than any that was written is looked at in pieces.
            for at in range(0, len(held), LONGEST):
                piece = held[at : at + LONGEST]
                lines.append(tuple(_items(parsed.clean, (number, sentence), piece, len(lines), links)))
        self.lines = tuple(lines)

    def before(self, item: Item) -> str:
        """Return the words right before the sentence of its first figure, in the same line."""
        start = item.quantity.start - len(item.lead)
        return self.clean[max(0, start - BEFORE) : start].rpartition("\n")[2]

    @cached_property
    def arrows_to_goals(self) -> bool:
        """Tell whether a heading says that arrows lead from goals to what was reached (标准→实际)."""
        return bool(cues().arrow_goal.search(self.clean))

    @cached_property
    def all(self) -> tuple[Item, ...]:
        """Every figure in the order of the text."""
        return tuple(sorted((item for line in self.lines for item in line), key=lambda item: item.index))

    @cached_property
    def people(self) -> tuple[Item, ...]:
        """The populations of regions among the figures."""
        known = cues()
        return tuple(
            item
            for item in self.all
            if item.sort == "count" and not item.change and known.population.search(item.topic)
        )


def _items(
    clean: str,
    place_of: tuple[int, Sentence],
    held: Sequence[tuple[int, Quantity]],
    line: int,
    links: Sequence[Link],
) -> list[Item]:
    """Return the items of one sentence (or a piece of one), given with its number."""
    number, sentence = place_of
    opened: list[int] = []
    made: list[Item] = []
    at = sentence.start
    known = cues()
    last = len(held) - 1
    first, joined = 0, False
    for place, (index, quantity) in enumerate(held):
        link = links[index]
        start, unit = quantity.start, quantity.unit
        before = min(at, start)
        lead = clean[before:start]
        if "(" in lead or ")" in lead:
            for offset, char in enumerate(lead):
                if char == "(":
                    opened.append(before + offset)
                elif char == ")" and opened:
                    opened.pop()
        end = held[place + 1][1].start if place < last else sentence.end
        at = quantity.end
        sort = _sort(quantity)
        change = link.change is not None or unit in known.points
        bracket = opened[-1] if opened else -1
        outer = opened[-2] if len(opened) > 1 else -1
        if made:
            one = made[-1]
            joined = one.sort == sort and one.change == change and one.bracket == bracket
        if not (joined and known.joint.match(lead)):
            first = place
        level = not change and sort in _AMOUNTS
        tail = clean[at : max(end, at)]
        made.append(
            Item(
                index, quantity, link, line, place, lead, tail, bracket, outer,
                sort, unit, change, level, number, first,
            )
        )  # fmt: skip
    return made


def _sort(quantity: Quantity) -> Sort:
    """Tell rates, sums of money, counts and ranks apart by unit and dimension."""
    known = cues()
    if quantity.unit in SCALES or known.fraction.search(quantity.text):
        return "rate"
    if quantity.dimension == "rank":
        return "rank"
    if quantity.dimension == "money":
        return "money"
    if quantity.dimension in known.dimensions:
        return "count"
    return "other"


def alike(one: Item, other: Item) -> bool:
    """Tell whether two figures count the same sort of thing, so that one may be a part of the other."""
    if one.sort != other.sort:
        return False
    return one.unit == other.unit or cues().kindred(one.unit, other.unit)


def near(one: Item, other: Item) -> bool:
    """Tell whether two counts may be compared at all: alike, or one in the general classifier."""
    general = cues().general
    return alike(one, other) or (one.sort == other.sort and (one.unit in general or other.unit in general))


def listed(known: Sequence[Item], item: Item) -> tuple[Item, ...]:
    """Return the list (1、2和3) that ends with ``item``, in the order of the text."""
    return tuple(known[item.first : item.place + 1])


def akin(words: str, topic: str) -> bool:
    """Tell whether two descriptions share a word: two characters in a row."""
    return any(words[at : at + 2] in topic for at in range(len(words) - 1))
