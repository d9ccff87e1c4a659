"""What is done and what is left as the parts of a total: 认领问题17条,已整改16条,余下1条正在推进.

The parts must add up: what is left of something else does not make up the total by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.audit.cues import cues
from extractor.audit.items import alike
from extractor.audit.wholes import adds_up, may_add_up, sum_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.audit.items import Item, Items
    from extractor.audit.records import Relation

# How many figures before what is left are tried as what was done, and as the total.
BACK = 6


def remainders(items: Items) -> Iterator[Relation]:
    """Yield totals that are divided into what is done and what is left."""
    known = cues()
    for number, line in enumerate(items.lines):
        for item in line:
            if not item.level or not (item.place or number):
                continue
            said = known.rest.search(item.lead) is not None
            if not said and not (item.place > 1 and known.rest_after.match(item.tail)):
                continue
            before = [one for one in line[: item.place] if _kindred(one, item)]
            if said and len(before) < 2 and number:
                before = [one for one in items.lines[number - 1] if _kindred(one, item)] + before
            yield from _divided(item, before[-BACK:], said=said)


def _kindred(one: Item, rest: Item) -> bool:
    """Tell whether a figure may be the total of what is left, or another part of it."""
    plain = one.level and one.bracket == rest.bracket and one.link.status != "baseline"
    # 按每例150元兑付: a standard is no part of the money.
    return plain and alike(one, rest) and not (one.sort == "money" and cues().average.search(one.lead))


def _divided(rest: Item, before: Sequence[Item], *, said: bool) -> Iterator[Relation]:
    """Yield the total that the last figures before ``rest`` make up with it; ``said`` by a word before it."""
    known = cues()
    for size in range(1, len(before)):
        whole, done = before[-size - 1], before[-size:]
        parts = [*done, rest]
        if not said and not known.so_far.search(done[0].lead):
            continue
        if adds_up(whole, parts):
            yield sum_of(whole, parts)
            return
    masked = said and any(one.quantity.mask != "none" for one in (*before[-2:], rest))
    if masked and len(before) > 1 and known.so_far.search(before[-1].lead):
        parts = [before[-1], rest]
        if may_add_up(before[-2], parts):
            yield sum_of(before[-2], parts)
