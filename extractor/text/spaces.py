"""Spaces and line breaks: which of them the writer meant, and which came of copying and wrapping."""

from __future__ import annotations

import itertools
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from extractor.packs import compile_quick
from extractor.text.offsets import Edit
from extractor.text.vocabulary import heading_mark, noise

if TYPE_CHECKING:
    from collections.abc import Iterator

# Stands for a page mark that was taken out, until the break around it is decided.
PAGE = "\ue000"

_SPACE = rf"[\s\u200b-\u200f\ufeff{PAGE}]"
# Written in two parts, since ``re`` skips to a class but not to a repeated one.
_RUN = re.compile(f"{_SPACE}{_SPACE}*")
# A scanner's letter for a digit, and digits: 1 O80 is one number.
_LETTER_DIGITS = re.compile(r"[OoIl](?:[0-9]{1,3}(?![A-Za-z])|\s*[\u4e00-\u9fff%])")
_NEXT_IS_COUNTED = re.compile(
    r"[\d., 。·\n]{0,24}(?:[OoIl][\d.,OoIl]{0,8}|[SB][\d.,OoIl]{1,8})?[\u4e00-\u9fff%‰U]|\d{3}(?!\d)"
)
_SHARE = re.compile(r"([0-9]{1,4})(?:\.[0-9]+)?\s?[%‰]")
_MOST_SHARE_DIGITS = 3
_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029\x0b\x0c\x85]")
_WIDE_INDENT = 2
# A line of this display width (a Chinese character counts two) that ends in no full stop was torn.
_TORN_WIDTH = 90
# A line at least this wide that ends in a digit, the next beginning with one and a unit: one torn number.
_TORN_NUMBER_WIDTH = 16
_WRAP_SLACK = 8
_FEWEST_WRAPPED = 3
# A line that names an item and its value: such lines stand one below the other.
_ITEM = re.compile(r"[^:,。;\n]{2,30}:")
_SHORTEST_WRAPPED = 16
_INDENTED = re.compile(r"^(?:[ \t]{2,}|\u3000+)\S", re.MULTILINE)


class _Wrapping:
    """How a text wraps its lines; looked at when the first doubtful break asks."""

    __slots__ = ("_indents", "_text", "_width")

    def __init__(self, text: str) -> None:
        """Take the text; nothing is measured yet."""
        self._text = text
        self._indents: bool | None = None
        self._width: int | None = None

    def indents(self) -> bool:
        """Tell whether paragraphs are told from wrapped lines by their indent."""
        if self._indents is None:
            self._indents = len(_INDENTED.findall(self._text)) >= _FEWEST_WRAPPED
        return self._indents

    def near(self, width: int) -> bool:
        """Tell whether a line of this width was wrapped."""
        if self._width is None:
            self._width = _wrap_width(self._text)
        return self._width > 0 and abs(width - self._width) <= _WRAP_SLACK


def space_edits(text: str) -> Iterator[Edit]:
    r"""Yield the edits that delete stray spaces and soft line breaks and keep real ones as ``\\n``."""
    wrap = _Wrapping(text)
    enders = noise().line_enders
    line_start, size = 0, len(text)
    for match in _RUN.finditer(text):
        start, end = match.span()
        run = match.group()
        if start and end < size:
            # Most breaks stand by themselves behind a full stop, or are two; most spaces stand between words.
            if run == "\n" and text[start - 1] in enders:
                line_start = end
                continue
            if run.startswith("\n\n") and PAGE not in run:
                line_start = end
                yield Edit(start, end, "\n")
                continue
            if run == " " and not text[start - 1].isascii() and not text[start - 1].isdecimal():
                yield Edit(start, end, "\n" if _heading_at(text, end, outer=True) else "")
                continue
        kept = _keep(text, line_start, start, end, wrap)
        if _BREAK.search(run):
            line_start = end
        if kept != run:
            yield Edit(start, end, kept)


def _keep(text: str, line_start: int, start: int, end: int, wrap: _Wrapping) -> str:
    """Return what remains of the run ``start:end``: nothing, a space, a tab or a line break."""
    run = text[start:end]
    if start == 0 or end == len(text):
        return ""
    before, after = text[start - 1], text[end]
    breaks = len(_BREAK.findall(run))
    if PAGE in run:
        torn = before not in noise().line_enders and not _heading_at(text, end)
        return "" if torn else "\n"
    if breaks >= 2:
        return "\n"
    if breaks == 1:
        return "" if _soft(text, line_start, start, end, wrap) else "\n"
    return _within_line(run, text, before, after, end)


def _within_line(run: str, text: str, before: str, after: str, end: int) -> str:
    """Decide a run of spaces inside a line."""
    if "\t" in run:
        return "\t" * run.count("\t")
    if before.isdecimal() and after.isdecimal():
        joined = len(run) == 1 and _NEXT_IS_COUNTED.match(text, end) and not _two_cells(text, end - 1, end)
        return "" if joined else " "
    if before.isdecimal() and _latin_unit().match(text, end):
        return ""
    if before.isdecimal() and _LETTER_DIGITS.match(text, end) and len(run) == 1:
        return ""
    if (
        before.isascii()
        and after.isascii()
        and (before.isalpha() or after.isalpha())
        and before.isalnum()
        and after.isalnum()
    ):
        return " "
    if not before.isdecimal() and _heading_at(text, end, outer=True):
        return "\n"
    if len(run) > 1 and _is_han(before) and _is_han(after):
        return " "
    return ""


def _two_cells(text: str, start: int, end: int) -> bool:
    """Tell whether the digits on both sides of a space would make a share of ten times the whole: 35 12.5%."""
    share = _SHARE.match(text, end)
    before = start
    while before and text[before - 1].isdecimal():
        before -= 1
    return share is not None and start - before + len(share[1]) > _MOST_SHARE_DIGITS


def _soft(text: str, line_start: int, start: int, end: int, wrap: _Wrapping) -> bool:
    """Tell whether a single line break only wraps a line (or tears a number from its unit)."""
    before, after = text[start - 1], text[end]
    indent = sum(2 if c == "\u3000" else 1 for c in _BREAK.split(text[start:end])[-1])
    if before in noise().line_enders or indent > _WIDE_INDENT or _heading_at(text, end):
        return False
    following = _BREAK.search(text, end)
    line_end = following.start() if following else len(text)
    if text.find("\t", line_start, start) >= 0 or text.find("\t", end, line_end) >= 0:
        return False
    if (before.isdecimal() and (after in "%‰万亿" or _counts(text, end))) or after in ",。;、)%‰":
        return True
    if _ITEM.match(text, line_start, start) and _ITEM.match(text, end):
        return False
    # A form feed by itself: the reader of pages knows that the paragraph goes on.
    if text[start:end] == "\f":
        return True
    width = display_width(text[line_start:start])
    if before.isdecimal() and after.isdecimal():
        return width >= _TORN_NUMBER_WIDTH and _NEXT_IS_COUNTED.match(text, end) is not None
    if width >= _TORN_WIDTH:
        return True
    if indent < _WIDE_INDENT and width >= _SHORTEST_WRAPPED and wrap.indents():
        return True
    return wrap.near(width)


def _counts(text: str, at: int) -> bool:
    """Tell whether a one-character word and then punctuation follow: a unit torn from its number."""
    return _is_han(text[at]) and text[at + 1 : at + 2] in ",。;、)("


def _wrap_width(text: str) -> int:
    """Return the display width at which the lines of a hard-wrapped text break, or 0."""
    lines = [line.rstrip() for line in text.split("\n")]
    torn = [
        display_width(line)
        for line, following in itertools.pairwise(lines)
        if line and following.strip() and line[-1] not in noise().line_enders and len(line) > 20
    ]
    if len(torn) < _FEWEST_WRAPPED:
        return 0
    widest = max(torn)
    near = [width for width in torn if widest - width <= 2 * _WRAP_SLACK]
    return sum(near) // len(near) if len(near) * 2 >= len(torn) and len(near) >= _FEWEST_WRAPPED else 0


def display_width(text: str) -> int:
    """Return the columns a text takes: two for a wide character, one for another."""
    return len(text) + sum(map(_is_wide, text))


@cache
def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


@cache
def _latin_unit() -> re.Pattern[str]:
    return compile_quick(rf"(?:{'|'.join(noise().latin_units)})(?![A-Za-z0-9])")


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _heading_at(text: str, at: int, *, outer: bool = False) -> bool:
    """Tell whether a heading mark stands at ``at`` and a word follows it."""
    match = heading_mark().match(text, at)
    if match is None:
        return False
    if outer and match.lastgroup is not None and int(match.lastgroup[1:]) > 4:
        return False
    return (
        _is_han(text[match.end() : match.end() + 1] or " ")
        or text[match.end() : match.end() + 1] in " \u3000"
    )
