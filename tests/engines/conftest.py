"""Folders of small reports in our own words, and what two output folders have in common."""

from __future__ import annotations

import hashlib
import random
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

import extractor as ex
from extractor.places import file_system
from extractor.settings import Settings
from extractor.table import TABLES

QUIET = Settings(timings=False)
SENTENCES = (
    "全年签约居民{}人，签约率{}.5%。",
    "随访高血压患者{}人次，其中规范管理{}人。",
    "完成新建改建项目{}个，投入资金{}万元。",
    "较上年增长{}.2%，比计划多{}户。",
    "发放宣传资料**份，举办讲座{}场，受益群众{}余人次。",
    "一是健全制度，召开例会{}次；二是整改问题{}项。",
)


def report(seed: int, sentences: int = 4) -> str:
    """A small report that follows from a number."""
    choose = random.Random(seed)
    lines = [
        choose.choice(SENTENCES).format(choose.randrange(9000), choose.randrange(99))
        for _ in range(sentences)
    ]
    return f"云岭县第{seed}卫生院{2018 + seed % 5}年工作总结\n" + "\n".join(lines) + "\n"


@pytest.fixture
def reports(tmp_path: Path) -> Callable[..., Path]:
    """Makes a folder of so many reports, with a duplicate and files that fail among them."""

    def make(count: int, name: str = "in", sentences: int = 4) -> Path:
        folder = tmp_path / name
        for number in range(count):
            place = folder / f"{number // 20:02}" / f"{number:04}.txt"
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(report(number, sentences), encoding="utf-8")
        (folder / "zz_copy.txt").write_text(report(0, sentences), encoding="utf-8")
        (folder / "zz_empty.txt").touch()
        (folder / "zz_link.txt").symlink_to("/etc/hostname")
        return folder

    return make


def visible(out: Path) -> dict[str, str]:
    """The digests of what a reader of the folder would take for finished: no hidden, no temporary files."""
    if not out.is_dir():
        return {}
    shown = [path for path in out.iterdir() if path.name[0] != "." and path.suffix != ".tmp"]
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(shown)}


def digests(out: Path) -> dict[str, str]:
    """The digests of all tables and of the manifest, of a folder that holds these and nothing else."""
    assert not list(out.glob("*.tmp")), "temporary files are left"
    found = visible(out)
    assert list(found) == sorted([*(f"{name}.parquet" for name in TABLES), "manifest.json"])
    return found


def put(folder: Path, system, place: str) -> None:
    """Copy the plain files of a folder, and something hidden, into a store."""
    for path in sorted(folder.rglob("*.txt")):
        if not path.is_symlink():
            system.pipe_file(f"{place}/{path.relative_to(folder).as_posix()}", path.read_bytes())
    system.pipe_file(f"{place}/.hidden/1.txt", "签约5人。".encode())


def rows(out: Path | str, name: str) -> list[dict]:
    """The rows of a table, a file or a folder of parts, here or in a store."""
    import pyarrow.parquet as pq

    if isinstance(out, Path):
        return pq.read_table(out / f"{name}.parquet").to_pylist()
    system, place = file_system(out)
    return pq.read_table(f"{place}/{name}.parquet", filesystem=system).to_pylist()


def same_tables(one: Path | str, other: Path | str) -> None:
    """Two runs have the same rows in the same order, in every table."""
    for name in TABLES:
        assert rows(one, name) == rows(other, name), name
        assert len(ex.read_table(one, name)) == len(rows(other, name))


@pytest.fixture(scope="package")
def bucket():
    """A bucket on a server of this machine, and nothing but this machine."""
    fsspec = pytest.importorskip("fsspec")
    pytest.importorskip("s3fs")
    pytest.importorskip("flask_cors")
    server = pytest.importorskip("moto.server").ThreadedMotoServer(
        "127.0.0.1", port=_free_port(), verbose=False
    )
    server.start()
    patch = pytest.MonkeyPatch()
    patch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server._server.server_port}")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        patch.setenv(name, "testing")
    patch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    system = fsspec.filesystem("s3", skip_instance_cache=True)
    system.mkdir("reports")
    yield system
    patch.undo()
    server.stop()


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]
