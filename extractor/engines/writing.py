"""The tables of a run that has work to do: rows in, files out, in a folder or behind a URL."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.engines.cache import Cache
from extractor.engines.fingerprint import Order, tables
from extractor.engines.local import rows
from extractor.engines.portion import SIDE
from extractor.engines.sources import files
from extractor.engines.tally import Tally, marked
from extractor.errors import SettingsError
from extractor.packs import pack_digest
from extractor.pipeline import warm_up
from extractor.places import file_system
from extractor.table import MANIFEST, TABLES, TableWriter
from extractor.version import __version__

if TYPE_CHECKING:
    import os
    from collections.abc import Callable

    from extractor.settings import Settings


def write_to_store(
    roots: list[str | os.PathLike[str]], url: str, settings: Settings, progress: Callable[[int], None] | None
) -> dict[str, int]:
    """Write the tables here, then put them behind the URL: an object appears there whole or not at all."""
    system, place = file_system(url)
    warm_up(settings)
    with tempfile.TemporaryDirectory(prefix="zhibiao-") as folder:
        target = Path(folder)
        with Cache(None, "", settings.max_bytes) as cache:
            counts = write(roots, target, settings, cache, progress, out=url)
        put_tables(system, target, place)
    return counts


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


def write(
    roots: list[str | os.PathLike[str]],
    target: Path,
    settings: Settings,
    cache: Cache,
    progress: Callable[[int], None] | None,
    out: str | os.PathLike[str] | None = None,
) -> dict[str, int]:
    """Read what is to be read and write every table; ``out`` is where they will lie in the end."""
    tally, order = Tally(), Order()
    with TableWriter(target) as writer:
        for batches in rows(files(roots, out or target), settings, cache, order):
            documents = batches["documents"]
            marks = tally.add(documents, batches[SIDE].column("print").to_pylist())
            made = {name: batches[name] for name in TABLES}
            writer.add(made | {"documents": marked(documents, marks)})
            if progress is not None:
                progress(documents.num_rows)
        counts = tally.counts | {"ledger": writer.rows()["ledger"]}
        writer.commit(manifest(settings, counts, tally))
    cache.finish({"tables": tables(target)} | order.told())
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
