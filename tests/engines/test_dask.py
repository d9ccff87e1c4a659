"""The same rows from a cluster, whoever dies on the way."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

import extractor as ex
from extractor.engines import dask as engine
from extractor.errors import SettingsError
from extractor.table import TABLES

from .conftest import QUIET, put, same_tables

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")


@pytest.fixture(scope="module")
def cluster(bucket):
    """Two workers that outlive a test, as those of an existing cluster do; they know where the bucket is."""
    import dask.config

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 10}),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=2, dashboard_address=":0", silence_logs=50
        ) as made,
    ):
        yield made


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "MOST_FILES", 7)


def test_workers_that_are_killed_lose_and_double_nothing(cluster, reports, tmp_path: Path) -> None:
    folder, out = reports(60), tmp_path / "out"
    ex.extract(folder, tmp_path / "local", QUIET)
    killed: list[int] = []

    def kill(count: int) -> None:
        """After the first portion a worker dies, with others under way."""
        if not killed:
            with distributed.Client(cluster.scheduler_address) as client:
                killed.append(next(iter(client.run(os.getpid).values())))
            os.kill(killed[-1], signal.SIGKILL)

    result = ex.extract(folder, out, QUIET, kill, engine="dask", scheduler=cluster.scheduler_address)
    assert len(killed) == 1
    assert result.counts["documents"] == 63
    same_tables(out, tmp_path / "local")
    assert (out / "manifest.json").read_bytes() == (tmp_path / "local" / "manifest.json").read_bytes()
    parts = sorted(path.name for path in (out / "indicators.parquet").iterdir())
    assert parts == [f"part-{number:06}.parquet" for number in range(len(parts))]
    assert len(parts) == 9
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [*(f"{name}.parquet" for name in TABLES), "manifest.json"]
    )
    # A local run takes the place of the parts, and the other way round.
    ex.extract(folder, out, QUIET)
    assert (out / "indicators.parquet").is_file()
    same_tables(out, tmp_path / "local")


def test_from_bucket_to_bucket(cluster, bucket, reports, tmp_path: Path) -> None:
    folder = reports(20)
    (folder / "zz_link.txt").unlink()
    put(folder, bucket, "reports/cluster")
    ex.extract(folder, tmp_path / "local", QUIET)
    for _ in range(2):
        ex.extract(
            "s3://reports/cluster",
            "s3://reports/made",
            QUIET,
            engine="dask",
            scheduler=cluster.scheduler_address,
        )
    same_tables("s3://reports/made", tmp_path / "local")
    assert not bucket.exists("reports/made/.parts")


def test_a_cluster_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = ex.extract(tmp_path / "in", tmp_path / "out", QUIET, engine="dask")
    assert (result.counts["documents"], len(result.indicators)) == (0, 0)


def test_wrong_engines_write_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "PATIENCE", 1)
    (tmp_path / "in").mkdir()
    with pytest.raises(SettingsError, match="no Dask scheduler answers"):
        ex.extract(tmp_path / "in", tmp_path / "out", QUIET, engine="dask", scheduler="tcp://127.0.0.1:1")
    with pytest.raises(SettingsError, match="local, dask"):
        ex.extract(tmp_path / "in", tmp_path / "out", QUIET, engine="spark")
