"""Two runs over equal input give equal bytes, however the work was dealt out."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from extractor import duplicates
from extractor.engines import local
from extractor.engines.portion import SIDE, cut, pack, rows_beside, unpack
from extractor.models import Source
from extractor.neighbours import Neighbours
from extractor.table import TABLES, TableWriter
from extractor.table import write as writing

from .conftest import QUIET, digests, report

ROOT = Path(__file__).resolve().parents[2]


def test_processes_hash_seed_and_file_order(reports, tmp_path: Path) -> None:
    folder = reports(40, sentences=200)
    # So much that processes are started.
    assert sum(path.stat().st_size for path in folder.rglob("*.txt")) > local.FEW_BYTES
    other = tmp_path / "other" / "in"
    names = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()]
    random.Random(3).shuffle(names)
    for name in names:
        (other / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(folder / name, other / name, follow_symlinks=False)
    told = []
    for place, jobs, seed in ((folder, 1, "0"), (other, 2, "1")):
        out = tmp_path / f"out{jobs}"
        command = [sys.executable, "-m", "extractor.cli", "extract", str(place), "-o", str(out)]
        command += ["--no-timings", "-q", "-j", str(jobs)]
        subprocess.run(command, check=False, cwd=ROOT, env=os.environ | {"PYTHONHASHSEED": seed})
        told.append(digests(out))
    assert told[0] == told[1]


def sources(count: int) -> list[Source]:
    return [
        Source(f"{n:016x}", f"{n}.txt", "txt", "utf-8", 9, report(n) if n % 7 else None) for n in range(count)
    ]


def test_row_groups_do_not_depend_on_how_rows_arrive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "ROW_GROUP", 37)
    monkeypatch.setattr(writing, "GROUP_BYTES", 2500)
    whole = rows_beside(sources(60), QUIET)
    found = []
    for size in (1, 7, 60):
        with TableWriter(tmp_path / str(size)) as writer:
            for first in range(0, 60, size):
                part = cut(whole, first, min(size, 60 - first))
                writer.add({name: unpack(pack(part))[name] for name in TABLES})
            writer.commit({})
        found.append(digests(tmp_path / str(size)))
    assert found[0] == found[1] == found[2]
    file = pq.ParquetFile(tmp_path / "7" / "documents.parquet")
    assert file.num_row_groups > 3
    assert sum(file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)) == 60


def test_a_portion_is_cut_without_loss() -> None:
    whole = rows_beside(sources(20), QUIET)
    parts = [cut(whole, first, count) for first, count in ((0, 3), (3, 1), (4, 0), (4, 16))]
    sent = [unpack(pack(part)) for part in parts]
    one_by_one = [rows_beside([source], QUIET) for source in sources(20)]
    for name in (*TABLES, SIDE):
        rows = whole[name].to_pylist()
        assert [row for part in sent for row in part[name].to_pylist()] == rows
        assert [row for part in one_by_one for row in part[name].to_pylist()] == rows


def test_documents_of_one_name_keep_their_rows_apart() -> None:
    twice = [Source(f"{n:016x}", "same.txt", "txt", "utf-8", 9, report(n)) for n in (1, 2)]
    made = rows_beside(twice, QUIET)
    for at, one in enumerate(twice):
        alone = rows_beside([one], QUIET)
        assert cut(made, at, 1)["indicators"].to_pylist() == alone["indicators"].to_pylist()


def test_neighbours_are_those_with_a_band_in_common() -> None:
    chance = np.random.default_rng(5)
    made = chance.integers(0, 6, (3000, 128)).astype("<u2")
    index = Neighbours(128, 32)
    bands = made.reshape(3000, 32, 4)
    for number, hashes in enumerate(made):
        if number % 500 == 499:
            same = (bands[:number] == bands[number]).all(axis=2).any(axis=1)
            assert index.query(hashes).tolist() == np.flatnonzero(same).tolist()
        index.insert(hashes)
    assert index.jaccard(made[7], np.array([7]))[0] == 1.0


def test_a_crowd_of_one_template_stays_quick() -> None:
    pytest.importorskip("rensa")
    text = "".join(report(n, 10) for n in range(4))
    seen = duplicates.Seen()
    for number in range(400):
        made = duplicates.print_of(text, [float(number * 40 + n) for n in range(20)])
        assert seen.first(f"{number:016x}", f"{number}.txt", made) == (None, False)
    again = duplicates.print_of(text + "。", [float(399 * 40 + n) for n in range(20)])
    assert seen.first("f" * 16, "again.txt", again) == ("399.txt", True)


def test_a_million_documents_fit_into_memory() -> None:
    """What a run remembers of a document is all that grows with their number."""
    pytest.importorskip("rensa")
    count, chance = 4096, np.random.default_rng(9)
    head = duplicates.print_of("".join(report(n, 10) for n in range(4)), [1.0])
    assert head is not None
    tracemalloc.start()
    seen = duplicates.Seen()
    for number in range(count):
        made = head[:4] + chance.bytes(256) + np.sort(chance.random(12)).tobytes()
        seen.first(f"{number * 7919:016x}", f"county_{number // 1000}/report_{number}.txt", made)
    each = tracemalloc.get_traced_memory()[0] / count
    tracemalloc.stop()
    assert each < 1300, each
