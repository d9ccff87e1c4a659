"""The layout of figures: which sentence and clause each stands in, and the words on either side of it.

Reads the parsed text and the quantities (in order of the text); adds one Slot a quantity, grouped by
sentence. Every later step of linking looks at slots, so nobody searches for a figure's clause twice.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.models import Clause, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.models import Quantity
    from extractor.text import ParsedText


@dataclass(slots=True)
class Slot:
    """One quantity in its place.

    ``index`` counts in the document's quantities, ``clause`` in its sentence's clauses. ``left`` is
    where the words before it begin (its clause, or the end of the figure before it in the clause),
    ``right`` where the words after it end (its clause, or the start of the next figure). Never changed; only
    not frozen, which takes five times as long to make.
    """

    index: int
    quantity: Quantity
    clause: int
    left: int
    right: int


@dataclass(slots=True)
class Row:
    """One sentence that holds figures, with its slots in order; ``number`` counts in the document's sentences.

    ``number`` is -1 when the figure stands outside every sentence; its line serves as the sentence then.
    """

    number: int
    sentence: Sentence
    slots: tuple[Slot, ...]


def lay_out(parsed: ParsedText, quantities: Sequence[Quantity]) -> tuple[Row, ...]:
    """Return the sentences that hold quantities, in order, each quantity in exactly one slot."""
    return tuple(
        [
            Row(number, sentence, _slots(sentence, held))
            for number, sentence, held in held_by(parsed, quantities)
        ]
    )


def held_by(
    parsed: ParsedText, quantities: Sequence[Quantity]
) -> list[tuple[int, Sentence, list[tuple[int, Quantity]]]]:
    """Return the sentences that hold quantities, in order: number, sentence, and the quantities with their index.

    The number is -1 and a line serves as the sentence for quantities outside every sentence.
    """
    sentences = parsed.sentences
    starts = [sentence.start for sentence in sentences]
    # By the number of the sentence, or by the place of a line outside every sentence, counted down from -1.
    grouped: dict[int, list[tuple[int, Quantity]]] = {}
    number, end = -1, 0
    members: list[tuple[int, Quantity]] = []
    for index, quantity in enumerate(quantities):
        start = quantity.start
        if number >= 0 and starts[number] <= start < end:
            members.append((index, quantity))
            continue
        number = bisect_right(starts, start) - 1
        if number < 0 or start >= sentences[number].end:
            number = -2 - parsed.clean.rfind("\n", 0, start)
        else:
            end = sentences[number].end
        members = grouped.setdefault(number, [])
        members.append((index, quantity))
    made: list[tuple[int, Sentence, list[tuple[int, Quantity]]]] = []
    for number, members in grouped.items():
        sentence = sentences[number] if number >= 0 else _line(parsed.clean, -1 - number)
        made.append((max(number, -1), sentence, members))
    return made


def _line(text: str, start: int) -> Sentence:
    """Return the line that begins at ``start`` as a sentence of one clause."""
    stop = text.find("\n", start)
    end = len(text) if stop < 0 else stop
    return Sentence(start, end, (Clause(start, end),))


def _slots(sentence: Sentence, members: Sequence[tuple[int, Quantity]]) -> tuple[Slot, ...]:
    """Return the slots of one sentence."""
    clauses = sentence.clauses or (Clause(sentence.start, sentence.end),)
    made: list[Slot] = []
    number, last, final = 0, len(members) - 1, len(clauses) - 1
    before = -1
    for place, (index, quantity) in enumerate(members):
        start, end = quantity.start, quantity.end
        # Clauses and figures both come in order.
        while number < final and clauses[number + 1].start <= start:
            number += 1
        clause = clauses[number]
        left, right = max(clause.start, before), clause.end
        if place < last:
            right = min(right, members[place + 1][1].start)
        made.append(Slot(index, quantity, number, min(left, start), max(right, end)))
        before = end
    return tuple(made)
