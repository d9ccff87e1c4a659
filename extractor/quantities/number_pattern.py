"""The pattern of a number in running text: one regex source, put together from the pattern files.

It finds the longest stretch that may be one number: masked or not, with scale words and 余, a
fraction, a range. Which of them are figures is for the scanner to say, and ``read`` gives their
value (or None for what only looks like a number). Every quantifier is possessive, so that matching
is linear. There are no capture groups.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.packs import compile_quick
from extractor.quantities.lexicon import alternatives, characters, lexicon

DIGITS = r"[0-9]++(?:\.[0-9]++)?+"
# A hyphen is a minus unless it links: not after a digit, a letter or another dash, nor where a digit
# stands so near before it that the characters between are its unit (20人-30人).
MINUS = r"(?<![0-9A-Za-z%‰)）\]\-—–~/])(?<![0-9].)(?<![0-9]..)(?<![0-9]...)"


@dataclass(frozen=True, slots=True)
class Parts:
    """The sources of the smaller patterns that the whole is made of."""

    digit: str
    scale: str
    more: str
    cell: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources of the parts of a number: what it may be, and what may follow each of them.

    ``sign`` and ``atom`` make a number; ``part`` (tenths, a slash) or ``fraction`` may follow, and after a
    word of ``ranges`` the other end.
    """

    idioms: str
    sign: str
    atom: str
    part: str
    fraction: str
    ranges: tuple[str, ...]


@cache
def number_sources() -> Sources:
    """Return the sources, put together from the pattern files."""
    numerals = lexicon().numerals
    parts = _parts()
    atom = f"(?:{_chinese(parts)}|{_arabic(parts)}|{_double()})"
    fractions, tenths = numerals.fractions, numerals.tenths
    over = alternatives(fractions.words)
    whole = alternatives(fractions.whole)
    follows = f"(?!{alternatives(tenths.not_before)})"
    more = f"(?:{alternatives(numerals.more.words)})(?!{alternatives(numerals.more.not_before)})"
    half = alternatives(numerals.halves.words)
    added = f"(?:[{parts.digit}](?![{parts.digit}{parts.scale}])|{more}|{half})?+"
    tenth = f"(?:{alternatives(tenths.words)}){follows}{added}"
    # 12.8/10万 and 3/1000 are rates with such a unit, no fractions.
    slash = rf"/(?!10++(?![0-9]))[0-9]++(?![0-9.,]*[{parts.scale}*])"
    part = f"{tenth}|{slash}"
    fraction = f"(?:(?:{whole}){atom}(?={over}))?+(?:(?:{over}){_sign()}?+{atom}|{part})?+"
    ranges = tuple(sorted(set(numerals.ranges.words), key=lambda word: (-len(word), word)))
    return Sources(_idioms(), _sign(), atom, part, fraction, ranges)


@cache
def number_pattern() -> str:
    """Return the regex source of a number in clean text (for ``re`` of Python 3.11, or ``regex``)."""
    found = number_sources()
    single = f"{found.sign}?+{found.atom}{found.fraction}"
    return f"(?:{found.idioms}|{single}(?:[%‰]?+(?:{alternatives(found.ranges)}){single})?+)"


@cache
def number_regex() -> re.Pattern[str]:
    """Return ``number_pattern`` compiled; ``number_end`` finds the same, and sooner."""
    return compile_quick(number_pattern())


def _parts() -> Parts:
    """Return the character classes and the pattern of 余 and its like."""
    words = lexicon()
    numerals = words.numerals
    digit, scale = characters(numerals.digits, "plain"), characters(numerals.scales, "plain")
    always = "".join(rule.characters for rule in words.masks.masks if rule.use in ("always", "digit", "zero"))
    letters = "".join(
        _letter(rule.characters, rule.not_before) for rule in words.masks.masks if rule.use == "letter"
    )
    cell = rf"(?:[0-9{re.escape(always)}]{letters})"
    rule = numerals.more
    zeros = characters([digit_rule for digit_rule in numerals.digits if not digit_rule.value], "plain")
    solid = f"(?<=[0-9{re.escape(always)}Xx{scale}])(?:{alternatives(rule.words)})"
    after_round = f"(?<=[0{zeros}{scale}])(?:{alternatives(rule.after_round)})"
    return Parts(digit, scale, f"(?:{solid}|{after_round})(?!{alternatives(rule.not_before)})", cell)


def _letter(letters: str, not_before: tuple[str, ...]) -> str:
    """Return the alternative for letters as masks: no other letter touches them, and a single one is no X光."""
    others = "".join(c for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" if c not in letters)
    first = f"(?<![{letters}0-9.])[{letters}](?!{alternatives(not_before)})" if not_before else f"[{letters}]"
    inner = f"(?<=[{letters}0-9.])[{letters}]"
    return f"|(?<![{others}])(?:{first}|{inner})(?![{others}])"


def _double() -> str:
    """Return the pattern of letters that are a mask only in a row (NN)."""
    scale = _parts().scale
    found = [
        rf"(?<![A-Za-z0-9])[{rule.characters}]++(?:\.[{rule.characters}]++|(?<=[{rule.characters}]{{2}}))[{scale}]*+(?![A-Za-z0-9])"
        for rule in lexicon().masks.masks
        if rule.use == "double"
    ]
    found.append(r"(?<=[\u4e00-\u9fff])N(?=[起例人个家次份元名张户台])")
    return "|".join(found)


def _arabic(parts: Parts) -> str:
    """Return the pattern of a number that begins with digits or masks: 1,100.9亿, 3万4000, 2***万, 20多亿."""
    cell, scale = parts.cell, parts.scale
    run = rf"(?:{cell}{{1,3}}(?:,{cell}{{3}})++(?!{cell})|{cell}++(?:(?<=[^0-9]),(?=[^0-9]){cell}++)?+)(?:\.{cell}++)?+"
    dangling = rf"(?:(?<=[^0-9])\.(?=[%‰{scale}]))?+"
    zeros = characters([rule for rule in lexicon().numerals.digits if not rule.value], "plain")
    further = f"(?:[{zeros}]?+(?:{DIGITS}[{scale}]*+|[{parts.digit}][{scale}]++))*+"
    return f"{run}{dangling}(?:[{scale}]++{further})?+(?:{parts.more}[{scale}]*+)?+"


def _chinese(parts: Parts) -> str:
    """Return the pattern of a number that begins with a Chinese digit or scale word."""
    numerals, digit, scale = lexicon().numerals, parts.digit, parts.scale
    zero = "".join(rule.characters for rule in lexicon().masks.masks if rule.use == "zero")
    formal_digit, formal_scale = characters(numerals.digits, "formal"), characters(numerals.scales, "formal")
    several = f"(?:{alternatives(numerals.several.words)})(?=[{scale}])[{scale}]++"
    formal = f"[{formal_digit}][{formal_scale}][{formal_digit}{formal_scale}{digit}{scale}]*+"
    mixed = f"(?:(?<=[{scale}]){DIGITS}[{scale}]*+)*+"
    points = numerals.points
    no_point = f"(?![{_small_scales()}]|{alternatives(points.not_before)})"
    point = f"(?:(?:{alternatives(points.words)})[{digit}]++{no_point}[{scale}]*+)?+"
    plain = f"[{digit}{scale}][{digit}{scale}{zero}]*+{mixed}{point}"
    apart = f"(?!{alternatives(numerals.apart.words)})"
    return f"{apart}(?:{several}|{formal}|{plain})(?:{parts.more}[{scale}]*+)?+"


def _small_scales() -> str:
    """Return the scale words that multiply one digit only."""
    return characters([rule for rule in lexicon().numerals.scales if not rule.big], "plain")


def _sign() -> str:
    """Return the pattern of a sign, for a number that follows at once."""
    signs = lexicon().numerals.signs
    words = [word for word in signs.negative if word.isalpha()]
    marks = [word for word in signs.negative if word not in words]
    parts = _parts()
    return (
        f"(?:(?<![{signs.not_after}])(?:{alternatives(words)})(?=[0-9{parts.digit}*])"
        f"|{MINUS}(?:{alternatives(marks)})(?=[0-9*]))"
    )


def _idioms() -> str:
    """Return the pattern of the words that are a number as they stand, and of doublings."""
    numerals = lexicon().numerals
    words = alternatives(word for rule in numerals.idioms if rule.sought for word in rule.words)
    doubling, digit = numerals.doubling, _parts().digit
    return f"{words}|(?:{alternatives(doubling.before)})[{digit}]?+(?:{alternatives(doubling.after)})"
