"""A finished run read back document by document: plain rows, in the order of the text.

What pages, exports and corrections work on. A folder without an audit table (one that an older run
wrote) has documents without relations.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.errors import ContractError, SettingsError
from extractor.table.schema import TABLES

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

Row = dict[str, Any]

AUDIT = "audit"
"""The one table that a run may lack."""


@dataclass(frozen=True, slots=True)
class DocumentRows:
    """Everything a run knows of one document; ``about`` is its row of documents.

    ``relations`` are rows of the audit table; their figures are ``role``, ``start`` and ``end``.
    """

    about: Row
    figures: list[Row]
    ledger: list[Row]
    relations: list[Row]

    @property
    def source(self) -> str:
        """The path of the document, relative to the input folder."""
        return str(self.about["source"])

    @property
    def doc_id(self) -> str:
        """The digest of the document's bytes; empty for a file that was not read."""
        return str(self.about["doc_id"] or "")

    @property
    def text(self) -> str | None:
        """The raw text that every offset counts in, null for a document without one."""
        return self.about["text"]


class _Table:
    """One table of a run with the places of every document's rows."""

    def __init__(self, folder: Path, name: str) -> None:
        """Read the table, or stand for an empty one where the run wrote none."""
        self._table = _read(folder, name)
        self._places: defaultdict[tuple[str | None, str], list[int]] = defaultdict(list)
        if self._table is not None:
            pairs = zip(
                self._table.column("doc_id").to_pylist(),
                self._table.column("source").to_pylist(),
                strict=True,
            )
            for place, key in enumerate(pairs):
                self._places[key].append(place)

    def rows(self, about: Row) -> list[Row]:
        """Return the rows of one document in the order of the text."""
        places = self._places.get((about["doc_id"], about["source"]))
        if self._table is None or not places:
            return []
        rows = self._table.take(places).to_pylist()
        return sorted(rows, key=lambda row: row["start"]) if "start" in self._table.column_names else rows


def documents(folder: str | os.PathLike[str]) -> Iterator[DocumentRows]:
    """Yield every document of an output folder, those without text among them."""
    out = Path(folder)
    abouts = _read(out, "documents")
    figures, ledger, relations = _Table(out, "indicators"), _Table(out, "ledger"), _Table(out, AUDIT)
    assert abouts is not None, "only the audit table may be absent"
    for batch in abouts.to_batches(max_chunksize=256):
        for about in batch.to_pylist():
            yield DocumentRows(about, figures.rows(about), ledger.rows(about), relations.rows(about))


def _read(folder: Path, name: str) -> pa.Table | None:
    """Read one table, which must have the promised columns; None for an absent audit."""
    file = folder / f"{name}.parquet"
    if not file.exists():
        if name == AUDIT:
            return None
        message = f"{file} does not exist: run `zhibiao extract` first"
        raise SettingsError(message)
    try:
        table = pq.read_table(file)
    except pa.ArrowInvalid as error:
        message = f"{file} is not a Parquet file: {error}"
        raise ContractError(message) from error
    missing = [column for column in TABLES[name].names if column not in table.column_names]
    if missing:
        message = f"{file} is no table of {name}: it lacks the columns {', '.join(missing)}"
        raise ContractError(message)
    return table
