"""Corrections as examples of patterns: ready to paste into the catalogue, the exclusions and the scan's cases."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from extractor.catalogue.suggest import quoted
from extractor.corrections.gold import settled

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from extractor.corrections.gold import Spanned
    from extractor.corrections.models import CorrectedDocument, Correction

# Characters of the text that an example of an exclusion shows on each side.
CONTEXT = 8
_ENDS = re.compile(r"[。；;！!？?\r\n]")
# What changes the reading of the number, not only its name.
_READING = {"value", "low", "high", "unit", "mask", "relation", "flag"}
_DIGITS = re.compile(r"[0-9]+")


@dataclass(slots=True)
class Examples:
    """The examples of one document, by the file that they are for."""

    source: str
    catalogue: list[dict[str, Any]] = field(default_factory=list)
    exclusions: list[dict[str, Any]] = field(default_factory=list)
    scan: list[dict[str, Any]] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.catalogue or self.exclusions or self.scan)


def examples(document: CorrectedDocument, gold: Sequence[Spanned]) -> Examples:
    """Return what the corrections of a document teach."""
    made = Examples(document.source)
    stretches: set[tuple[int, int]] = set()
    for correction in document.corrections:
        if correction.kind == "remove":
            made.exclusions.append(_exclusion(document, correction, len(made.exclusions) + 1))
        if correction.kind in {"change", "add"}:
            _name(document, correction, made)
        if correction.kind in {"add", "remove"} or correction.fields.model_fields_set & _READING:
            stretch = _stretch(document.text, correction.start, correction.end)
            if stretch not in stretches:
                stretches.add(stretch)
                made.scan.append(_case(document.text, *stretch, gold, f"corrected_{len(stretches)}"))
    return made


def _name(document: CorrectedDocument, correction: Correction, made: Examples) -> None:
    """Add what a correction says of the catalogue: which indicator a label is, and which it is not."""
    span = (correction.start, correction.end)
    read = next((figure for figure in document.figures if (figure.start, figure.end) == span), None)
    if not correction.fields.model_fields_set & {"label", "population", "indicator", "unit", "change"}:
        return
    now = settled(document, correction)
    if now.indicator is None and (read is None or read.indicator is None):
        return
    example = {"label": now.label, "population": now.population, "unit": now.unit, "change": now.change}
    if read is not None:
        example |= {"qualifiers": list(read.qualifiers), "section": list(read.section)}
    entry: dict[str, Any] = {
        "indicator": now.indicator,
        "example": {name: value for name, value in example.items() if value},
    }
    if read is not None and read.indicator not in {None, now.indicator}:
        entry["taken_for"] = read.indicator
    made.catalogue.append(entry)


def _exclusion(document: CorrectedDocument, correction: Correction, number: int) -> dict[str, Any]:
    """Return a rule that takes the number and what follows it; a person may want to widen or narrow it."""
    text, start, end = document.text, correction.start, correction.end
    quote = _line(text[start:end])
    left = _line(text[max(0, start - CONTEXT) : start])
    right = _line(text[end : end + CONTEXT])
    pattern = "{D}+".join(re.escape(part) for part in _DIGITS.split(quote))
    follows, leads = re.match(r"[^\W\d_]{1,2}", right), re.search(r"[^\W\d_]{1,2}$", left)
    # What stands beside it, so that the rule takes this number and not every one.
    if follows:
        pattern += f"(?={re.escape(follows[0])})"
    elif leads:
        pattern = f"(?<={re.escape(leads[0])}){pattern}"
    else:
        pattern = re.escape(quote)
    return {
        "id": f"corrected_{number}",
        "reason": correction.reason or "other",
        "pattern": pattern,
        "examples": [f"{left}[{quote}]{right}"],
    }


def _stretch(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence around a figure."""
    before = [match.end() for match in _ENDS.finditer(text, 0, start)]
    after = _ENDS.search(text, end)
    return (before[-1] if before else 0), (after.start() if after else len(text))


def _case(text: str, start: int, end: int, gold: Sequence[Spanned], name: str) -> dict[str, Any]:
    """Return a sentence with all its figures, as the cases of the scan have them."""
    figures: list[list[Any]] = []
    for spanned in gold:
        if start <= spanned.start and spanned.end <= end:
            line = spanned.line
            number = line["value"] if line["low"] is None else [line["low"], line["high"]]
            unit = line["unit"][0] if isinstance(line["unit"], list) else line["unit"]
            rest = [line["mask"] if line["mask"] != "none" else None]
            rest += [line["relation"] if line["relation"] != "eq" else None, line["flag"]]
            figures.append([line["quote"], number, unit, *(word for word in rest if word)])
    return {"id": name, "text": text[start:end], "figures": figures}


def joined(earlier: Path, made: Examples) -> Examples:
    """Return the examples of a file and new ones, each once, numbered anew."""
    from ruamel.yaml import YAML

    kept = YAML(typ="safe").load(earlier.read_text("utf-8")) or {}
    all_of = Examples(made.source)
    for name in ("catalogue", "exclusions", "scan"):
        entries: list[dict[str, Any]] = getattr(all_of, name)
        for entry in [*getattr(made, name), *(kept.get(name) or ())]:
            if not any(_content(entry) == _content(other) for other in entries):
                renamed = {"id": f"corrected_{len(entries) + 1}"} if "id" in entry else {}
                entries.append(entry | renamed)
    return all_of


def _content(entry: dict[str, Any]) -> dict[str, Any]:
    """Return an entry without its number; a sentence counts once, whatever was said of it."""
    if "figures" in entry:
        return {"text": entry["text"]}
    return {name: value for name, value in entry.items() if name != "id"}


def as_yaml(made: Examples) -> str:
    """Return the examples as YAML, each part under where it belongs."""
    lines = [
        f"# From corrections of {_line(made.source)}. The tests run this file as it is.",
        "kind: correction_examples",
    ]
    if made.catalogue:
        lines += [
            "# For patterns/health/ or patterns/government/: `example` under `examples` of its indicator,"
        ]
        lines += ["# and under `counterexamples` of the one in `taken_for`.", "catalogue:"]
        lines += [f"  - {_flow(entry)}" for entry in made.catalogue]
    if made.exclusions:
        lines += [
            "# For patterns/exclusions.yaml; [ ] shows what the rule takes. Look at the pattern first.",
            "exclusions:",
        ]
        for rule in made.exclusions:
            lines += [f"  - id: {rule['id']}"]
            lines += [f"    {name}: {_flow(rule[name])}" for name in ("reason", "pattern", "examples")]
    if made.scan:
        lines += ["# For tests/quantities/scan/cases.yaml.", "scan:"]
        for case in made.scan:
            lines += [
                f"  - id: {case['id']}",
                f"    text: {_text(case['text'])}",
                f"    figures: {_flow(case['figures'])}",
            ]
    return "\n".join(lines) + "\n"


def _flow(value: Any) -> str:
    """Return a value in YAML's flow style, every text single-quoted."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if value is None:
        return "null"
    return quoted(value) if isinstance(value, str) else repr(value)


def _text(text: str) -> str:
    """Return a text as one YAML string that keeps every character."""
    if all(map(str.isprintable, text)):
        return quoted(text)
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    """Return one character of a double-quoted YAML string."""
    if character in '\\"':
        return "\\" + character
    return character if character.isprintable() else f"\\U{ord(character):08x}"


def _line(text: str) -> str:
    """Return a text on one line."""
    return " ".join(text.split())
