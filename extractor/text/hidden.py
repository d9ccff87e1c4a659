"""Digits hidden by glyphs (1●●6户, ##元, -.-%): the glyphs become mask characters, one for one."""

from __future__ import annotations

import re
from functools import cache

from extractor.packs import compile_quick
from extractor.text.vocabulary import noise

MASK = "_"
_FEWEST_HIDDEN = 3


def unhide(text: str) -> str:
    """Return the text with what hides digits as mask characters, one for one."""
    return _by_glyphs(_by_hyphens(text))


@cache
def _hyphens() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return runs of hyphens before a scale word, a unit or %, after a word or a digit; and a single one there.

    Compiled when a text has any: a class of all Chinese characters takes a millisecond.
    """
    return re.compile(r"(?<=[\u4e00-\u9fff0-9])(?:-{2,}(?:\.-+)?|-\.-+)(?=[\u4e00-\u9fff%‰])"), re.compile(
        r"(?<=[\u4e00-\u9fff])-(?=[万亿千百]?(?:[\u4e00-\u9fff]{1,3}[,。;、)(]|个百分点)|[%‰亿万])"
    )


def _by_hyphens(text: str) -> str:
    """Return the text with hyphens that hide digits as masks; a single one only where several do so."""
    if "--" not in text and "-." not in text:
        return text
    runs, single = _hyphens()
    masked, several = runs.subn(lambda match: match.group().replace("-", MASK), text)
    if several < _FEWEST_HIDDEN:
        return masked
    return single.sub(MASK, masked)


@cache
def _beside() -> re.Pattern[str]:
    """Return the pattern of a glyph beside a digit or another glyph."""
    glyph = f"[{re.escape(noise().hidden_digits.glyphs)}]"
    return re.compile(rf"{glyph}(?:(?<=[0-9].)|(?<=[0-9][.,].)|(?=[.,]?{glyph}))")


@cache
def _glyphs() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of any glyph, of a number that glyphs surely hide, and of one that they may hide."""
    rule = noise().hidden_digits
    glyph = f"[{re.escape(rule.glyphs)}]"
    cell = f"[0-9{re.escape(rule.glyphs)}]"
    # Bounded, for a number may be sought at every digit of a long row.
    rest = rf"{cell}{{0,20}}+(?:[.,]{cell}{{1,20}}+){{0,6}}+"
    begun = rf"(?<![0-9])(?<![0-9][.,])[0-9]{{1,20}}+(?:[.,][0-9]{{1,20}}+){{0,6}}+[.,]?+{glyph}{rest}"
    pointed = rf"(?<=[\u4e00-\u9fff(,、:]){glyph}++[.,]{cell}++"
    several = rf"(?<=[\u4e00-\u9fff(,、:]){glyph}{{2,20}}+{rest}"
    ahead = f"(?={rule.measures})"
    # A glyph before a word may begin an item: a single one counts digits only after a word.
    single = rf"(?<=[\u4e00-\u9fff、]){glyph}{ahead}"
    closed = rf"(?<=[\u4e00-\u9fff])(?:{glyph}++|[0-9]++{glyph}*+)\.{glyph}++{rule.closes}"
    return (
        re.compile(glyph),
        compile_quick(f"(?:{begun}|{pointed}|{several}){ahead}|{closed}"),
        compile_quick(single),
    )


def _by_glyphs(text: str) -> str:
    """Return the text with glyphs that hide digits as masks; a single one only where others surely do so."""
    if _beside().search(text) is None:
        return text
    any_glyph, sure, single = _glyphs()
    masked, found = sure.subn(lambda match: any_glyph.sub(MASK, match.group()), text)
    return single.sub(MASK, masked) if found else masked
