"""Goals of a plan section and the figures of the same name that the report gave before.

Only names that are the same are put together: a plan for something else is no goal of what was reached.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from extractor.audit.cues import cues
from extractor.audit.targets import target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.audit.items import Item, Items
    from extractor.audit.records import Relation


# A name that ends another is the same one from this length on: 老年人体检率, 65岁以上老年人体检率.
SUFFIX = 4
# By how many last characters names are looked up.
TAIL = 2
# How many different names with one ending are tried.
NAMES = 200
# Label, people and qualifiers of a figure.
Name = tuple[str, str, str]


def plans(items: Items) -> Iterator[Relation]:
    """Yield each planned level with the level of the same name that was reached, where there is only one."""
    reached: dict[tuple[str | None, str], dict[Name, list[Item]]] = defaultdict(dict)
    goals = [item for item in items.all if _plans(item)]
    units = {goal.unit for goal in goals}
    last = goals[-1].index if goals else -1
    for item in items.all:
        if item.index > last or item.unit not in units or item.change or item.sort == "rank":
            continue
        name = _name(item)
        # Names that are the same end in the same characters.
        alike = reached[item.unit, name[0][-TAIL:]]
        if item.link.status == "actual" and name[0]:
            alike.setdefault(name, []).append(item)
        elif name[0] and _plans(item):
            found = [
                one
                for own, figures in islice(alike.items(), NAMES)
                if _same(own, name)
                for one in figures[:2]
            ]
            if len(found) == 1 and not _later_year(found[0], item):
                yield target(found[0], item)


def _plans(item: Item) -> bool:
    """Tell whether a figure is planned as a level to come to."""
    return item.link.status == "target" and not item.change and item.sort != "rank" and _awaited(item)


def _awaited(item: Item) -> bool:
    """Tell whether a goal is a level to come to; so many more to be done (消杀不少于500处) are counted anew."""
    known = cues()
    return bool(known.ahead.search(item.lead)) and not (item.level and known.anew.search(item.lead))


def _same(one: Name, other: Name) -> bool:
    """Tell whether two names are one, or each piece of one is the end of the other's."""
    if one[2] != other[2] or len(one[0] + one[1]) < SUFFIX or len(other[0] + other[1]) < SUFFIX:
        return one == other
    return _ends(one[0], other[0]) and _ends(one[1], other[1]) and bool(one[1]) == bool(other[1])


def _ends(one: str, other: str) -> bool:
    """Tell whether the shorter of two strings is the end of the longer."""
    return one.endswith(other) or other.endswith(one)


def _later_year(actual: Item, goal: Item) -> bool:
    """Tell whether a goal is set for a year after that of the figure: what is still to come measures nothing."""
    one, other = actual.link.period, goal.link.period
    reached = one.end if one is not None else None
    begins = (other.start or other.end) if other is not None else None
    return reached is not None and begins is not None and begins.year > reached.year


def _name(item: Item) -> Name:
    """Return label, people and qualifiers of a figure without the words that tell plan from report."""
    drop = cues().plan_words.sub
    link = item.link
    return drop("", link.label), drop("", link.population or ""), drop("", "".join(link.qualifiers))
