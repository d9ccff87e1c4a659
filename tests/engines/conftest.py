"""Folders of small reports in our own words, and what two output folders have in common."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest

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
