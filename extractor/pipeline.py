"""The whole way from documents to rows: one pure function over a batch.

``kernel`` takes a record batch of documents and gives record batches of rows; the local processes, a
notebook and any distributed engine all call that same function.
"""

from __future__ import annotations

import logging
import time
from dataclasses import asdict, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.catalogue import Catalogue
from extractor.errors import ContractError, ExtractorError
from extractor.models import Block, Source
from extractor.readers.files import document_id
from extractor.rows import Rows, read_document
from extractor.settings import Settings
from extractor.table import SOURCES, TABLES
from extractor.table.columns import record_batch, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pyarrow as pa

log = logging.getLogger(__name__)


def kernel(batch: pa.RecordBatch, settings: Settings | None = None) -> dict[str, pa.RecordBatch]:
    """Return the rows of a batch of documents, one record batch a table; pure, but for timings.

    ``batch`` needs the columns ``source`` and ``text``; the others of ``table.SOURCES`` may be absent.
    """
    settings = settings or Settings()
    return as_batches(list(rows_of(_sources(batch), settings)))


def rows_of(sources: Iterable[Source], settings: Settings) -> Iterator[Rows]:
    """Yield the rows of every document that has been read."""
    catalogue = _catalogue(settings.packs)
    for source in sources:
        yield _one(source, catalogue, timings=settings.timings)


def as_batches(found: Sequence[Rows]) -> dict[str, pa.RecordBatch]:
    """Return the rows of some documents as one record batch a table."""
    columns = {
        "indicators": together([rows.indicators for rows in found]),
        "documents": {name: [rows.document[name] for rows in found] for name in TABLES["documents"].names},
        "ledger": together([rows.ledger for rows in found]),
        "audit": together([rows.audit for rows in found]),
    }
    return {name: record_batch(columns[name], schema) for name, schema in TABLES.items()}


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
    held = list(sources)
    columns = {name: [getattr(source, name) for source in held] for name in SOURCES.names}
    columns["blocks"] = [[asdict(block) for block in source.blocks] for source in held]
    return record_batch(columns, SOURCES)


def warm_up(settings: Settings) -> None:
    """Load every pattern file and read a line of nothing, so that a bad pack is refused at once."""
    source = Source(doc_id="", source="", format="txt", encoding=None, bytes=0, text="0")
    read_document(source, _catalogue(settings.packs))
