"""Rates and the counts they come from: which two counts a rate stands for, by the words around the three.

Text decides which pairs are possible; among possible pairs the one that computes is taken. A pair that
does not compute is asserted only where the words leave no other: 应…实…率, 占 with both counts right before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.audit.arithmetic import digits
from extractor.audit.cues import cues
from extractor.audit.damage import damaged
from extractor.audit.items import akin, alike, listed, near
from extractor.audit.quotients import DIGITS, computes, ratio, telling, too_much

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

    from extractor.audit.items import Item, Items
    from extractor.audit.records import Relation

# How many counts before a rate may be its numerator, and how many sentences back its whole may stand.
NUMERATORS = 4
LINES_BACK = 12


def ratios(items: Items) -> Iterator[Relation]:
    """Yield the rates of a document whose counts it states."""
    for line in items.lines:
        for item in line:
            if _quotient(item) and not item.change and item.link.status == "actual":
                found = _counts_of(item, line, items)
                if found is not None:
                    yield ratio(item, *found)
            elif item.unit is None and item.place > 1 and cues().of_two.match(item.lead):
                yield from _of_two(item, line)


def _of_two(result: Item, line: Sequence[Item]) -> Iterator[Relation]:
    """Yield the proportion of the two counts right before it (男258人,女228人,性别比113.2), where it computes."""
    one, other = line[result.place - 2], line[result.place - 1]
    if not (one.level and other.level and one.unit == other.unit and telling(result)):
        return
    for pair in ((one, other), (other, one)):
        for scale in (1.0, 100.0):
            found = ratio(result, *pair, scale=scale)
            if found.holds == "true":
                yield found
                return


def _quotient(item: Item) -> bool:
    """Tell whether a figure may be the quotient of two others: a rate, or the multiple of one (任务的1.2倍)."""
    return item.sort == "rate" or (
        item.quantity.dimension == "multiple" and bool(cues().multiple.search(item.lead))
    )


def _counts_of(rate: Item, line: Sequence[Item], items: Items) -> tuple[Item, Item] | None:
    """Return numerator and denominator of one rate, null when the text gives none."""
    known = cues()
    visible = [item for item in line[: rate.place] if _countable(item) and _open(item, rate)]
    stated = _stated_base(rate, line)
    if stated is not None:
        return stated
    if known.completion.search(rate.lead):
        return _completed(rate, visible)
    words = _words(rate, line)
    share = known.share.search(words)
    named = known.rate_name.search(words)
    rates = _members(line, rate)
    if len(rates) > 1:
        found = _of_list(rate, rates, visible, line, items)
        base, stem = (share["base"] if share else ""), (named["stem"] if named else "")
        return found or _in_a_row(rate, line) or _computed(rate, visible, base, stem)
    if share is None and named is None:
        return _in_a_row(rate, line)
    base = share["base"] if share else ""
    stem = named["stem"] if named else ""
    return (
        _computed(rate, visible, base, stem)
        or _in_a_row(rate, line)
        or _certain(rate, visible, base, stem, share)
        or _far(rate, visible, items, base, stem)
    )


def _words(rate: Item, line: Sequence[Item]) -> str:
    """Return the words before a rate; where a bracket gives a share again (三分之一(33.2%)), those before it."""
    again = rate.place and rate.lead == "(" and line[rate.place - 1].sort == "rate"
    return line[rate.place - 1].lead if again else rate.lead


def _countable(item: Item) -> bool:
    """Tell whether a figure may be a count behind a rate."""
    return item.level and item.link.status != "baseline"


def _open(item: Item, rate: Item) -> bool:
    """Tell whether a figure does not stand in a bracket that is closed before the rate."""
    return item.bracket in {-1, rate.bracket, rate.outer}


def _stated_base(rate: Item, line: Sequence[Item]) -> tuple[Item, Item] | None:
    """Return the counts of `占年度任务(500人)的98%`: the base is itself a figure right before the rate.

    Of a list of rates (分别占应种3000人的80%和70%) each has its own count, in order.
    """
    known = cues()
    rates = _members(line, rate)
    first = rates[0]
    if not first.place or not known.share_of_figure.match(first.lead):
        return None
    base = line[first.place - 1]
    if base.change or base.sort in {"rate", "rank"} or not known.share_verb.search(base.lead):
        return None
    before = [item for item in line[: base.place] if _comparable(item, base)]
    if len(rates) > 1:
        return (before[rates.index(rate) - len(rates)], base) if len(before) >= len(rates) else None
    done = [item for item in before if item.link.status == "actual"] or before
    return (done[-1], base) if done else None


def _comparable(item: Item, base: Item) -> bool:
    """Tell whether a figure may be what is set against a base, in any unit that both have."""
    plain = not item.change and item.sort == base.sort and item.link.status != "baseline"
    return plain and (near(item, base) if item.level else item.unit == base.unit)


def _in_a_row(rate: Item, line: Sequence[Item]) -> tuple[Item, Item] | None:
    """Return the two counts right before a rate, whatever they count, when the three compute to enough digits."""
    if rate.place < 2 or not telling(rate) or damaged(rate.quantity) or ";" in rate.lead:
        return None
    whole, numerator = line[rate.place - 2], line[rate.place - 1]
    sound = _countable(numerator) and _countable(whole) and _open(numerator, rate) and _open(whole, rate)
    return (numerator, whole) if sound and computes(rate, numerator, whole) else None


def _completed(rate: Item, visible: Sequence[Item]) -> tuple[Item, Item] | None:
    """Return done and due of a rate of completion: the last task, and the first count after it."""
    goal = cues().goal
    for place in range(len(visible) - 2, -1, -1):
        due, done = visible[place], visible[place + 1]
        if goal.search(due.near_words) and near(due, done) and done.link.status == "actual":
            return done, due
    if len(visible) > 1 and near(visible[-1], visible[-2]):
        pair = (visible[-1], visible[-2])
        if ratio(rate, *pair).holds == "true" or cues().due.search(pair[1].near_words):
            return pair
    return None


def _members(line: Sequence[Item], rate: Item) -> tuple[Item, ...]:
    """Return the list of rates that a rate stands in."""
    last = rate
    while last.place + 1 < len(line) and line[last.place + 1].first == last.first:
        last = line[last.place + 1]
    return listed(line, last)


def _of_list(
    rate: Item, rates: Sequence[Item], visible: Sequence[Item], line: Sequence[Item], items: Items
) -> tuple[Item, Item] | None:
    """Return the counts of one rate in a list: the list of counts before it, and the whole they share."""
    before = [item for item in visible if item.place < rates[0].place]
    known = cues()
    share, named = known.share.search(rates[0].lead), known.rate_name.search(rates[0].lead)
    if not before or (share is None and named is None):
        return None
    counts = listed(line, before[-1])
    if len(counts) != len(rates):
        return None
    own = rates.index(rate)
    numerator = counts[own]
    dues = before[-2 * len(rates) : -len(rates)]
    pairs = list(zip(rates, counts, dues, strict=False))
    if len(dues) == len(rates) and all(
        near(due, done) and computes(one, done, due) for one, done, due in pairs
    ):
        return numerator, dues[own]
    base = share["base"] if share else ""
    wholes = [item for item in before if item.place < counts[0].place] + _earlier(items, rate.line)
    for whole in reversed(wholes):
        fitting = akin(base, whole.topic) if base else _all_compute(rates, counts, whole)
        if near(whole, numerator) and fitting and ratio(rate, numerator, whole).holds == "true":
            return numerator, whole
    return None


def _all_compute(rates: Sequence[Item], counts: Sequence[Item], whole: Item) -> bool:
    """Tell whether each rate of a list is the share of its own count in one whole, and not all are 100%."""
    pairs = zip(rates, counts, strict=True)
    return any(telling(rate) for rate in rates) and all(computes(rate, count, whole) for rate, count in pairs)


def _computed(rate: Item, visible: Sequence[Item], base: str, stem: str) -> tuple[Item, Item] | None:
    """Return the pair of this sentence that computes and has the best words for it."""
    if not telling(rate):
        return None
    best: tuple[int, tuple[Item, Item]] | None = None
    for back, numerator in enumerate(reversed(visible[-NUMERATORS:])):
        if numerator.link.status == "target":
            continue
        for whole in visible:
            if whole.index >= numerator.index or not computes(rate, numerator, whole):
                continue
            if not near(numerator, whole) and not (akin(base, whole.topic) or akin(stem, numerator.topic)):
                continue
            score = 3 * akin(base, whole.topic) + 2 * akin(stem, numerator.topic) - back
            if best is None or score > best[0]:
                best = score, (numerator, whole)
    return best[1] if best else None


def _certain(
    rate: Item, visible: Sequence[Item], base: str, stem: str, share: re.Match[str] | None
) -> tuple[Item, Item] | None:
    """Return the two counts right before a rate when the words leave no doubt that they are its own."""
    known = cues()
    if len(visible) < 2:
        return None
    whole, numerator = visible[-2], visible[-1]
    inside = bool(known.of_which.search(numerator.lead))
    if (
        not (alike(numerator, whole) or (inside and near(numerator, whole)))
        or numerator.link.status == "target"
        or ";" in numerator.lead
    ):
        return None
    if too_much(rate, numerator, whole):
        return None
    masked = any(item.quantity.mask != "none" for item in (rate, numerator, whole))
    if share is not None:
        # 规范化门诊占85%: what takes the share is named beside the rate, and need not be the last count.
        subject = rate.lead[: share.start()].rpartition(",")[2].strip(")")
        # 四级手术9台,微创手术占三成: what does not compute must begin alike, too.
        named = not subject or akin(subject[:2], numerator.topic)
        if not named and not (
            akin(subject, numerator.topic) and (masked or computes(rate, numerator, whole))
        ):
            return None
        return (numerator, whole) if inside or not base or akin(base, whole.topic) else None
    words = whole.near_words + whole.topic
    if not (inside or known.due.search(words) or known.base.search(words)) or not _between(numerator, rate):
        return None
    own = akin(stem, numerator.near_words)
    if not own and not known.done.search(numerator.near_words):
        return None
    if computes(rate, numerator, whole):
        return numerator, whole
    if rate.quantity.value == 100:
        return None
    if masked:
        # Of blanks nothing can be told but by the words that take the one out of the other.
        told = own or inside or ratio(rate, numerator, whole).holds == "possible"
        return (numerator, whole) if told else None
    return (numerator, whole) if own and not _open_ended(numerator, whole) else None


def _open_ended(*counts: Item) -> bool:
    """Tell whether one of the counts is only a bound (逾8万人次): a rate agrees with too many of those."""
    return any(item.quantity.relation in {"ge", "le"} for item in counts)


def _between(numerator: Item, rate: Item) -> bool:
    """Tell whether nothing but the rate's own name stands between its numerator and a rate."""
    return numerator.place == rate.place - 1 and rate.lead.count(",") <= 1 and ";" not in rate.lead


def _far(rate: Item, visible: Sequence[Item], items: Items, base: str, stem: str) -> tuple[Item, Item] | None:
    """Return a pair whose whole stands in an earlier sentence, if it computes to enough digits."""
    if not telling(rate) or damaged(rate.quantity):
        return None
    known = cues()
    earlier = _earlier(items, rate.line)
    subject = rate.lead.rpartition(",")[2]
    numerators = list(visible[-2:]) or [
        item for item in earlier if item.line >= rate.line - 2 and akin(subject[:2], item.topic)
    ]
    for numerator in reversed(numerators):
        for whole in reversed(earlier):
            if whole.index >= numerator.index or not computes(rate, numerator, whole):
                continue
            shared = akin(base or stem, whole.topic) or akin(whole.topic[:8], numerator.topic)
            general = bool(known.base.search(whole.topic))
            exact = digits(rate.quantity) > DIGITS and whole.line >= rate.line - 2
            # Cases and visits are counted apart, so what stands far off must be counted in one unit.
            same = numerator.unit == whole.unit or {numerator.unit, whole.unit} <= known.persons
            if (shared or general or exact) and (same or general or (shared and exact)):
                return numerator, whole
    return None


def _earlier(items: Items, line: int) -> list[Item]:
    """Return the counts of the sentences before one, in the order of the text."""
    lines = items.lines[max(0, line - LINES_BACK) : line]
    return [item for found in lines for item in found if _countable(item)]
