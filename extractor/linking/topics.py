"""The topic: what a half label takes over from the figures, clauses and headings before it.

``Context`` is the only memory of labelling; it is kept per document and forgets at a new section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from extractor.linking.joining import join
from extractor.linking.label_words import patterns, words
from extractor.linking.phrases import trim

_BRACKET = re.compile(r"\([^()]*\)")
# Marks around a heading or a clause.
_MARKS = '“”"。 【】■●◆▲★□◇'
_HEADING = 12
_HINT = 18
_NAME = 20


@dataclass(slots=True, eq=False)
class Named:
    """One figure already named, as later ones see it; ``subject`` is what a comparison speaks of.

    Never changed; only not frozen, which takes five times as long to make.
    """

    index: int
    label: str
    kind: str
    unit: str | None
    sentence: int
    bare: bool
    subject: str
    part: bool = False


@dataclass(slots=True)
class Context:
    """What has been said so far: the standing topic, the figures named, the words without figures.

    ``begun`` tells whether a figure of this sentence has been named. ``entity`` is the thing that 该项目 points at;
    ``just_said`` the clause right before, without figures; ``occasion`` the one that begins the sentence; ``above`` is what a
    short sentence before is about, ``whole`` the topic whose parts a list names. ``pointing`` is the sentence that
    does so; ``shared`` the verb and the unit that the members of a list share.
    """

    section: tuple[str, ...] = ()
    topic: str = ""
    sentence: int = 0
    begun: bool = False
    hint: str = ""
    above: str = ""
    whole: str = ""
    entity: str = ""
    pointing: int = -1
    shared: tuple[str, str | None] = ("", None)
    part: bool = False
    pair: tuple[str, ...] = ()
    named: dict[int, Named] = field(default_factory=dict)
    order: list[Named] = field(default_factory=list)
    level: str = ""
    just_said: str = ""
    occasion: str = ""

    def enter(self, section: tuple[str, ...]) -> None:
        """Begin a sentence; a new section forgets the topic."""
        self.sentence += 1
        self.begun = False
        self.hint = self.above = self.whole = self.occasion = ""
        self.pair = ()
        self.shared = ("", None)
        self.part = False
        if section != self.section:
            self.section = section
            self.topic = self.entity = ""
            self.order.clear()
            self.level = ""

    def add(self, named: Named) -> None:
        """Remember a figure; a level that stands by itself becomes the topic."""
        self.named[named.index] = named
        if named.kind == "level" and not named.bare:
            self.whole = (self.whole or self.topic) if named.part else ""
            if not (self.topic and self.begun and patterns().papers.search(named.label)):
                self.topic = named.label
        if named.kind == "level":
            self.level = named.label
        self.order.append(named)
        self.begun = True

    def last_level(self, units: tuple[str | None, ...] = ()) -> str:
        """Return the label of the last figure that is a level (in one of the units, if there is one near)."""
        for named in reversed(self.order[-8:]):
            if named.kind == "level" and named.unit in units and self.sentence - named.sentence <= 1:
                return named.label
        return self.level or self.standing()

    def last_levels(self, count: int, unit: str | None) -> list[str]:
        """Return the labels of the last levels near by, those in ``unit`` where one is given and they suffice."""
        near: list[Named] = []
        for named in reversed(self.order):
            if self.sentence - named.sentence > 1:
                break
            if named.kind == "level":
                near.append(named)
        near.reverse()
        alike = [named for named in near if named.unit == unit] if unit is not None else []
        chosen = alike if len(alike) >= count else near
        return [named.label for named in chosen[-count:]]

    def standing(self, *, rate: bool = True) -> str:
        """Return the topic for a half label: of this sentence's figures, the words before, or the heading.

        A rate reaches back to the sentence before; a mere verb at a sentence's start does not.
        """
        if (
            self.entity
            and self.pointing == self.sentence
            and (not self.begun or self.topic.startswith(self.entity))
        ):
            return self.entity
        if self.begun and self.topic:
            return self.topic
        if self.begun and self.order[-1].kind == "change" and not self.hint:
            return self.order[-1].subject
        if rate:
            return self.hint or self.topic or self.heading()
        return self.hint or self.above or self.heading() or self.topic

    def counted(self, topic: str) -> str:
        """Return the noun of a topic of which something else is said now: 14所通过验收,1所申请复核."""
        last = self.order[-1] if self.begun else None
        return last.subject if last and last.kind == "level" and last.label == topic else topic

    def note_project(self, core: str) -> None:
        """Remember the project whose size the words give: its further sizes in this sentence are its own."""
        match = patterns().project.fullmatch(core) if patterns().project_word.search(core) else None
        if match:
            self.entity, self.pointing = match.group(1), self.sentence

    def heading(self, longest: int = _HEADING) -> str:
        """Return the innermost heading's own words, when they are few."""
        for title in reversed(self.section):
            short = heading_topic(title, longest)
            if short:
                return short
        return ""

    def point(self, text: str) -> None:
        """Where a sentence begins with a word that points back (该项目), remember what it points at."""
        if patterns().pointer.match(text):
            self.entity = self.heading(_NAME) or self.topic
            self.pointing = self.sentence

    def entity_of(self, core: str) -> str:
        """Return the words with the thing that their sentence points at, or with 前者 and 后者 spelled out."""
        for place, pointer in enumerate(words().told_apart) if core.startswith(words().told_apart) else ():
            if core.startswith(pointer):
                self.pair = self.pair or tuple(self.last_levels(2, None))
                named = self.pair[place] if place < len(self.pair) else ""
                return join(named, core.removeprefix(pointer), keep=True)
        if not self.entity or self.pointing != self.sentence:
            return core
        match = patterns().pointer.match(core)
        core = core[match.end() :] if match else core
        if match or patterns().project_sizes.fullmatch(core) or self.entity == self.heading(_NAME):
            return join(self.entity, core, keep=True)
        return core


@lru_cache(maxsize=20_000)
def heading_topic(title: str, longest: int = _HEADING) -> str:
    """Return what a heading is about, or nothing when it says too much."""
    title = _BRACKET.sub("", title.split(",", maxsplit=1)[0].split(":", maxsplit=1)[0]).strip(_MARKS)
    if patterns().remarks.search(title):
        return ""
    core = _without_frame(title)
    return core if 1 < len(core) <= longest else ""


def _without_frame(title: str) -> str:
    """Return a heading without the words at its ends that every heading may have."""
    known = patterns()
    lead = known.heading_lead.match(title)
    start = lead.end() if lead else 0
    tail = known.heading_tail.search(title, start)
    return title[start : tail.start() if tail else len(title)]


@lru_cache(maxsize=20_000)
def hint_of(text: str) -> str:
    """Return what a clause without figures is about: its last noun phrase, when short enough."""
    core = trim(text)[1].strip(_MARKS)
    if patterns().remarks.search(core):
        return ""
    for verb in words().hint_verbs if patterns().hint_verbs.search(core) else ():
        at = core.rfind(verb)
        if at >= 0 and len(core) - at - len(verb) > 1:
            core = core[at + len(verb) :]
    core = _without_frame(core)
    return core if 1 < len(core) <= _HINT else ""
