"""What an earlier run read is not read again, and nobody can tell from the tables."""

from __future__ import annotations

import os
import shutil
import sqlite3
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import extractor as ex
from extractor.engines import cache, fingerprint, local, run
from extractor.settings import Settings

from .conftest import QUIET, digests, report

READ: list[str] = []


@pytest.fixture(autouse=True)
def _watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Note the name of every file that is really read."""
    READ.clear()
    process = local.process

    def watched(files, settings):
        READ.extend(file.source for file in files)
        return process(files, settings)

    monkeypatch.setattr(local, "process", watched)


def extract(folder: Path, out: Path, **more) -> ex.Result:
    READ.clear()
    return ex.extract(folder, out, QUIET, **more)


def test_nothing_is_read_or_written_twice(reports, tmp_path: Path) -> None:
    folder, out = reports(30), tmp_path / "out"
    first = extract(folder, out)
    assert (len(READ), first.unchanged) == (33, False)
    before = {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.is_file()}
    second = extract(folder, out)
    assert (READ, second.unchanged, second.counts) == ([], True, first.counts)
    assert {path.name: path.stat().st_mtime_ns for path in out.iterdir() if path.is_file()} == before
    assert extract(folder, out, reprocess=True).unchanged is False
    assert len(READ) == 33


def test_only_what_changed_is_read(reports, tmp_path: Path) -> None:
    folder, out = reports(30), tmp_path / "out"
    extract(folder, out)
    (folder / "00" / "0003.txt").write_text(report(900), encoding="utf-8")
    (folder / "00" / "0004.txt").unlink()
    (folder / "01" / "new.txt").write_text(report(901), encoding="utf-8")
    os.utime(folder / "00" / "0005.txt")
    extract(folder, out)
    assert sorted(READ) == ["00/0003.txt", "01/new.txt"]
    extract(folder, tmp_path / "clean")
    assert digests(out) == digests(tmp_path / "clean")


def test_a_moved_folder_is_not_read_again(reports, tmp_path: Path) -> None:
    folder, out = reports(10), tmp_path / "out"
    extract(folder, out)
    shutil.move(folder, tmp_path / "elsewhere")
    extract(tmp_path / "elsewhere", out)
    assert READ == []


def test_other_settings_read_anew(reports, tmp_path: Path) -> None:
    folder, out = reports(5), tmp_path / "out"
    extract(folder, out)
    assert not ex.extract(folder, out, Settings(timings=False, max_chars=50)).unchanged
    assert ex.read_table(out, "documents")["status"].tolist().count("failed") >= 5


def test_a_change_that_keeps_size_and_date_is_seen(reports, tmp_path: Path) -> None:
    folder, out = reports(5), tmp_path / "out"
    extract(folder, out)
    file = folder / "00" / "0002.txt"
    info = file.stat()
    text = file.read_text("utf-8")
    file.write_text(text.replace("云岭", "青岩"), encoding="utf-8")
    os.utime(file, ns=(info.st_atime_ns, info.st_mtime_ns))
    extract(folder, out)
    assert READ == ["00/0002.txt"]


@pytest.mark.parametrize("harm", ["garbage", "gone", "rows"])
def test_a_broken_cache_costs_time_only(harm: str, reports, tmp_path: Path) -> None:
    folder, out = reports(8), tmp_path / "out"
    extract(folder, out)
    before = digests(out)
    database = out / cache.FOLDER / cache.NAME
    if harm == "garbage":
        database.write_bytes(b"no database" * 1000)
    elif harm == "gone":
        shutil.rmtree(database.parent)
    else:
        with sqlite3.connect(database) as db:
            db.execute("DROP TABLE portions")
        (out / "ledger.parquet").unlink()
    extract(folder, out)
    assert digests(out) == before


def test_a_table_that_somebody_changed_is_made_anew(reports, tmp_path: Path) -> None:
    folder, out = reports(8), tmp_path / "out"
    extract(folder, out)
    before = digests(out)
    (out / "indicators.parquet").write_bytes(b"oh no")
    extract(folder, out)
    assert (digests(out), READ) == (before, [])


def test_archives_and_files_of_one_name(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for number, folder in enumerate((one, two)):
        folder.mkdir()
        (folder / "same.txt").write_text(report(number), encoding="utf-8")
    with zipfile.ZipFile(one / "more.zip", "w") as archive:
        for number in range(3):
            archive.writestr(f"{number}.txt", report(10 + number))
    for _ in range(2):
        ex.extract([one, two], tmp_path / "out", QUIET)
    (two / "same.txt").write_text(report(7), encoding="utf-8")
    READ.clear()
    ex.extract([one, two], tmp_path / "out", QUIET)
    assert READ == ["same.txt"]
    ex.extract([one, two], tmp_path / "clean", QUIET)
    assert digests(tmp_path / "out") == digests(tmp_path / "clean")


NAMES = st.sampled_from(["a.txt", "b.txt", "c/d.txt", "c/e.txt", "f/g/h.txt", "z.csv"])
EDITS = st.one_of(
    st.tuples(st.just("write"), NAMES, st.integers(0, 6)),
    st.tuples(st.just("remove"), NAMES, st.just(0)),
    st.tuples(st.just("touch"), NAMES, st.just(0)),
    st.tuples(st.just("rename"), NAMES, st.integers(0, 5)),
    st.tuples(st.just("run"), NAMES, st.just(0)),
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(edits=st.lists(EDITS, min_size=4, max_size=14), young=st.sampled_from([0, fingerprint.YOUNG]))
def test_any_edits_give_the_tables_of_a_clean_run(
    edits: list, young: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``young`` 0 trusts dates as soon as they are there, which change times to the nanosecond allow."""
    base = tmp_path / f"{time.time_ns()}"
    folder, out = base / "in", base / "out"
    folder.mkdir(parents=True)
    places = ["a.txt", "b.txt", "c/d.txt", "c/e.txt", "f/g/h.txt", "z.csv"]
    monkeypatch.setattr(fingerprint, "YOUNG", young)
    monkeypatch.setattr(fingerprint, "YOUNG_IF_FINE", min(young, fingerprint.YOUNG_IF_FINE))
    for kind, name, number in [*edits, ("run", "", 0)]:
        file = folder / name
        if kind == "write":
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(report(number), encoding="utf-8")
        elif kind == "remove":
            file.unlink(missing_ok=True)
        elif kind == "touch" and file.exists():
            os.utime(file)
        elif kind == "rename" and file.exists():
            (folder / places[number]).parent.mkdir(parents=True, exist_ok=True)
            file.replace(folder / places[number])
        elif kind == "run":
            ex.extract(folder, out, QUIET)
    ex.extract(folder, base / "clean", QUIET)
    assert digests(out) == digests(base / "clean")
    shutil.rmtree(base)


def test_the_second_run_is_fifty_times_faster(reports, tmp_path: Path) -> None:
    folder, out = reports(300, sentences=12), tmp_path / "out"
    took = []
    for _ in range(2):
        began = time.perf_counter()
        ex.extract(folder, out, QUIET)
        took.append(time.perf_counter() - began)
    # The files are younger than two seconds the first time round: their bytes are looked at, too.
    assert took[0] / took[1] >= 50, took
    assert run.extract(folder, out, QUIET).unchanged
