"""The label of one figure by the noun after it, with the verb before it or what is said of it.

Reads the words around a figure and the context: `新增3辆负压急救车`, `7家机构设立了健康驿站`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from extractor.linking.heads import Name
from extractor.linking.joining import LONGEST, fit, join
from extractor.linking.label_words import patterns, words
from extractor.linking.phrases import split_verb
from extractor.packs import compile_ends
from extractor.text.deeds import begins_with_deed, deeds
from extractor.text.tokens import DEEDS, tokens

if TYPE_CHECKING:
    import re

    from extractor.linking.topics import Context

# Characters of what is said of a counted noun, and of the words before it, that go into a label.
_CLAUSE = 14
_BEFORE = 8
# A deed after 的 that is no longer than this only repeats the verb behind it.
_DEED = 2
# The longest noun that a list mark in it does not end.
_LIST = 20


def clause_words(text: str, room: int = _CLAUSE) -> str:
    """Return what is said of a counted noun, without light words: its verb and, when long, its end."""
    short = patterns().light.sub("", text)
    # What the nouns are (35家医院为三级医院), but not what they only serve as (为引领).
    copula = patterns().copula.match(short)
    if copula:
        short = short[copula.end() :]
        short = "" if patterns().serves.match(short) else short
    if len(short) <= room:
        return short
    pieces = tokens(short)
    for piece in pieces[1:] if len(pieces[0].word) == 1 else ():
        # A clause that begins with a preposition says what is done behind it: 与三家企业签订协议.
        if piece.flag == "verb" and len(piece.word) > 1 and len(short) - piece.start <= room:
            return short[piece.start :]
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
    noun = _without_ends(noun, clause)
    if core and begins_with_deed(noun) and all(token.flag in DEEDS for token in tokens(noun)):
        # What is done with the counted thing: 补贴按每户15元筹集.
        noun, clause = "", noun + clause
    if core and noun and not attribute and patterns().manner_first.match(noun):
        # How it is done: the counted thing stands before (汤剂2万袋免费发放).
        noun, clause = "", noun + clause
    if words().by in core and noun and not attribute and not patterns().heads.search(noun):
        noun, clause = "", noun + clause
    what = patterns().apposition.match(noun)
    if what and core:
        reckoned = core.rpartition(words().by)[2] or core
        return Name(fit(reckoned + clause_words(noun[what.end() :] + clause) + what.group()), "apposition")
    place = patterns().rank.search(noun, 2)
    noun = noun[: place.start()].rstrip(words().of + words().inside) if place else noun
    said = clause_words(clause or said) if not attribute else ""
    if not noun:
        subject = core or context.counted(context.standing(rate=False))
        label = fit(join(subject, said) if core else _said_of(subject, said))
        return Name(label, "verb_after", subject="" if core else subject)
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
    label = fit(_said_of(noun, said) if said and not core else core + noun + said)
    return Name(label, "noun_after", subject=noun if said and not core else "")


def _said_of(noun: str, said: str) -> str:
    """Return what is said of a noun before it, words that both have once: 成为示范县 of 县."""
    return noun if said in noun else said if said.endswith(noun) else said + noun


def _without_ends(noun: str, clause: str) -> str:
    """Return a counted noun without what leads to its clause: 卫生院中已有, 病人及时, 制度的贯彻(落实)."""
    if noun and _manner_ends().match(noun, len(noun) - 1):
        noun = patterns().manner.sub("", noun)
    noun = noun.rstrip(words().of + words().inside)
    at = noun.rfind(words().of)
    if (
        clause
        and at > 1
        and all(token.flag in DEEDS or len(token.word) > 1 for token in tokens(noun[at + 1 :]))
    ):
        noun = noun[:at] if len(noun) - at - 1 <= _DEED else noun
    mark = patterns().mark.search(noun) if len(noun) > _LIST and clause else None
    return noun[: mark.start()] if mark and mark.start() else noun


@cache
def _manner_ends() -> re.Pattern[str]:
    """Return a quick look at the last character of a noun that may end with how something is done."""
    return compile_ends(patterns().manner.pattern)


def _from_verb(core: str) -> str:
    """Return long words before a counted noun from their last verb on."""
    if deeds().search(core, max(0, len(core) - _BEFORE)) is None:
        return ""
    verbs = [token for token in tokens(core) if token.flag in DEEDS]
    start = verbs[-1].start if verbs else len(core)
    return core[start:] if len(core) - start <= _BEFORE else ""
