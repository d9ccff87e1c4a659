"""Bounds around a figure: 约, 超过, 以上 and the like, and whether they bound it or compare with it."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from extractor.models import Relation
from extractor.packs import PackModel, RuleExamples, compile_quick, first_characters, load_vocabulary
from extractor.quantities.lexicon import lexicon


class Reference(RuleExamples):
    """What follows a figure that is itself the level compared with."""

    pattern: str
    words: Annotated[tuple[str, ...], Field(min_length=1)]


class Through(PackModel):
    """A bound that stands before what the figure is a share of."""

    relation: Relation
    pattern: str
    examples: Annotated[tuple[str, ...], Field(min_length=1)]


class Bounds(PackModel):
    """``patterns/bounds.yaml``."""

    kind: Literal["bounds"]
    not_after: dict[str, str]
    between: str
    through: tuple[Through, ...]
    closes: str
    list_links: Annotated[tuple[str, ...], Field(min_length=1)]
    not_in_text: tuple[str, ...]
    reference: Reference


# Links a whole and the share of it.
_SHARE_MARK = "的"
Word = tuple[str, Relation, bool]


@cache
def _bounds() -> Bounds:
    return load_vocabulary("bounds", Bounds)


@cache
def _before() -> dict[str, list[Word]]:
    """Return the words before a number by their last character, the longest first."""
    found: dict[str, list[Word]] = {}
    for rule in lexicon().relations.before:
        for word in set(rule.words).difference(_bounds().not_in_text):
            found.setdefault(word[-1], []).append((word, rule.relation, rule.bare_scale))
    return {last: sorted(words, key=lambda item: -len(item[0])) for last, words in found.items()}


@cache
def _after() -> tuple[re.Pattern[str], frozenset[str] | None]:
    """Return the pattern of the words after a number, and what they, or what closes a phrase, can begin with."""
    rules = lexicon().relations.after
    parts = (
        f"(?P<r{i}>{'|'.join(sorted(rule.words, key=len, reverse=True))})" for i, rule in enumerate(rules)
    )
    source = "|".join(parts)
    begins = first_characters(f"{source}|{_bounds().closes}")
    certain = begins is not None and not begins.ranges and not begins.digits
    return re.compile(source), begins.singles if begins is not None and certain else None


@cache
def list_links() -> tuple[str, ...]:
    """Return what links the figures of one list, the longest first."""
    return tuple(sorted(_bounds().list_links, key=len, reverse=True))


@cache
def _closes() -> re.Pattern[str]:
    return compile_quick(_bounds().closes)


@cache
def _reference() -> re.Pattern[str]:
    return compile_quick(_bounds().reference.pattern)


def relation_before(text: str, start: int, end: int, *, bare_scale: bool) -> Relation:
    """Return what the word right before ``start`` says of the figure ``start:end``; eq without one.

    ``bare_scale`` tells that the number is a scale word without digits, which 上 may stand before.
    """
    bounds = _bounds()
    at = start - 1 if start > 1 and text[start - 1] in bounds.between else start
    for word, relation, only_scale in _before().get(text[at - 1 : at], ()):
        begin = at - len(word)
        if begin < 0 or not text.startswith(word, begin):
            continue
        veto = bounds.not_after.get(word)
        if (only_scale and not bare_scale) or (veto and begin and text[begin - 1] in veto):
            continue
        if word in bounds.reference.words and _reference().match(text, end):
            return "eq"
        return relation
    return _told_through(text, start)


@cache
def _through() -> tuple[tuple[re.Pattern[str], Relation], ...]:
    return tuple((compile_quick(rule.pattern), rule.relation) for rule in _bounds().through)


def _told_through(text: str, start: int) -> Relation:
    """Return the bound told before what the figure is a share of; eq without one."""
    if text[start - 1 : start] != _SHARE_MARK:
        return "eq"
    for pattern, relation in _through():
        if pattern.search(text, max(0, start - 18), start):
            return relation
    return "eq"


def relation_after(text: str, end: int) -> Relation:
    """Return what the word right after the figure says of it; eq without one."""
    after, begins = _after()
    if begins is not None and text[end : end + 1] not in begins:
        return "eq"
    match = after.match(text, end)
    if match is None:
        closing = _closes().match(text, end)
        match = after.match(text, closing.start("word")) if closing else None
    if match is None:
        return "eq"
    return lexicon().relations.after[int((match.lastgroup or "r0")[1:])].relation
