"""The label of one figure by itself: the head before it, the noun after it, or both.

Reads a frame and the context; gives the label's words with the name of the construction. What a
figure shares with its neighbours in a list is in ``lists``; changes, shares and gaps in ``comparisons``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.linking.phrases import patterns, split_verb, words
from extractor.linking.topics import fit, is_bare, join
from extractor.text.tokens import tokens

if TYPE_CHECKING:
    from extractor.linking.frames import Frame
    from extractor.linking.topics import Context

# Characters of what is said of a counted noun, and of the words before it, that go into a label.
_CLAUSE = 14
_BEFORE = 8


class Name(NamedTuple):
    """A label with its construction; ``bare`` when it only completes the topic before it."""

    label: str
    rule: str
    kind: str = "level"
    bare: bool = False


def noun_after(after: str) -> str:
    """Return the words after a figure that may name it, without 以上 and the like."""
    match = patterns().after_lead.match(after)
    rest = (after[match.end() :] if match else after).strip()
    if not rest or patterns().mark.match(rest) or patterns().change.fullmatch(rest):
        return ""
    return rest


def clause_words(text: str) -> str:
    """Return what is said of a counted noun, without light words and no longer than a label may be."""
    short = patterns().light.sub("", text)
    if len(short) <= _CLAUSE:
        return short
    verb = tokens(short)[0].word
    at = short.rfind(words().of)
    rest = short[at + 1 :]
    if at > 0 and 1 < len(rest) <= _CLAUSE:
        return verb + rest
    return short[:_CLAUSE]


def with_noun(core: str, after: str, said: str, context: Context) -> Name:
    """Name a figure that its noun follows: `新增3辆负压急救车`, `7家机构设立了健康驿站`.

    ``said`` is the clause about the noun, shared by the nouns of a list.
    """
    noun, clause = split_verb(after)
    noun = noun.rstrip(words().of + "中")
    said = clause_words(clause or said)
    if not noun:
        subject = core or context.standing()
        return Name(fit(join(subject, said) if core else said + subject), "verb_after")
    if len(core) > _BEFORE:
        core = _from_verb(core)
    if said and len(core) > 3:  # noqa: PLR2004 a short verb goes with what follows, a longer subject is dispensable
        core = ""
    return Name(fit(said + noun if said and not core else core + noun + said), "noun_after")


def _from_verb(core: str) -> str:
    """Return long words before a counted noun from their last verb on."""
    verbs = [token for token in tokens(core) if token.flag == "verb"]
    start = verbs[-1].start if verbs else len(core)
    return core[start:] if len(core) - start <= _BEFORE else ""


def with_head(core: str, context: Context, *, inside: bool) -> Name:
    """Name a figure that its head precedes: `急救车26辆`, `完成率97.74%`; ``inside`` after 其中 or in a bracket."""
    topic = context.standing()
    swapped = contrast(topic, core)
    if swapped:
        return Name(fit(swapped), "contrast")
    if is_bare(core):
        return Name(join(topic, core), "topic", bare=True)
    if inside and not patterns().heads.search(core) and len(core) <= _BEFORE:
        return Name(join(topic, core), "part")
    return Name(fit(core), "head")


def contrast(topic: str, core: str) -> str:
    """Return the topic with the member of a class replaced by the one that the words consist of."""
    for group in words().contrasts:
        if core in group:
            for member in sorted(group, key=len, reverse=True):
                if member in topic:
                    return topic.replace(member, core, 1)
            return core + topic if topic and core not in topic else ""
    return ""
