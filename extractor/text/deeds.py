"""Deeds and other words of our lexicon in a few words of text: which begins them, which ends them.

The text is cut only where the letters of a word of the lexicon may not be a word of the text.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import takewhile
from typing import TYPE_CHECKING

from extractor.packs import compile_quick
from extractor.text.tokens import DEEDS, cut, dictionary, first_word, flags, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable


def first_flag(text: str) -> str:
    """Return the flag of the first word; the text is only cut where a word of the lexicon begins it."""
    return flags().get(first_word(text), "") if text.startswith(_flagged_from().get(text[:1], ())) else ""


def first_deed(text: str) -> str:
    """Return the first word where it is a deed; the text is only cut where that is in doubt."""
    deed = _deed_at(text, 0)
    if not deed or _is_certain(deed, text, len(deed)):
        return deed
    word = first_word(text)
    return word if _is_deed(word) else ""


def begins_with_deed(text: str) -> bool:
    """Say whether the first word is a deed."""
    return first_deed(text) != ""


def may_end_with_deed(text: str) -> bool:
    """Say whether the letters of a deed end the text."""
    return text.endswith(_deeds_to().get(text[-1:], ()))


def is_deed(text: str) -> bool:
    """Say whether the text is one word, and that a deed."""
    return flags().get(text) in DEEDS and first_word(text) == text


@cache
def _flagged_from() -> dict[str, tuple[str, ...]]:
    """Return the words of the lexicon by their first character."""
    return _dealt_out(flags(), 0)


@cache
def _deeds_from() -> dict[str, tuple[str, ...]]:
    """Return the deeds of the lexicon by their first character."""
    return _dealt_out((word for word, flag in flags().items() if flag in DEEDS), 0)


@cache
def _deeds_to() -> dict[str, tuple[str, ...]]:
    """Return the deeds of the lexicon by their last character."""
    return _dealt_out((word for word, flag in flags().items() if flag in DEEDS), -1)


def _dealt_out(words: Iterable[str], place: int) -> dict[str, tuple[str, ...]]:
    """Return words by the character at one place, the longest first."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(words, key=len, reverse=True):
        found[word[place]] = (*found.get(word[place], ()), word)
    return found


def leading_deeds(text: str) -> list[str]:
    """Return the deeds that a text begins with; the text is only cut where they are in doubt."""
    found: list[str] = []
    at = 0
    while deed := _deed_at(text, at):
        end = at + len(deed)
        if not _is_certain(deed, text, end):
            return [*found, *takewhile(_is_deed, words_of(text[at:]))]
        found.append(deed)
        at = end
    return found


def _is_deed(word: str) -> bool:
    """Say whether a word is a deed."""
    return flags().get(word) in DEEDS


def is_certain_verb(text: str, start: int) -> bool:
    """Tell whether the letters of a verb at ``start`` are a word, where no word of the dictionary reaches over its ends."""
    verb = _deed_at(text, start)
    if flags().get(verb) != "verb" or not _is_certain(verb, text, start + len(verb)):
        return False
    scores = dictionary().scores_for(text[:start])
    # Every beginning of a word has a score.
    return all(text[begin : start + 1] not in scores for begin in range(start))


def _is_certain(deed: str, text: str, end: int) -> bool:
    """Tell whether a deed whose letters end at ``end``, where words begin at its start, is a word."""
    going_on = _going_on(deed)
    return going_on is not None and text[end : end + 1] not in going_on


def _deed_at(text: str, start: int) -> str:
    """Return the longest deed whose letters stand at a place, if any does."""
    for deed in _deeds_from().get(text[start : start + 1], ()):
        if text.startswith(deed, start):
            return deed
    return ""


@cache
def _going_on(deed: str) -> frozenset[str] | None:
    """Return the characters behind a deed that may belong to a word that begins in it; null for any character.

    Before other characters, and at the end, the deed is the first word.
    """
    if cut(deed) != [deed]:
        return None
    return frozenset(
        word[len(deed) - start]
        for start in range(len(deed))
        for word in dictionary().words_from(deed[start])
        if len(word) > len(deed) - start and word.startswith(deed[start:])
    )


@cache
def deeds() -> re.Pattern[str]:
    """Return a pattern of all deeds: where none of them stands, no token is one."""
    return compile_quick("|".join(re.escape(word) for word, flag in flags().items() if flag in DEEDS))


@cache
def words_flagged(flag: str) -> re.Pattern[str]:
    """Return a pattern of the words with a flag: where none of them stands, no token has it."""
    return compile_quick("|".join(re.escape(word) for word, one in flags().items() if one == flag))
