"""A run's output folder: tables streamed into temporary files, put in place all at once at the end.

A killed run leaves at most ``*.parquet.tmp``, which the next run removes; the manifest is taken away
first and written last, so a folder with a manifest always holds tables of one run.
"""

from __future__ import annotations

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from extractor.errors import ContractError, SettingsError
from extractor.table.names import MANIFEST
from extractor.table.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

TEMPORARY = ".tmp"
# Rows held back before they are written as one row group: a table of a million figures is not a
# million fragments. A group is closed by its own rows alone, however they arrive.
ROW_GROUP = 50_000
# Texts are heavy: a group is closed by the bytes of its longest column too.
GROUP_BYTES = 32 * 1024 * 1024
# Batches held until they are copied together.
PACKED = 64
HEAVY = {"documents": "text", "indicators": "sentence", "audit": "sentence", "ledger": "text"}


class _Stream:
    """One table on its way to disk."""

    def __init__(self, final: Path, schema: pa.Schema) -> None:
        """Open the temporary file beside the final one."""
        self.final = final
        self.schema = schema
        self.temporary = final.with_name(final.name + TEMPORARY)
        self.rows = 0
        self._heavy = HEAVY[final.stem]
        self._held: list[pa.RecordBatch] = []
        self._packed: list[pa.Table] = []
        self._held_rows = 0
        self._held_bytes = 0
        self._writer = pq.ParquetWriter(self.temporary, schema, compression="zstd")

    def add(self, batch: pa.RecordBatch) -> None:
        """Take one batch, which must have exactly the promised columns."""
        if not batch.schema.equals(self.schema):
            message = f"{self.final.stem}: a batch does not have the columns of the contract"
            raise ContractError(message)
        self.rows += batch.num_rows
        sizes = _lengths(batch.column(self._heavy))
        total = np.cumsum(sizes, dtype=np.int64)
        start = 0
        while start < batch.num_rows:
            before = int(total[start - 1]) if start else 0
            # As many rows as fit; the one that goes over the limit still belongs to the group.
            fitting = int(np.searchsorted(total, before + GROUP_BYTES - self._held_bytes)) + 1 - start
            count = min(fitting, ROW_GROUP - self._held_rows, batch.num_rows - start)
            self._held.append(batch.slice(start, count))
            start += count
            self._held_rows += count
            self._held_bytes += int(total[start - 1]) - before
            if self._held_rows >= ROW_GROUP or self._held_bytes >= GROUP_BYTES:
                self._flush()
            elif len(self._held) >= PACKED:
                self._pack()

    def _pack(self) -> None:
        """Copy what is held: a slice of a few rows would keep all that came with it in memory."""
        self._packed.append(canonical(self._held, self.schema))
        self._held = []

    def _flush(self) -> None:
        """Write what is held as one row group, whatever dictionaries they came with."""
        if self._held_rows:
            table = canonical([*self._packed, *self._held], self.schema)
            self._writer.write_table(table, row_group_size=self._held_rows)
        self._packed, self._held, self._held_rows, self._held_bytes = [], [], 0, 0

    def close(self) -> None:
        """Write the rest; the file still has its temporary name."""
        self._flush()
        self._writer.close()

    def settle(self) -> None:
        """See the file on the disk."""
        with open(self.temporary, "rb") as file:
            os.fsync(file.fileno())

    def discard(self) -> None:
        """Close without care for the rest and remove the temporary file."""
        # What a full disk says once more on closing has been said already.
        with suppress(OSError):
            self._writer.close()
        self.temporary.unlink(missing_ok=True)


def _lengths(texts: pa.Array) -> np.ndarray:
    """Return the bytes of every text, none for a null."""
    if not len(texts):
        return np.zeros(0, np.int32)
    return np.diff(np.frombuffer(texts.buffers()[1], np.int32, len(texts) + 1, texts.offset * 4))


def canonical(parts: Iterable[pa.RecordBatch | pa.Table], schema: pa.Schema) -> pa.Table:
    """Return rows as one table that depends on them alone: dictionaries in the order of use, in one piece."""
    batches = [batch for part in parts for batch in _batches(part) if batch.num_rows]
    table = pa.Table.from_batches(batches, schema)
    if all(_used_in_order(column) for batch in batches for column in batch.columns):
        return table.unify_dictionaries().combine_chunks()
    # A cast loads all of pyarrow.compute, so that it is left to rows cut out of others.
    return table.cast(plain_schema(schema)).combine_chunks().cast(schema)


def _batches(part: pa.RecordBatch | pa.Table) -> list[pa.RecordBatch]:
    return part.to_batches() if isinstance(part, pa.Table) else [part]


def _used_in_order(column: pa.Array) -> bool:
    """Tell whether a dictionary lists what its column uses and nothing else, in the order of first use."""
    if pa.types.is_list(column.type) and pa.types.is_dictionary(column.type.value_type):
        places = column.offsets
        column = column.values[places[0].as_py() : places[-1].as_py()]
    if not pa.types.is_dictionary(column.type):
        return True
    codes = column.indices
    known, numbers = codes.buffers()
    if not len(codes):
        return not len(column.dictionary)
    used = np.frombuffer(numbers, np.int32, len(codes), codes.offset * 4)
    if codes.null_count:
        bits = np.unpackbits(np.frombuffer(known, np.uint8), bitorder="little")
        used = used[bits[codes.offset : codes.offset + len(codes)] == 1]
    # Where each new one is the next, the largest so far goes up by one.
    steps = np.diff(np.maximum.accumulate(used), prepend=-1)
    return bool((steps <= 1).all()) and int(steps.sum()) == len(column.dictionary)


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """Return a schema for those who know no dictionaries and no metadata: the same columns, spelled out."""
    return pa.schema([pa.field(one.name, _plain(one.type), one.nullable) for one in schema])


def _plain(kind: pa.DataType) -> pa.DataType:
    """Return a type with its dictionaries spelled out."""
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_list(kind):
        return pa.list_(kind.value_field.with_type(_plain(kind.value_type)))
    return kind


class TableWriter:
    """The tables of one run; use as a context manager, and call ``commit`` when all went well."""

    def __init__(self, out: Path) -> None:
        """Make the folder, clear what a killed run left there, and open every table."""
        self.out = out
        self._committed = False
        self._streams: dict[str, _Stream] = {}
        with self._said():
            out.mkdir(parents=True, exist_ok=True)
            for stale in out.glob(f"*{TEMPORARY}"):
                stale.unlink()
            for name, schema in TABLES.items():
                self._streams[name] = _Stream(out / f"{name}.parquet", schema)

    @contextmanager
    def _said(self) -> Iterator[None]:
        """Say what the disk refuses in one line; the tables of the last run are not touched by it."""
        try:
            yield
        except OSError as error:
            reason = os.strerror(error.errno) if error.errno else str(error)
            message = f"output folder {self.out}: {reason}; what was there before is unchanged"
            raise SettingsError(message) from error

    def add(self, batches: Mapping[str, pa.RecordBatch]) -> None:
        """Take the rows of some documents, one batch a table."""
        with self._said():
            for name, batch in batches.items():
                self._streams[name].add(batch)

    def rows(self) -> dict[str, int]:
        """Return the number of rows of every table so far."""
        return {name: stream.rows for name, stream in self._streams.items()}

    def commit(self, manifest: Mapping[str, Any]) -> None:
        """Put every table in its place, the manifest last."""
        with self._said():
            for stream in self._streams.values():
                stream.close()
            # At once, so that all tables wait for one turn of the disk.
            with ThreadPoolExecutor(len(self._streams)) as pool:
                for settled in [pool.submit(stream.settle) for stream in self._streams.values()]:
                    settled.result()
            temporary = self.out / (MANIFEST + TEMPORARY)
            text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
            temporary.write_text(text, encoding="utf-8")
            (self.out / MANIFEST).unlink(missing_ok=True)
            for stream in self._streams.values():
                _put(stream.temporary, stream.final)
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
            (self.out / (MANIFEST + TEMPORARY)).unlink(missing_ok=True)


def _put(temporary: Path, final: Path) -> None:
    """Give a table its name; a cluster's run may have left a folder of parts there."""
    if final.is_dir():
        shutil.rmtree(final)
    os.replace(temporary, final)
