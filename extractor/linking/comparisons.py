"""Figures that speak of another figure: sizes of a change, shares, gaps against a target, ranks.

Their label keeps the subject (the level that they speak of, unless their own words name one) and says
what it is compared with. ``predicate`` gives the two apart, so that a list of values can be aligned.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extractor.linking.heads import Name
from extractor.linking.joining import fit, is_bare, join
from extractor.linking.label_words import patterns, words
from extractor.linking.phrases import trim
from extractor.packs import compile_ends
from extractor.text.tokens import word_over

if TYPE_CHECKING:
    import re

    from extractor.linking.frames import Frame
    from extractor.linking.topics import Context


def predicate(frame: Frame, core: str, behind: str, lead: str) -> tuple[str, str, str] | None:
    """Return (own subject, what is said, kind) of a change, share, gap or rank, or nothing."""
    known = patterns()
    if frame.quantity.dimension == "rank":
        match = known.rank.search(core + behind)
        if match:
            # Behind another figure stand only the others: 在12家医院中排名.
            own = known.rivals.sub("", core[: match.start()]) if frame.place else core[: match.start()]
            said = core[match.start() :] if match.end() <= len(core) else core + behind
            return own, said.removeprefix(core[: match.start()]), "rank"
    whole = core + behind
    noun = frame.noun
    if known.against_goal.match(core) and known.goal.search(noun):
        return "", core + noun, "gap"
    gap = known.gap.match(whole)
    # In 低出生体重率 the verb would end inside a word.
    torn = word_over(whole, gap.end()) if gap else None
    if gap and not (torn and torn.start):
        said = whole if len(core) > 1 else ""
        return "", said + noun, "gap"
    match = known.change.search(core) if core and _change_ends().match(core, len(core) - 1) else None
    if match is not None:
        return core[: match.start()], match.group(), "change"
    return _share(frame, core, behind, lead)


@cache
def _change_ends() -> re.Pattern[str]:
    """Return a quick look at the last character of words that may be of a change."""
    return compile_ends(patterns().change.pattern)


def _share(frame: Frame, core: str, behind: str, lead: str) -> tuple[str, str, str] | None:
    """Return a share's parts: `占…的48.6%`, `为年初预算64.42%`, and the base itself in `占预算86万元的75%`."""
    known = patterns()
    # What another figure is a share of.
    is_base = not frame.is_last and frame.unit.parts[frame.place + 1] == words().of
    base = known.share_base.search(lead) if is_base and not core else None
    if base:
        return "", base.group(), "share"
    if core in words().share.lone:
        return "", core, "share"
    found = known.share.search(core)
    if found and not known.measure.search(core[: found.start()]):
        return core[: found.start()], core[found.start() :], "share"
    if is_base:
        return "", core, "share"
    if (
        core
        and frame.quantity.dimension == "ratio"
        and (words().of in behind or known.share_base.search(core))
    ):
        match = known.share_verbs.search(lead) or known.share_verbs.match(core)
        if match and not known.measure.search(core):
            return "", (lead[match.start() :] if match.string is lead else "") + core, "share"
    return None


def before_rank(frame: Frame) -> str:
    """Return the words before a place, with those before the number of rivals: `居全市9个县的第3位`."""
    own = frame.unit.parts[frame.place].strip()
    verb = patterns().rank.search(own)
    if verb is None and frame.place and patterns().rank.search(frame.unit.parts[frame.place - 1]):
        return frame.unit.parts[frame.place - 1].strip() + own
    others = own[: verb.start()] if verb else own
    if not frame.place or not (others.endswith(words().of) or (others and patterns().rivals.search(others))):
        return own
    return frame.unit.parts[frame.place - 1].strip() + own


def compare(frame: Frame, core: str, behind: str, lead: str, context: Context) -> Name | None:
    """Name a change, a share or a gap: `同比增长9.7%`, `占门急诊总量的48.6%`, `高于市定标准2.4个百分点`."""
    found = predicate(frame, core, behind, lead)
    if found is None:
        return None
    own, said, kind = found
    own = trim(own)[1]
    if own:
        topic = context.standing()
        grouped = context.begun and patterns().group.fullmatch(own) and not patterns().group.search(topic)
        subject = join(topic, own) if grouped or is_bare(own) else own
    else:
        subject = spoken_of(frame, kind, context)
    return Name(fit(join(subject, said, keep=True)), kind, kind, bare=not own, subject=subject)


def spoken_of(frame: Frame, kind: str, context: Context) -> str:
    """Return the label of the level that a comparison speaks of, by its unit where that tells."""
    unit = frame.quantity.unit
    if kind == "rank" and frame.place:
        first = frame.unit.slots[0].index
        earlier = [named.label for named in context.order if named.index < first and named.kind == "level"]
        return earlier[-1] if earlier else context.standing()
    if kind == "change" and unit == "%":
        last = context.order[-1] if context.order else None
        if last is not None and last.kind == "change":
            return last.subject
        return context.last_level()
    if kind in ("change", "gap"):
        if frame.quantity.dimension == "points" and context.order and context.order[-1].kind == "share":
            return context.order[-1].label
        wanted = words().rate_units if frame.quantity.dimension in ("points", "ratio") else (unit,)
        return context.last_level(wanted)
    return context.last_level()
