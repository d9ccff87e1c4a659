"""Earlier and later level, and the stated size of the change between them.

A change holds when the later level lies where the words say (提高: above), and when the size agrees with
the two levels: the difference for points and amounts, the growth for a percentage.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.audit.arithmetic import SLACK, as_shown, bounds, meet, step, verdict
from extractor.audit.cues import cues
from extractor.audit.damage import damaged, fits
from extractor.audit.items import akin
from extractor.audit.records import Relation

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.audit.arithmetic import Interval
    from extractor.audit.items import Item, Items

PERCENT = "%"


def changes(items: Items) -> Iterator[Relation]:
    """Yield the changes whose earlier level a report states."""
    for line in items.lines:
        for item in line:
            if (item.link.status == "baseline" and not goal_of_arrow(item, line, items)) or _compared(
                item, line
            ):
                later = _later(item, line) or _told_before(item, items)
                if later is not None and not (_compound(item) or _compound(later)):
                    yield change(item, later, _size(item, later, line))


def _compound(level: Item) -> bool:
    """Tell whether a figure is several numbers in one (三次产业比13:41:46): nothing can be said of its size."""
    plain = level.quantity.mask == "none" and not damaged(level.quantity)
    return plain and bounds(level.quantity) is None


def goal_of_arrow(item: Item, line: Sequence[Item], items: Items) -> bool:
    """Tell whether an arrow leads from a goal to what was reached: ≥85%→91.3%, or under a heading 标准→实际."""
    if item.place + 1 >= len(line):
        return False
    known = cues()
    if not known.arrow.match(line[item.place + 1].lead):
        return False
    return bool(known.sign.search(item.lead)) or items.arrows_to_goals


def change(earlier: Item, later: Item, size: Item | None) -> Relation:
    """Build the relation of two levels and, where it is stated, the size of the change; and judge it."""
    members = [one.quantity for one in (earlier, later, size) if one is not None]
    one, other = _level(earlier), _level(later)
    roles = [("from", earlier.index), ("to", later.index)]
    expected = observed = None
    agree = one is None or other is None or _direction(later, earlier, one, other)
    if size is not None:
        roles.append(("delta", size.index))
        derived = _derived(earlier, later, size)
        shown = as_shown(size.quantity)
        if damaged(size.quantity) and derived is not None:
            agree = agree and fits(size.quantity, abs(derived[0] + derived[1]) / 2)
        elif derived is not None:
            agree = agree and shown is not None and _agrees(size, derived, shown)
        observed = size.quantity.value
        if derived is not None and earlier.quantity.value is not None and later.quantity.value is not None:
            expected = abs(derived[0] + derived[1]) / 2
    return Relation(
        "change",
        tuple(roles),
        expected,
        observed,
        verdict(agree, members),
        (),
        max(earlier.number, later.number),
    )


def _later(earlier: Item, line: Sequence[Item]) -> Item | None:
    """Return the later level of an earlier one: after it (由79元提高到84元), or before it (比上年的…)."""
    known = cues()
    own = _from(line, earlier)
    first = own[0]
    start = own[-1].place + 1
    if start < len(line) and _leads_on(first, line[start]):
        place = start + own.index(earlier)
        return line[place] if place < len(line) and _same(line[place], earlier) else None
    if earlier.change:
        return None
    if start < len(line) and len(own) == 1:
        after = line[start]
        if known.now.match(after.lead) and _same(after, earlier) and after.link.status == "actual":
            return after
        if start + 1 < len(line) and known.reached.match(line[start + 1].lead):
            # 较上年的1850张增加320张,达2170张: the size stands between the levels.
            found = line[start + 1]
            agree = after.change and _same(found, earlier) and change(earlier, found, after).holds == "true"
            if agree:
                return found
    noted = _noted(earlier, line)
    if noted or known.earlier.search(first.lead):
        found = [
            item for item in line[: first.place] if _same(item, earlier) and item.link.status == "actual"
        ]
        if len(own) > 1 and len(found) >= len(own):
            return found[own.index(earlier) - len(own)]
        named = [item for item in found if akin(first.lead, item.topic)]
        return (named or found or [None])[-1]
    return None


def _compared(item: Item, line: Sequence[Item]) -> bool:
    """Tell whether a figure is what another is compared with, and the size of the change follows at once."""
    known = cues()
    if item.link.status != "actual" or item.change or item.place + 1 >= len(line):
        return False
    after = line[item.place + 1]
    grown = after.change and not after.lead.startswith(",") and known.size.match(after.lead)
    return bool(grown and known.compared.match(item.lead))


def _told_before(earlier: Item, items: Items) -> Item | None:
    """Return the later level that the sentence before gave, where the earlier one is named like it."""
    if earlier.place or not earlier.line or earlier.change or not cues().earlier.search(earlier.lead):
        return None
    before = items.lines[earlier.line - 1]
    found = [item for item in before if _same(item, earlier) and item.link.status == "actual"]
    named = [item for item in found if akin(earlier.lead[:4], item.lead[-6:])]
    return named[-1] if named else None


def _leads_on(earlier: Item, later: Item) -> bool:
    """Tell whether the words between two figures lead from an earlier level to a later one."""
    known = cues()
    if later.link.status == "baseline":
        return False
    return bool(
        known.to_level.search(later.lead)
        or (known.out_of.search(earlier.lead) and known.carried.match(later.lead))
    )


def _noted(earlier: Item, line: Sequence[Item]) -> bool:
    """Tell whether an earlier level stands alone in a bracket right after the later one: 1.04(2021年0.97)."""
    if earlier.bracket < 0 or not earlier.place:
        return False
    before = line[earlier.place - 1]
    return before.bracket == earlier.outer and _same(before, earlier) and before.link.status == "actual"


def _from(line: Sequence[Item], item: Item) -> tuple[Item, ...]:
    """Return the list of earlier levels that a figure stands in."""
    found = [item]
    for later in line[item.place + 1 :]:
        if later.link.status != "baseline" or not cues().joint.match(later.lead):
            break
        found.append(later)
    for before in reversed(line[: item.place]):
        if before.link.status != "baseline" or not cues().joint.match(found[0].lead):
            break
        found.insert(0, before)
    return tuple(found)


def _same(one: Item, other: Item) -> bool:
    """Tell whether two figures may be levels of one thing."""
    # 由三分之一上升到38.2%: a fraction in words is a rate without a unit.
    fraction = one.sort == "rate" and {one.unit, other.unit} == {None, PERCENT}
    return (one.unit == other.unit or fraction) and one.sort == other.sort and one.change == other.change


def _level(item: Item) -> Interval | None:
    """Return what a level states, a fraction in words as a percentage."""
    if item.sort == "rate" and item.unit is None:
        shown = as_shown(item.quantity)
        return None if shown is None else (shown[0] * 100, shown[1] * 100)
    return bounds(item.quantity)


def _size(earlier: Item, later: Item, line: Sequence[Item]) -> Item | None:
    """Return the stated size of a change: the figure between both levels or right after them, without a name."""
    last = max(earlier, later, key=lambda one: one.index)
    if later.line == earlier.line and later.place == earlier.place + 2 and line[earlier.place + 1].change:
        return line[earlier.place + 1]
    if last.place + 1 >= len(line):
        return None
    item = line[last.place + 1]
    if item.link.status in {"target", "baseline"} or not _may_measure(item, earlier):
        return None
    points, known = item.unit in cues().points, cues()
    named = known.size.match(item.lead)
    if not named:
        # 压了2.5个百分点: any words will do where the three figures agree.
        told = item.change or known.moved_word.search(item.lead)
        if not told or not known.moved.match(item.lead):
            return None
    plain = not item.change and not points
    if (plain or not named) and change(earlier, later, item).holds != "true":
        return None
    return item


def _may_measure(item: Item, earlier: Item) -> bool:
    """Tell whether the unit of a figure is one in which a change from an earlier level is given."""
    known = cues()
    if item.sort == "rate":
        return item.unit in {earlier.unit, PERCENT, None}
    if earlier.sort == "rank":
        return item.sort == "count" and item.unit in known.places
    return item.unit in known.points or item.quantity.dimension == "multiple" or item.unit == earlier.unit


def _direction(later: Item, earlier: Item, one: Interval, other: Interval) -> bool:
    """Tell whether the later level can lie on the side that the words say."""
    known = cues()
    if later.index > earlier.index:
        # A rank that rises falls in number.
        rank = earlier.sort == "rank"
        if known.rise.search(later.lead):
            return other[0] < one[1] if rank else other[1] > one[0]
        if known.fall.search(later.lead):
            return other[1] > one[0] if rank else other[0] < one[1]
    return True


def _derived(earlier: Item, later: Item, size: Item) -> Interval | None:
    """Return the change that the two levels give, in the unit of the stated one."""
    one, other = _level(earlier), _level(later)
    if one is None or other is None:
        return None
    if size.unit in cues().points or (size.sort != "rate" and size.quantity.dimension != "multiple"):
        return other[0] - one[1], other[1] - one[0]
    if one[0] <= 0:
        return None
    room = (step(later.quantity) / 2 + step(earlier.quantity) / 2 * other[1] / one[0]) / one[0]
    # 缩短四分之一: a fraction in words is a share of one, a percentage of a hundred.
    scale = 1.0 if size.quantity.dimension == "multiple" or size.unit is None else 100.0
    growth = (other[0] / one[1] - 1 - room) * scale, (other[1] / one[0] - 1 + room) * scale
    # 翻一番, 增长到2倍: a multiple is said of the whole as often as of the increase.
    return (growth[0], growth[1] + 1) if size.quantity.dimension == "multiple" else growth


def _agrees(size: Item, derived: Interval, shown: Interval) -> bool:
    """Tell whether a stated size is that of the derived change, whichever sign the words carry."""
    if size.link.change == "down" and size.unit not in cues().places:
        return meet((-derived[1], -derived[0]), shown, SLACK)
    # A rank that rises falls in number.
    unsigned = size.link.change is None or size.unit in cues().places
    return meet(derived, shown, SLACK) or (unsigned and meet((-derived[1], -derived[0]), shown))
