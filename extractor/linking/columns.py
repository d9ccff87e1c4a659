"""Columns of tables in the text: the header words above a cell.

A table line holds tabs; its header is the nearest table line above it without figures. Cells are
counted by their tabs, so an empty cell keeps its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.linking.layout import Row
    from extractor.text import ParsedText


def column_heads(parsed: ParsedText, rows: Sequence[Row]) -> dict[int, str]:
    """Return the header words of every quantity that stands in a table cell, by its index."""
    text = parsed.clean
    if "\t" not in text:
        return {}
    figures = {row.number for row in rows}
    header: list[str] = []
    heads: dict[int, str] = {}
    by_number = {row.number: row for row in rows}
    for number, sentence in enumerate(parsed.sentences):
        line = text[sentence.start : sentence.end]
        if "\t" not in line:
            if line.strip():
                header = []
            continue
        if number not in figures:
            header = [cell.strip() for cell in line.split("\t")]
            continue
        for slot in by_number[number].slots:
            column = text.count("\t", sentence.start, slot.quantity.start)
            if header and "\t" in line and column < len(header):
                heads[slot.index] = header[column]
    return heads
