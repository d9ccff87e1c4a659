"""The label of one figure by the noun after it, with the verb before it or what is said of it.

Reads the words around a figure and the context: `新增3辆负压急救车`, `7家机构设立了健康驿站`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.linking.heads import Name
from extractor.linking.joining import LONGEST, fit, join
from extractor.linking.label_words import patterns, words
from extractor.linking.phrases import split_verb
from extractor.text.tokens import DEEDS, tokens

if TYPE_CHECKING:
    from extractor.linking.topics import Context

# Characters of what is said of a counted noun, and of the words before it, that go into a label.
_CLAUSE = 14
_BEFORE = 8


def noun_after(after: str) -> str:
    """Return the words after a figure that may name it, without 以上 and the like."""
    match = patterns().after_lead.match(after)
    rest = (after[match.end() :] if match else after).strip()
    if not rest or rest[0] in "()" or patterns().mark.match(rest) or _only_change(rest):
        return ""
    return rest


def _only_change(text: str) -> bool:
    """Say whether the words are the start of a change (`下降31%`) and no noun."""
    match = patterns().change.fullmatch(text)
    return match is not None and not match.group(1)


def clause_words(text: str, room: int = _CLAUSE) -> str:
    """Return what is said of a counted noun, without light words: its verb and, when long, its end."""
    short = patterns().light.sub("", text)
    if len(short) <= room:
        return short
    pieces = tokens(short)
    verb = pieces[0].word
    for piece in pieces[1:]:
        if len(short) - piece.start + len(verb) <= room:
            return verb + short[piece.start :]
    return verb


def with_noun(core: str, after: str, said: str, context: Context, *, attribute: bool = False) -> Name:
    """Name a figure that its noun follows: `新增3辆负压急救车`, `7家机构设立了健康驿站`.

    ``said`` is the clause about the noun, shared by the nouns of a list; ``attribute`` when the figure
    itself stands before 的 (`投资3亿元的项目已完工`).
    """
    noun, clause = split_verb(after)
    noun = noun.rstrip(words().of + words().inside)
    if core and all(token.flag in DEEDS for token in tokens(noun)):
        # What is done with the counted thing: 补贴按每户15元筹集.
        noun, clause = "", noun + clause
    place = patterns().rank.search(noun, 2)
    noun = noun[: place.start()].rstrip(words().of + words().inside) if place else noun
    said = clause_words(clause or said) if not attribute else ""
    if not noun:
        subject = core or context.standing(rate=False)
        return Name(fit(join(subject, said) if core else said + subject), "verb_after")
    if len(core) > _BEFORE:
        core = core[core.rfind(words().of) + 1 :] if words().of in core[:-2] else _from_verb(core)
        core = core if len(core) <= _BEFORE else _from_verb(core)
    if core in words().reaching and context.begun:
        return Name(join(context.topic, core + noun, keep=True), "reaching", bare=True)
    if noun in words().generic and context.hint and not core:
        core = context.hint
    if said and len(core) > 3:
        core = ""
    noun = fit(noun, LONGEST - len(core) - len(said))
    return Name(fit(said + noun if said and not core else core + noun + said), "noun_after")


def _from_verb(core: str) -> str:
    """Return long words before a counted noun from their last verb on."""
    verbs = [token for token in tokens(core) if token.flag in DEEDS]
    start = verbs[-1].start if verbs else len(core)
    return core[start:] if len(core) - start <= _BEFORE else ""
