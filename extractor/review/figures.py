"""One figure as a page shows it: numbers written for people, relations beside the figures they bind."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from extractor.review.marking import states

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.table.run import DocumentRows

Row = dict[str, Any]

# What the correction form starts from, and what a correction may change.
CORRECTABLE = (
    "label",
    "population",
    "value",
    "low",
    "high",
    "unit",
    "mask",
    "relation",
    "status",
    "change",
    "indicator",
)
_SIGNS = {"approx": "≈ ", "ge": "≥ ", "le": "≤ "}


def number(value: float) -> str:
    """Write a number with its thousands apart and no digits that it does not have."""
    return f"{value:,.10g}" if abs(value) < 1e9 else f"{value:,.0f}"


def amount(row: Mapping[str, Any]) -> str:
    """Write what is known of a figure's number: itself, its bounds, or a question mark."""
    value, low, high = row["value"], row["low"], row["high"]
    sign = _SIGNS.get(row["relation"], "")
    if value is not None:
        return sign + number(value)
    if low is not None and high is not None:
        return f"{sign}{number(low)} – {number(high)}"
    if low is not None:
        return _SIGNS["ge"] + number(low)
    if high is not None:
        return _SIGNS["le"] + number(high)
    return "?"


def table_rows(document: DocumentRows) -> list[Row]:
    """Return the figures of a document as the rows of the page's table."""
    bound = bindings(document)
    return [
        row
        | {
            "place": place,
            "amount": amount(row),
            "states": states(row),
            "relations": bound[place],
            "search": " ".join(
                str(row[name] or "")
                for name in ("label", "population", "figure", "indicator", "indicator_title")
            ).lower(),
        }
        for place, row in enumerate(document.figures)
    ]


def bindings(document: DocumentRows) -> defaultdict[int, list[int]]:
    """Return, for the place of a figure, the relations that it takes part in."""
    bound: defaultdict[int, list[int]] = defaultdict(list)
    for index, relation in enumerate(page_relations(document)):
        for figure in relation["figures"]:
            if index not in bound[figure["place"]]:
                bound[figure["place"]].append(index)
    return bound


def page_relations(document: DocumentRows) -> list[Row]:
    """Return the relations whose figures are all in the table, with their places in it."""
    places = {(row["start"], row["end"]): place for place, row in enumerate(document.figures)}
    found: list[Row] = []
    for relation in document.relations:
        figures = [
            {"role": figure["role"], "place": places.get((figure["start"], figure["end"]), -1)}
            for figure in relation["figures"]
        ]
        if all(figure["place"] >= 0 for figure in figures):
            narrowed = [
                {"place": places[span["start"], span["end"]], "low": span["low"], "high": span["high"]}
                for span in relation.get("narrowed") or ()
                if (span["start"], span["end"]) in places and None not in {span["low"], span["high"]}
            ]
            found.append(
                {
                    "kind": str(relation["kind"]),
                    "holds": _holds(relation["holds"]),
                    "expected": relation.get("expected"),
                    "observed": relation.get("observed"),
                    "figures": figures,
                    "narrowed": narrowed,
                }
            )
    return found


def page_figures(rows: Sequence[Row]) -> list[Row]:
    """Return what the page's script needs of every figure."""
    names = (*CORRECTABLE, "start", "end", "figure", "qualifiers", "flags", "section", "period", "rule")
    return [{name: row[name] for name in names} | {"states": states(row)} for row in rows]


def _holds(value: object) -> str:
    """Write whether a relation holds as one word; unknown for null."""
    return "unknown" if value is None else str(value).lower()
