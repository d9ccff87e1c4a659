"""The rows of some files as one piece: what processes hand over and what the cache keeps.

Beside the tables a portion has ``side``: for every document its print and how many rows of each table
are its own, so that any stretch of documents can be cut out.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from extractor.duplicates import print_of
from extractor.engines.fingerprint import Fingerprint, digest, place
from extractor.engines.sources import read_file
from extractor.pipeline import as_batches, rows_of
from extractor.table import TABLES
from extractor.table.columns import record_batch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.engines.sources import File
    from extractor.models import Source
    from extractor.settings import Settings

Batches = dict[str, pa.RecordBatch]

SIDE = "side"
# The tables whose rows belong to documents; documents itself has one each.
OF_DOCUMENTS = tuple(name for name in TABLES if name != "documents")
SCHEMAS = TABLES | {SIDE: pa.schema([("print", pa.binary()), *((name, pa.int32()) for name in OF_DOCUMENTS)])}
# Reasons that lie in the hour, not in the file: it is read again by the next run.
BY_CHANCE = ("took more than", "the reader crashed", "too much memory", "internal error")
# The fastest level: it halves what is kept and costs a hundredth of the reading.
_CODEC = pa.Codec("zstd", 1)


@dataclass(frozen=True, slots=True)
class Done:
    """What one process made of some files: packed rows, the documents in each file, what each file was."""

    rows: bytes
    documents: tuple[int, ...]
    files: tuple[Fingerprint | None, ...]


def process(files: Sequence[File], settings: Settings) -> Done:
    """Read some files and return their rows: the work of one process at a time."""
    sources: list[Source] = []
    documents: list[int] = []
    prints: list[Fingerprint | None] = []
    for file in files:
        before = place(file)
        found = list(read_file(file, settings))
        content = digest(file, settings.max_bytes)
        # A file that somebody wrote while it was read is read again by the next run.
        chance = any(source.reason and source.reason.startswith(BY_CHANCE) for source in found)
        if before is None or content is None or before != place(file) or chance:
            prints.append(None)
        else:
            prints.append(Fingerprint(before, content))
        documents.append(len(found))
        sources += found
    return Done(pack(rows_beside(sources, settings)), tuple(documents), tuple(prints))


def rows_beside(sources: Sequence[Source], settings: Settings) -> Batches:
    """Return the rows of some documents with their side."""
    found = list(rows_of(sources, settings))
    beside: dict[str, list[Any]] = {
        "print": [
            print_of(rows.document["text"], rows.indicators["value"] if rows.indicators else ())
            for rows in found
        ],
        "indicators": [len(rows.indicators) for rows in found],
        "ledger": [len(rows.ledger) for rows in found],
        "audit": [len(rows.audit) for rows in found],
    }
    return as_batches(found) | {SIDE: record_batch(beside, SCHEMAS[SIDE])}


def cut(batches: Batches, first: int, count: int) -> Batches:
    """Return the rows of a stretch of documents, without a copy."""
    side = batches[SIDE]
    if first == 0 and count == side.num_rows:
        return batches
    made = {name: batches[name].slice(first, count) for name in ("documents", SIDE)}
    for name in OF_DOCUMENTS:
        ends = np.concatenate([[0], np.cumsum(side.column(name).to_numpy())])
        start, stop = int(ends[first]), int(ends[first + count])
        made[name] = batches[name].slice(start, stop - start)
    return made


def pack(batches: Batches) -> bytes:
    """Return a portion as bytes."""
    sink = pa.BufferOutputStream()
    for name, schema in SCHEMAS.items():
        part = pa.BufferOutputStream()
        # Without the descriptions of the columns, which all portions share.
        bare = pa.RecordBatch.from_arrays(batches[name].columns, schema=_bare(schema))
        with pa.ipc.new_stream(part, bare.schema) as writer:
            writer.write_batch(bare)
        data = part.getvalue()
        sink.write(struct.pack("<Q", data.size))
        sink.write(data)
    plain = sink.getvalue()
    return struct.pack("<Q", plain.size) + _CODEC.compress(plain, asbytes=True)


def _bare(schema: pa.Schema) -> pa.Schema:
    """Return a schema without any metadata."""
    return pa.schema([field.remove_metadata() for field in schema])


def unpack(data: bytes) -> Batches:
    """Return the portion that ``pack`` made bytes of."""
    (size,) = struct.unpack_from("<Q", data)
    plain = _CODEC.decompress(memoryview(data)[8:], size)
    made: Batches = {}
    at = 0
    for name, schema in SCHEMAS.items():
        (length,) = struct.unpack("<Q", plain[at : at + 8])
        with pa.ipc.open_stream(plain.slice(at + 8, length)) as reader:
            bare = reader.read_next_batch()
        made[name] = pa.RecordBatch.from_arrays(bare.columns, schema=schema)
        at += 8 + length
    return made
