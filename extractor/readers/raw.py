"""The raw text of a document that is no plain text, built block by block, and the result of a reader.

Whatever the format, the text looks alike: a paragraph a line, a table as lines of cells between tabs
with one header line, a form feed where a page begins. One mechanism further on serves all formats.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from extractor.models import Block

if TYPE_CHECKING:
    from extractor.readers.grid import Grid

Kind = Literal["heading", "paragraph", "table", "note"]

_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may cost: ``unpacked`` and ``memory`` bytes, ``chars`` of text, ``pages``."""

    unpacked: int
    chars: int
    pages: int
    scan_pages: int
    memory: int


@dataclass(frozen=True, slots=True)
class Read:
    """What a reader found: raw text and blocks; ``reason`` says what is missing of the document."""

    text: str
    blocks: tuple[Block, ...] = ()
    encoding: str | None = None
    reason: str | None = None
    flags: tuple[str, ...] = ()


@dataclass(slots=True)
class RawText:
    """A raw text under construction; every block knows its place and page."""

    parts: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    length: int = 0
    page: int | None = None

    def add(self, kind: Kind, text: str, confidence: float | None = None) -> None:
        """Append one block and the line break after it."""
        # Control characters have no place in a line, half characters none in any table.
        text = _CONTROLS.sub("", text)
        self.blocks.append(Block(kind, self.length, self.length + len(text), self.page, confidence))
        self._put(text + "\n")

    def table(self, grid: Grid, confidence: float | None = None) -> None:
        """Append a table: its captions as lines of their own, one header line, the rows, an empty line."""
        for part in grid.parts():
            for caption in part.captions:
                self.add("paragraph", caption, confidence)
            self.add("table", "\n".join("\t".join(row) for row in part.rows), confidence)
            self._put("\n")

    def blank(self) -> None:
        """Append an empty line."""
        self._put("\n")

    def new_page(self, number: int, *, torn: bool = False) -> None:
        """Begin a page; ``torn`` when the last paragraph goes on there, without a line break between."""
        if self.page is not None:
            if torn and self.parts and self.parts[-1].endswith("\n"):
                self.parts[-1] = self.parts[-1][:-1]
                self.length -= 1
            self._put("\f")
        self.page = number

    def _put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def done(self, **more: object) -> Read:
        """Return the text with its blocks."""
        return Read("".join(self.parts), tuple(self.blocks), **more)  # pyright: ignore[reportArgumentType]
