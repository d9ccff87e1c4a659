"""Totals and parts as a report announces them: 其中, 包括, brackets, the foremost members.

Parts that add up to the total are a sum; parts of which the text only says that they are some are a part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.audit.cues import cues
from extractor.audit.items import alike, listed, near
from extractor.audit.wholes import adding_up, exceeds, lost, may_add_up, part_of, some_lost, sum_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.audit.items import Item, Items
    from extractor.audit.records import Relation

# How many figures before a part are tried as its total.
WHOLES = 16
# How many characters of a noun may stand between a total and the bracket with its parts.
NOUN = 10


def announced(items: Items) -> Iterator[Relation]:
    """Yield the totals whose parts follow a word (其中) or stand in brackets."""
    known = cues()
    for line in items.lines:
        for item in line:
            if known.announces.search(item.lead) is None:
                if not item.level or not item.place:
                    continue
                if line[item.place - 1].sort == item.sort and _among(item, line):
                    yield from _of_which(item, line, items)
                elif "(" in item.lead:
                    yield from _in_bracket(item, line)
            elif known.of_which.search(item.lead):
                if item.sort == "rate":
                    yield from _shares(item, line)
                if item.level:
                    if not _size_of_next(item, line):
                        yield from _of_which(item, line, items)
                    yield from _in_other_units(item, line)
            elif item.level:
                yield from _foremost(item, line, items)


def _among(item: Item, line: Sequence[Item]) -> bool:
    """Tell whether the words say that a figure is taken out of the one right before it (18所中,11所…)."""
    known = cues()
    whole = line[item.place - 1]
    if not (whole.level and whole.bracket == item.bracket and alike(whole, item)):
        return False
    lead = item.lead
    if known.among.match(lead):
        return not exceeds(item, whole)
    if whole.unit != item.unit or whole.link.status != item.link.status:
        return False
    later = known.this_year.match(lead)
    if not (later or known.among_bare.match(lead)) or exceeds(item, whole):
        return False
    if later:
        return bool(known.over_years.search(whole.lead))
    # 轻伤的20人,重伤的5人: figures with words of one form are beside one another.
    beside = lead[0] == "," and whole.lead[-1:] == lead[-1]
    return not beside and whole.first == whole.place and item.first == item.place


def _of_which(first: Item, line: Sequence[Item], items: Items) -> Iterator[Relation]:
    """Yield what stands after 其中 as parts of the total before it."""
    average = cues().average.search
    candidates = [
        whole
        for whole in _wholes(first, line, items)
        if first.sort != "money" or not average(first.lead) or average(whole.lead)
    ]
    run = [item for item in line[first.place :] if item.level and item.bracket == first.bracket]
    for whole in candidates:
        parts = adding_up(whole, [item for item in run if alike(item, whole) or alike(item, first)])
        if parts:
            yield sum_of(whole, parts)
            return
    if not candidates:
        return
    whole = candidates[0]
    parts = _chain(first, line, whole)
    aligned = _aligned(whole, parts, line)
    if aligned:
        for own, part in aligned:
            yield part_of(own, [part])
        return
    close = _adjacent(first, line, whole)
    masked = any(item.quantity.mask != "none" for item in (whole, *close))
    if lost(whole, close) or some_lost(whole, close) or (masked and may_add_up(whole, close)):
        yield sum_of(whole, close)
    else:
        yield part_of(whole, parts)


def _size_of_next(item: Item, line: Sequence[Item]) -> bool:
    """Tell whether a bound only says which things the next figure counts (其中5万元以上项目3个)."""
    if item.quantity.relation not in {"ge", "le"} or item.place + 1 >= len(line):
        return False
    after = line[item.place + 1]
    return "," not in after.lead and ";" not in after.lead and not near(after, item)


def _shares(first: Item, line: Sequence[Item]) -> Iterator[Relation]:
    """Yield a rate that is the sum of the rates after it (率3.9%,其中…1.5%、…2.4%)."""
    if first.change or not first.place:
        return
    whole = line[first.place - 1]
    run = [whole]
    for item in line[first.place :]:
        if item.unit != whole.unit or item.change or item.link.status != whole.link.status:
            break
        run.append(item)
    parts = adding_up(whole, run[1:]) if not whole.change else []
    if parts:
        yield sum_of(whole, parts)


def _in_other_units(first: Item, line: Sequence[Item]) -> Iterator[Relation]:
    """Yield the second total of parts that each have two figures (其中住院90人次、4万元,门诊…)."""
    if first.place + 1 >= len(line):
        return
    second = line[first.place + 1]
    if not second.level or alike(second, first) or second.bracket != first.bracket:
        return
    run = [item for item in line[second.place :] if item.level and item.unit == second.unit]
    before = [item for item in line[: first.place] if item.level and item.unit == second.unit]
    for whole in reversed(before):
        parts = adding_up(whole, run)
        if parts:
            yield sum_of(whole, parts)
            return


def _wholes(first: Item, line: Sequence[Item], items: Items) -> list[Item]:
    """Return what may be the total of parts that begin with a figure, the likeliest first."""
    before = [item for item in line[: first.place] if _may_hold(item, first)]
    if not before and not first.place and first.line:
        before = [item for item in items.lines[first.line - 1] if _may_hold(item, first)]
    same = [item for item in before if alike(item, first)]
    found = same or before
    return list(reversed(found[-WHOLES:]))


def _may_hold(whole: Item, part: Item) -> bool:
    """Tell whether one figure may be the total of another that stands after it."""
    open_there = whole.bracket in {-1, part.bracket, part.outer}
    earlier = whole.link.status == "baseline"
    return whole.level and open_there and not earlier and near(whole, part) and not exceeds(part, whole)


def _adjacent(first: Item, line: Sequence[Item], whole: Item) -> list[Item]:
    """Return the figures that follow one another from the first part on."""
    found = [first]
    for item in line[first.place + 1 :]:
        if not (item.level and item.bracket == first.bracket and alike(item, whole)):
            break
        found.append(item)
    return found


def _chain(first: Item, line: Sequence[Item], whole: Item) -> list[Item]:
    """Return the parts of an unfinished list: those joined to the first, or set parallel to it."""
    found = [first]
    for item in line[first.place + 1 :]:
        if not (item.level and item.bracket == first.bracket and near(item, whole)) or exceeds(item, whole):
            continue
        last = found[-1]
        beside = item.place == last.place + 1
        inside = first.bracket >= 0 and item.lead[:1] in {",", ";", "、"}
        if beside:
            goes_on = inside or cues().joint.match(item.lead) or _same_start(last.tail, item.tail)
        else:
            goes_on = alike(item, first) and _same_follower(last, item, line)
        if not goes_on:
            break
        found.append(item)
    return found


def _same_start(one: str, other: str) -> bool:
    """Tell whether the words after two figures begin alike."""
    return len(one) > 2 and one[:2] == other[:2] and one[0] not in ",;、()"


def _same_follower(one: Item, other: Item, line: Sequence[Item]) -> bool:
    """Tell whether two parts are each followed by a figure of the same name (死亡率 … 死亡率 …)."""
    if other.place + 1 >= len(line):
        return False
    after = (line[one.place + 1].lead, line[other.place + 1].lead)
    return after[0] == after[1] and one.place + 2 == other.place


def _aligned(whole: Item, parts: Sequence[Item], line: Sequence[Item]) -> list[tuple[Item, Item]]:
    """Return total and part pairwise where a list of totals is followed by a list of their parts."""
    size = len(parts)
    if size < 2 or whole.line != parts[0].line or whole.place < size - 1:
        return []
    wholes = line[whole.place - size + 1 : whole.place + 1]
    if not all(item.level and alike(item, whole) for item in wholes):
        return []
    bare = (
        all(cues().bare_joint.fullmatch(part.lead) for part in parts[1:]) and len(listed(line, whole)) == size
    )
    named = all(
        part.tail[:1] and part.tail[0] in own.topic and part.tail[0] not in ",;。、)"
        for own, part in zip(wholes, parts, strict=True)
    )
    return list(zip(wholes, parts, strict=True)) if bare or named else []


def _in_bracket(first: Item, line: Sequence[Item]) -> Iterator[Relation]:
    """Yield figures that a bracket gives right after a figure as its parts."""
    whole = line[first.place - 1]
    opening = first.lead.find("(")
    outside = first.bracket >= 0 and whole.bracket == first.outer
    bare = first.unit is None and whole.sort == first.sort
    if not (whole.level and outside and opening <= NOUN and (bare or _may_hold(whole, first))):
        return
    run = [item for item in line[first.place :] if item.bracket == first.bracket and item.level]
    run = [item for item in run if near(item, whole) or item.unit is None]
    parts = adding_up(whole, run)
    if not parts and not bare and (some_lost(whole, run) or lost(whole, run)):
        parts = run
    if parts:
        yield sum_of(whole, parts)
        return
    named = (first.lead.strip("(") or first.tail[:1].isalpha()) and not cues().not_part.search(first.lead)
    if (
        len(run) == 1
        and named
        and not bare
        and alike(first, whole)
        and first.link.status == whole.link.status == "actual"
    ):
        yield part_of(whole, run)


def _foremost(first: Item, line: Sequence[Item], items: Items) -> Iterator[Relation]:
    """Yield the foremost members of a total (居前三位的病种为…) as its parts."""
    before = [
        item for item in (*items.lines[first.line - 1], *line[: first.place]) if item.line <= first.line
    ]
    wholes = [item for item in before if item.level and alike(item, first) and item.index < first.index]
    parts = [item for item in line[first.place :] if item.level and item.unit == first.unit]
    if wholes and len(parts) > 1:
        whole = max(wholes, key=lambda item: (item.quantity.value or 0, item.index))
        if not exceeds(first, whole):
            yield part_of(whole, parts)
