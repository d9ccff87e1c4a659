"""Joining: a topic and half a label become one phrase, shared words once, short enough for a column.

Also says which words are only half a label.
"""

from __future__ import annotations

from functools import lru_cache

from extractor.linking.label_words import patterns, words
from extractor.text.deeds import first_flag, leading_deeds, may_end_with_deed
from extractor.text.tokens import DEEDS, tokens

LONGEST = 26
# The longest half label that is all of a label: 签约率.
_SHORT = 4
# So much is left of a topic without the verb that it begins with.
_LEFT = 2
# Marks that no label begins or ends with, and those that come in pairs.
_LOOSE = " \t,;:.、。·/|+-—→*'\"=<>≥≤↑↓"
_PAIRS = (("(", ")"), ("“", "”"), ("‘", "’"), ("《", "》"), ("【", "】"))
_PAIRED = frozenset(mark for pair in _PAIRS for mark in pair)


@lru_cache(maxsize=20_000)
def is_bare(core: str) -> bool:
    """Say whether the words name nothing by themselves."""
    known = patterns()
    if core in words().alone:
        return False
    if known.per_head.fullmatch(core):
        return True
    per = known.per.match(core)
    if known.measure.search(core) and first_flag(core) == "verb" and core[-1] == words().rate:
        return True
    rest = core[per.end() :] if per else core
    return (per is not None and not rest) or known.bare.fullmatch(rest) is not None


def join(topic: str, tail: str, *, keep: bool = False) -> str:
    """Return topic and half label as one phrase, shared words once; ``keep`` leaves the topic whole."""
    if not topic or topic in tail:
        return tail or topic
    if not tail or topic.endswith(tail):
        return topic
    if keep:
        return _glue(_unrepeated(topic, tail), tail)
    stem = patterns().topic_tail.sub("", topic) or topic
    if topic[-1] == tail[-1] == words().rate:
        measure = measure_of(topic)
        stem = topic[: -len(measure)] if len(topic) - len(measure) > 1 else stem
    overlap = max((size for size in range(2, len(tail) + 1) if tail[:size] in stem), default=0)
    if overlap:
        at = stem.rfind(tail[:overlap])
        rest = stem[at + overlap :]
        if rest == tail[overlap:] or (len(rest) <= 2 and at):
            front = stem[:at] if at > 1 else ""
            return fit(tail if all(token.flag in DEEDS for token in tokens(front)) else front + tail)
        if at == 0 and rest:
            return _glue(rest, tail)
    return _glue(_unrepeated(stem, tail), tail)


def _unrepeated(stem: str, tail: str) -> str:
    """Return the topic without a verb at either end that the half label says again."""
    if stem[-1] in tail and may_end_with_deed(stem) and not patterns().share.match(tail):
        pieces = tokens(stem)
        if len(pieces) > 1 and pieces[-1].flag in DEEDS and pieces[-1].word in tail:
            return stem[: pieces[-1].start]
    end = 0
    for deed in leading_deeds(stem):
        end += len(deed)
        if deed in tail and len(stem) - end > _LEFT:
            return stem[end:]
    return stem


def _glue(stem: str, tail: str) -> str:
    """Join, the stem shortened to what fits."""
    room = LONGEST - len(tail)
    return stem + tail if len(stem) <= room else fit(_last_part(stem, room) + tail)


def _last_part(text: str, room: int) -> str:
    """Return the end of a long topic, from a natural cut on where there is one."""
    if len(text) <= room:
        return text
    first = len(text) - room
    start = next((token.start for token in tokens(text) if token.start >= first), first)
    short = text[start:] if room > 0 else ""
    for mark in words().cuts:
        at = short.find(mark)
        if 0 <= at < len(short) - 3:
            return short[at + len(mark) :]
    return short


def fit(label: str, room: int = LONGEST) -> str:
    """Return the label short enough for a column name."""
    return label if len(label) <= room else _last_part(label, room)


def tidy(label: str) -> str:
    """Return a label without marks at its ends, and without a bracket or quote that has lost its other half."""
    known = patterns()
    text = known.filler.sub("", label.strip(_LOOSE))
    wrapped = known.wrapper.fullmatch(text)
    text = next(filter(None, wrapped.groups())) if wrapped else text
    if not _PAIRED.isdisjoint(text):
        for opening, closing in _PAIRS:
            if text.count(opening) != text.count(closing):
                text = text.replace(opening, "").replace(closing, "")
    while len(text) > 1 and text[-1] in words().loose_ends and tokens(text)[-1].word == text[-1]:
        text = text[:-1].rstrip(_LOOSE)
    return text


def measure_of(label: str) -> str:
    """Return the half label that a rate or score ends in (签约率), by whole words."""
    if not patterns().measure.search(label):
        return ""
    if len(label) <= _SHORT and (label in words().alone or is_bare(label)):
        return label
    for token in tokens(label)[1:]:
        if is_bare(label[token.start :]) and not any(token.word in group for group in words().contrasts):
            return label[token.start :]
    return tokens(label)[-1].word
