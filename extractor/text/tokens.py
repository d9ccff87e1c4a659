"""Tokens of a clause: jieba with our own lexicon, without its guessing model, flags from the lexicon.

Only the few words around a figure are cut, never a whole text. Part-of-speech tags of jieba cost six
times the cutting; the flags here are those of ``patterns/lexicon.yaml`` alone.
"""

from __future__ import annotations

import logging
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from extractor.packs import PackModel, load_vocabulary

if TYPE_CHECKING:
    import jieba

# Longer than any name the dictionary has, so that a word of ours always wins.
_FREQUENCY = 200_000
# Flags of the lexicon that mark a verb.
DEEDS = ("verb", "act")


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
def _tokenizer() -> jieba.Tokenizer:
    """Return our own tokenizer, its dictionary loaded; jieba's global one stays untouched."""
    import jieba

    jieba.setLogLevel(logging.ERROR)
    made = jieba.Tokenizer()
    made.initialize()
    for word in flags():
        if len(word) > 1:
            made.add_word(word, _FREQUENCY)
    return made


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[Token, ...]:
    """Return the words of a short text in order, without gaps."""
    known = flags()
    made: list[Token] = []
    at = 0
    for word in _tokenizer().cut(text, HMM=False):
        made.append(Token(word, at, at + len(word), known.get(word, "")))
        at += len(word)
    return tuple(made)
