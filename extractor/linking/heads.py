"""The label of one figure by the head before it.

Reads a frame and the context; gives the label's words with the name of the construction. The noun
behind a figure is in ``counted``; what a figure shares with its neighbours in a list is in ``lists``; changes, shares and gaps in ``comparisons``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.linking.joining import fit, is_bare, join, measure_of
from extractor.linking.label_words import patterns, words
from extractor.linking.phrases import noun_after, trim
from extractor.text.deeds import begins_with_deed, first_deed, leading_deeds

if TYPE_CHECKING:
    from extractor.linking.frames import Frame
    from extractor.linking.topics import Context

# Characters of the words before a figure that may be a part's name.
_PART = 8
# The longest words that tell a part of a level without naming it.
_PLAIN = 6
# The longest deed that is not in the lexicon.
_DONE = 4
# Characters of a member of a class.
_MEMBER = (2, 3)
# A member and what goes on behind it.
_SHORTEST = 4
# The shortest noun that a clause before may say more of, and how much more goes into a label.
_NOUN = 3
_LEAST = 2
_MORE = 8
_SLASH = "/"


class Name(NamedTuple):
    """A label with its construction.

    ``bare`` when it only completes the topic before it, ``part`` when it names a part of that;
    ``subject`` is what a comparison speaks of.
    """

    label: str
    rule: str
    kind: str = "level"
    bare: bool = False
    part: bool = False
    subject: str = ""


def measured(frame: Frame) -> bool:
    """Say whether the figure is a rate or a score."""
    return frame.quantity.unit in words().rate_units or frame.quantity.unit in words().score_units


def with_head(frame: Frame, core: str, lead: str, context: Context) -> Name:
    """Name a figure that its head precedes: `急救车26辆`, `完成率97.74%`, `其中婴儿29例`."""
    inside = words().among in lead or frame.parent is not None
    rate = measured(frame)
    parent = context.named.get(frame.parent) if frame.parent is not None else None
    if parent is not None and patterns().measure.search(parent.label) and rate:
        return Name(join(parent.label, core, keep=True), "bracket_note", bare=True)
    listed = frame.marked
    each = None if rate else patterns().per.match(core)
    topic = context.standing(rate=rate or (each is not None and core[each.end() :] not in words().actions))
    if listed and context.whole:
        topic = context.whole
    done = lead.endswith(words().done)
    swapped = contrast(topic, core, lead) or swap(frame, core, context)
    if swapped and (rate or core not in swapped or not patterns().measure.search(swapped)):
        return Name(fit(swapped), "contrast")
    sized = patterns().project_sizes.fullmatch(core) is not None
    if frame.unit.closer and frame.parent is None and (not frame.place or listed):
        host = _host_of(frame, core, sized=sized)
        if host:
            return Name(join(fit(host), core, keep=True), "bracket_host", bare=True)
    if is_bare(core) or (context.begun and sized) or _is_group(frame, core, topic, context):
        _remember_verb(frame, core, context)
        action = core in words().actions
        if action:
            topic = _without_deed(topic, core, context)
        return Name(join(topic, core), "topic", bare=context.begun and not action, part=inside)
    alike = context.begun and context.order[-1].unit == frame.quantity.unit and len(core) <= _DONE
    if done and context.begun and not patterns().heads.search(core) and (alike or begins_with_deed(core)):
        return Name(join(topic, core, keep=True), "done_of_topic", bare=True)
    whole = _whole(frame, core, context) if not rate and frame.front.endswith(words().of) else ""
    if whole:
        return Name(join(whole, core, keep=True), "part_of_level", part=True)
    # Levels in a mixed unit (μg/L) are as much measures as rates are.
    borrowed = borrow(frame, core, context) if rate or _SLASH in (frame.quantity.unit or "") else ""
    if borrowed:
        return Name(borrowed, "borrowed", bare=True)
    shared = _shared_verb(frame, core, context, inside=inside)
    if shared:
        return Name(fit(shared + core), "shared_verb")
    if inside and not patterns().heads.search(core) and len(core) <= _PART:
        return Name(join(topic, core, keep=True), "part", part=True)
    if listed and context.whole and len(core) <= _PART and not patterns().heads.search(core):
        return Name(join(topic, core, keep=True), "part", part=True)
    context.note_project(core)
    reached = context.begun and core.startswith(words().reaching)
    if context.occasion and patterns().handed_out.search(core):
        return Name(join(context.occasion, core, keep=True), "occasion", bare=reached)
    return Name(fit(_fuller(_own_topic(core, topic), context.just_said)), "head", bare=reached)


def _fuller(core: str, said: str) -> str:
    """Return words with what the clause right before says of their noun: 推进慢病示范区创建,建成省级示范区1个."""
    size, at = _NOUN, said.find(core[-_NOUN:])
    if len(core) <= _NOUN or at < _LEAST or not begins_with_deed(core):
        return core
    while size < len(core) and said[at - 1] == core[-size - 1]:
        at, size = at - 1, size + 1
    more, end = said[:at], len(core) - size
    return core if not _LEAST <= at <= _MORE or more in core else core[:end] + more + core[end:]


def _is_group(frame: Frame, core: str, topic: str, context: Context) -> bool:
    """Say whether the words are a group of those before: 村医486名,60岁以上120名."""
    if not context.begun or context.order[-1].unit != frame.quantity.unit or not topic:
        return False
    return patterns().group.fullmatch(core) is not None and patterns().group.search(topic) is None


def _host_of(frame: Frame, core: str, *, sized: bool) -> str:
    """Return the thing before a bracket whose size or part the bracket gives: 感染楼(建筑面积6850平方米)."""
    host = trim(noun_after(frame.unit.host.strip()))[1]
    named = patterns().heads
    half = sized or is_bare(core) or (named.search(host) is not None and named.search(core) is None)
    return host if half else ""


def _whole(frame: Frame, core: str, context: Context) -> str:
    """Return the level of the same unit whose part the words tell: 隔离房间620间,可随时启用的410间."""
    last = context.order[-1] if context.begun else None
    if last is None or last.kind != "level" or last.unit != frame.quantity.unit:
        return ""
    return "" if len(core) > _PLAIN or patterns().heads.search(core) else last.label


def _without_deed(topic: str, core: str, context: Context) -> str:
    """Return the topic of a deed: the thing it is done to, never another deed beside it."""
    if core in topic:
        return topic[: topic.find(core)]
    for deed in words().actions:
        if topic.endswith(deed) and topic != deed:
            return topic[: -len(deed)]
    if topic and context.begun and topic == context.topic and begins_with_deed(topic):
        return context.hint or context.heading()
    return topic


def _own_topic(core: str, topic: str) -> str:
    """Return words that speak of the topic's own object (拨付低保金 after 农村低保) with the topic."""
    deed = first_deed(core)
    if not deed:
        return core
    thing = core[len(deed) : len(deed) + 2]
    return join(topic, core, keep=True) if len(thing) > 1 and topic.endswith(thing) else core


def borrow(frame: Frame, core: str, context: Context) -> str:
    """Return the words with the measure of the last figure: `签约率84.9%,其中孕产妇93.1%`."""
    if patterns().measure.search(patterns().goal.sub("", core)) or patterns().measure_first.fullmatch(core):
        return ""
    for named in reversed(context.order[-6:]):
        if named.kind == "change" and patterns().measure.search(named.subject) and context.begun:
            return fit(core + measure_of(named.subject))
        if (
            named.kind == "level"
            and named.unit == frame.quantity.unit
            and context.sentence - named.sentence <= 1
        ):
            if patterns().goal.search(core):
                return join(named.label, core, keep=True)
            first = patterns().measure_first.fullmatch(named.label)
            if first and not patterns().measure.search(named.label):
                return fit(first.group(1) + core)
            tail = measure_of(named.label)
            return fit(join(core, tail, keep=True)) if tail else ""
    return ""


def _shared_verb(frame: Frame, core: str, context: Context, *, inside: bool) -> str:
    """Return the verb that a list shares (`监督医院4家、诊所6家`), and remember the one that it begins with."""
    if _remember_verb(frame, core, context):
        return ""
    verb, unit = context.shared
    same = unit == frame.quantity.unit
    goes_on = inside or context.part or (frame.unit.opener == "," and verb in words().object_lists)
    if verb and (frame.marked or (same and goes_on)):
        context.part = context.part or inside
        return verb if patterns().heads.search(core) or patterns().per_head.fullmatch(verb) else ""
    if not same and not inside:
        context.shared = ("", None)
        context.part = False
    return ""


def _remember_verb(frame: Frame, core: str, context: Context) -> bool:
    """Remember the verb that the words begin with; say whether there is one."""
    per = patterns().per_head.match(core)
    if per and per.end() < len(core):
        context.shared = (per.group(), None)
        context.part = False
        return True
    own = "".join(leading_deeds(core))
    if own and len(own) < len(core):
        context.shared = (own, frame.quantity.unit)
        context.part = False
    return own != ""


def contrast(topic: str, core: str, lead: str = "") -> str:
    """Return the topic with the member of a class replaced by the one that the words consist of."""
    if topic.endswith(core) and words().due in topic and lead.endswith(words().done):
        return topic.replace(words().due, next(word for word in words().done if lead.endswith(word)), 1)
    if words().due + core in topic:
        done = next((word for word in words().done if lead.endswith(word)), words().done[0])
        return topic.replace(words().due + core, done + core, 1)
    group = patterns().contrasts.get(core)
    if group is None:
        return _same_rest(topic, core)
    for member in sorted(group, key=len, reverse=True):
        if member in topic:
            return topic.replace(member, core, 1)
    if not topic or core in topic:
        return ""
    return topic + core if begins_with_deed(topic) else core + topic


def _same_rest(topic: str, core: str) -> str:
    """Return the topic with its member replaced where the words go on as it does: 城市每月 and 农村每月."""
    if len(core) < _SHORTEST:
        return ""
    for size in _MEMBER:
        rest = core[size:]
        group = patterns().contrasts.get(core[:size]) if len(rest) > 1 and topic.endswith(rest) else None
        for member in group or ():
            if member in topic and core[:size] not in topic:
                return topic.replace(member, core[:size], 1)
    return ""


def swap(frame: Frame, core: str, context: Context) -> str:
    """Return the last level with the member of a class replaced, where both are of one unit."""
    group = patterns().swaps.get(core)
    last = context.order[-1] if group and context.begun else None
    if group is None or last is None:
        return ""
    if last.kind == "change":
        last = next((named for named in reversed(context.order) if named.label == last.subject), last)
    if last.unit != frame.quantity.unit or last.sentence != context.sentence:
        return ""
    member = next((word for word in sorted(group, key=len, reverse=True) if word in last.label), "")
    return last.label.replace(member, core, 1) if member and last.label != member else ""
