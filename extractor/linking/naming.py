"""The choice of construction for one figure that stands in no run: the first that fits names it."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from extractor.linking.comparisons import before_rank, compare, spoken_of
from extractor.linking.counted import with_noun
from extractor.linking.heads import Name, borrow, measured, with_head
from extractor.linking.joining import fit, is_bare, join
from extractor.linking.label_words import patterns, words
from extractor.linking.phrases import leading_mark, split_verb, trim
from extractor.linking.tables import PARTING, cell_label
from extractor.linking.topics import hint_of
from extractor.text.deeds import begins_with_deed, first_flag, is_deed

if TYPE_CHECKING:
    from extractor.linking.frames import Frame, Unit
    from extractor.linking.topics import Context, Named

# The longest name of a member of a list.
_MEMBER = 10
# The longest name of a kind in a list.
_KIND = 4
# Marks between its members.
_GO_ON = ",;"
# The longest subject and verb that still make a label together.
_SUBJECT = 20
# How far back the words may stand from which a full stop has torn a figure.
_TORN = 24
_PAUSE = re.compile(r"[,;:。\n]")
# A copula further in than this ends a clause about what follows.
_COPULA = 3
# Words of a purpose that go into a label.
_PURPOSE = 14
_by_index = attrgetter("index")


def note_hint(units: list[Unit], frame: Frame, context: Context) -> str:
    """Remember what the clause right before the figure's is about, when that clause has no figure."""
    for number in (frame.number - 1, frame.number - 2):
        if number < 0:
            return ""
        unit = units[number]
        if unit.slots:
            return ""
        said = unit.parts[0]
        if not frame.place and patterns().items.match(said.strip()):
            context.topic = ""
        found = hint_of(said)
        if found:
            same = patterns().equals.fullmatch(found)
            if same:
                context.topic = found = same.group(1)
            context.hint = found
            return found
    return ""


def _torn(text: str, frame: Frame) -> str:
    """Return the words before the full stop that tears a figure from its head: `发放折页。份`."""
    before = text[max(0, frame.quantity.start - _TORN) : frame.quantity.start].rstrip("。")
    last = _PAUSE.split(before)[-1]
    return trim(last)[1] if before and before[-1] != "\n" and not any(sign.isdigit() for sign in last) else ""


def name_figure(
    text: str, units: list[Unit], found: list[Frame], frame: Frame, lead: str, said: str, context: Context
) -> Name:
    """Name one figure that stands in no run."""
    if frame.number == 0 and not frame.front and not frame.place and not frame.noun:
        torn = _torn(text, frame)
        if torn:
            return Name(fit(torn), "torn")
    cell = cell_label(text, frame.quantity) if frame.unit.opener in PARTING else ""
    if cell:
        return Name(cell, "table")
    before = frame.front or _host(frame)
    if frame.quantity.dimension == "rank":
        before = before_rank(frame) or before
    item = patterns().items.match(before) if not frame.place else None
    if item:
        context.topic, before = "", before[item.end() :]
    own_lead, core, behind = trim(before)
    if not core:
        outer, core, behind = trim(_host(frame))
        own_lead = outer or own_lead
    if core:
        core = context.entity_of(core)
    if frame.quantity.form == "zero" and frame.after == "":
        core += frame.quantity.text[1:]
    comparison = compare(frame, core, behind, own_lead, context)
    if comparison is not None:
        return comparison
    if core and frame.quantity.unit in words().step_units and not frame.noun:
        subject = spoken_of(frame, "change", context)
        return Name(fit(join(subject, core, keep=True)), "change", "change", bare=True, subject=subject)
    after = frame.noun or _noun_of_next(found, frame, core)
    if after and not core:
        beside = _beside(frame, after, context) or _goal(frame, after, context)
        if beside is not None:
            return beside
    if after and not (frame.quantity.unit in words().rate_units and patterns().measure.search(core)):
        attribute = frame.after.startswith(words().of) and bool(core) and frame.quantity.unit != "%"
        name = with_noun(
            _with_subject(found, frame, core) if frame.place else core,
            after,
            said,
            context,
            attribute=attribute,
        )
        if name.label:
            return name
    if not core:
        return _without_words(units, frame, note_hint(units, frame, context), context)
    purpose = _purpose(units, found, frame, core) if core.startswith(words().money_verbs) else ""
    if purpose:
        return Name(fit(core + purpose), "money_for")
    listed = _listed(units, frame, core) if len(core) <= _MEMBER and (frame.marked or not frame.place) else ""
    if listed:
        return Name(fit(join(core, listed, keep=True)), "colon_list", bare=True)
    return with_head(frame, _with_subject(found, frame, core) if frame.place else core, lead, context)


def _listed(units: list[Unit], frame: Frame, core: str) -> str:
    """Return what a colon before the figures of a list says that they measure: `日间手术占比:县医院24.6%,中医院9%`."""
    known = patterns()
    if (
        not frame.number
        or frame.parent is not None
        or frame.quantity.dimension == "rank"
        or known.measure.search(core)
        or is_bare(core)
    ):
        return ""
    for number in range(frame.number, 0, -1):
        opener = units[number].opener
        if opener == ":":
            if units[number - 1].slots or begins_with_deed(core):
                return ""
            head = trim(units[number - 1].parts[0].strip())[1]
            tells = known.measure if measured(frame) else known.topic_tail
            if tells.search(head):
                return head
            # A kind of thing (燃气42公里) says nothing without what was done to it.
            short = len(core) <= _KIND and not known.heads.search(core) and not measured(frame)
            return hint_of(head) if short and begins_with_deed(head) else ""
        other = trim(units[number - 1].parts[0].strip())[1] if units[number - 1].slots else ""
        if opener not in _GO_ON or known.measure.search(other):
            return ""
    return ""


def _host(frame: Frame) -> str:
    """Return the words right before the figure's bracket that name it: `居前列的为流感(508例)、手足口病(97例)`."""
    if frame.parent is not None or frame.place:
        return ""
    last = patterns().mark.split(frame.unit.host.strip())[-1]
    found = patterns().copula.search(last, _COPULA)
    return last[found.end() :] if found else last


def _beside(frame: Frame, after: str, context: Context) -> Name | None:
    """Name the second of two figures side by side: `应急队12支86人昼夜值守`, `出动36辆次90人次执法人员`."""
    if not frame.place or frame.unit.parts[frame.place].strip():
        return None
    before = context.named.get(frame.unit.slots[frame.place - 1].index)
    heads = patterns().heads
    if before is None or heads.search(before.label) is None:
        return None
    noun = split_verb(after)[0]
    named = heads.search(noun) is not None
    return Name(join(before.label, noun, keep=True) if named else before.label, "same_object", bare=True)


def _place_of(found: list[Frame], index: int) -> int:
    """Return the place of a figure among the frames of its sentence, which are in order."""
    return bisect_left(found, index, key=_by_index)


def _noun_of_next(found: list[Frame], frame: Frame, core: str) -> str:
    """Return the noun that a mere verb shares with the figure right behind: `明确8大项26小项任务`."""
    if frame.quantity.dimension == "money" or not is_deed(core) or core in words().actions:
        return ""
    for number in range(_place_of(found, frame.index) + 1, len(found)):
        other = found[number]
        if other.unit is not frame.unit or other.front:
            return ""
        if other.after:
            return other.noun
    return ""


def _goal(frame: Frame, after: str, context: Context) -> Name | None:
    """Name a goal that its noun follows, with the level that it is set for: `控制在45%的目标值以内`."""
    if not measured(frame) or not context.begun:
        return None
    noun = patterns().bounds.sub("", after)
    if patterns().goal.search(noun) is None:
        return None
    subject = context.last_level((frame.quantity.unit, *words().rate_units))
    return Name(join(subject, noun, keep=True), "goal", bare=True)


def _with_subject(found: list[Frame], frame: Frame, core: str) -> str:
    """Return the words with the counted noun right before their verb: `9家中心配备协管员27名`."""
    if not core:
        return core
    noun = found[_place_of(found, frame.unit.slots[frame.place - 1].index)].noun
    verb = first_flag(core) == "verb" if noun else False
    return noun + core if verb and len(noun) + len(core) <= _SUBJECT else core


def _without_words(units: list[Unit], frame: Frame, hint: str, context: Context) -> Name:
    """Name a figure without words of its own: the second of two measures, from-to, a bracket, `指标:数值`."""
    if frame.place:
        before = context.named.get(frame.unit.slots[frame.place - 1].index)
        if before is not None:
            return Name(before.label, "same_object", before.kind, before.bare)
    if frame.parent is not None and frame.parent in context.named:
        before = context.named[frame.parent]
        # A bare % is a share of anything; other rates are the last one's kind: 结核120例(24/10万).
        own = frame.quantity.unit in words().rate_units[1:] and frame.quantity.unit != before.unit
        rate = borrow(frame, before.label, context) if own else ""
        return Name(rate or before.label, "bracket", before.kind, before.bare)
    if frame.unit.opener == ":" and frame.number:
        head = trim(units[frame.number - 1].text.strip())[1]
        if head:
            return Name(fit(head), "colon")
    if leading_mark(frame.before):
        return Name(context.last_level(), "same_object", bare=True)
    alike = [
        named
        for named in context.order[-4:]
        if named.unit == frame.quantity.unit and named.sentence == context.sentence
    ]
    if patterns().sums.search(frame.before) and _differ(alike):
        # A sum of different things is about what is said of them all, or what they are parts of.
        said = next((unit.parts[-1] for unit in reversed(units[: frame.number]) if unit.opener != "("), "")
        placed = patterns().rank.search(said)
        whole = said[placed.start() :] if placed else hint or context.whole or context.shared[0]
        if whole:
            return Name(whole, "sum", bare=True)
    moved = context.order[-1] if context.begun else None
    if moved and (moved.kind != "change" or not moved.subject):
        moved = None
    if alike and not (hint and patterns().sums.search(frame.before)) and not (moved and not moved.bare):
        return Name(alike[-1].label, "same_object", alike[-1].kind, bare=True)
    if moved:
        return Name(moved.subject, "same_object", bare=True)
    if hint:
        return Name(hint, "clause_before")
    return Name(context.standing(), "topic_alone", bare=True)


def _differ(alike: list[Named]) -> bool:
    """Say whether the figures are levels of different things, not of one that their labels begin with."""
    labels = {named.label for named in alike if named.kind == "level"}
    return len(labels) > 1 and len({label[:2] for label in labels}) > 1 and alike[-1].kind == "level"


def _purpose(units: list[Unit], found: list[Frame], frame: Frame, core: str) -> str:
    """Return what the money of `投资2亿元建设三所医院` is for: the words of the clause that follows."""
    told = (
        frame.number + 1 < len(units) and patterns().purpose.match(units[frame.number + 1].text) is not None
    )
    if core not in words().money_verbs and not told:
        return ""
    if not frame.is_last:
        following = found[_place_of(found, frame.unit.slots[frame.place + 1].index)]
        text = following.before + split_verb(following.noun)[0]
    elif frame.number + 1 < len(units) and units[frame.number + 1].opener == ",":
        text = units[frame.number + 1].text
        if units[frame.number + 1].slots and not told and not begins_with_deed(text):
            return ""
    else:
        return ""
    return patterns().light.sub("", trim(text)[1])[:_PURPOSE]
