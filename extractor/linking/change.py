"""Sizes of a change: whether a figure says how far something moved from an earlier level, and which way.

Reads the clean text and one slot at a time; adds `up` or `down`. A gap against a goal or an average is
no change, nor is a level that something rose to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from extractor.linking.cues import cues
from extractor.packs import compile_quick, compile_starts

if TYPE_CHECKING:
    from extractor.linking.layout import Slot
    from extractor.models import Change, Quantity

# How far before a figure a comparison with a bracket behind it may begin.
_FAR = 60


@dataclass(frozen=True, slots=True)
class Patterns:
    """The compiled patterns of change."""

    before: re.Pattern[str]
    short: re.Pattern[str]
    far: re.Pattern[str]
    anywhere: re.Pattern[str]
    after: re.Pattern[str]
    joint: re.Pattern[str]
    not_before: re.Pattern[str]
    standards: re.Pattern[str]
    against: re.Pattern[str]
    rate: re.Pattern[str]
    bare: re.Pattern[str]
    bracketed: re.Pattern[str]
    sign: re.Pattern[str]
    since: re.Pattern[str]
    earlier: re.Pattern[str]
    by_short: re.Pattern[str]
    from_to: re.Pattern[str]
    itself: re.Pattern[str]
    added: re.Pattern[str]
    verbs: re.Pattern[str]
    ends: frozenset[str]


@cache
def patterns() -> Patterns:
    """Return the patterns of change, compiled."""
    words, compared = cues().change, cues().comparison
    earlier = f"(?:{compared.same_time}|{compared.last_time}|{compared.against}[^,;。]{{0,6}}?(?:{compared.earlier}))"
    up, down = (
        f"{verb}|(?:{noun}){words.noun_links}"
        for verb, noun in ((words.up, words.noun_up), (words.down, words.noun_down))
    )
    return Patterns(
        compile_quick(f"(?:(?P<down>{down})|(?P<up>{up})){words.links}$"),
        compile_quick(
            f"{earlier}[^,;。、]{{0,8}}?(?:(?P<up>{words.short_up})|(?P<down>{words.short_down})){words.links}$"
        ),
        compile_quick(
            f"{earlier}[^,;。、]{{0,4}}"
            f"(?:(?P<up>{words.up}|{words.far_up})|(?P<down>{words.down}|{words.far_down}))(?:{words.far})$"
        ),
        compile_quick(f"(?:(?P<up>{words.up})|(?P<down>{words.down}))(?:{words.far})$"),
        compile_quick(f"{words.after_bound}(?:(?P<up>{words.after_up})|(?P<down>{words.after_down}))"),
        compile_quick(words.joint),
        compile_quick(words.not_before),
        compile_quick(f"{compared.against}[^,;。]{{0,10}}(?:{words.standards})[^,;。]{{0,4}}$"),
        compile_quick(
            f"(?:{compared.against})[^,;。]{{0,12}}(?:{compared.earlier})|{compared.same_time}|{compared.last_time}"
        ),
        compile_quick(f"(?:(?P<up>{words.rate_up})|(?P<down>{words.rate_down})){words.links}$"),
        compile_quick(f"(?:{words.by_itself}){words.links}$"),
        compile_quick(
            f"{earlier}\\([^()]{{0,24}}\\)[^,;。、]{{0,4}}?"
            f"(?:(?P<up>{words.short_up})|(?P<down>{words.short_down})){words.links}$"
        ),
        compile_quick(f"(?P<up>{words.sign_up})|(?P<down>{words.sign_down})"),
        re.compile(words.since),
        re.compile(compared.earlier),
        compile_quick(f"(?:(?P<up>{words.short_up})|(?P<down>{words.short_down})){words.links}$"),
        compile_quick(words.from_to),
        compile_quick(words.self_up),
        compile_quick(words.added),
        compile_starts(f"{words.up}|{words.down}|{words.far_up}|{words.far_down}"),
        frozenset(words.ends),
    )


def may_move(text: str, start: int, end: int) -> bool:
    """Tell whether a sentence has a verb of change, which may stand apart from its figure."""
    return patterns().verbs.search(text, start, end) is not None


def change_of(
    text: str, slot: Slot, left: int, previous: Change | None, previous_end: int, *, moves: bool = True
) -> tuple[Change | None, str]:
    """Return the way a figure changed and the cue's words, or nothing.

    ``left`` is where the words before the figure begin, ``previous`` what the figure before it in the
    same clause is, ``previous_end`` its end; ``moves`` is what ``may_move`` says of its sentence.
    """
    made = patterns()
    quantity = slot.quantity
    if made.itself.match(quantity.text):
        return "up", quantity.text
    start = min(quantity.start, len(text))
    beside = left < start and text[start - 1] in made.ends
    found = _verb(text, slot, left, beside=beside, moves=moves) if beside or moves else None
    if found is not None and not _against_standard(text, left, found.start()):
        return ("up" if found.group("up") else "down"), found.group()
    after = made.after.match(text, quantity.end, slot.right) if moves else None
    if after is None and quantity.dimension in ("ratio", "points"):
        after = _sign(text, quantity)
    if after is not None:
        return ("up" if after.group("up") else "down"), after.group()
    if previous is not None and (
        made.joint.fullmatch(text, previous_end, quantity.start)
        or (quantity.dimension == "ratio" and made.from_to.fullmatch(text, previous_end, quantity.start))
    ):
        return previous, text[previous_end : quantity.start]
    if beside and made.added.search(text, left, quantity.start):
        return "up", text[left : quantity.start]
    return None, ""


def _verb(text: str, slot: Slot, left: int, *, beside: bool, moves: bool) -> re.Match[str] | None:
    """Return the verb or noun of change that a figure belongs to.

    ``beside`` tells whether a cue can end right before the figure, ``moves`` whether a verb may stand further off.
    """
    made = patterns()
    start = slot.quantity.start
    found = made.before.search(text, left, start) if beside else None
    if found is not None:
        return None if made.not_before.search(text, left, found.start()) else found
    rate = slot.quantity.dimension in ("points", "ratio")
    if beside:
        found = made.short.search(text, left, start)
    if found is None and moves:
        found = made.far.search(text, left, start)
    if found is None and rate and beside:
        found = made.rate.search(text, left, start)
    # Points are nearly always the size of a change; so is a rate behind a verb with its object.
    if found is None and rate and moves:
        found = made.anywhere.search(text, left, start)
    if found is None and beside:
        found = made.bare.search(text, left, start) or _since(text, left, start)
        if found is None and text.find(")", left, start) >= 0:
            return made.bracketed.search(text, max(0, start - _FAR), start)
    return None if found is None or made.not_before.search(text, left, found.start()) else found


def _since(text: str, left: int, start: int) -> re.Match[str] | None:
    """Return the short verb right before a figure whose comparison stands in a clause before: 与2021年相比,…."""
    made = patterns()
    found = made.by_short.search(text, left, start)
    if found is None:
        return None
    since = made.since.search(text, max(0, left - _FAR), left)
    return found if since is not None and made.earlier.search(since.group("what")) else None


def _sign(text: str, quantity: Quantity) -> re.Match[str] | None:
    """Return the sign of a rate that stands alone in brackets: (+2.4%)."""
    begin = text.rfind("(", max(0, quantity.start - 2), quantity.start) + 1
    return patterns().sign.match(text, begin, quantity.end) if begin else None


def _against_standard(text: str, left: int, end: int) -> bool:
    """Tell whether the words before a verb of change compare with a goal or an average."""
    made = patterns()
    return made.standards.search(text, left, end) is not None and made.against.search(text, left, end) is None
