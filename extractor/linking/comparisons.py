"""Figures that speak of another figure: sizes of a change, shares, gaps against a target.

Their label keeps the subject (the last level named, unless their own words name one) and says what
it is compared with. ``predicate`` gives the two apart, so that a list of values can be aligned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.linking.heads import Name, noun_after
from extractor.linking.phrases import patterns, trim, words
from extractor.linking.topics import fit, is_bare, join

if TYPE_CHECKING:
    from extractor.linking.frames import Frame
    from extractor.linking.topics import Context


def predicate(frame: Frame, core: str, behind: str) -> tuple[str, str, str] | None:
    """Return (own subject, what is said, kind) of a change, share or gap, or nothing."""
    match = patterns().change.fullmatch(core)
    if match is not None:
        return match.group(1), match.group(2), "change"
    if frame.quantity.unit in ("%", "‰") or frame.quantity.dimension == "ratio":
        found = patterns().share.search(core)
        if found:
            return core[: found.start()], core[found.start() :], "share"
        if core and behind.startswith(words().of) and not is_bare(core) or patterns().share_base.search(core):
            return "", core, "share"
    whole = core + behind
    if patterns().gap.match(whole):
        said = whole if len(core) > 2 else ""  # noqa: PLR2004 a lone 高于 says nothing
        return "", said + noun_after(frame.after), "gap"
    return None


def compare(frame: Frame, core: str, behind: str, context: Context) -> Name | None:
    """Name a change, a share or a gap: `同比增长9.7%`, `占门急诊总量的48.6%`, `高于市定标准2.4个百分点`."""
    found = predicate(frame, core, behind)
    if found is None:
        return None
    own, said, kind = found
    own = trim(own)[1]
    subject = context.last_level() if not own else join(context.standing(), own) if is_bare(own) else own
    return Name(fit(join(subject, said)), kind, kind, bare=not own)
