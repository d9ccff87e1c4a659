"""Whatever ends a run, no half table is ever visible and the next run makes up for it."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import extractor as ex
from extractor.engines.lock import LOCK, locked
from extractor.errors import SettingsError

from .conftest import QUIET, digests, visible

ROOT = Path(__file__).resolve().parents[2]
# `make kill` asks for 50.
DEATHS = int(os.environ.get("ZHIBIAO_DEATHS", "7"))


def run(*arguments: object, **more) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "extractor.cli", "extract", *map(str, arguments)]
    return subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT, **more)


def test_killed_at_random_points(reports, tmp_path: Path) -> None:
    reports(40)
    command = [sys.executable, "-m", "tests.engines.killing", str(tmp_path), str(DEATHS), "20"]
    done = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    sys.stdout.write(f"{told}\n")
    assert told["killed"] >= DEATHS // 2, told


def test_the_processes_of_a_killed_run_end(reports, tmp_path: Path) -> None:
    folder, out = reports(120, sentences=40), tmp_path / "out"
    command = [sys.executable, "-m", "extractor.cli", "extract", str(folder), "-o", str(out), "-j", "2"]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL, start_new_session=True)
    until = time.monotonic() + 60
    while not (out / "ledger.parquet.tmp").exists() and time.monotonic() < until:
        time.sleep(0.02)
    # A second run while the first one works.
    with pytest.raises(SettingsError, match=f"in use by another run \\(process {process.pid}\\)"):
        ex.extract(folder, out, QUIET)
    process.kill()
    process.wait()
    while time.monotonic() < until:
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        os.killpg(process.pid, signal.SIGKILL)
        pytest.fail("processes of a killed run are still there")
    assert visible(out) == {}
    # The lock that it left behind locks nothing.
    assert (out / LOCK).exists()
    assert ex.extract(folder, out, QUIET).counts["documents"] == 123
    assert not (out / LOCK).exists()


def test_one_run_at_a_time(tmp_path: Path) -> None:
    with locked(tmp_path), pytest.raises(SettingsError, match=f"process {os.getpid()}"), locked(tmp_path):
        pass
    with locked(tmp_path):
        pass
    assert not (tmp_path / LOCK).exists()


def test_a_full_disk(reports, tmp_path: Path) -> None:
    folder, out = reports(20), tmp_path / "out"
    ex.extract(folder, out, QUIET)
    before = digests(out)
    more = reports(60, "more")

    def full() -> None:
        """No file may grow beyond so many bytes."""
        resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000))

    done = run(more, "-o", out, "--no-timings", "--jobs", "1", preexec_fn=full)
    assert (done.returncode, done.stderr.count("Traceback")) == (2, 0), done.stderr
    assert "error: output folder" in done.stderr
    assert "what was there before is unchanged" in done.stderr
    assert digests(out) == before
    ex.extract(more, out, QUIET)
    ex.extract(more, tmp_path / "clean", QUIET)
    assert digests(out) == digests(tmp_path / "clean")


def test_a_folder_that_cannot_be_written(reports, tmp_path: Path) -> None:
    folder, out = reports(5), tmp_path / "out"
    ex.extract(folder, out, QUIET)
    before = digests(out)
    mine = os.geteuid()
    chain = [out, *out.parents, ROOT, *ROOT.parents]
    if mine == 0 and any(not path.stat().st_mode & 0o001 for path in chain if path != tmp_path.parent.parent):
        # Root may write anywhere; as somebody else it must at least get there.
        for path in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
            path.chmod(0o755)
    out.chmod(0o555)
    if mine == 0:
        os.seteuid(65534)
    try:
        with pytest.raises(SettingsError, match="ermission"):
            ex.extract(folder, out, QUIET, reprocess=True)
        with pytest.raises(SettingsError, match="ermission"):
            ex.extract(folder, out / "below", QUIET)
    finally:
        os.seteuid(mine)
        out.chmod(0o755)
    assert digests(out) == before


def test_where_no_folder_can_be(reports, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    folder = reports(2)
    for out in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(SettingsError, match="output folder"):
            ex.extract(folder, out, QUIET)
    assert (tmp_path / "file").read_text() == "mine"
