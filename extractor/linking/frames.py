"""The frame of each figure: the words that may name it, before and after, in its own unit.

A unit is a stretch between commas, semicolons, colons, tabs and bars; a bracket that holds figures is a unit
of its own, so that the words around it stay together. The words between two figures of one unit are
divided once: what still belongs to the figure before them, and what leads to the next.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING

from extractor.linking.label_words import patterns, words
from extractor.linking.phrases import divide, noun_after, trim

if TYPE_CHECKING:
    from extractor.linking.layout import Row, Slot
    from extractor.models import Quantity

_STOP = re.compile(r"[,;:|\t\n。!?()“‘”①-⑳【】■-◿★☆➢✓]")
_CLOSING = {"(": ")", "“": "”", "‘": "’"}
_NESTING = frozenset((*_CLOSING, ")", "”"))
_LONGEST_QUOTE = 40
_by_index = attrgetter("index")


@dataclass(slots=True, eq=False)
class Unit:
    """One unit of a sentence while it is read; ``parts`` are the texts between its figures.

    ``host`` are the words right before a bracket, ``parent`` the figure right before it.
    """

    opener: str
    start: int
    parent: int | None
    closer: str
    host: str
    parts: list[str]
    slots: list[Slot]

    @property
    def text(self) -> str:
        """Return the unit's words without its figures."""
        return "".join(self.parts)


@dataclass(slots=True, eq=False)
class Frame:
    """One figure with its words: ``before`` and ``after`` in its unit, ``place`` among the unit's figures.

    ``front`` are the words before without white space around, ``marked`` tells whether a list mark begins
    them; ``noun`` are those behind that may name the figure. ``parent`` is the index of the figure whose
    bracket this one stands in, ``number`` the unit's number in the sentence. Never changed; only not
    frozen, which takes five times as long to make.
    """

    quantity: Quantity
    index: int
    unit: Unit
    number: int
    place: int
    parent: int | None
    before: str
    after: str
    front: str
    marked: bool
    noun: str
    is_last: bool


def frames(text: str, row: Row) -> tuple[list[Unit], list[Frame]]:
    """Return the units of one sentence in order of their start, and a frame for each of its figures."""
    units = _units(text, row)
    made: list[Frame] = []
    marks = words().list_marks
    for number, unit in enumerate(units):
        before, last = unit.parts[0], len(unit.slots) - 1
        for place, slot in enumerate(unit.slots):
            after, following = unit.parts[place + 1], ""
            if place < last:
                # A share is no counter: what follows it without 的 leads to the next figure.
                if _arrives(before, after, slot, unit.slots[place + 1]):
                    after = ""
                elif patterns().adverbial.match(after) and trim(before)[1]:
                    # When what is counted did it: 河长12名全年巡河800次.
                    after, following = "", after
                else:
                    after, following = divide(after, counted=slot.quantity.unit != "%")
            front = before.strip()
            made.append(
                Frame(
                    slot.quantity,
                    slot.index,
                    unit,
                    number,
                    place,
                    unit.parent,
                    before,
                    after,
                    front,
                    front.startswith(marks),
                    noun_after(after) if after else "",
                    place == last,
                )
            )
            before = following
    made.sort(key=_by_index)
    return units, made


def _arrives(before: str, middle: str, slot: Slot, other: Slot) -> bool:
    """Say whether the words between two figures only lead from one level to the other: 由14%晋升至17%."""
    known = patterns()
    if slot.quantity.unit != other.quantity.unit or known.arriving.fullmatch(middle) is None:
        return False
    return known.leaving.search(before) is not None


def _units(text: str, row: Row) -> list[Unit]:
    """Read one sentence into units."""
    slots, end = row.slots, row.sentence.end
    at, number, count = row.sentence.start, 0, len(slots)
    current = Unit("", at, None, "", "", [""], [])
    units, stack = [current], [current]
    stop = slots[0].quantity.start
    places = [match.start() for match in _STOP.finditer(text, at, end)]
    places.append(end)
    for place in places:
        while stop <= place and number < count:
            slot = slots[number]
            current.parts[-1] += text[at:stop]
            current.parts.append("")
            current.slots.append(slot)
            at, number = max(slot.quantity.end, at), number + 1
            stop = slots[number].quantity.start if number < count else end
        # A mark within a figure, or within what a bracket has taken, parts nothing.
        if place < at:
            continue
        current.parts[-1] += text[at:place]
        if place == end:
            break
        mark = text[place]
        if mark in _NESTING:
            at = _step(text, place, stack, units, stop, end)
            current = stack[-1]
        else:
            at = place + 1
            current = _next_unit(mark, at, stack, units)
    return units


def _step(text: str, place: int, stack: list[Unit], units: list[Unit], stop: int, end: int) -> int:
    """Handle a bracket or quote, or a part of one: open or close units; return where to go on."""
    mark, at = text[place], place + 1
    current = stack[-1]
    if mark in _CLOSING:
        close = text.find(_CLOSING[mark], at, end)
        limit = stop if mark == "(" else min(stop, at + _LONGEST_QUOTE)
        if 0 <= close < limit:
            # A bracket or quote without a figure is part of the words, unless it only numbers or dates them.
            if mark == "(" and patterns().list_numbers.fullmatch(text, at, close):
                return _next_unit(mark, close + 1, stack, units).start
            if mark != "(" or patterns().passing_brackets.fullmatch(text, at, close) is None:
                current.parts[-1] += text[place : close + 1]
            return close + 1
        if mark == "(" and close >= 0 and stop < end:
            host = current.parts[-1]
            parent = current.slots[-1].index if current.slots and not host.strip() else None
            inner = Unit("(", at, parent, ")", host, [""], [])
            units.append(inner)
            stack.append(inner)
            return at
        return at
    if mark == ")":
        while len(stack) > 1 and stack[-1].closer != ")":
            stack.pop()
        if len(stack) > 1:
            stack.pop()
        return at
    return at


def _next_unit(mark: str, at: int, stack: list[Unit], units: list[Unit]) -> Unit:
    """Begin a new unit in the place of the current one."""
    current = stack[-1]
    made = stack[-1] = Unit(mark, at, current.parent, current.closer, current.host, [""], [])
    units.append(made)
    return made
