"""Labels: what each figure measures, in the report's own words.

Reads the parsed text and the quantities; adds one Label a quantity. Sentence by sentence each figure
gets its frame, then the first construction that fits names it, and the context remembers it for the
figures that only say half.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.linking.comparisons import compare
from extractor.linking.frames import frames
from extractor.linking.heads import Name, noun_after, with_head, with_noun
from extractor.linking.layout import lay_out
from extractor.linking.lists import name_run, runs, shared_clauses
from extractor.linking.modifiers import take_apart
from extractor.linking.phrases import leading_mark, patterns, split_verb, trim, words
from extractor.linking.tables import cell_label
from extractor.linking.topics import Context, Named, fit, hint_of

from extractor.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.linking.frames import Frame, Unit
    from extractor.linking.layout import Row
    from extractor.models import Quantity
    from extractor.text import ParsedText

# The longest subject and verb that still make a label together.
_SUBJECT = 20
# How far back the words may stand from which a full stop has torn a figure.
_TORN = 24
# The longest sentence that only announces a topic.
_SHORT = 30
_PAUSE = re.compile(r"[,;:。\n]")


@dataclass(frozen=True, slots=True)
class Label:
    """The label of one quantity; ``rule`` names the construction, ``trace`` the decisions in order."""

    label: str
    population: str | None = None
    qualifiers: tuple[str, ...] = ()
    rule: str = ""
    trace: tuple[tuple[str, str], ...] = ()


def label(parsed: ParsedText, quantities: Sequence[Quantity], rows: Sequence[Row] | None = None) -> list[Label]:
    """Return a label for every quantity, in order."""
    made: dict[int, Label] = {}
    context = Context()
    laid = lay_out(parsed, quantities) if rows is None else rows
    with_figures = {row.number for row in laid}
    for row in laid:
        context.enter(row.sentence.section)
        context.above = _above(parsed, row, with_figures)
        for frame, name, lead in _name_row(parsed.clean, row, context):
            text, population, qualifiers = take_apart(_with_unit(name, frame.quantity), lead)
            made[frame.index] = Label(
                text,
                population,
                qualifiers,
                name.rule,
                (("before", frame.before), ("after", frame.after), ("construction", name.rule), ("words", name.label)),
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
    context.point(trim(units[0].text.strip())[1])
    for frame in found:
        lead = _lead(units, frame)
        _hint(units, frame, context)
        run = in_run.get(frame.index)
        if run is not None and run[0] is frame:
            waiting = dict(zip((member.index for member in run), name_run(run, context), strict=True))
        name = waiting.get(frame.index) or _name(text, units, found, frame, lead, said.get(frame.index, ""), context)
        bare = name.bare or frame.unit.closer != ""
        unit = frame.quantity.unit
        context.add(Named(frame.index, name.label, name.kind, unit, context.sentence, bare, name.subject or name.label, name.part))
        made.append((frame, name, lead))
    return made


def _with_unit(name: Name, quantity: Quantity) -> str:
    """Return the label, with the unit's own word where the label has no measure: 门诊楼4层."""
    measured = words().named_units.get(quantity.unit or "")
    if measured is None or name.kind != "level" or measured[0] in name.label or patterns().measure.search(name.label):
        return name.label
    return name.label + measured


def _lead(units: list[Unit], frame: Frame) -> str:
    """Return what was stripped before the figure, with a clause before it that says nothing else (其中,)."""
    lead, _, behind = trim(frame.before.strip() or ("" if frame.place else frame.unit.host.strip()))
    if frame.place == 0 and frame.number and not units[frame.number - 1].slots:
        first, core, last = trim(units[frame.number - 1].text.strip())
        if not core:
            lead = first + last + lead
    return lead + behind


def _hint(units: list[Unit], frame: Frame, context: Context) -> str:
    """Remember what the clause right before the figure's is about, when that clause has no figure."""
    for unit in reversed(units[max(0, frame.number - 2) : frame.number]):
        if unit.slots:
            return ""
        found = hint_of(unit.text)
        if found:
            context.hint = found
            return found
    return ""


def _torn(text: str, frame: Frame) -> str:
    """Return the words before the full stop that tears a figure from its head: `发放折页。份`."""
    before = text[max(0, frame.quantity.start - _TORN) : frame.quantity.start].rstrip("。")
    last = _PAUSE.split(before)[-1]
    return trim(last)[1] if before and before[-1] != "\n" and not any(sign.isdigit() for sign in last) else ""


def _name(  # noqa: PLR0913 the one place where all that is known of a figure comes together
    text: str, units: list[Unit], found: list[Frame], frame: Frame, lead: str, said: str, context: Context
) -> Name:
    """Name one figure that stands in no run."""
    if frame.number == 0 and not frame.before.strip() and not frame.place and not noun_after(frame.after):
        torn = _torn(text, frame)
        if torn:
            return Name(fit(torn), "torn")
    cell = cell_label(text, frame.quantity) if frame.unit.opener == "\t" else ""
    if cell:
        return Name(cell, "table")
    before = frame.before.strip() or (frame.unit.host.strip() if frame.parent is None and not frame.place else "")
    if frame.quantity.dimension == "rank":
        before = frame.unit.parts[frame.place].strip() or before
    own_lead, core, behind = trim(before)
    if not core and frame.unit.host and frame.parent is None and not frame.place:
        own_lead, core, behind = trim(frame.unit.host.strip())
    core = context.entity_of(core) if core else core
    if frame.quantity.form == "zero" and frame.after == "":
        core += frame.quantity.text[1:]
    comparison = compare(frame, core, behind, own_lead, context)
    if comparison is not None:
        return comparison
    after = noun_after(frame.after)
    if after and not (frame.quantity.unit == "%" and patterns().measure.search(core)):
        attribute = frame.after.startswith(words().of) and bool(core) and frame.quantity.unit != "%"
        name = with_noun(_with_subject(found, frame, core), after, said, context, attribute=attribute)
        if name.label:
            return name
    if not core:
        return _without_words(units, frame, _hint(units, frame, context), context)
    purpose = _purpose(units, found, frame, core)
    if purpose:
        return Name(fit(core + purpose), "money_for")
    return with_head(frame, _with_subject(found, frame, core), lead, context)


def _with_subject(found: list[Frame], frame: Frame, core: str) -> str:
    """Return the words with the counted noun right before their verb: `9家中心配备协管员27名`."""
    if not frame.place or not core:
        return core
    previous = next(other for other in found if other.unit is frame.unit and other.place == frame.place - 1)
    noun = noun_after(previous.after)
    verb = tokens(core)[0].flag == "verb" if noun else False
    return noun + core if verb and len(noun) + len(core) <= _SUBJECT else core


def _without_words(units: list[Unit], frame: Frame, hint: str, context: Context) -> Name:
    """Name a figure without words of its own: the second of two measures, from-to, a bracket, `指标:数值`."""
    if frame.place:
        before = context.named.get(frame.unit.slots[frame.place - 1].index)
        if before is not None:
            return Name(before.label, "same_object", before.kind, before.bare)
    if frame.parent is not None and frame.parent in context.named:
        before = context.named[frame.parent]
        return Name(before.label, "bracket", before.kind, before.bare)
    if frame.unit.opener == ":" and frame.number:
        head = trim(units[frame.number - 1].text.strip())[1]
        if head:
            return Name(fit(head), "colon")
    if leading_mark(frame.before):
        return Name(context.last_level(), "same_object", bare=True)
    alike = [named for named in context.order[-4:] if named.unit == frame.quantity.unit and named.sentence == context.sentence]
    if alike and not (hint and patterns().sums.search(frame.before)):
        return Name(alike[-1].label, "same_object", alike[-1].kind, bare=True)
    if hint:
        return Name(hint, "clause_before")
    return Name(context.standing(), "topic_alone", bare=True)


def _purpose(units: list[Unit], found: list[Frame], frame: Frame, core: str) -> str:
    """Return what the money of `投资2亿元建设三所医院` is for: the words of the clause that follows."""
    spent = any(core.startswith(verb) for verb in words().money_verbs) and frame.number + 1 < len(units)
    told = spent and patterns().purpose.match(units[frame.number + 1].text) is not None
    if core not in words().money_verbs and not told:
        return ""
    following = next((other for other in found if other.unit is frame.unit and other.place == frame.place + 1), None)
    if following is not None:
        text = following.before + split_verb(noun_after(following.after))[0]
    elif frame.number + 1 < len(units) and units[frame.number + 1].opener == ",":
        text = units[frame.number + 1].text
    else:
        return ""
    return patterns().light.sub("", trim(text)[1])[:14]
