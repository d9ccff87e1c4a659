"""Inputs and outputs behind URLs: in memory, and a server of the S3 kind on this machine."""

from __future__ import annotations

from pathlib import Path

import pytest

import extractor as ex
from extractor.errors import SettingsError
from extractor.settings import Settings

from .conftest import QUIET, digests, put, same_tables

fsspec = pytest.importorskip("fsspec")


def test_in_memory(reports, tmp_path: Path) -> None:
    folder = reports(30)
    (folder / "zz_link.txt").unlink()
    system = fsspec.filesystem("memory")
    put(folder, system, "/in")
    ex.extract(folder, tmp_path / "out", QUIET)
    result = ex.extract("memory://in", "memory://out", Settings(timings=False, jobs=2))
    assert result.counts["documents"] == 32
    # The very same bytes, once fetched.
    system.get("/out/", str(tmp_path / "fetched") + "/", recursive=True)
    assert digests(tmp_path / "fetched") == digests(tmp_path / "out")
    assert len(result.indicators) == result.counts["figures"]
    # Remote inputs, tables here: what has not changed is not fetched again.
    assert not ex.extract("memory://in", tmp_path / "mixed", QUIET).unchanged
    assert ex.extract("memory://in", tmp_path / "mixed", QUIET).unchanged
    system.pipe_file("/in/00/0003.txt", "全年签约居民6人。".encode())
    assert not ex.extract("memory://in", tmp_path / "mixed", QUIET).unchanged
    # An output below the input is no input.
    assert ex.extract("memory://in", "memory://in/out", QUIET).counts["documents"] == 32
    assert ex.extract("memory://in", "memory://in/out", QUIET).counts["documents"] == 32


def test_one_file_and_a_large_one(tmp_path: Path) -> None:
    system = fsspec.filesystem("memory")
    system.pipe_file("/one/report", "全年签约居民6人。".encode())
    assert ex.extract("memory://one/report", tmp_path / "a", QUIET).counts["figures"] == 1
    small = Settings(timings=False, max_bytes=5)
    assert ex.extract("memory://one/report", tmp_path / "b", small).counts["failed"] == 1


def test_wrong_urls(tmp_path: Path) -> None:
    for url in ("memory://nothing/here", "nosuch://place"):
        with pytest.raises(SettingsError, match=url.split(":")[0]):
            ex.extract(url, tmp_path / "out", QUIET)
    assert not (tmp_path / "out").exists()


def test_in_a_bucket(bucket, reports, tmp_path: Path) -> None:
    folder = reports(12)
    (folder / "zz_link.txt").unlink()
    put(folder, bucket, "reports/in")
    ex.extract(folder, tmp_path / "out", QUIET)
    ex.extract("s3://reports/in", "s3://reports/out", QUIET)
    same_tables(tmp_path / "out", "s3://reports/out")
    assert bucket.cat_file("reports/out/manifest.json") == (tmp_path / "out" / "manifest.json").read_bytes()
