"""The engine of a cluster: Dask workers run the same kernel over portions of the files.

A portion always gives the same parts under the same names, so a worker that is lost loses nothing and
one that does its work twice doubles nothing. What only the whole run knows (duplicates, counts) is
decided by the process that started it, from a few hundred bytes a document.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from contextlib import contextmanager, nullcontext
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extractor.engines.lock import locked
from extractor.engines.parts import Parts
from extractor.engines.portion import SIDE, rows_beside
from extractor.engines.sources import files, read_file, size_of
from extractor.engines.tally import LOOKED_AT, Tally, marked
from extractor.errors import ExtractorError, ResourceError, SettingsError
from extractor.packs import pack_digest
from extractor.pipeline import warm_up
from extractor.places import is_remote, local
from extractor.table import TABLES
from extractor.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Iterable, Iterator

    from extractor.engines.run import Result
    from extractor.engines.sources import File
    from extractor.engines.tally import Mark
    from extractor.settings import Settings

# What a worker is given at a time, by files and by bytes: one part of every table.
MOST_FILES = 1000
MOST_BYTES = 64 * 1024 * 1024
# Portions under way for each worker.
AHEAD = 3
# How often a portion is given to another worker when those that had it died.
TRIES = 10
# Seconds until a scheduler has to answer.
PATIENCE = 10

# One document at a time in a process: the stages are no faster in threads, and readers share a worker.
_one_at_a_time = threading.Lock()


def extract(
    roots: list[str | os.PathLike[str]],
    out: str | os.PathLike[str],
    settings: Settings,
    progress: Callable[[int], None] | None,
    scheduler: str | None,
) -> Result:
    """Read every file of the inputs on a cluster and write the tables as folders of parts."""
    from extractor.engines.run import Result
    from extractor.engines.writing import manifest

    for _ in islice(files(roots, out), 1):
        pass
    warm_up(settings)
    target = str(out) if is_remote(out) else local(out)
    in_memory = any(str(place).startswith("memory://") for place in (*roots, out))
    with nullcontext() if isinstance(target, str) else locked(target):
        parts = Parts(str(target))
        with _client(scheduler, settings, in_memory=in_memory) as client:
            _check(client, settings)
            parts.begin()
            try:
                tally, ledger, count = _run(client, roots, parts, settings, progress)
                counts = tally.counts | {"ledger": ledger}
                parts.commit(manifest(settings, counts, tally), count)
            except OSError as error:
                message = f"output folder {target}: {error.strerror or error}"
                raise SettingsError(message) from error
            finally:
                parts.clear()
    return Result(target, counts)


@contextmanager
def _client(scheduler: str | None, settings: Settings, *, in_memory: bool) -> Iterator[Any]:
    """Give a client of the cluster at an address, or of one made here for this run."""
    try:
        import dask.config
        from distributed import Client, LocalCluster
    except ModuleNotFoundError as error:
        message = "the engine dask needs the extra: pip install 'zhibiao[dask]'"
        raise SettingsError(message) from error
    # It tells of every connection; what goes wrong arrives here as an error.
    logging.getLogger("distributed").setLevel(logging.ERROR)
    if scheduler is not None:
        try:
            client = Client(scheduler, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            message = f"no Dask scheduler answers at {scheduler}: {error}"
            raise SettingsError(message) from error
        with client:
            yield client
        return
    with dask.config.set({"distributed.scheduler.allowed-failures": TRIES}):
        # memory:// is the memory of one process.
        cluster = LocalCluster(
            n_workers=1 if in_memory else settings.jobs,
            threads_per_worker=1,
            processes=not in_memory,
            dashboard_address=":0",
            silence_logs=logging.ERROR,
        )
        with cluster, Client(cluster) as client:
            yield client


def _check(client: Any, settings: Settings) -> None:
    """Refuse a cluster whose workers have another version or other rule packs."""
    mine = _installed(settings)
    for worker, theirs in client.run(_installed, settings).items():
        if theirs != mine:
            message = f"worker {worker} has version and rule packs {theirs}, this process has {mine}"
            raise SettingsError(message)


def _installed(settings: Settings) -> tuple[str, str]:
    return __version__, pack_digest(settings.packs)


def _run(
    client: Any,
    roots: list[str | os.PathLike[str]],
    parts: Parts,
    settings: Settings,
    progress: Callable[[int], None] | None,
) -> tuple[Tally, int, int]:
    """Have every portion read and its duplicates marked; return what was told and the number of parts."""
    tally, ledger, count = Tally(), 0, 0
    portions = enumerate(_portions(files(roots, parts.out)))
    ahead = AHEAD * max(1, sum(client.nthreads().values()))

    def submit(number: int, portion: list[File]) -> tuple[int, Any]:
        return number, client.submit(
            read_portion, portion, settings, parts, number, pure=False, retries=TRIES
        )

    waiting = deque(submit(*one) for one in islice(portions, ahead))
    marking: deque[Any] = deque()
    while waiting:
        number, future = waiting.popleft()
        told = _result(future)
        count += 1
        ledger += sum(told.column("ledger").to_pylist())
        marks = tally.add(told, told.column("print").to_pylist())
        if marks:
            marking.append(client.submit(mark_portion, parts, number, marks, pure=False, retries=TRIES))
        while len(marking) > ahead:
            _result(marking.popleft())
        if progress is not None:
            progress(told.num_rows)
        waiting.extend(submit(*one) for one in islice(portions, 1))
    for future in marking:
        _result(future)
    if not count:
        # No files at all: tables without rows.
        read_portion([], settings, parts, 0)
        count = 1
    return tally, ledger, count


def _portions(found: Iterable[File]) -> Iterator[list[File]]:
    """Deal the files out by their number and their bytes, whatever the cluster."""
    portion: list[File] = []
    size = 0
    for file in found:
        portion.append(file)
        size += size_of(file)
        if len(portion) >= MOST_FILES or size >= MOST_BYTES:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def _result(future: Any) -> Any:
    """Return what a worker made, or say why none could."""
    from distributed import KilledWorker

    try:
        return future.result()
    except KilledWorker as error:
        message = f"workers died again and again over the same files: {error}"
        raise ResourceError(message) from error
    except (ExtractorError, OSError):
        raise
    finally:
        future.release()


def read_portion(portion: list[File], settings: Settings, parts: Parts, number: int) -> pa.RecordBatch:
    """Read some files and write their part of every table; return what the whole run has to know."""
    with _one_at_a_time:
        sources = [source for file in portion for source in read_file(file, settings)]
        batches = rows_beside(sources, settings)
    for name in TABLES:
        parts.write(name, number, batches[name])
    documents, side = batches["documents"], batches[SIDE]
    columns = {name: documents.column(name) for name in LOOKED_AT}
    return pa.RecordBatch.from_pydict(columns | {name: side.column(name) for name in ("print", "ledger")})


def mark_portion(parts: Parts, number: int, marks: dict[int, Mark]) -> None:
    """Name the duplicates among the documents of a part; done twice, it is done once."""
    parts.write("documents", number, marked(parts.read("documents", number), marks))
