"""Marked texts of the linking tests: figures in 【】, what is wanted of them after a bar."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from ruamel.yaml import YAML

from extractor import quantities, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from extractor.models import Quantity
    from extractor.text import ParsedText

MARK = re.compile(r"【(?P<figure>[^】|]*)(?:\|(?P<wanted>[^】]*))?】")


class Marked(NamedTuple):
    """A parsed text, its quantities, and for each mark the quantity's number and what is wanted of it."""

    parsed: ParsedText
    quantities: list[Quantity]
    wanted: list[tuple[int | None, str, str | None]]


def read(case: str) -> Marked:
    """Take the marks out of a text, read it, and find the quantity at each mark."""
    raw, marks, at = "", [], 0
    for match in MARK.finditer(case):
        raw += case[at : match.start()]
        marks.append((len(raw), match.group("figure"), match.group("wanted")))
        raw += match.group("figure")
        at = match.end()
    raw += case[at:]
    parsed = text.parse(raw)
    found, _ = quantities.find(parsed)
    spans = [parsed.to_raw(quantity.start, quantity.end) for quantity in found]
    return Marked(
        parsed, found, [(_at(spans, start, figure), figure, wanted) for start, figure, wanted in marks]
    )


def _at(spans: list[tuple[int, int]], start: int, figure: str) -> int | None:
    """Return the number of the quantity that overlaps a mark."""
    return next((index for index, (a, b) in enumerate(spans) if a < start + len(figure) and start < b), None)


def cases(*files: Path) -> Iterator[tuple[str, object]]:
    """Yield every case of YAML files with an id: the file's name, the group and the number."""
    for file in files:
        for group, members in YAML(typ="safe").load(file.read_text(encoding="utf-8")).items():
            if isinstance(members, dict):
                yield f"{file.stem}-{group}", members
                continue
            for number, member in enumerate(members):
                yield f"{file.stem}-{group}-{number}", member
