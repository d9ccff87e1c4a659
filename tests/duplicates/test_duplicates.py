"""Reposts are found, reports by one template are not; nothing is dropped."""

from __future__ import annotations

import re
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import extractor as ex

pytest.importorskip("rensa")

SITE = "示例文库 >> 工作总结 >> 下载\n文档编号:{} 页数:6 格式:DOCX\n"
TAIL = "\n本站只提供存储空间,不对内容负责。如有异议请联系客服处理,我们会在核实之后及时删除相关文档。\n"


def masked(text: str) -> str:
    """Hide the inner digits of every third long number."""
    count = 0

    def hide(match: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return match[0] if count % 3 else match[0][0] + "*" * (len(match[0]) - 2) + match[0][-1]

    return re.sub(r"\d{3,}(?!年)", hide, text)


def template(text: str) -> str:
    """Another county's report by the same words: every number another one."""
    return re.sub(r"\d+", lambda match: str(int(match[0]) * 7 + 13)[: len(match[0]) + 1], text)


@pytest.fixture
def report(root: Path) -> str:
    return (root / "corpus/reports/health/city_annual_plan.txt").read_text("utf-8")


def duplicates(folder: Path, out: Path, files: dict[str, str]) -> dict[str, tuple[str | None, list[str]]]:
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    ex.extract(folder, out, ex.Settings(timings=False))
    rows = pq.read_table(out / "documents.parquet").to_pylist()
    return {
        row["source"]: (row["duplicate_of"], [f for f in row["flags"] if f == "near_duplicate"])
        for row in rows
    }


DRESSES = {
    "other_boilerplate": lambda text: SITE.format(99817) + text + TAIL * 3,
    "masks": masked,
    "year_swap": lambda text: text.replace("2022", "2024").replace("2023", "2025"),
    "other_line_breaks": lambda text: text.replace("。", "。\n"),
    "cut_off": lambda text: text[: len(text) * 4 // 5],
}


@pytest.mark.parametrize("dress", DRESSES, ids=str)
def test_a_repost_is_marked(dress: str, report: str, tmp_path: Path) -> None:
    found = duplicates(tmp_path / "in", tmp_path / "out", {"a.txt": report, "b.txt": DRESSES[dress](report)})
    assert found == {"a.txt": (None, []), "b.txt": ("a.txt", ["near_duplicate"])}


def test_the_same_words_with_other_numbers_are_another_report(report: str, tmp_path: Path) -> None:
    found = duplicates(tmp_path / "in", tmp_path / "out", {"a.txt": report, "b.txt": template(report)})
    assert found["b.txt"] == (None, [])


def test_the_first_is_named_and_all_keep_their_figures(report: str, tmp_path: Path) -> None:
    files = {"a.txt": report, "b.txt": masked(report), "c.txt": SITE + report, "d.txt": masked(report)}
    found = duplicates(tmp_path / "in", tmp_path / "out", files)
    assert {name: first for name, (first, _) in found.items()} == {
        "a.txt": None, "b.txt": "a.txt", "c.txt": "a.txt", "d.txt": "a.txt",
    }  # fmt: skip
    assert set(ex.read_indicators(tmp_path / "out")["source"]) == set(files)


def test_the_corpus_repeats_nothing(root: Path, tmp_path: Path) -> None:
    ex.extract(root / "corpus" / "reports", tmp_path / "out", ex.Settings(timings=False))
    rows = pq.read_table(
        tmp_path / "out" / "documents.parquet", columns=["source", "duplicate_of"]
    ).to_pylist()
    assert not [row for row in rows if row["duplicate_of"]]
