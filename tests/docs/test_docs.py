"""The documents say what is so: code runs, tables hold, links lead somewhere, twins say the same."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer

import extractor as ex
from extractor import cli
from extractor.dictionary import FILES, dictionary
from extractor.panel.cells import PARTNER, RULE
from extractor.table.meaning import columns

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAIRS = [path for path in DOCS if path.with_suffix(".zh-CN.md").is_file()]
OURS = ("quick-start", "masks-and-flags", "panel", "data-dictionary", "adding-an-indicator", "reviewing")


def name(path: Path) -> str:
    return path.name.removesuffix(".md")


def fenced(path: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", path.read_text("utf-8"), re.DOTALL)


def anchors(path: Path) -> set[str]:
    """The anchors of a file's headings, as code hosts make them."""
    headings = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `out`, as the documents have it."""
    made = tmp_path_factory.mktemp("docs")
    ex.extract([ROOT / "corpus" / "reports", ROOT / "corpus" / "series"], made / "out")
    return made


@pytest.mark.parametrize("language", FILES)
def test_the_data_dictionary_is_that_of_the_schemas(language: Any) -> None:
    kept = (ROOT / "docs" / FILES[language]).read_text("utf-8")
    assert kept == dictionary(language), "run `make schemas`"


def test_every_unit_is_said_in_chinese() -> None:
    known = columns()
    used = {column.unit for table in known.tables.values() for column in table.values() if column.unit}
    assert used == set(known.units)
    assert set(known.about) == set(known.tables)


def test_every_value_of_a_run_is_in_the_dictionary(folder: Path) -> None:
    values = columns().values
    figures = ex.read_indicators(folder / "out")
    for column in ("mask", "relation", "status", "change"):
        assert set(figures[column].dropna().astype(str)) <= set(values[column]), column
    assert {flag for flags in figures["flags"].to_list() for flag in flags} <= set(values["flags"])
    documents = ex.read_table(folder / "out", "documents")
    assert {flag for flags in documents["flags"].to_list() for flag in flags} <= set(values["document_flags"])
    reasons = set(ex.read_table(folder / "out", "ledger")["reason"].astype(str))
    assert reasons <= set(values["reason"])


def test_what_analysts_read_is_there_twice() -> None:
    assert set(OURS) <= {name(path) for path in PAIRS}


@pytest.mark.parametrize("path", PAIRS, ids=name)
def test_twins_have_the_same_code_and_know_each_other(path: Path) -> None:
    twin = path.with_suffix(".zh-CN.md")
    assert f"]({twin.name})" in path.read_text("utf-8")
    assert f"]({path.name})" in twin.read_text("utf-8")
    for language in ("python", "sql", "sh"):
        assert fenced(path, language) == fenced(twin, language)
    sections = [len(re.findall(r"^## ", each.read_text("utf-8"), re.MULTILINE)) for each in (path, twin)]
    assert sections[0] == sections[1]


@pytest.mark.parametrize("path", [*DOCS, ROOT / "README.md", ROOT / "README.zh-CN.md"], ids=name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text("utf-8")):
        file, _, anchor = target.partition("#")
        place = (path.parent / file) if file else path
        assert place.exists(), target
        if anchor:
            assert anchor in anchors(place), target


@pytest.mark.parametrize("path", [path for path in DOCS if fenced(path, "python")], ids=name)
def test_python_runs(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    scope: dict[str, Any] = {}
    for snippet in fenced(path, "python"):
        exec(compile(snippet, path.name, "exec"), scope)
        assert len(capsys.readouterr().out) > 3, snippet


@pytest.mark.parametrize("path", DOCS, ids=name)
def test_commands_and_options_exist(path: Path) -> None:
    group: Any = typer.main.get_command(cli.app)
    for line in re.findall(r"^ {4}(?:.*&& )?zhibiao (.*?)(?: &&.*)?$", path.read_text("utf-8"), re.MULTILINE):
        words = line.split("#")[0].split()
        command = group.commands[words.pop(0)]
        if hasattr(command, "commands"):
            command = command.commands[words.pop(0)]
        known = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("-")} <= known, line
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"(?:`|^ {4}|^)make ([a-z]+)", path.read_text("utf-8"), re.MULTILINE):
        assert re.search(rf"^{target}:.*## ", makefile, re.MULTILINE), target


@pytest.mark.parametrize("file", ["panel.md", "panel.zh-CN.md"])
def test_the_rule_is_stated_in_its_order(file: str) -> None:
    text = (ROOT / "docs" / file).read_text("utf-8")
    assert tuple(re.findall(r"^\d\. `(\w+)`", text, re.MULTILINE)) == RULE
    assert f"`{PARTNER}`" in text


@pytest.mark.parametrize("file", ["masks-and-flags.md", "masks-and-flags.zh-CN.md"])
def test_the_table_of_masks_holds(file: str) -> None:
    lines = re.findall(
        r"^\| `([^`]+)` \| (\w+) \| (\w+) \|(.*)\|$", (ROOT / "docs" / file).read_text("utf-8"), re.MULTILINE
    )
    assert len(lines) == 9
    for text, mask, relation, numbers in lines:
        stated = [float(cell) if cell.strip() else None for cell in numbers.split("|")]
        (row,) = ex.extract_text(f"2022年，全县{text}。").figures.astype(object).to_dict("records")
        read = [
            None if row[key] is None or row[key] != row[key] else row[key] for key in ("value", "low", "high")
        ]
        assert (row["mask"], row["relation"], read) == (mask, relation, stated), text


def test_the_line_of_the_quick_start_is_what_a_run_says(tmp_path: Path) -> None:
    from typer.testing import CliRunner

    def shape(text: str) -> str:
        return re.sub(r"[0-9]+", "N", text)

    out = tmp_path / "out"
    said = CliRunner().invoke(cli.app, ["extract", str(ROOT / "corpus" / "series"), "--out", str(out)])
    line = shape(said.stderr.strip().replace(str(out), "out"))
    assert line
    for file in ("quick-start.md", "quick-start.zh-CN.md"):
        assert f"    {line}\n" in shape((ROOT / "docs" / file).read_text("utf-8"))
