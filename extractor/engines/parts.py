"""The tables of a cluster's run: folders of Parquet parts, each part there whole or not at all.

Parts are made in a hidden folder beside the tables and put in place together at the end, the manifest
last. The same for a folder that all workers share and for a store behind a URL.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.places import file_system, is_remote, local
from extractor.table import MANIFEST, TABLES
from extractor.table.write import canonical

if TYPE_CHECKING:
    from collections.abc import Mapping

STAGING = ".parts"


@dataclass(frozen=True, slots=True)
class Parts:
    """Where a run puts its parts; small, and the same on every worker."""

    out: str

    def begin(self) -> None:
        """Make the folder and clear what a run that was killed left there."""
        self.clear()
        if is_remote(self.out):
            system, place = file_system(self.out)
            system.makedirs(place, exist_ok=True)
            return
        for name in TABLES:
            _name(self._folder / STAGING, name).mkdir(parents=True, exist_ok=True)

    @property
    def _folder(self) -> Path:
        return local(self.out).absolute()

    def write(self, name: str, number: int, batch: pa.RecordBatch) -> None:
        """Write one part of one table; written twice, it is there once."""
        sink = io.BytesIO()
        pq.write_table(canonical([batch], TABLES[name]), sink, compression="zstd")
        if is_remote(self.out):
            system, place = file_system(self.out)
            system.pipe_file(_part(f"{place}/{STAGING}", name, number), sink.getvalue())
            return
        part = Path(_part(str(self._folder / STAGING), name, number))
        # A name of its own: a worker that was thought dead may still be writing the same part.
        temporary = part.with_suffix(f".{uuid.uuid4().hex}.tmp")
        with temporary.open("wb") as file:
            file.write(sink.getbuffer())
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, part)

    def read(self, name: str, number: int) -> pa.RecordBatch:
        """Return one part that was written."""
        system, folder = None, str(self._folder / STAGING)
        if is_remote(self.out):
            system, place = file_system(self.out)
            folder = f"{place}/{STAGING}"
        table = pq.read_table(_part(folder, name, number), filesystem=system, schema=TABLES[name])
        return table.combine_chunks().to_batches()[0]

    def commit(self, manifest: Mapping[str, Any], count: int) -> None:
        """Put all parts in place of the tables of the last run, the manifest last."""
        text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
        if is_remote(self.out):
            self._commit_to_store(text, count)
            return
        folder = self._folder
        (folder / MANIFEST).unlink(missing_ok=True)
        for name in TABLES:
            made = _name(folder / STAGING, name)
            for stray in made.glob("*.tmp"):
                stray.unlink()
            final = _name(folder, name)
            if final.is_dir():
                shutil.rmtree(final)
            else:
                final.unlink(missing_ok=True)
            os.replace(made, final)
        temporary = folder / f"{MANIFEST}.tmp"
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, folder / MANIFEST)
        self.clear()

    def _commit_to_store(self, text: str, count: int) -> None:
        """Move the parts within the store."""
        system, place = file_system(self.out)
        if system.exists(f"{place}/{MANIFEST}"):
            system.rm_file(f"{place}/{MANIFEST}")
        for name in TABLES:
            final = f"{place}/{name}.parquet"
            if system.exists(final):
                system.rm(final, recursive=True)
            for number in range(count):
                made = _part(f"{place}/{STAGING}", name, number)
                system.mv(made, _part(place, name, number))
        system.pipe_file(f"{place}/{MANIFEST}", text.encode())
        self.clear()

    def clear(self) -> None:
        """Remove the hidden folder."""
        if is_remote(self.out):
            system, place = file_system(self.out)
            if system.exists(f"{place}/{STAGING}"):
                system.rm(f"{place}/{STAGING}", recursive=True)
            return
        shutil.rmtree(self._folder / STAGING, ignore_errors=True)


def _name(folder: Path, name: str) -> Path:
    return folder / f"{name}.parquet"


def _part(folder: str, name: str, number: int) -> str:
    """Return the place of a part; in the order of their names, parts are in the order of the run."""
    return f"{folder}/{name}.parquet/part-{number:06}.parquet"
