"""The vocabulary of labels: ``patterns/labels.yaml`` by roles, and its patterns compiled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from extractor.packs import PackModel, RuleExamples, load_vocabulary

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
    goal: str
    gap: str
    rank: str
    measure: str
    rate_units: tuple[str, ...]
    score_units: tuple[str, ...]
    due: str
    done: tuple[str, ...]
    per: str
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
    heads: str
    among: str
    of: str
    inside: str
    rate: str
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
    heading_lead: tuple[str, ...]
    heading_tail: tuple[str, ...]


def alternatives(words: Iterable[str]) -> list[str]:
    """Return the words as pattern text, the longest first."""
    return [re.escape(word) for word in sorted(words, key=len, reverse=True)]


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
    end_mark: re.Pattern[str]
    after_lead: re.Pattern[str]
    change: re.Pattern[str]
    bare: re.Pattern[str]
    heads: re.Pattern[str]
    topic_tail: re.Pattern[str]
    heading: re.Pattern[str]
    goal: re.Pattern[str]
    gap: re.Pattern[str]
    share: re.Pattern[str]
    share_base: re.Pattern[str]
    rank: re.Pattern[str]
    measure: re.Pattern[str]
    per: re.Pattern[str]
    share_verbs: re.Pattern[str]
    all_of_them: re.Pattern[str]
    light: re.Pattern[str]
    copula: re.Pattern[str]
    counted: re.Pattern[str]
    remarks: re.Pattern[str]
    sums: re.Pattern[str]
    each: re.Pattern[str]
    goes_on: re.Pattern[str]
    pointer: re.Pattern[str]
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
        lead=re.compile(f"(?:{known.lead.union()})*"),
        tail=re.compile(f"(.*?)((?:{known.tail.union()})*)", re.DOTALL),
        mark=re.compile(f"(?:{marks})"),
        end_mark=re.compile(f"(?:{marks})+$"),
        after_lead=re.compile("(?:" + "|".join(alternatives(known.after_lead)) + ")*"),
        change=re.compile(f"(.*?)((?:{change.reference})?{change.adverb}{change.verb})", re.DOTALL),
        bare=re.compile(known.bare.union()),
        heads=re.compile(known.heads),
        topic_tail=re.compile("(?:" + "|".join(alternatives(known.topic_tail)) + ")$"),
        heading=re.compile(
            "(?:"
            + "|".join(alternatives(known.heading_lead))
            + ")*(.*?)(?:"
            + "|".join(alternatives(known.heading_tail))
            + ")*"
        ),
        goal=re.compile(known.goal),
        gap=re.compile(known.gap),
        share=re.compile(known.share.verb),
        rank=re.compile(known.rank),
        measure=re.compile(known.measure),
        per=re.compile(known.per),
        share_verbs=re.compile("|".join(alternatives(known.share_verbs))),
        all_of_them=re.compile(known.all_of_them),
        share_base=re.compile(f"{known.share.base}$"),
        light=re.compile("|".join(alternatives(known.light))),
        copula=re.compile(known.copula),
        counted=re.compile(known.counted),
        remarks=re.compile(known.remarks),
        sums=re.compile(known.sums),
        each=re.compile(known.each),
        goes_on=re.compile("|".join(alternatives(known.list_goes_on))),
        pointer=re.compile(known.pointers),
        purpose=re.compile(known.purpose),
        project=re.compile(f"(.{{2,20}}?{known.project})(?:{known.project_sizes})$"),
        project_sizes=re.compile(known.project_sizes),
    )
