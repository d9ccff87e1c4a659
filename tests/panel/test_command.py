from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

import extractor as ex
from extractor.cli import app


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture(scope="module")
def out(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("run")
    ex.extract(root / "corpus" / "series", made)
    return made


def test_panel_writes_beside_the_run(out: Path) -> None:
    code, said, err = run("panel", out)
    assert code == 0
    names = ["panel.csv", "panel.parquet", "panel.xlsx", "panel_conflicts.csv", "panel_conflicts.parquet"]
    assert said.splitlines() == [str(out / name) for name in names]
    assert err == "31 rows, 1 conflicts\n"
    # The run itself is as it was.
    assert len(ex.read_indicators(out)) > 0


def test_panel_elsewhere_in_one_format(out: Path, tmp_path: Path) -> None:
    code, said, _ = run(
        "panel", out, "--to", tmp_path / "new" / "place", "--formats", "csv", "--by", "organization"
    )
    assert code == 0
    assert len(said.splitlines()) == 2
    assert sorted(path.name for path in (tmp_path / "new" / "place").iterdir()) == [
        "panel.csv",
        "panel_conflicts.csv",
    ]


WRONG = {
    "no_run": ["panel", "absent"],
    "no_format": ["panel", "RUN", "--formats", "ods"],
    "no_kind_of_row": ["panel", "RUN", "--by", "weather"],
    "no_folder": ["panel", "RUN", "--to", "FILE/below"],
}


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_wrong_usage_is_exit_2_and_one_line(out: Path, tmp_path: Path, case: str) -> None:
    (tmp_path / "file").touch()
    places = {
        "RUN": str(out),
        "FILE/below": str(tmp_path / "file" / "below"),
        "absent": str(tmp_path / "absent"),
    }
    code, said, err = run(*(places.get(word, word) for word in WRONG[case]))
    assert (code, said) == (2, "")
    assert err.startswith("error: ")
    assert err.count("\n") == 1


def test_schema_writes_the_dictionary(root: Path, tmp_path: Path) -> None:
    code, said, _ = run("schema", "--docs", tmp_path)
    assert (code, said) == (0, "")
    for name in ("data-dictionary.md", "data-dictionary.zh-CN.md"):
        assert (tmp_path / name).read_text("utf-8") == (root / "docs" / name).read_text("utf-8")
    assert len(list(tmp_path.iterdir())) == 2
