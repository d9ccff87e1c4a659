"""Comma-separated tables (csv) as raw text: one table each."""

from __future__ import annotations

import csv
import io

from extractor.errors import ReadError
from extractor.readers.encodings import decode
from extractor.readers.grid import MOST_CELLS, TOO_WIDE, plain_grid
from extractor.readers.raw import Limits, RawText, Read


def read(data: bytes, limits: Limits) -> Read:
    """Return the one table of the file."""
    decoded = decode(data)
    if len(decoded.text) > limits.chars:
        message = f"too long: {len(decoded.text)} characters, the limit is {limits.chars}"
        raise ReadError(message)
    try:
        rows = [
            row
            for row in csv.reader(io.StringIO(decoded.text, newline=""))
            if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        message = f"damaged csv: {error}"
        raise ReadError(message) from error
    width = max(map(len, rows), default=0)
    if len(rows) * width > MOST_CELLS:
        raise ReadError(TOO_WIDE)
    raw = RawText()
    raw.table(plain_grid([row + [""] * (width - len(row)) for row in rows]))
    return raw.done(encoding=decoded.encoding)
