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


@dataclass(frozen=True, slots=True)
class Slot:
    """One quantity in its place.

    ``index`` counts in the document's quantities, ``clause`` in its sentence's clauses. ``left`` is
    where the words before it begin (its clause, or the end of the figure before it in the clause),
    ``right`` where the words after it end (its clause, or the start of the next figure).
    """

    index: int
    quantity: Quantity
    clause: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence that holds figures, with its slots in order; ``number`` counts in the document's sentences.

    ``number`` is -1 when the figure stands outside every sentence; its line serves as the sentence then.
    """

    number: int
    sentence: Sentence
    slots: tuple[Slot, ...]


def lay_out(parsed: ParsedText, quantities: Sequence[Quantity]) -> tuple[Row, ...]:
    """Return the sentences that hold quantities, in order, each quantity in exactly one slot."""
    starts = [sentence.start for sentence in parsed.sentences]
    grouped: dict[tuple[int, int], list[tuple[int, Quantity]]] = {}
    for index, quantity in enumerate(quantities):
        number = bisect_right(starts, quantity.start) - 1
        if number < 0 or quantity.start >= parsed.sentences[number].end:
            line = parsed.clean.rfind("\n", 0, quantity.start) + 1
            grouped.setdefault((-1, line), []).append((index, quantity))
        else:
            grouped.setdefault((number, 0), []).append((index, quantity))
    rows: list[Row] = []
    for (number, line), members in grouped.items():
        sentence = parsed.sentences[number] if number >= 0 else _line(parsed.clean, line)
        rows.append(Row(number, sentence, _slots(sentence, members)))
    return tuple(rows)


def _line(text: str, start: int) -> Sentence:
    """Return the line that begins at ``start`` as a sentence of one clause."""
    stop = text.find("\n", start)
    end = len(text) if stop < 0 else stop
    return Sentence(start, end, (Clause(start, end),))


def _slots(sentence: Sentence, members: Sequence[tuple[int, Quantity]]) -> tuple[Slot, ...]:
    """Return the slots of one sentence."""
    begins = [clause.start for clause in sentence.clauses]
    made: list[Slot] = []
    for place, (index, quantity) in enumerate(members):
        number = max(bisect_right(begins, quantity.start) - 1, 0)
        clause = sentence.clauses[number] if sentence.clauses else Clause(sentence.start, sentence.end)
        left, right = min(clause.start, quantity.start), max(clause.end, quantity.end)
        if place and members[place - 1][1].end > left:
            left = min(members[place - 1][1].end, quantity.start)
        if place + 1 < len(members) and members[place + 1][1].start < right:
            right = max(members[place + 1][1].start, quantity.end)
        made.append(Slot(index, quantity, number, left, right))
    return tuple(made)
