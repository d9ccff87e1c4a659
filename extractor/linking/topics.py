"""The topic: what a half label takes over from the figures, clauses and headings before it.

``Context`` is the only memory of labelling; it is kept per document and forgets at a new section.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.linking.phrases import patterns, trim, words

LONGEST = 26


@dataclass(slots=True)
class Named:
    """One figure already named, as later ones see it: ``kind`` is level, change, share or gap."""

    index: int
    label: str
    kind: str
    unit: str | None
    sentence: int
    bare: bool


@dataclass(slots=True)
class Context:
    """What has been said so far: the standing topic, the figures named, the words without figures."""

    section: tuple[str, ...] = ()
    topic: str = ""
    sentence: int = 0
    hint: str = ""
    named: dict[int, Named] = field(default_factory=dict)
    order: list[Named] = field(default_factory=list)

    def enter(self, section: tuple[str, ...]) -> None:
        """Begin a sentence; a new section forgets the topic."""
        self.sentence += 1
        self.hint = ""
        if section != self.section:
            self.section = section
            self.topic = ""
            self.order.clear()

    def add(self, named: Named) -> None:
        """Remember a figure; a level that stands by itself becomes the topic."""
        self.named[named.index] = named
        self.order.append(named)
        if named.kind == "level" and not named.bare:
            self.topic = named.label

    def last_level(self) -> str:
        """Return the label of the last figure that is a level, or the topic."""
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

    def standing(self) -> str:
        """Return the topic for a half label: of this section's figures, the words before, or the heading."""
        here = self.order[-1].sentence == self.sentence if self.order else False
        if here and self.topic:
            return self.topic
        return self.hint or self.topic or self.heading()

    def heading(self) -> str:
        """Return the innermost heading's own words, when they are few."""
        for title in reversed(self.section):
            short = heading_topic(title)
            if short:
                return short
        return ""


def heading_topic(title: str) -> str:
    """Return what a heading is about, or nothing when it says too much."""
    match = patterns().heading.fullmatch(title.split(",")[0].split(":")[0].strip("“”\"。 "))
    core = match.group(1) if match else title
    return core if 2 <= len(core) <= 12 else ""  # noqa: PLR2004 a topic is a few words


def is_bare(core: str) -> bool:
    """Say whether the words name nothing by themselves."""
    return core not in words().alone and patterns().bare.fullmatch(core) is not None


def join(topic: str, tail: str) -> str:
    """Return topic and half label as one phrase, shared words once."""
    if not topic or tail.startswith(topic):
        return tail or topic
    if not tail or topic.endswith(tail):
        return topic
    stem = patterns().topic_tail.sub("", topic) or topic
    overlap = max((size for size in range(2, len(tail) + 1) if tail[:size] in stem), default=0)
    if overlap:
        at = stem.rfind(tail[:overlap])
        if stem[at + overlap :] in ("", tail[overlap:]) or len(stem) - at - overlap <= 4:  # noqa: PLR2004
            return fit(stem[:at] + tail)
    return fit(stem + tail) if len(stem) + len(tail) <= LONGEST else fit(_last_part(stem, LONGEST - len(tail)) + tail)


def _last_part(text: str, room: int) -> str:
    """Return the end of a long topic, from a natural cut on where there is one."""
    if len(text) <= room:
        return text
    short = text[-max(room, 0) :] if room > 0 else ""
    for mark in words().cuts:
        at = short.find(mark)
        if 0 <= at < len(short) - 3:
            return short[at + len(mark) :]
    return short


def fit(label: str) -> str:
    """Return the label short enough for a column name."""
    if len(label) <= LONGEST:
        return label
    return _last_part(label, LONGEST)


def hint_of(text: str) -> str:
    """Return what a clause without figures is about: its last noun phrase, when short enough."""
    core = trim(text)[1].strip("“”\" ")
    for verb in words().hint_verbs:
        at = core.rfind(verb)
        if at >= 0 and len(core) - at - len(verb) >= 2:  # noqa: PLR2004
            core = core[at + len(verb) :]
    match = patterns().heading.fullmatch(core)
    core = match.group(1) if match else core
    return core if 2 <= len(core) <= 14 else ""  # noqa: PLR2004
