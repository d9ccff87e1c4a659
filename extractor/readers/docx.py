"""Word documents (.docx) as raw text: paragraphs, tables, text boxes and notes in reading order.

A thin layer on python-docx, which opens the package and knows the styles; the walk over the elements
is done here, since python-docx shows neither changes nor text boxes nor notes.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from extractor.readers.grid import Cell, Grid, flat
from extractor.readers.packages import check_package, damage
from extractor.readers.raw import Limits, RawText, Read
from extractor.readers.xml import etree, safe_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"

# What is not in the document as accepted: deletions and the old place of what moved; the codes of
# fields; the second form of a drawing for old programs; the reading beside a character.
LEFT_OUT = frozenset(
    {f"{W}{name}" for name in ("del", "moveFrom", "instrText", "delText", "rt", "pPr", "rPr", "sectPr")}
    | {f"{MC}Fallback"}
)
CHARACTERS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
NOTES = {f"{W}footnoteReference": "footnotes", f"{W}endnoteReference": "endnotes"}
HEADING = re.compile(r"(?:heading|title)\b|toc heading", re.IGNORECASE)
CONTENTS = re.compile(r"toc \d", re.IGNORECASE)
OFF = frozenset({"0", "false", "off", "none"})


def read(data: bytes, limits: Limits) -> Read:
    """Return the text of a .docx; ReadError when it is none or too much."""
    check_package(data, limits.unpacked)
    import docx
    from docx.opc.exceptions import OpcError

    try:
        document = docx.Document(io.BytesIO(data))
        return _Walk(document, limits).read()
    except (OpcError, etree.XMLSyntaxError, KeyError, ValueError, AttributeError) as error:
        kind = "docx"
        raise damage(kind, error) from error


class _Walk:
    """One pass over a document."""

    def __init__(self, document: Any, limits: Limits) -> None:
        self.raw = RawText()
        self.document = document
        self.limits = limits
        self.styles = {style.style_id: style.name or "" for style in document.styles}
        self.notes = {kind: self._notes(kind) for kind in NOTES.values()}
        self.pending: list[Any] = []

    def read(self) -> Read:
        """Return everything in the body, in order."""
        self._blocks(self.document.element.body)
        return self.raw.done()

    def _notes(self, kind: str) -> dict[str, Any]:
        """Return the footnotes or endnotes by their id."""
        for relation in self.document.part.rels.values():
            if relation.reltype.endswith("/" + kind) and not relation.is_external:
                root = etree.fromstring(relation.target_part.blob, safe_parser())
                return {note.get(f"{W}id"): note for note in root if note.get(f"{W}type") is None}
        return {}

    def _blocks(self, parent: Any) -> None:
        """Add the paragraphs and tables below an element, through every wrapper around them."""
        for element in parent:
            if element.tag == f"{W}p":
                self._paragraph(element)
            elif element.tag == f"{W}tbl":
                self._table(element)
            elif element.tag not in LEFT_OUT and isinstance(element.tag, str):
                self._blocks(element)

    def _paragraph(self, paragraph: Any) -> None:
        """Add one paragraph, then the text boxes and notes that hang on it."""
        if self.raw.length > self.limits.chars:
            return
        style = self._style(paragraph)
        if CONTENTS.fullmatch(style):
            return
        text = self._text(paragraph)
        heading = bool(HEADING.match(style)) or paragraph.find(f"{W}pPr/{W}outlineLvl") is not None
        if text.strip():
            self.raw.add("heading" if heading else "paragraph", text)
        elif not self.pending:
            self.raw.blank()
        hanging, self.pending = self.pending, []
        for element in hanging:
            if element.tag in NOTES:
                note = self.notes[NOTES[element.tag]].get(element.get(f"{W}id"))
                if note is not None:
                    self.raw.add("note", "".join(self._text(p) for p in note.iter(f"{W}p")).strip())
            else:
                self._blocks(element)

    def _style(self, paragraph: Any) -> str:
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        return self.styles.get(style.get(f"{W}val"), "") if style is not None else ""

    def _text(self, element: Any) -> str:
        return "".join(self._pieces(element))

    def _pieces(self, element: Any) -> Iterator[str]:
        """Yield the characters below an element as a reader of the accepted document sees them."""
        for child in element:
            tag = child.tag
            if tag in LEFT_OUT or not isinstance(tag, str):
                continue
            if tag in {f"{W}t", f"{MATH}t"}:
                yield child.text or ""
            elif tag in CHARACTERS:
                yield CHARACTERS[tag]
            elif tag == f"{W}p":
                # Only a cell has paragraphs below it here.
                yield from self._pieces(child)
                yield "\n"
            elif tag == f"{W}txbxContent" or tag in NOTES:
                self.pending.append(child)
            elif tag != f"{W}r" or not _hidden(child):
                yield from self._pieces(child)

    def _table(self, table: Any) -> None:
        """Add one table; one that only frames text is read as that text."""
        grid = Grid(self._cells(table))
        if grid.is_layout():
            for words in grid.words():
                self.raw.add("paragraph", words)
        else:
            self.raw.table(grid)
        hanging, self.pending = self.pending, []
        for element in hanging:
            if element.tag not in NOTES:
                self._blocks(element)

    def _cells(self, table: Any) -> Iterator[Cell]:
        """Yield the cells of a table, those merged downwards as one."""
        open_cells: dict[int, tuple[int, int, int, str]] = {}
        rows = [row for row in _through(table, f"{W}tr") if row.find(f"{W}trPr/{W}del") is None]
        for number, row in enumerate(rows):
            before = row.find(f"{W}trPr/{W}gridBefore")
            column = _number(before, 0)
            seen: set[int] = set()
            for cell in _through(row, f"{W}tc"):
                width = _number(cell.find(f"{W}tcPr/{W}gridSpan"), 1)
                merge = cell.find(f"{W}tcPr/{W}vMerge")
                goes_on = merge is not None and merge.get(f"{W}val") != "restart"
                seen.add(column)
                if not (goes_on and column in open_cells):
                    if column in open_cells:
                        yield _closed(column, open_cells.pop(column), number)
                    text = flat(self._text(cell))
                    open_cells[column] = (number, width, 1 if merge is None else 0, text)
                column += width
            for gone in [column for column in open_cells if column not in seen]:
                yield _closed(gone, open_cells.pop(gone), number)
        for column, cell in open_cells.items():
            yield _closed(column, cell, len(rows))


def _closed(column: int, cell: tuple[int, int, int, str], row: int) -> Cell:
    """Return a cell that ends above ``row``; one that is not merged is one row high."""
    top, width, height, text = cell
    return Cell(top, column, text, height or row - top, width)


def _through(parent: Any, tag: str) -> Iterator[Any]:
    """Yield the children of one kind, also those inside content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo"}:
            yield from _through(child, tag)


def _number(element: Any, otherwise: int) -> int:
    """Return the value of a counting property."""
    value = element.get(f"{W}val") if element is not None else None
    return min(int(value), 1000) if value is not None and value.isdecimal() else otherwise


def _hidden(run: Any) -> bool:
    vanish = run.find(f"{W}rPr/{W}vanish")
    return vanish is not None and vanish.get(f"{W}val") not in OFF
