from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

import extractor as ex
from extractor.cli import app

REPORT = "甲县2023年工作总结\n一、家庭医生签约\n全年签约25人，签约率达到84.36%，联系电话12345。\n"


def run(*arguments: object) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(REPORT, encoding="utf-8")
    return folder


def test_version() -> None:
    assert run("--version") == (0, f"{ex.__version__}\n", "")


def test_help_names_every_command_quickly() -> None:
    _, out, _ = run("--help")
    for command in ("extract", "explain", "evaluate", "schema", "patterns"):
        assert re.search(rf"^  {command} ", out, re.MULTILINE)
    heavy = "import sys; import extractor.cli; print([m for m in ('pandas', 'pyarrow', 'jieba') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_every_command_and_option_is_explained() -> None:
    import typer

    def commands(group, path=()):
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from commands(command, (*path, name))
            else:
                yield (*path, name), command

    found = list(commands(typer.main.get_command(app)))
    assert len(found) >= 7
    for path, command in found:
        assert command.help, path
        for parameter in command.params:
            assert getattr(parameter, "help", None), (path, parameter.name)


def test_extract_all_well(reports: Path, tmp_path: Path) -> None:
    code, out, err = run("extract", reports, "--out", tmp_path / "out")
    assert (code, out) == (0, "")
    assert re.match(r"1 documents, \d+ figures .*, \d+ other numbers in the ledger -> ", err)
    assert len(ex.read_indicators(tmp_path / "out")) == 2


def test_quiet_says_nothing(reports: Path, tmp_path: Path) -> None:
    assert run("extract", reports, "--out", tmp_path / "out", "--quiet") == (0, "", "")


def test_a_failed_document_is_exit_1_with_the_table_written(reports: Path, tmp_path: Path) -> None:
    (reports / "empty.txt").touch()
    code, _, err = run("extract", reports, "--out", tmp_path / "out")
    assert code == 1
    assert "2 documents (1 failed)" in err
    assert "failed: empty.txt: empty file" in err
    assert len(ex.read_indicators(tmp_path / "out")) == 2


def test_a_skipped_companion_is_no_failure(reports: Path, tmp_path: Path) -> None:
    (reports / "a.gold.jsonl").touch()
    code, _, err = run("extract", reports, "--out", tmp_path / "out")
    assert (code, "(1 skipped)" in err) == (0, True)


WRONG = {
    "no_input": ["extract", "absent", "--out", "out"],
    "no_jobs": ["extract", "in", "--out", "out", "--jobs", "0"],
    "no_packs": ["extract", "in", "--out", "out", "--patterns", "absent"],
    "output_is_input": ["extract", "in", "--out", "in"],
    "no_report": ["explain", "absent.txt"],
    "no_table": ["evaluate", "absent", "in"],
    "no_contract": ["schema", "tables/absent.json"],
}


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_wrong_usage_is_exit_2_and_one_line(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, case: str
) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*WRONG[case])
    assert (code, out) == (2, "")
    assert re.fullmatch(r"error: [^\n]+\n", err)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_unknown_option_is_exit_2() -> None:
    code, _, err = run("extract", "in", "--absent")
    assert (code, "--absent" in err) == (2, True)


def test_a_bad_pack_is_exit_2_with_file_and_line(reports: Path, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "mine.yaml").write_text("kind: catalogue\ndomain: x\ndomain: y\n", encoding="utf-8")
    code, _, err = run("extract", reports, "--out", tmp_path / "out", "--patterns", packs)
    assert code == 2
    assert err.startswith(f"error: {packs / 'mine.yaml'}:3: found duplicate key")
    assert not (tmp_path / "out").exists()


def test_explain(reports: Path) -> None:
    code, out, _ = run("explain", reports / "a.txt", "--figure", "84.36")
    assert code == 0
    start = REPORT.index("84.36%")
    assert out.startswith(f"{start}: figure '84.36%'\n")
    assert run("explain", reports / "a.txt", "--at", start)[1] == out
    assert "12345" in run("explain", reports / "a.txt")[1]
    assert run("explain", reports / "a.txt", "--figure", "99")[0] == 1


def test_schema_lists_prints_and_writes(root: Path, tmp_path: Path) -> None:
    code, out, _ = run("schema")
    names = out.split()
    assert (code, "tables/indicators.json" in names) == (0, True)
    assert run("schema", "tables/ledger.json")[1] == (root / "schemas/tables/ledger.json").read_text("utf-8")
    (tmp_path / "gone.json").write_text("{}")
    run("schema", "--write", tmp_path)
    assert sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.json")) == sorted(names)


def test_patterns() -> None:
    code, out, err = run("patterns", "check")
    assert (code, "0 errors" in err) == (0, True), out
    code, out, _ = run("patterns", "list", "签约", "--json")
    assert code == 0
    assert all("id" in json.loads(line) for line in out.splitlines())
    assert out


def test_suggest_gives_a_pack(reports: Path, tmp_path: Path) -> None:
    (reports / "b.txt").write_text("一、新鲜事\n全年建成星际码头5个。\n", encoding="utf-8")
    run("extract", reports, "--out", tmp_path / "out")
    code, out, _ = run("patterns", "suggest", tmp_path / "out")
    assert code == 0
    assert out.startswith(("kind: catalogue", "#"))


def test_evaluate(root: Path, tmp_path: Path) -> None:
    gold = root / "corpus" / "reports"
    run("extract", gold, "--out", tmp_path / "out")
    code, out, _ = run("evaluate", tmp_path / "out", gold, "--json")
    assert code == 0
    assert json.loads(out)["gold"] > 0
    assert re.match(
        r"gold +\d+\npredicted +\d+\nprecision +[01]\.\d{4}", run("evaluate", tmp_path / "out", gold)[1]
    )
