"""The few words around one figure: trimmed, divided, and told noun from clause.

Reads ``patterns/labels.yaml`` through ``label_words``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from extractor.linking.label_words import patterns, words
from extractor.packs import compile_ends
from extractor.text.deeds import begins_with_deed, is_certain_verb, words_flagged
from extractor.text.tokens import flags, word_over, words_of

# The longest noun that a list mark in it does not end.
_LIST = 20


@lru_cache(maxsize=20_000)
def trim(text: str) -> tuple[str, str, str]:
    """Return the words before a figure as (what was stripped in front, core, what was stripped behind)."""
    known = patterns()
    lead = known.lead.match(text)
    cut, end = lead.end() if lead else 0, len(text)
    if cut == end:
        return text, "", ""
    match = known.tail.search(text) if _tail_ends().match(text, end - 1) else None
    if match:
        end = match.start()
        torn = word_over(text, end) if end else None
        # A cue that a word tears (其中|医养) stays one; a word that a cue tears (彩超, 计划生育) stays whole.
        if torn and not trim(text[torn.end :])[1]:
            end = torn.end
        lead = known.lead.match(text, 0, end)
        cut = lead.end() if lead else 0
    torn = word_over(text[:end], cut) if 0 < cut < end else None
    if torn and (torn.start == 0 or known.lead.fullmatch(text, 0, torn.start)):
        cut = torn.start
    return text[:cut], text[cut:end], text[end:]


@cache
def _tail_ends() -> re.Pattern[str]:
    """Return a quick look at the last character of the words before a figure."""
    return compile_ends(patterns().tail.pattern)


def is_tail(text: str) -> bool:
    """Say whether the words are only the ending of a label (数, 人数)."""
    return patterns().topic_tail.fullmatch(text) is not None


def leading_mark(text: str) -> str:
    """Return the list mark that the words begin with, if any."""
    match = patterns().mark.match(text)
    return match.group() if match else ""


def noun_after(after: str) -> str:
    """Return the words after a figure that may name it, without 以上 and the like."""
    if not after:
        return ""
    match = patterns().after_lead.match(after)
    rest = (after[match.end() :] if match else after).strip()
    if not rest or rest[0] in "()" or rest.startswith(words().list_marks):
        return ""
    # The start of a change (`下降31%`) or of a clause about when (`10月底前完成`) is no noun.
    return "" if patterns().change.match(rest) or patterns().adverbial.match(rest) else rest


@lru_cache(maxsize=20_000)
def divide(middle: str, *, counted: bool = True) -> tuple[str, str]:
    """Divide the words between two figures: what belongs to the first, what leads to the second."""
    if not middle:
        return "", ""
    known = patterns()
    if middle.startswith(words().list_marks):
        return "", middle
    if not (counted or middle.startswith((words().of, *words().after_lead))):
        return "", middle
    ending = known.end_mark.search(middle)
    # In 惠及 or 涉及 the mark is part of a word.
    if ending and not word_over(middle, ending.start()):
        return middle[: ending.start()], middle[ending.start() :]
    change = known.change.search(middle)
    if change and middle.startswith(words().of) and known.goal.search(middle, 0, change.start()):
        return middle[: change.start()], change.group()
    if change or known.each.search(middle) or not trim(middle)[1]:
        return "", middle
    if begins_with_deed(middle):
        noun, rest = split_verb(middle)
        return (noun, rest) if rest and noun and known.heads.search(noun) else ("", middle)
    tail = known.tail.search(middle)
    if tail and known.by_unit.search(middle, tail.start()) and known.measure.search(middle[: tail.start()]):
        return middle[: tail.start()], middle
    return _noun_first(middle)


def _noun_first(middle: str) -> tuple[str, str]:
    """Divide words that begin with a noun: at the verb behind it, else at a list mark."""
    noun, rest = split_verb(middle)
    mark = patterns().mark.search(noun)
    # Behind a mark in a long stretch stand those that the verb speaks of, not the counted thing.
    if mark and mark.start() and (not rest or len(noun) > _LIST):
        return noun[: mark.start()], middle[mark.start() :]
    return noun, rest


@lru_cache(maxsize=20_000)
def split_verb(text: str) -> tuple[str, str]:
    """Return (noun, clause from its verb on); a verb that begins the words and has 的 behind it is part of the noun."""
    found = words_flagged("verb").search(text)
    if found is None:
        return text, ""
    start = found.start()
    if start and is_certain_verb(text, start):
        return text[:start], text[start:]
    attribute = words().of in text
    known = patterns()
    flag_of = flags().get
    at = 0
    for word in words_of(text):
        if flag_of(word) == "verb" and (at or not attribute or known.all_of_them.match(text)):
            return text[:at], text[at:]
        at += len(word)
    return text, ""
