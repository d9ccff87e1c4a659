from __future__ import annotations

import re
from pathlib import Path

import pytest

import extractor as ex

READMES = ("README.md", "README.zh-CN.md")


def blocks(root: Path, name: str, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (root / name).read_text("utf-8"), re.DOTALL)


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `out`, made from the reports that the README names."""
    made = tmp_path_factory.mktemp("readme")
    ex.extract(root / "corpus" / "reports", made / "out")
    return made


@pytest.mark.parametrize("name", READMES)
def test_python_snippets_run(
    root: Path, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    snippets = blocks(root, name, "python")
    assert len(snippets) == 2
    for snippet in snippets:
        exec(compile(snippet, name, "exec"), {})
        assert len(capsys.readouterr().out.splitlines()) > 3
    # What the second one promises.
    doc = ex.extract_text("全年签约家庭医生26.5万人，签约率达到84.36%。")
    assert doc.figures["value"].tolist() == [265000.0, 84.36]


@pytest.mark.parametrize("name", READMES)
def test_sql_snippets_run(root: Path, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(folder)
    (query,) = blocks(root, name, "sql")
    assert len(duckdb.sql(query).fetchall()) == 10


def test_both_languages_show_the_same_code(root: Path) -> None:
    for language in ("python", "sql"):
        assert blocks(root, READMES[0], language) == blocks(root, READMES[1], language)


@pytest.mark.parametrize("name", READMES)
def test_every_target_and_folder_named_exists(root: Path, name: str) -> None:
    text = (root / name).read_text("utf-8")
    makefile = (root / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"(?:`|    )make ([a-z]+)", text))
    assert {"extract", "test", "help"} <= targets
    for target in targets:
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target
    for place in re.findall(r"`([a-z]+/[a-z]*)`", text):
        assert (root / place).is_dir(), place


def test_every_target_is_explained(root: Path) -> None:
    makefile = (root / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert set(phony.split()) == set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
