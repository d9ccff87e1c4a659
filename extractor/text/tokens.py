"""Tokens of a clause: jieba's cut with our own lexicon, without its guessing model, flags from the lexicon.

Only the few words around a figure are cut, never a whole text. The cut is jieba's own (the words of its
dictionary that are together most probable), done here for short texts: the same tokens, a test shows,
in a fifth of the time. Part-of-speech tags cost much more; the flags are those of ``patterns/lexicon.yaml``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal, NamedTuple

from extractor.packs import PackModel, compile_quick, load_vocabulary
from extractor.text.dictionary import IMPOSSIBLE, Dictionary, jieba_blocks

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
def _dictionary() -> Dictionary:
    """Return jieba's dictionary with the words of our lexicon."""
    blocks, total = jieba_blocks()
    return Dictionary(dict(blocks), total, (word for word in flags() if len(word) > 1), FREQUENCY)


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a short text in order, without gaps."""
    known = flags()
    made: list[Token] = []
    at = 0
    for word in _cut(text):
        end = at + len(word)
        made.append(Token(word, at, end, known.get(word, "")))
        at = end
    return tuple(made)


def _cut(text: str) -> list[str]:
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
    dictionary = _dictionary()
    score_of, unknown = dictionary.scores_for(text).get, dictionary.unknown
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


def first_flag(text: str) -> str:
    """Return the flag of the first word; the text is only cut where a word of the lexicon begins it."""
    known = flags()
    if not any(text[:end] in known for end in range(1, _longest() + 1)):
        return ""
    return tokens(text)[0].flag


@cache
def _longest() -> int:
    """Return the length of the longest word of the lexicon."""
    return max(map(len, flags()))


@cache
def words_flagged(flag: str) -> re.Pattern[str]:
    """Return a pattern of the words with a flag: where none of them stands, no token has it."""
    return compile_quick("|".join(re.escape(word) for word, one in flags().items() if one == flag))


def word_over(text: str, at: int) -> Token | None:
    """Return the word of a short text that runs over ``at``, if one does: the cut would tear it.

    The dictionary is asked first for the few characters around, so that most texts need no cutting.
    """
    scores = _dictionary().scores_for(text)
    near = (
        text[first:last]
        for first in range(max(at - 3, 0), at)
        for last in range(at + 1, min(at + 4, len(text) + 1))
    )
    if not any(scores.get(piece, IMPOSSIBLE) > IMPOSSIBLE for piece in near):
        return None
    return next((token for token in tokens(text) if token.start < at < token.end), None)
