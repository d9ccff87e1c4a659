"""The whole way from documents to rows: one pure function over a batch, and the runs built on it.

``kernel`` takes a record batch of documents and gives record batches of rows; the local processes
here, a notebook and any distributed engine all call that same function.
"""

from __future__ import annotations

import hashlib
import logging
import os
import time
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extractor import readers
from extractor.catalogue import Catalogue
from extractor.duplicates import Seen
from extractor.errors import ContractError, ExtractorError
from extractor.models import Block, Source
from extractor.packs import pack_digest
from extractor.readers.files import document_id
from extractor.rows import Rows, read_document
from extractor.settings import Settings
from extractor.table import SOURCES, TABLES, TableWriter, read_table
from extractor.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import pandas as pd

    from extractor.readers import Found

log = logging.getLogger(__name__)

# What a process is given at a time, by documents and by bytes. Fixed, so that the output does not
# depend on the number of processes.
CHUNK = 16
CHUNK_BYTES = 8 * 1024 * 1024
# Chunks under way for each process: enough to keep it busy, few enough to keep memory flat.
AHEAD = 4


@dataclass(frozen=True, slots=True)
class Result:
    """What a run wrote: where, and how much of what."""

    out: Path
    counts: dict[str, int]

    @property
    def indicators(self) -> pd.DataFrame:
        """The figures, as pandas with Arrow types."""
        return read_table(self.out, "indicators")

    @property
    def documents(self) -> pd.DataFrame:
        """The documents, those that failed among them."""
        return read_table(self.out, "documents")

    @property
    def audit(self) -> pd.DataFrame:
        """The arithmetic that the documents state, and whether it holds."""
        return read_table(self.out, "audit")

    @property
    def ledger(self) -> pd.DataFrame:
        """The numbers that are no figures, with their reasons."""
        return read_table(self.out, "ledger")


def kernel(batch: pa.RecordBatch, settings: Settings | None = None) -> dict[str, pa.RecordBatch]:
    """Return the rows of a batch of documents, one record batch a table; pure, but for timings.

    ``batch`` needs the columns ``source`` and ``text``; the others of ``table.SOURCES`` may be absent.
    """
    settings = settings or Settings()
    return _rows_of(_sources(batch), settings)


def _rows_of(sources: Iterable[Source], settings: Settings) -> dict[str, pa.RecordBatch]:
    """Return the rows of some documents that have been read."""
    catalogue = _catalogue(settings.packs)
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for source in sources:
        found = _one(source, catalogue, timings=settings.timings)
        rows["indicators"] += found.indicators
        rows["ledger"] += found.ledger
        rows["audit"] += found.audit
        rows["documents"].append(found.document)
    return {name: pa.RecordBatch.from_pylist(rows[name], schema=schema) for name, schema in TABLES.items()}


def _one(source: Source, catalogue: Catalogue, *, timings: bool) -> Rows:
    """Read one document; whatever a stage raises becomes the reason why this document failed."""
    began = time.perf_counter()
    try:
        found = read_document(source, catalogue)
    # One bad document never ends a run; a broken rule pack or installation does.
    except ExtractorError:
        raise
    except Exception as error:
        log.exception("%s failed", source.source)
        reason = f"internal error: {type(error).__name__}: {error}"
        found = read_document(replace(source, text=None, status="failed", reason=reason), catalogue)
        found.document["text"] = source.text
        found.document["chars"] = None if source.text is None else len(source.text)
    found.document["seconds"] = round(source.seconds + time.perf_counter() - began, 4) if timings else 0.0
    return found


@cache
def _catalogue(packs: tuple[Path, ...]) -> Catalogue:
    """Return the rule packs, loaded once a process."""
    return Catalogue.load(packs)


def _sources(batch: pa.RecordBatch) -> Iterator[Source]:
    """Turn a record batch of documents into the records of the reading stage."""
    absent = [name for name in ("source", "text") if name not in batch.schema.names]
    if absent:
        message = f"documents need the columns source and text; absent: {', '.join(absent)}"
        raise ContractError(message)
    known = [name for name in SOURCES.names if name in batch.schema.names]
    for given in batch.select(known).to_pylist():
        row = {name: value for name, value in given.items() if value is not None}
        text = row.get("text")
        data = text.encode("utf-8", "surrogatepass") if text is not None else b""
        made = {"doc_id": document_id(data) if text is not None else "", "format": "txt", "encoding": None}
        made |= {"bytes": len(data), "text": None, "status": "ok" if text is not None else "failed"}
        made |= {} if text is not None else {"reason": "no text"}
        made["blocks"] = tuple(Block(**block) for block in row.pop("blocks", ()))
        made["flags"] = tuple(row.pop("flags", ()))
        yield Source(**(made | row))


def sources_batch(sources: Iterable[Source]) -> pa.RecordBatch:
    """Return documents that have been read as the record batch that the kernel takes."""
    names = [field.name for field in fields(Source)]
    rows = [
        {name: getattr(source, name) for name in names}
        | {"blocks": [asdict(block) for block in source.blocks], "flags": list(source.flags)}
        for source in sources
    ]
    return pa.RecordBatch.from_pylist(rows, schema=SOURCES)


def extract(
    inputs: str | os.PathLike[str] | Iterable[str | os.PathLike[str]],
    out: str | os.PathLike[str] = "out",
    settings: Settings | None = None,
    progress: Callable[[int], None] | None = None,
) -> Result:
    """Read every file of the inputs and write the tables to ``out``; ``progress`` hears documents done."""
    settings = settings or Settings()
    roots = [Path(inputs)] if isinstance(inputs, (str, os.PathLike)) else [Path(path) for path in inputs]
    target = Path(out)
    # Everything that can be wrong with the rule packs and the inputs shows before anything is written.
    digest = pack_digest(settings.packs)
    warm_up(settings)
    found = _checked(readers.walk(roots, target))
    tally = _Tally()
    with TableWriter(target) as writer:
        for batches in _processed(_chunks(found), settings):
            done = tally.add(batches)
            writer.add(done)
            if progress is not None:
                progress(done["documents"].num_rows)
        counts = tally.counts | {"ledger": writer.rows()["ledger"]}
        writer.commit(
            {
                "version": __version__,
                "pack_digest": digest,
                "settings": settings.recorded(),
                "counts": counts,
                "input_digest": tally.digest.hexdigest(),
            }
        )
    return Result(target, counts)


def warm_up(settings: Settings) -> None:
    """Load every pattern file and read a line of nothing, so that a bad pack is refused at once."""
    source = Source(doc_id="", source="", format="txt", encoding=None, bytes=0, text="0")
    read_document(source, _catalogue(settings.packs))


def _checked(found: Iterator[Found]) -> Iterator[Found]:
    """Pull the first file, so that a missing input is an error before the output folder is made."""
    return chain(list(islice(found, 1)), found)


def _chunks(found: Iterable[Found]) -> Iterator[list[Found]]:
    """Deal the files out in portions that are closed by their number or their bytes."""
    chunk: list[Found] = []
    size = 0
    for one in found:
        chunk.append(one)
        size += readers.size_of(one)
        if len(chunk) == CHUNK or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def _process(chunk: list[Found], settings: Settings) -> dict[str, pa.RecordBatch]:
    """Read some files and return their rows: the work of one process at a time."""
    return _rows_of((source for found in chunk for source in _timed_read(found, settings)), settings)


def _timed_read(found: Found, settings: Settings) -> Iterator[Source]:
    """Read one file, or those in an archive, and note how long each took."""
    began = time.perf_counter()
    for source in readers.read_all(found, settings):
        yield replace(source, seconds=time.perf_counter() - began)
        began = time.perf_counter()


def _processed(chunks: Iterator[list[Found]], settings: Settings) -> Iterator[dict[str, pa.RecordBatch]]:
    """Yield the rows of every chunk in the order of the chunks, from one process or several."""
    first = list(islice(chunks, 2))
    chunks = chain(first, chunks)
    # For a single chunk a second process would only cost its start.
    if settings.jobs == 1 or len(first) < 2:
        for chunk in chunks:
            yield _process(chunk, settings)
        return
    # Not forked: Arrow has threads of its own, whose locks a forked child would never see released.
    with ProcessPoolExecutor(settings.jobs, mp_context=get_context("spawn")) as pool:
        waiting = deque(
            pool.submit(_process, chunk, settings) for chunk in islice(chunks, settings.jobs * AHEAD)
        )
        try:
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(_process, chunk, settings) for chunk in islice(chunks, 1))
        finally:
            for future in waiting:
                future.cancel()


class _Tally:
    """What only the whole run knows: counts, the digest of the input, and which files are duplicates."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(
            ("documents", "ok", "partial", "failed", "skipped", "figures", "masked", "flagged"), 0
        )
        self.digest = hashlib.sha256()
        self._seen = Seen()

    def add(self, batches: dict[str, pa.RecordBatch]) -> dict[str, pa.RecordBatch]:
        """Count the documents of one chunk and name, for each duplicate, the document that it repeats."""
        documents = batches["documents"]
        names = ("doc_id", "source", "status", "text", "figures", "flags")
        columns = [documents.column(name).to_pylist() for name in names]
        # The figures lie in the order of the documents.
        values = iter(batches["indicators"].column("value").to_pylist())
        duplicates: list[str | None] = []
        flags: list[list[str]] = []
        for doc_id, source, status, text, figures, own in zip(*columns, strict=True):
            self.counts["documents"] += 1
            self.counts[status] += 1
            self.digest.update(f"{source}\0{doc_id}\n".encode())
            first, near = self._seen.first(doc_id, source, text, list(islice(values, figures)))
            duplicates.append(first)
            flags.append([*own, "near_duplicate"] if near else own)
        for name in ("figures", "masked", "flagged"):
            self.counts[name] += sum(documents.column(name).to_pylist())
        place = documents.schema.get_field_index("duplicate_of")
        marked = documents.set_column(place, documents.schema.field(place), pa.array(duplicates, pa.string()))
        place = documents.schema.get_field_index("flags")
        field = documents.schema.field(place)
        marked = marked.set_column(place, field, pa.array(flags, field.type))
        return batches | {"documents": marked}
