"""Labels: what each figure measures, in the report's own words.

Reads the parsed text and the quantities; adds one Label a quantity. Sentence by sentence each figure
gets its frame, then the first construction that fits names it, and the context remembers it for the
figures that only say half.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.linking.frames import frames
from extractor.linking.heads import Name
from extractor.linking.joining import tidy
from extractor.linking.label_words import patterns, words
from extractor.linking.layout import lay_out
from extractor.linking.lists import name_run, runs, shared_clauses
from extractor.linking.modifiers import take_apart
from extractor.linking.naming import name_figure, note_hint
from extractor.linking.phrases import trim
from extractor.linking.topics import Context, Named, hint_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.linking.frames import Frame, Unit
    from extractor.linking.layout import Row
    from extractor.models import Quantity
    from extractor.text import ParsedText

# The longest sentence that only announces a topic.
_SHORT = 30


class Label(NamedTuple):
    """The label of one quantity; ``rule`` names the construction, ``trace`` the decisions in order."""

    label: str
    population: str | None = None
    qualifiers: tuple[str, ...] = ()
    rule: str = ""
    trace: tuple[tuple[str, str], ...] = ()


def label(
    parsed: ParsedText, quantities: Sequence[Quantity], rows: Sequence[Row] | None = None
) -> list[Label]:
    """Return a label for every quantity, in order."""
    made: dict[int, Label] = {}
    context = Context()
    laid = lay_out(parsed, quantities) if rows is None else rows
    with_figures = {row.number for row in laid}
    for row in laid:
        context.enter(row.sentence.section)
        context.above = _above(parsed, row, with_figures)
        for frame, name, lead in _name_row(parsed.clean, row, context):
            text, population, qualifiers = take_apart(
                tidy(_with_unit(name, frame.quantity)), "" if name.kind == "change" else lead
            )
            made[frame.index] = Label(
                text,
                population,
                qualifiers,
                name.rule,
                (
                    ("before", frame.before),
                    ("after", frame.after),
                    ("construction", name.rule),
                    ("words", name.label),
                ),
            )
    return [made[index] for index in range(len(quantities))]


def _above(parsed: ParsedText, row: Row, with_figures: set[int]) -> str:
    """Return what the short sentence right before is about, when it has no figures and the same heading."""
    if row.number < 1 or row.number - 1 in with_figures:
        return ""
    before = parsed.sentences[row.number - 1]
    if before.role != "body" or before.section != row.sentence.section or before.end - before.start > _SHORT:
        return ""
    return hint_of(parsed.clean[before.start : before.end].rstrip("。"))


def _name_row(text: str, row: Row, context: Context) -> list[tuple[Frame, Name, str]]:
    """Name the figures of one sentence."""
    units, found = frames(text, row)
    in_run = runs(found)
    said = shared_clauses(units, found)
    made: list[tuple[Frame, Name, str]] = []
    waiting: dict[int, Name] = {}
    first = units[0].text
    if patterns().pointer.search(first):
        context.point(trim(first.strip())[1])
    if not units[0].slots and patterns().occasion.fullmatch(first.strip()):
        context.occasion = trim(first.strip())[1]
    for frame in found:
        run = in_run.get(frame.index)
        # What leads to a list leads to each of its members.
        lead = _lead(units, run[0] if run else frame)
        told = frame.number and not units[frame.number - 1].slots
        context.just_said = note_hint(units, frame, context) if told else ""
        if run is not None and run[0] is frame:
            waiting = dict(zip((member.index for member in run), name_run(text, run, context), strict=True))
        name = waiting.get(frame.index) or name_figure(
            text, units, found, frame, lead, said.get(frame.index, ""), context
        )
        bare = name.bare or frame.unit.closer != ""
        unit = frame.quantity.unit
        context.add(
            Named(
                frame.index,
                name.label,
                name.kind,
                unit,
                context.sentence,
                bare,
                name.subject or name.label,
                name.part,
            )
        )
        made.append((frame, name, lead))
    return made


def _with_unit(name: Name, quantity: Quantity) -> str:
    """Return the label, with the unit's own word where the label has no measure: 门诊楼4层."""
    measured = words().named_units.get(quantity.unit or "")
    if measured is None:
        return name.label
    if name.kind != "level" or measured[0] in name.label or patterns().measure.search(name.label):
        return name.label
    return name.label + measured


def _lead(units: list[Unit], frame: Frame) -> str:
    """Return what was stripped before the figure, with a clause before it that says nothing else (其中,)."""
    lead, _, behind = trim(frame.front or ("" if frame.place else frame.unit.host.strip()))
    if frame.place == 0 and frame.number and not units[frame.number - 1].slots:
        first, core, last = trim(units[frame.number - 1].text.strip())
        if not core:
            lead = first + last + lead
    return lead + behind
