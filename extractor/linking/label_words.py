"""The vocabulary of labels: ``patterns/labels.yaml`` by roles, and its patterns compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from extractor.packs import PackModel, RuleExamples, compile_quick, load_vocabulary
from extractor.packs.compiling import guarded
from extractor.packs.deferred import deferred

if TYPE_CHECKING:
    from collections.abc import Iterable


class Fragment(RuleExamples):
    """A regular expression with the words that it must fit whole."""

    pattern: str


class Words(PackModel):
    """Literal words and patterns of one role."""

    patterns: tuple[Fragment, ...] = ()
    words: tuple[str, ...] = ()

    def union(self) -> str:
        """Return one alternation of all, the longest words first."""
        return "|".join([*alternatives(self.words), *(f"(?:{item.pattern})" for item in self.patterns)])


class ChangeWords(PackModel):
    """Parts of the size of a change."""

    reference: str
    adverb: str
    verb: str
    against: str
    short: str


class ShareWords(PackModel):
    """Parts of a share."""

    verb: str
    lone: tuple[str, ...]
    base: str


class LabelWords(PackModel):
    """``patterns/labels.yaml``."""

    kind: Literal["labels"]
    lead: Words
    tail: Words
    list_marks: tuple[str, ...]
    after_lead: tuple[str, ...]
    change: ChangeWords
    share: ShareWords
    step_units: tuple[str, ...]
    goal: str
    gap: str
    rank: str
    rivals: str
    measure: str
    rate_units: tuple[str, ...]
    score_units: tuple[str, ...]
    due: str
    done: tuple[str, ...]
    per: str
    per_head: str
    actions: tuple[str, ...]
    reaching: tuple[str, ...]
    generic: tuple[str, ...]
    named_units: dict[str, str]
    plain_headers: tuple[str, ...]
    share_verbs: tuple[str, ...]
    bare: Words
    alone: tuple[str, ...]
    topic_tail: tuple[str, ...]
    contrasts: tuple[tuple[str, ...], ...]
    object_lists: tuple[str, ...]
    occasion: str
    group: str
    handed_out: str
    swaps: tuple[tuple[str, ...], ...]
    heads: str
    among: str
    of: str
    inside: str
    rate: str
    loose_ends: str
    manner: str
    by_unit: str
    leaving: str
    arriving: str
    adverbial: str
    apposition: str
    by: str
    moves: str
    ordinal: str
    ordinal_units: str
    equals: str
    filler: str
    wrapper: str
    papers: str
    items: str
    serves: str
    cuts: tuple[str, ...]
    hint_verbs: tuple[str, ...]
    copula: str
    counted: str
    remarks: str
    sums: str
    each: str
    list_goes_on: tuple[str, ...]
    money_verbs: tuple[str, ...]
    light: tuple[str, ...]
    all_of_them: str
    purpose: str
    project: str
    project_sizes: str
    pointers: str
    shared_tails: str
    measure_first: str
    told_apart: tuple[str, str]
    against_goal: str
    list_numbers: str
    passing_brackets: str
    bounds: str
    heading_lead: tuple[str, ...]
    heading_tail: tuple[str, ...]


def alternatives(words: Iterable[str]) -> list[str]:
    """Return the words as pattern text, the longest first."""
    return [re.escape(word) for word in sorted(words, key=len, reverse=True)]


def repeated(pattern: str, end: str = "") -> re.Pattern[str]:
    """Return a pattern that fits one or more times, with a look at the next character before each."""
    return deferred(lambda: guarded(f"(?:{guarded(pattern)})+{end}"))


@cache
def words() -> LabelWords:
    """Return the shipped vocabulary of labels."""
    return load_vocabulary("labels", LabelWords)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The vocabulary as compiled patterns."""

    lead: re.Pattern[str]
    tail: re.Pattern[str]
    mark: re.Pattern[str]
    hint_verbs: re.Pattern[str]
    project_word: re.Pattern[str]
    contrasts: dict[str, tuple[str, ...]]
    swaps: dict[str, tuple[str, ...]]
    end_mark: re.Pattern[str]
    after_lead: re.Pattern[str]
    change: re.Pattern[str]
    bare: re.Pattern[str]
    heads: re.Pattern[str]
    topic_tail: re.Pattern[str]
    heading_lead: re.Pattern[str]
    heading_tail: re.Pattern[str]
    goal: re.Pattern[str]
    gap: re.Pattern[str]
    share: re.Pattern[str]
    share_base: re.Pattern[str]
    rank: re.Pattern[str]
    measure: re.Pattern[str]
    rivals: re.Pattern[str]
    per: re.Pattern[str]
    per_head: re.Pattern[str]
    share_verbs: re.Pattern[str]
    all_of_them: re.Pattern[str]
    light: re.Pattern[str]
    copula: re.Pattern[str]
    manner: re.Pattern[str]
    manner_first: re.Pattern[str]
    occasion: re.Pattern[str]
    group: re.Pattern[str]
    handed_out: re.Pattern[str]
    leaving: re.Pattern[str]
    arriving: re.Pattern[str]
    adverbial: re.Pattern[str]
    apposition: re.Pattern[str]
    moves: re.Pattern[str]
    ordinal: re.Pattern[str]
    ordinal_units: re.Pattern[str]
    equals: re.Pattern[str]
    by_unit: re.Pattern[str]
    filler: re.Pattern[str]
    wrapper: re.Pattern[str]
    papers: re.Pattern[str]
    items: re.Pattern[str]
    serves: re.Pattern[str]
    counted: re.Pattern[str]
    remarks: re.Pattern[str]
    sums: re.Pattern[str]
    each: re.Pattern[str]
    goes_on: re.Pattern[str]
    pointer: re.Pattern[str]
    against_goal: re.Pattern[str]
    shared_tails: re.Pattern[str]
    measure_first: re.Pattern[str]
    list_numbers: re.Pattern[str]
    passing_brackets: re.Pattern[str]
    bounds: re.Pattern[str]
    purpose: re.Pattern[str]
    project: re.Pattern[str]
    project_sizes: re.Pattern[str]


@cache
def patterns() -> Patterns:
    """Return the compiled patterns."""
    known = words()
    marks = "|".join(alternatives(known.list_marks))
    change = known.change
    return Patterns(
        lead=repeated(known.lead.union()),
        tail=repeated(known.tail.union(), r"\Z"),
        mark=compile_quick(f"(?:{marks})"),
        end_mark=compile_quick(f"(?:{marks})+$"),
        after_lead=repeated("|".join(alternatives(known.after_lead))),
        # A word such as 高 or 短 is a change after 比…, or where it says all.
        change=compile_quick(
            f"(?:(?:{change.reference})?{change.adverb}{change.verb}"
            f"|{change.against}{change.adverb}(?:{change.verb}|{change.short})"
            rf"|\A{change.adverb}{change.short})\Z",
            re.DOTALL,
        ),
        bare=compile_quick(known.bare.union()),
        heads=compile_quick(known.heads),
        topic_tail=compile_quick("(?:" + "|".join(alternatives(known.topic_tail)) + ")$"),
        heading_lead=repeated("|".join(alternatives(known.heading_lead))),
        heading_tail=repeated("|".join(alternatives(known.heading_tail)), r"\Z"),
        hint_verbs=compile_quick("|".join(alternatives(known.hint_verbs))),
        goal=compile_quick(known.goal),
        gap=compile_quick(known.gap),
        share=compile_quick(known.share.verb),
        rank=compile_quick(known.rank),
        measure=compile_quick(known.measure),
        rivals=compile_quick(known.rivals),
        per=compile_quick(known.per),
        per_head=compile_quick(known.per_head),
        share_verbs=compile_quick("|".join(alternatives(known.share_verbs))),
        all_of_them=compile_quick(known.all_of_them),
        share_base=compile_quick(f"{known.share.base}$"),
        light=compile_quick("|".join(alternatives(known.light))),
        copula=compile_quick(known.copula),
        serves=compile_quick(known.serves),
        papers=compile_quick(known.papers),
        items=compile_quick(known.items),
        filler=compile_quick(known.filler),
        wrapper=compile_quick(known.wrapper),
        by_unit=compile_quick(known.by_unit),
        manner=compile_quick(f"(?:{known.manner})+$"),
        group=compile_quick(known.group),
        occasion=compile_quick(known.occasion),
        handed_out=compile_quick(known.handed_out),
        manner_first=compile_quick(known.manner),
        leaving=compile_quick(known.leaving),
        arriving=compile_quick(known.arriving),
        adverbial=compile_quick(known.adverbial),
        apposition=compile_quick(known.apposition),
        moves=compile_quick(known.moves),
        ordinal=compile_quick(known.ordinal),
        ordinal_units=compile_quick(known.ordinal_units),
        equals=compile_quick(known.equals),
        counted=compile_quick(known.counted),
        remarks=compile_quick(known.remarks),
        sums=compile_quick(known.sums),
        each=compile_quick(known.each),
        goes_on=compile_quick("|".join(alternatives(known.list_goes_on))),
        pointer=compile_quick(known.pointers),
        against_goal=compile_quick(known.against_goal),
        shared_tails=compile_quick(known.shared_tails),
        measure_first=compile_quick(known.measure_first),
        list_numbers=compile_quick(known.list_numbers),
        passing_brackets=compile_quick(known.passing_brackets),
        bounds=compile_quick(known.bounds),
        purpose=compile_quick(known.purpose),
        project_word=compile_quick(known.project),
        project=compile_quick(f"(.{{2,20}}?{known.project})(?:{known.project_sizes})$"),
        project_sizes=compile_quick(known.project_sizes),
        # A word of two classes counts for the first.
        contrasts={word: group for group in reversed(known.contrasts) for word in group},
        swaps={word: group for group in known.swaps for word in group},
    )
