"""A run's output folder: tables streamed into temporary files, put in place all at once at the end.

A killed run leaves at most ``*.parquet.tmp``, which the next run removes; the manifest is taken away
first and written last, so a folder with a manifest always holds tables of one run.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.errors import ContractError, SettingsError
from extractor.table.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

MANIFEST = "manifest.json"
TEMPORARY = ".tmp"
# Rows held back before they are written as one row group: row groups then do not depend on how the
# documents were dealt out to processes, and a table of a million figures is not a million fragments.
ROW_GROUP = 50_000
# Texts are heavy: documents are written out much earlier, by this many bytes.
GROUP_BYTES = 32 * 1024 * 1024


class _Stream:
    """One table on its way to disk."""

    def __init__(self, final: Path, schema: pa.Schema) -> None:
        """Open the temporary file beside the final one."""
        self.final = final
        self.schema = schema
        self.temporary = final.with_name(final.name + TEMPORARY)
        self.rows = 0
        self._held: list[pa.RecordBatch] = []
        self._held_rows = 0
        self._held_bytes = 0
        self._writer = pq.ParquetWriter(self.temporary, schema, compression="zstd")

    def add(self, batch: pa.RecordBatch) -> None:
        """Take one batch, which must have exactly the promised columns."""
        if not batch.schema.equals(self.schema):
            message = f"{self.final.stem}: a batch does not have the columns of the contract"
            raise ContractError(message)
        self.rows += batch.num_rows
        self._held.append(batch)
        self._held_rows += batch.num_rows
        self._held_bytes += batch.nbytes
        if self._held_rows >= ROW_GROUP or self._held_bytes >= GROUP_BYTES:
            self._flush()

    def _flush(self) -> None:
        """Write what is held as one row group with one dictionary a column."""
        if self._held_rows:
            table = pa.Table.from_batches(self._held, self.schema).unify_dictionaries().combine_chunks()
            self._writer.write_table(table, row_group_size=max(self._held_rows, 1))
        self._held, self._held_rows, self._held_bytes = [], 0, 0

    def close(self) -> None:
        """Write the rest; the file is complete but still has its temporary name."""
        self._flush()
        self._writer.close()

    def discard(self) -> None:
        """Close without care for the rest and remove the temporary file."""
        self._writer.close()
        self.temporary.unlink(missing_ok=True)


class TableWriter:
    """The tables of one run; use as a context manager, and call ``commit`` when all went well."""

    def __init__(self, out: Path) -> None:
        """Make the folder, clear what a killed run left there, and open every table."""
        try:
            out.mkdir(parents=True, exist_ok=True)
            for stale in out.glob(f"*{TEMPORARY}"):
                stale.unlink()
            self._streams = {
                name: _Stream(out / f"{name}.parquet", schema) for name, schema in TABLES.items()
            }
        except OSError as error:
            message = f"output folder {out}: {error.strerror or error}"
            raise SettingsError(message) from error
        self.out = out
        self._committed = False

    def add(self, batches: Mapping[str, pa.RecordBatch]) -> None:
        """Take the rows of some documents, one batch a table."""
        for name, batch in batches.items():
            self._streams[name].add(batch)

    def rows(self) -> dict[str, int]:
        """Return the number of rows of every table so far."""
        return {name: stream.rows for name, stream in self._streams.items()}

    def commit(self, manifest: Mapping[str, Any]) -> None:
        """Put every table in its place, the manifest last."""
        for stream in self._streams.values():
            stream.close()
        temporary = self.out / (MANIFEST + TEMPORARY)
        temporary.write_text(json.dumps(manifest, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        (self.out / MANIFEST).unlink(missing_ok=True)
        for stream in self._streams.values():
            os.replace(stream.temporary, stream.final)
        os.replace(temporary, self.out / MANIFEST)
        self._committed = True

    def __enter__(self) -> Self:
        """Return the writer itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave nothing behind unless the run was committed."""
        if not self._committed:
            for stream in self._streams.values():
                stream.discard()
