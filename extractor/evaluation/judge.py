"""The judgement of one figure against its gold, and which figures belong together."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from extractor.packs import PackModel, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.evaluation.gold import GoldFigure

Row = dict[str, Any]
ATTRIBUTES = ("value", "unit", "mask", "relation", "status", "change", "label")
# Spans are the same figure from this intersection over union on.
OVERLAP = 0.5
# A label that is far longer than the gold one would contain any word by luck.
LABEL_ROOM = 28
LABEL_TIMES = 3


class Judgement(PackModel):
    """Model of patterns/judgement.yaml: unit spellings that count as one."""

    kind: Literal["judgement"]
    same_unit: tuple[tuple[str, str], ...]


@cache
def _same_unit() -> tuple[tuple[str, str], ...]:
    """Return the unit spellings that count as one."""
    return load_vocabulary("judgement", Judgement).same_unit


def is_null(cell: object) -> bool:
    """Tell an absent value, in either of the forms that tables have."""
    return cell is None or (isinstance(cell, float) and math.isnan(cell))


def close(one: Any, other: Any) -> bool:
    """Tell whether two numbers are the same to six digits; nulls are the same as each other."""
    if is_null(one) or is_null(other):
        return is_null(one) and is_null(other)
    return math.isclose(float(one), float(other), rel_tol=1e-6, abs_tol=1e-9)


def words(cell: Any) -> str:
    """Return the text of a cell: a string, a list of strings, or nothing."""
    if is_null(cell):
        return ""
    return cell if isinstance(cell, str) else " ".join(words(part) for part in cell)


def unit_key(unit: object) -> str:
    """Return a unit in the spelling in which units are compared."""
    key = "" if is_null(unit) else str(unit)
    for spelled, same in _same_unit():
        key = key.replace(spelled, same)
    return key


def topic(row: Mapping[str, Any]) -> str:
    """Return the words in which a row says what it measures."""
    return " ".join(words(row.get(column)) for column in ("label", "population", "qualifiers"))


def judge(gold: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, bool]:
    """Say of every attribute of a found figure whether it is right."""
    units = gold["unit"] if isinstance(gold["unit"], list) else [gold["unit"]]
    right = {
        "value": _value_right(gold, row),
        "unit": units == [None] or unit_key(row["unit"]) in {unit_key(unit) for unit in units},
    }
    for name in ("mask", "relation", "status"):
        right[name] = row[name] == gold[name]
    right["change"] = (None if is_null(row["change"]) else row["change"]) == gold["change"]
    text = topic(row)
    short = len(text) <= max(LABEL_ROOM, LABEL_TIMES * len(gold.get("label") or ""))
    right["label"] = short and contains_all(text, gold["must"])
    return right


def contains_all(text: str, musts: Sequence[str]) -> bool:
    """Tell whether a text contains one alternative of every required string."""
    return all(any(word in text for word in must.split("|")) for must in musts)


def _value_right(gold: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Judge the number: by its bounds where it has some, and by its flag where the text is damaged."""
    if gold["flag"]:
        unsure = is_null(row["value"]) or is_null(gold["value"])
        return bool(words(row.get("flags"))) and (unsure or close(row["value"], gold["value"]))
    if gold["relation"] == "range" or gold["mask"] == "partial":
        return close(row["low"], gold["low"]) and close(row["high"], gold["high"])
    return close(row["value"], gold["value"])


def pair(gold: Sequence[GoldFigure], rows: Sequence[Row]) -> dict[int, int]:
    """Return which row belongs to which gold figure, the best overlaps first, one to one."""
    candidates: list[tuple[float, int, int]] = []
    for i, figure in enumerate(gold):
        for j, row in enumerate(rows):
            shared = min(figure.end, row["end"]) - max(figure.start, row["start"])
            if shared > 0:
                overlap = shared / (max(figure.end, row["end"]) - min(figure.start, row["start"]))
                if overlap >= OVERLAP:
                    candidates.append((overlap, i, j))
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(candidates, reverse=True):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return pairs
