"""Lists of figures: what one of them says for its neighbours, a unit (17、32和8家) or a bound (5.4‰和6.8‰以内)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.quantities.bounds import list_links, relation_after
from extractor.quantities.number_ends import number_end
from extractor.quantities.numerals import read
from extractor.quantities.units import unit_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.models import Quantity
    from extractor.quantities.units import Unit


# The longest list whose numbers share the unit of a later one.
LONGEST = 40


def unit_of_list(text: str, end: int) -> Unit | None:
    """Return the unit of a list whose bare number ends at ``end``: that of the first later one that has one."""
    table = unit_table()
    links = list_links()
    for _ in range(LONGEST):
        link = next((link for link in links if text.startswith(link, end)), None)
        if link is None:
            return None
        begin = end + len(link)
        stop = number_end(text, begin)
        if stop is None or read(text[begin:stop]) is None:
            return None
        end = stop
        unit = table.at(text, end)
        if unit is not None:
            return unit
    return None


def share_relations(text: str, figures: Sequence[Quantity]) -> list[Quantity]:
    """Return the figures, the bound after the last one of a list given to all of the same kind."""
    shared = list(figures)
    links = list_links()
    for index in range(len(shared) - 2, -1, -1):
        figure, following = shared[index], shared[index + 1]
        if text[figure.end : following.start] not in links:
            continue
        # 提高1.2个和0.6个百分点: the first shows only the beginning of the unit.
        if _shows_beginning(figure, following):
            figure = shared[index] = replace(figure, unit=following.unit, dimension=following.dimension)
        if figure.relation != "eq" or following.relation not in ("ge", "le"):
            continue
        told_after = relation_after(text, following.end) == following.relation or index + 2 < len(shared)
        if told_after and _alike(figure, following) and not _told_by_number(following):
            low = None if following.relation == "le" else figure.value
            high = None if following.relation == "ge" else figure.value
            if figure.mask == "none":
                shared[index] = replace(figure, relation=following.relation, low=low, high=high)
            else:
                shared[index] = replace(figure, relation=following.relation)
    return shared


def _shows_beginning(figure: Quantity, following: Quantity) -> bool:
    """Tell whether a figure shows only the beginning of the next one's unit (个 of 个百分点)."""
    if figure.unit is None or following.unit is None or following.dimension != "points":
        return False
    return figure.unit != following.unit and following.unit.startswith(figure.unit)


def _told_by_number(figure: Quantity) -> bool:
    """Tell whether the bound stands in the number itself (3万多), so that it speaks for that one alone."""
    reading = read(figure.text[: figure.number_end - figure.start])
    return reading is not None and reading.relation != "eq"


def _alike(one: Quantity, other: Quantity) -> bool:
    """Tell whether two figures are of one kind: the same unit, or both rates."""
    return one.unit == other.unit or one.dimension == other.dimension == "ratio"
