"""A run: every file of the inputs read, the tables written, or left alone when nothing has changed.

Whether there is work is found out without Arrow, patterns and readers: these are loaded where there is.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.engines.cache import Cache
from extractor.engines.fingerprint import Order, places, tables
from extractor.engines.key import run_key
from extractor.engines.lock import locked
from extractor.engines.sources import files
from extractor.errors import SettingsError
from extractor.places import is_remote, local
from extractor.settings import Settings
from extractor.table.names import MANIFEST

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
        return self._table("indicators")

    @property
    def documents(self) -> pd.DataFrame:
        """The documents, those that failed among them."""
        return self._table("documents")

    @property
    def audit(self) -> pd.DataFrame:
        """The arithmetic that the documents state, and whether it holds."""
        return self._table("audit")

    @property
    def ledger(self) -> pd.DataFrame:
        """The numbers that are no figures, with their reasons."""
        return self._table("ledger")

    def _table(self, name: str) -> pd.DataFrame:
        from extractor.table import read_table

        return read_table(self.out, name)


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
        from extractor.engines.writing import write_to_store

        return Result(str(out), write_to_store(roots, str(out), settings, progress))
    target = local(out)
    key = run_key(settings)
    if not (target / MANIFEST).is_file():
        warm_up(settings)
    with locked(target), Cache(target, key, settings.max_bytes) as cache:
        counts = None if reprocess else _nothing_to_do(roots, target, cache)
        if counts is not None:
            return Result(target, counts, unchanged=True)
        from extractor.engines.writing import write

        warm_up(settings)
        cache.begin(forget=reprocess)
        return Result(target, write(roots, target, settings, cache, progress))


def warm_up(settings: Settings) -> None:
    """Load what a run works with, so that a bad rule pack is refused at once."""
    from extractor.pipeline import warm_up as load

    load(settings)


def _nothing_to_do(roots: list[Place], target: Path, cache: Cache) -> dict[str, int] | None:
    """Return the counts of the last run when inputs and tables are those that it left."""
    told = cache.last("tables")
    if told is None or told != tables(target):
        return None
    if cache.last("places") != places(files(roots, target)):
        order = Order()
        for file in files(roots, target):
            hit = cache.find(file)
            if hit is None:
                return None
            order.add(file, hit.file, hit.seen)
        if cache.last("order") != order.told()["order"]:
            return None
        # Only the dates were others: the next run need not look so closely.
        cache.note(order.told())
    return json.loads((target / MANIFEST).read_text("utf-8"))["counts"]
