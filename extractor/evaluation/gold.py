"""Gold documents: a text, its gold figures with their places, and what is known of the document.

The format is that of the annotation guidelines: NAME.txt, NAME.gold.jsonl, NAME.doc.json.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.errors import ReadError, SettingsError
from extractor.readers import decode

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOLD = ".gold.jsonl"
NEEDED = (
    "quote",
    "before",
    "value",
    "low",
    "high",
    "unit",
    "mask",
    "relation",
    "status",
    "change",
    "must",
    "flag",
)


@dataclass(frozen=True, slots=True)
class GoldFigure:
    """One gold figure: its span in the raw text, and the line of the file as it stands."""

    start: int
    end: int
    row: dict[str, Any]

    @property
    def optional(self) -> bool:
        """Whether careful readers would disagree that this is an indicator."""
        return bool(self.row.get("optional"))


@dataclass(frozen=True, slots=True)
class GoldDocument:
    """One annotated text; ``profile`` is its doc.json, null when there is none."""

    name: str
    folder: str
    text: str
    figures: tuple[GoldFigure, ...]
    profile: dict[str, Any] | None


def gold_documents(folder: Path) -> Iterator[GoldDocument]:
    """Yield every annotated text below a folder, sorted by path."""
    if not folder.is_dir():
        message = f"gold folder {folder} does not exist"
        raise SettingsError(message)
    for gold in sorted(folder.rglob(f"*{GOLD}")):
        stem = gold.name.removesuffix(GOLD)
        try:
            text = decode(gold.with_name(f"{stem}.txt").read_bytes()).text
        except OSError as error:
            message = f"{gold}: no text beside it: {error.strerror}"
            raise ReadError(message) from error
        about = gold.with_name(f"{stem}.doc.json")
        profile = json.loads(about.read_text(encoding="utf-8")) if about.is_file() else None
        place = gold.parent.relative_to(folder).as_posix()
        figures = tuple(gold_figures(gold, text))
        yield GoldDocument(f"{stem}.txt", folder.name if place == "." else place, text, figures, profile)


def gold_figures(gold: Path, text: str) -> Iterator[GoldFigure]:
    """Yield the figures of one gold file with their places in its text, in the order of the text."""
    position = 0
    for number, line in enumerate(gold.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            message = f"{gold}:{number}: not JSON: {error}"
            raise ReadError(message) from error
        absent = [key for key in NEEDED if key not in row]
        if absent:
            message = f"{gold}:{number}: lacks {', '.join(absent)}"
            raise ReadError(message)
        key = row["before"] + row["quote"]
        at = text.find(key, max(0, position - len(row["before"])))
        if at < 0:
            message = f"{gold}:{number}: {key!r} is not in the text after the figure before it"
            raise ReadError(message)
        start = at + len(row["before"])
        position = start + len(row["quote"])
        yield GoldFigure(start, position, row)
