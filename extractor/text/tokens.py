"""Tokens of a clause: jieba's cut with our own lexicon, without its guessing model, flags from the lexicon.

Only the few words around a figure are cut, never a whole text. The cut is jieba's own (the words of its
dictionary that are together most probable), done here for short texts: the same tokens, a test shows,
in a fifth of the time. Part-of-speech tags cost much more; the flags are those of ``patterns/lexicon.yaml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.packs import PackModel, load_vocabulary
from extractor.text.dictionary import IMPOSSIBLE, Dictionary, jieba_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

# Longer than any name the dictionary has, so that a word of ours always wins.
FREQUENCY = 200_000
# Flags of the lexicon that mark a verb.
DEEDS = ("verb", "act")
# The stretches that words are sought in, and what else stands as one token (as in jieba).
_WORDS = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+)")
_HAN = re.compile(r"[\u4e00-\u9fd5]+")
_OTHERS = re.compile(r"\r\n|.", re.DOTALL)
# Below every sum of scores, above the score of what is no word.
_LEAST = -1e300
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


class Token(NamedTuple):
    """One word with its place in the text that was cut, and its flag in the lexicon (or nothing)."""

    word: str
    start: int
    end: int
    flag: str


class Lexicon(PackModel):
    """``patterns/lexicon.yaml``: words by kind."""

    kind: Literal["lexicon"]
    words: dict[str, tuple[str, ...]]


@cache
def lexicon() -> Lexicon:
    """Return the shipped lexicon."""
    return load_vocabulary("lexicon", Lexicon)


@cache
def flags() -> dict[str, str]:
    """Return the flag of every word of the lexicon."""
    return {word: flag for flag, words in lexicon().words.items() for word in words}


@cache
def dictionary() -> Dictionary:
    """Return jieba's dictionary with the words of our lexicon."""
    return Dictionary(jieba_blocks(), (word for word in flags() if len(word) > 1), FREQUENCY)


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a short text in order, without gaps."""
    known = flags()
    made: list[Token] = []
    at = 0
    for word in cut(text):
        end = at + len(word)
        made.append(Token(word, at, end, known.get(word, "")))
        at = end
    return tuple(made)


def cut(text: str) -> list[str]:
    """Return the words of a text as jieba cuts them."""
    if _HAN.fullmatch(text):
        return _most_probable(text)
    found: list[str] = []
    for number, stretch in enumerate(_WORDS.split(text)):
        if not stretch:
            continue
        if number % 2 == 0:
            found += _OTHERS.findall(stretch)
            continue
        latin = ""
        for word in _most_probable(stretch):
            if word in _LATIN:
                latin += word
                continue
            if latin:
                found.append(latin)
                latin = ""
            found.append(word)
        if latin:
            found.append(latin)
    return found


def _most_probable(text: str) -> list[str]:
    """Return the words that are together most probable; of equals those that are longer at first."""
    known_words = dictionary()
    score_of, unknown = known_words.scores_for(text).get, known_words.unknown
    size = len(text)
    # From each place to the end: the best sum, and where the first word of it ends.
    best = [0.0] * (size + 1)
    ends = list(range(1, size + 1))
    for start in range(size - 1, -1, -1):
        top = _LEAST
        for end in range(start + 1, size + 1):
            score = score_of(text[start:end])
            if score is None:
                break
            score += best[end]
            if score >= top:
                top = score
                ends[start] = end
        best[start] = top if top > _LEAST else unknown + best[start + 1]
    found: list[str] = []
    at = 0
    while at < size:
        found.append(text[at : ends[at]])
        at = ends[at]
    return found


def first_word(text: str) -> str:
    """Return the first word of a text; only what no word of the dictionary reaches out of is cut."""
    return next(words_of(text), "")


def words_of(text: str) -> Iterator[str]:
    """Yield the words that ``cut`` would return, each no sooner than it is asked for."""
    han = _HAN.match(text)
    first, at = han.end() if han else 0, 0
    while at < first:
        words = _stretch(text, at)
        end = at + sum(map(len, words))
        if end > first:
            break
        yield from words
        at = end
    if at < len(text):
        yield from _words_from(text, at)


def _words_from(text: str, start: int) -> Iterator[str]:
    """Yield the words of a text from a place on where one begins."""
    at = 0
    for word in cut(text):
        if at >= start:
            yield word
        at += len(word)


@lru_cache(maxsize=20_000)
def _stretch(text: str, start: int) -> tuple[str, ...]:
    """Return the words of the shortest stretch from ``start`` on that no word of the dictionary reaches out of.

    The most probable words of a text are those of its stretches, one after the other.
    """
    known_words = dictionary()
    score_of, size = known_words.scores.get, len(text)
    known: list[list[tuple[int, float]]] = []
    place, end = start, start + 1
    while place < end:
        here: list[tuple[int, float]] = []
        score = score_of(text[place])
        if score is None:
            score = known_words.scores_for(text[place]).get(text[place])
        stop = place + 1
        while score is not None:
            if score > IMPOSSIBLE:
                here.append((stop, score))
                if stop > end:  # noqa: PLR1730  a call less
                    end = stop
            stop += 1
            score = score_of(text[place:stop]) if stop <= size else None
        known.append(here)
        place += 1
    return (text[start],) if end - start == 1 else _best_of(text, start, known)


def _best_of(text: str, start: int, known: list[list[tuple[int, float]]]) -> tuple[str, ...]:
    """Return the words that are together most probable, of those ``known`` to begin at each place from ``start``."""
    unknown, size = dictionary().unknown, len(known)
    best = [0.0] * (size + 1)
    ends = list(range(1, size + 1))
    for place in range(size - 1, -1, -1):
        top = _LEAST
        for stop, score in known[place]:
            total = score + best[stop - start]
            if total >= top:
                top = total
                ends[place] = stop - start
        best[place] = top if top > _LEAST else unknown + best[place + 1]
    found: list[str] = []
    at = 0
    while at < size:
        found.append(text[start + at : start + ends[at]])
        at = ends[at]
    return tuple(found)


def word_over(text: str, at: int) -> Token | None:
    """Return the word of a short text that runs over ``at``, if one does: the cut would tear it.

    The dictionary is asked first for the few characters around, so that most texts need no cutting.
    """
    if not _may_run_over(text, at):
        return None
    first = 0
    for word in words_of(text):
        end = first + len(word)
        if end > at:
            return Token(word, first, end, flags().get(word, "")) if first < at else None
        first = end
    return None


def _may_run_over(text: str, at: int) -> bool:
    """Tell whether the few characters around ``at`` hold a word that runs over it."""
    score_of = dictionary().scores_for(text[max(at - 3, 0) : at]).get
    stop = min(at + 4, len(text) + 1)
    for first in range(max(at - 3, 0), at):
        for last in range(at + 1, stop):
            score = score_of(text[first:last])
            if score is None:
                break
            if score > IMPOSSIBLE:
                return True
    return False
