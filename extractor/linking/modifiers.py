"""Population and qualifiers: what modifies a label leaves it for a column of its own.

Reads ``patterns/populations.yaml`` and ``patterns/qualifiers.yaml``. A label never loses its head: what
is left must still say something.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Literal

from extractor.linking.joining import is_bare
from extractor.linking.label_words import words
from extractor.linking.phrases import is_tail
from extractor.packs import PackModel, RuleExamples, compile_quick, compile_starts, load_vocabulary
from extractor.text.deeds import begins_with_deed

LONGEST = 40
# What stands between the groups of a list.
_LISTED = ("、", ",")


class Modifier(RuleExamples):
    """One kind of modifier."""

    id: str
    pattern: str


class Populations(PackModel):
    """``patterns/populations.yaml``."""

    kind: Literal["populations"]
    populations: tuple[Modifier, ...]


class Qualifiers(PackModel):
    """``patterns/qualifiers.yaml``."""

    kind: Literal["qualifiers"]
    front: tuple[Modifier, ...]
    inside: tuple[str, ...]
    stripped_kinds: tuple[str, ...]
    stripped: dict[str, str]
    shortest: int


@cache
def _qualifiers() -> Qualifiers:
    return load_vocabulary("qualifiers", Qualifiers)


@cache
def _population() -> re.Pattern[str]:
    items = load_vocabulary("populations", Populations).populations
    return compile_quick("|".join(f"(?:{item.pattern})" for item in items))


@cache
def _front() -> re.Pattern[str]:
    return compile_quick("|".join(f"(?:{item.pattern})" for item in _qualifiers().front))


@cache
def _any() -> re.Pattern[str]:
    """Return a quick search for all that may be taken from the front of a label, or out of it."""
    known = (*_qualifiers().front, *load_vocabulary("populations", Populations).populations)
    return compile_starts(
        "|".join([*map(re.escape, _qualifiers().inside), *(f"(?:{item.pattern})" for item in known)])
    )


@cache
def _stripped() -> re.Pattern[str]:
    known = _qualifiers()
    kinds = [f"(?:{item.pattern})" for item in known.front if item.id in known.stripped_kinds]
    return compile_quick(
        "|".join([*(re.escape(word) for word in sorted(known.stripped, key=len, reverse=True)), *kinds])
    )


@lru_cache(maxsize=20_000)
def take_apart(label: str, lead: str) -> tuple[str, str | None, tuple[str, ...]]:
    """Return (label, population, qualifiers) of the words that name a figure and those stripped before it."""
    known = _qualifiers()
    found = (
        [known.stripped.get(match.group(), match.group()) for match in _stripped().finditer(lead)]
        if lead
        else []
    )
    if _any().search(label) is None:
        return label[:LONGEST], None, tuple(dict.fromkeys(found)) if found else ()
    text, population = label, None
    while True:
        match = _front().match(text)
        if match is not None and _enough(text[match.end() :]):
            found.append(match.group())
            text = text[match.end() :].removeprefix(words().of)
            continue
        match = _population().match(text) if population is None else None
        if match is None or not _enough(text[match.end() :]):
            break
        population = match.group()
        text = text[match.end() :].removeprefix(words().of)
    for word in known.inside:
        at = text.find(word, 1)
        if at > 0 and _enough(text[:at] + text[at + len(word) :]):
            text = text[:at] + text[at + len(word) :]
            found.append(word)
    if population is None:
        text, population = _inner_population(text)
    return text[:LONGEST], population, tuple(dict.fromkeys(found))


def _inner_population(text: str) -> tuple[str, str | None]:
    """Take a population out of the middle (before a half label) or the end (after a deed) of a label."""
    match = _population().search(text, 2)
    if match is None:
        return text, None
    before, rest = text[: match.start()].removesuffix(words().of), text[match.end() :]
    # One group of a list does not leave it alone: 高血压、糖尿病患者.
    if before.endswith(_LISTED):
        return text, None
    deed = begins_with_deed(before)
    if (rest and is_bare(rest) and not is_tail(rest)) or (not rest and deed and _enough(before)):
        return before + rest, match.group()
    return text, None


def _enough(rest: str) -> bool:
    """Say whether the rest of a label still names something."""
    return len(rest) >= _qualifiers().shortest and not is_tail(rest)
