"""Corrected figures as gold lines: the format that ``zhibiao evaluate`` scores against.

Figures of a document that nobody looked at are kept as ``optional``: neither a miss nor a false alarm.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor import quantities, text
from extractor.corrections.models import Fields
from extractor.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.corrections.models import CorrectedDocument, Correction

Line = dict[str, Any]

# How many raw characters stand before the quote of a gold line, and how many words it requires.
BEFORE = 12
MOST_MUSTS = 4


@dataclass(frozen=True, slots=True)
class Spanned:
    """A gold line with its place in the raw text."""

    start: int
    end: int
    line: Line

    def meets(self, start: int, end: int) -> bool:
        """Tell whether it shares a character with a stretch."""
        return self.start < end and start < self.end


def merged(document: CorrectedDocument, existing: Sequence[Spanned] | None) -> list[Spanned]:
    """Return the gold of a document after its corrections, in the order of the text.

    ``existing`` is the gold that the corpus already has of it: then figures that were not corrected
    stay as they are there.
    """
    read = _as_read(document)
    lines = read if existing is None else list(existing)
    if existing is not None and document.complete:
        # Lines that stood open until somebody looked at all of them.
        firm = {(line.start, line.end): line for line in read}
        lines = [
            firm.get((line.start, line.end), line) if line.line.get("optional") else line for line in lines
        ]
    for correction in document.corrections:
        lines = [line for line in lines if not line.meets(correction.start, correction.end)]
        if correction.kind != "remove":
            fields = settled(document, correction)
            line = gold_line(document.text, correction.start, correction.end, fields)
            lines.append(Spanned(correction.start, correction.end, line))
    return sorted(lines, key=lambda line: (line.start, line.end))


def settled(document: CorrectedDocument, correction: Correction) -> Fields:
    """Return what a corrected figure is: what was read, overruled by what was said."""
    span = (correction.start, correction.end)
    read = next((figure for figure in document.figures if (figure.start, figure.end) == span), None)
    given = {name: getattr(correction.fields, name) for name in correction.fields.model_fields_set}
    base = read.fields().model_dump() if read else _told_by(document.text[slice(*span)], given)
    made = base | given
    # A person who gives the number of a masked figure or a range has said that it is neither.
    if given.get("value") is not None:
        made["mask"] = given.get("mask") or "none"
        if made["relation"] == "range":
            made["relation"] = "eq"
    return Fields(**made)


def _told_by(quote: str, given: dict[str, Any]) -> dict[str, Any]:
    """Return what the quote of a missed figure says by itself, where the person left the number open."""
    base = dict.fromkeys(Fields.model_fields) | {"status": "actual", "relation": "eq", "mask": "none"}
    numbered = any(given.get(name) is not None for name in ("value", "low", "high"))
    if numbered or given.get("mask") not in {None, "none"}:
        return base
    found, _ = quantities.find(text.parse(quote))
    if len(found) != 1:
        return base
    for name in ("value", "low", "high", "unit", "mask", "relation"):
        base[name] = getattr(found[0], name)
        # What a form leaves as it was is no statement against the quote.
        if given.get(name) in {None, "none", "eq"}:
            given.pop(name, None)
    return base


def _as_read(document: CorrectedDocument) -> list[Spanned]:
    """Return every figure as the run read it, firm only when the reviewer vouches for all."""
    return [
        Spanned(
            figure.start,
            figure.end,
            gold_line(
                document.text, figure.start, figure.end, figure.fields(), optional=not document.complete
            ),
        )
        for figure in document.figures
    ]


def gold_line(raw: str, start: int, end: int, fields: Fields, *, optional: bool = False) -> Line:
    """Return one gold line, its keys in the order of the guidelines."""
    bounded = fields.relation == "range" or fields.mask == "partial"
    unknown = bounded or fields.mask != "none"
    label = fields.label or ""
    line: Line = {
        "quote": raw[start:end],
        "before": raw[max(0, start - BEFORE) : start],
        "value": None if unknown and not fields.flag else _plain(fields.value),
        "low": _plain(fields.low) if bounded else None,
        "high": _plain(fields.high) if bounded else None,
        "unit": fields.unit,
        "mask": fields.mask or "none",
        "relation": fields.relation or "eq",
        "status": fields.status or "actual",
        "change": fields.change,
        "label": label,
        "must": musts(label, fields.population),
        "optional": optional,
        "flag": fields.flag,
    }
    # An indicator that nobody vouched for is no gold.
    return line if optional else line | {"indicator": fields.indicator}


def musts(label: str, population: str | None = None) -> list[str]:
    """Return the words that a right label has to contain: its head, and what tells it from others."""
    words = [token.word for token in tokens(label)]
    telling = [word for word in words[:-1] if len(word) > 1 and word[0].isalnum()]
    # The longest tell most; they stay in the order of the label.
    longest = set(sorted(telling, key=len, reverse=True)[: MOST_MUSTS - 2])
    chosen = [word for word in telling if word in longest] + words[-1:]
    if population:
        longest_word = max((token.word for token in tokens(population)), key=len)
        chosen.insert(0, longest_word if len(longest_word) > 1 else population)
    return list(dict.fromkeys(chosen))[:MOST_MUSTS]


def unambiguous(raw: str, lines: Iterable[Spanned]) -> list[Line]:
    """Return the lines with ``before`` as long as it must be for a reader to find the right place."""
    made: list[Line] = []
    position = 0
    for spanned in lines:
        before = len(spanned.line["before"])
        while before < spanned.start and not _found(raw, spanned, before, position):
            before += 1
        made.append(spanned.line | {"before": raw[spanned.start - before : spanned.start]})
        position = spanned.end
    return made


def _found(raw: str, spanned: Spanned, before: int, position: int) -> bool:
    """Tell whether a search from the figure before finds this one and no earlier place."""
    key = raw[spanned.start - before : spanned.end]
    return raw.find(key, max(0, position - before)) == spanned.start - before


def _plain(value: float | None) -> float | int | None:
    """Return a whole number as one, so that gold reads like gold."""
    return int(value) if value is not None and value.is_integer() and abs(value) < 2**53 else value
