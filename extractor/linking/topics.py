"""The topic: what a half label takes over from the figures, clauses and headings before it.

``Context`` is the only memory of labelling; it is kept per document and forgets at a new section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extractor.linking.phrases import patterns, trim, words
from extractor.text.tokens import tokens

LONGEST = 26
_BRACKET = re.compile(r"\([^()]*\)")
_HEADING = 12
_HINT = 18
_NAME = 20
_DEEDS = ("verb", "act")


@dataclass(frozen=True, slots=True)
class Named:
    """One figure already named, as later ones see it; ``subject`` is what a comparison speaks of."""

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

    ``entity`` is the thing that 该项目 points at; ``above`` is what a
    short sentence before is about, ``whole`` the topic whose parts a list names. ``pointing`` is the sentence that
    does so; ``shared`` the verb and the unit that the members of a list share.
    """

    section: tuple[str, ...] = ()
    topic: str = ""
    sentence: int = 0
    hint: str = ""
    above: str = ""
    whole: str = ""
    entity: str = ""
    pointing: int = -1
    shared: tuple[str, str | None] = ("", None)
    part: bool = False
    named: dict[int, Named] = field(default_factory=dict)
    order: list[Named] = field(default_factory=list)

    def enter(self, section: tuple[str, ...]) -> None:
        """Begin a sentence; a new section forgets the topic."""
        self.sentence += 1
        self.hint = self.above = self.whole = ""
        self.shared = ("", None)
        self.part = False
        if section != self.section:
            self.section = section
            self.topic = self.entity = ""
            self.order.clear()

    @property
    def begun(self) -> bool:
        """Say whether a figure of this sentence has been named."""
        return bool(self.order) and self.order[-1].sentence == self.sentence

    def add(self, named: Named) -> None:
        """Remember a figure; a level that stands by itself becomes the topic."""
        self.named[named.index] = named
        if named.kind == "level" and not named.bare:
            self.whole = self.topic if named.part else ""
            self.topic = named.label
        self.order.append(named)

    def last_level(self, units: tuple[str | None, ...] = ()) -> str:
        """Return the label of the last figure that is a level (in one of the units, if there is one near)."""
        for named in reversed(self.order[-8:]):
            if named.kind == "level" and named.unit in units and self.sentence - named.sentence <= 1:
                return named.label
        for named in reversed(self.order):
            if named.kind == "level":
                return named.label
        return self.standing()

    def last_levels(self, count: int, unit: str | None) -> list[str]:
        """Return the labels of the last levels near by, those in ``unit`` where one is given and they suffice."""
        near = [named for named in self.order if named.kind == "level" and self.sentence - named.sentence <= 1]
        alike = [named for named in near if named.unit == unit] if unit is not None else []
        chosen = alike if len(alike) >= count else near
        return [named.label for named in chosen[-count:]]

    def standing(self, *, rate: bool = True) -> str:
        """Return the topic for a half label: of this sentence's figures, the words before, or the heading.

        A rate reaches back to the sentence before; a mere verb at a sentence's start does not.
        """
        if self.entity and self.pointing == self.sentence and (not self.begun or self.topic.startswith(self.entity)):
            return self.entity
        if self.begun and self.topic:
            return self.topic
        if rate:
            return self.hint or self.topic or self.heading()
        return self.hint or self.above or self.heading() or self.topic

    def note_project(self, core: str) -> None:
        """Remember the project whose size the words give: its further sizes in this sentence are its own."""
        match = patterns().project.fullmatch(core)
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
        """Return the words with the thing that their sentence points at."""
        match = patterns().pointer.match(core)
        core = core[match.end() :] if match else core
        if not self.entity or self.pointing != self.sentence:
            return core
        if match or patterns().project_sizes.fullmatch(core) or self.entity == self.heading(_NAME):
            return join(self.entity, core, keep=True)
        return core


def heading_topic(title: str, longest: int = _HEADING) -> str:
    """Return what a heading is about, or nothing when it says too much."""
    title = _BRACKET.sub("", title.split(",")[0].split(":")[0]).strip("“”\"。 ")
    if patterns().remarks.search(title):
        return ""
    match = patterns().heading.fullmatch(title)
    core = match.group(1) if match else title
    return core if 1 < len(core) <= longest else ""


def is_bare(core: str) -> bool:
    """Say whether the words name nothing by themselves."""
    known = patterns()
    if core in words().alone:
        return False
    per = known.per.match(core)
    if known.measure.search(core) and tokens(core)[0].flag == "verb" and core[-1] == words().rate:
        return True
    return known.bare.fullmatch(core[per.end() :] if per else core) is not None or (per is not None and len(core) <= 6)  # noqa: PLR2004


def join(topic: str, tail: str, *, keep: bool = False) -> str:
    """Return topic and half label as one phrase, shared words once; ``keep`` leaves the topic whole."""
    if not topic or topic in tail:
        return tail or topic
    if not tail or topic.endswith(tail):
        return topic
    if keep:
        return _glue(_unrepeated(topic, tail), tail)
    stem = patterns().topic_tail.sub("", topic) or topic
    if topic[-1] == tail[-1] == words().rate:
        measure = measure_of(topic)
        stem = topic[: -len(measure)] if len(topic) - len(measure) > 1 else stem
    overlap = max((size for size in range(2, len(tail) + 1) if tail[:size] in stem), default=0)
    if overlap:
        at = stem.rfind(tail[:overlap])
        rest = stem[at + overlap :]
        if rest == tail[overlap:] or len(rest) <= 2 and at:  # noqa: PLR2004
            front = stem[:at] if at > 1 else ""
            return fit(tail if all(token.flag in _DEEDS for token in tokens(front)) else front + tail)
        if at == 0 and rest:
            return _glue(rest, tail)
    return _glue(_unrepeated(stem, tail), tail)


def _unrepeated(stem: str, tail: str) -> str:
    """Return the topic without a verb at either end that the half label says again."""
    pieces = tokens(stem)
    if len(pieces) > 1 and pieces[-1].flag in _DEEDS and pieces[-1].word in tail:
        return stem[: pieces[-1].start]
    for piece in pieces[:-1]:
        if piece.flag not in _DEEDS:
            break
        if piece.word in tail and len(stem) - piece.end > 2:  # noqa: PLR2004 what is left must say what
            return stem[piece.end :]
    return stem


def _glue(stem: str, tail: str) -> str:
    """Join, the stem shortened to what fits."""
    room = LONGEST - len(tail)
    return stem + tail if len(stem) <= room else fit(_last_part(stem, room) + tail)


def _last_part(text: str, room: int) -> str:
    """Return the end of a long topic, from a natural cut on where there is one."""
    if len(text) <= room:
        return text
    short = text[-room:] if room > 0 else ""
    for mark in words().cuts:
        at = short.find(mark)
        if 0 <= at < len(short) - 3:
            return short[at + len(mark) :]
    return short


def fit(label: str, room: int = LONGEST) -> str:
    """Return the label short enough for a column name."""
    return label if len(label) <= room else _last_part(label, room)


def measure_of(label: str) -> str:
    """Return the half label that a rate or score ends in (签约率), by whole words."""
    if not patterns().measure.search(label):
        return ""
    for token in tokens(label)[1:]:
        if is_bare(label[token.start :]) and not any(token.word in group for group in words().contrasts):
            return label[token.start :]
    return tokens(label)[-1].word


def hint_of(text: str) -> str:
    """Return what a clause without figures is about: its last noun phrase, when short enough."""
    core = trim(text)[1].strip("“”\" ")
    if patterns().remarks.search(core):
        return ""
    for verb in words().hint_verbs:
        at = core.rfind(verb)
        if at >= 0 and len(core) - at - len(verb) > 1:
            core = core[at + len(verb) :]
    match = patterns().heading.fullmatch(core)
    core = match.group(1) if match else core
    return core if 1 < len(core) <= _HINT else ""
