"""A run: every file of the inputs read, the tables written, or left alone when nothing has changed."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.engines.cache import Cache, Order
from extractor.engines.fingerprint import stamp
from extractor.engines.key import run_key
from extractor.engines.local import rows
from extractor.engines.lock import locked
from extractor.engines.portion import SIDE
from extractor.engines.sources import files
from extractor.engines.tally import Tally, marked
from extractor.errors import SettingsError
from extractor.packs import pack_digest
from extractor.pipeline import warm_up
from extractor.places import file_system, is_remote, local
from extractor.settings import Settings
from extractor.table import MANIFEST, TABLES, TableWriter, read_table
from extractor.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import pandas as pd

Place = str | os.PathLike[str]
# The engines there are, for the command line.
ENGINES = ("local", "dask")


@dataclass(frozen=True, slots=True)
class Result:
    """What a run wrote: where, how much of what, and whether it had anything to do."""

    out: Path | str
    counts: dict[str, int]
    unchanged: bool = False

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


def extract(
    inputs: Place | Iterable[Place],
    out: Place = "out",
    settings: Settings | None = None,
    progress: Callable[[int], None] | None = None,
    *,
    reprocess: bool = False,
    engine: str = "local",
    scheduler: str | None = None,
) -> Result:
    """Read every file of the inputs and write the tables to ``out``; ``progress`` hears documents done.

    A file that an earlier run into the same folder has read is not read again, unless ``reprocess``.
    ``engine`` may be ``dask``: then a cluster does the work, the one at ``scheduler`` or a local one.
    """
    settings = settings or Settings()
    roots = [inputs] if isinstance(inputs, (str, os.PathLike)) else list(inputs)
    if engine not in ENGINES:
        message = f"no engine {engine!r}; there are: {', '.join(ENGINES)}"
        raise SettingsError(message)
    if engine == "dask":
        from extractor.engines import dask

        return dask.extract(roots, out, settings, progress, scheduler)
    # Everything that can be wrong with the rule packs and the inputs shows before anything is written.
    # The first file tells whether the inputs are there.
    for _ in islice(files(roots, out), 1):
        pass
    if is_remote(out):
        return _to_store(roots, str(out), settings, progress)
    target = local(out)
    key = run_key(settings)
    if not (target / MANIFEST).is_file():
        warm_up(settings)
    with locked(target), Cache(target, key, settings.max_bytes) as cache:
        counts = None if reprocess else _nothing_to_do(roots, target, cache)
        if counts is not None:
            return Result(target, counts, unchanged=True)
        warm_up(settings)
        cache.begin(forget=reprocess)
        return Result(target, _written(roots, target, settings, cache, progress))


def _to_store(
    roots: list[Place], url: str, settings: Settings, progress: Callable[[int], None] | None
) -> Result:
    """Write the tables here, then put them behind the URL: an object appears there whole or not at all."""
    system, place = file_system(url)
    warm_up(settings)
    with tempfile.TemporaryDirectory(prefix="zhibiao-") as folder:
        target = Path(folder)
        with Cache(None, "", settings.max_bytes) as cache:
            counts = _written(roots, target, settings, cache, progress, out=url)
        put_tables(system, target, place)
    return Result(url, counts)


def put_tables(system: Any, folder: Path, place: str) -> None:
    """Copy the tables of a folder into a store: the manifest goes first and comes last."""
    try:
        system.makedirs(place, exist_ok=True)
        if system.exists(f"{place}/{MANIFEST}"):
            system.rm_file(f"{place}/{MANIFEST}")
        for name in (*(f"{name}.parquet" for name in TABLES), MANIFEST):
            system.put_file(str(folder / name), f"{place}/{name}")
    except OSError as error:
        message = f"output {place}: {error.strerror or error}"
        raise SettingsError(message) from error


def _nothing_to_do(roots: list[Place], target: Path, cache: Cache) -> dict[str, int] | None:
    """Return the counts of the last run when inputs and tables are those that it left."""
    told = cache.told("tables")
    if told is None or told != _tables(target):
        return None
    order = Order()
    for file in files(roots, target):
        hit = cache.find(file)
        if hit is None:
            return None
        order.add(file.source, hit.digest)
    if cache.told("order") != order.told():
        return None
    return json.loads((target / MANIFEST).read_text("utf-8"))["counts"]


def _tables(target: Path) -> str:
    """Return how the tables lie on disk: whoever changes one changes this."""
    names = [*(f"{name}.parquet" for name in TABLES), MANIFEST]
    return json.dumps([stamp(target / name) for name in names])


def _written(
    roots: list[Place],
    target: Path,
    settings: Settings,
    cache: Cache,
    progress: Callable[[int], None] | None,
    out: Place | None = None,
) -> dict[str, int]:
    """Read what is to be read and write every table; ``out`` is where they will lie in the end."""
    tally, order = Tally(), Order()
    with TableWriter(target) as writer:
        for batches in rows(files(roots, out or target), settings, cache, order):
            documents = batches["documents"]
            marks = tally.add(documents, batches[SIDE].column("print").to_pylist())
            tables = {name: batches[name] for name in TABLES}
            writer.add(tables | {"documents": marked(documents, marks)})
            if progress is not None:
                progress(documents.num_rows)
        counts = tally.counts | {"ledger": writer.rows()["ledger"]}
        writer.commit(manifest(settings, counts, tally))
    cache.finish({"tables": _tables(target), "order": order.told()})
    return counts


def manifest(settings: Settings, counts: dict[str, int], tally: Tally) -> dict[str, Any]:
    """Return what a run says of itself."""
    return {
        "version": __version__,
        "pack_digest": pack_digest(settings.packs),
        "settings": settings.recorded(),
        "counts": counts,
        "input_digest": tally.digest.hexdigest(),
    }
