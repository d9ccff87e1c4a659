"""Corrections applied: what gold and which examples come of what was said."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

import extractor as ex
from extractor.cli import app
from extractor.corrections import apply, load_corrections
from extractor.corrections.gold import musts
from extractor.errors import SettingsError
from extractor.evaluation import evaluate

from .conftest import TEXT, applied, corrected, span


def test_untouched_figures_are_optional_until_all_are_checked(tmp_path: Path) -> None:
    lines = applied(tmp_path, {"kind": "confirm", **span("80%")})
    assert [(line["quote"], line["optional"]) for line in lines] == [
        ("25人", True),
        ("25人", True),
        ("80%", False),
        ("XX人", True),
    ]
    assert (tmp_path / "corpus" / "丙县_2023.txt").read_bytes().decode() == TEXT
    lines = applied(tmp_path, complete=True)
    assert {line["optional"] for line in lines} == {False}


def test_gold_lines_say_what_was_said(tmp_path: Path) -> None:
    lines = applied(
        tmp_path,
        {
            "kind": "change",
            **span("25人", 1),
            "fields": {"label": "家庭医生续签约人数", "value": 26, "flag": "garbled"},
        },
        {"kind": "change", **span("XX人"), "fields": {"value": 12, "population": "村医"}},
        {"kind": "change", **span("80%"), "fields": {"flag": None, "status": "target", "indicator": "x.y"}},
        {"kind": "add", **span("8至9万元"), "fields": {"label": "补助"}},
        {
            "kind": "add",
            **span("30余人"),
            "fields": {"label": "参会", "relation": "eq", "mask": "none", "unit": None},
        },
    )
    one, two, rate, masked, money, present = lines
    assert (one["optional"], two["value"], two["flag"]) == (True, 26, "garbled")
    assert two["must"][-1] in two["label"]
    assert (rate["status"], rate["flag"], rate["indicator"]) == ("target", None, "x.y")
    assert (masked["value"], masked["mask"], masked["must"][0]) == (12, "none", "村医")
    # What the person left open is read from the quote itself.
    assert (money["value"], money["low"], money["high"], money["unit"]) == (None, 80000, 90000, "元")
    assert (money["relation"], money["label"]) == ("range", "补助")
    assert (present["value"], present["relation"], present["unit"]) == (30, "ge", "人")
    assert all(TEXT.count(line["before"] + line["quote"]) == 1 for line in lines)


def test_a_second_correction_finds_the_first_ones_gold(tmp_path: Path) -> None:
    applied(tmp_path, {"kind": "change", **span("80%"), "fields": {"label": "履约率"}})
    gold = next((tmp_path / "corpus").glob("*.gold.jsonl"))
    lines = [json.loads(line) | {"note": "by hand"} for line in gold.read_text("utf-8").splitlines()]
    gold.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    again = applied(tmp_path, {"kind": "remove", **span("25人")}, {"kind": "confirm", **span("XX人")})
    assert [(line["quote"], line.get("note")) for line in again] == [
        ("25人", "by hand"),
        ("80%", "by hand"),
        ("XX人", None),
    ]
    assert again[1]["label"] == "履约率"
    assert len(list((tmp_path / "corpus").glob("*.txt"))) == 1


def test_an_added_figure_takes_the_place_of_those_it_meets(tmp_path: Path) -> None:
    lines = applied(tmp_path, {"kind": "add", **span("签约25人", 1), "fields": {"label": "签", "value": 1}})
    assert [line["quote"] for line in lines] == ["25人", "签约25人", "80%", "XX人"]


def test_before_grows_until_the_place_is_certain(tmp_path: Path) -> None:
    line = "全年共完成签约服务25人。\n"
    text = line * 3
    at = text.rindex("25人")
    document = {"doc_id": "0" * 16, "source": "x.txt", "text": text}
    document |= {"corrections": [{"kind": "add", "start": at, "end": at + 3, "fields": {"label": "签约"}}]}
    file = tmp_path / "c.json"
    file.write_text(json.dumps({"documents": [document]}), "utf-8")
    (gold,) = apply([file], tmp_path / "corpus").gold
    (row,) = [json.loads(one) for one in gold.read_text("utf-8").splitlines()]
    assert text.find(row["before"] + "25人") + len(row["before"]) == at


@pytest.mark.parametrize(
    ("label", "required"),
    [("签约", ["签约"]), ("建成发热门诊", ["建成", "发热门诊"]), ("", [])],
)
def test_musts(label: str, required: list[str]) -> None:
    assert musts(label) == required


def test_musts_are_few_and_stand_in_the_label() -> None:
    label = "城乡社区老年人规范化健康管理服务达标率"
    found = musts(label)
    assert 1 < len(found) <= 4
    assert all(word in label for word in found)
    assert label.endswith(found[-1])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"version": 2}, "version"),
        ({"format": "other"}, "format"),
        ({"extra": 1}, "extra"),
        (
            {
                "documents": [
                    {
                        "doc_id": "",
                        "source": "x",
                        "text": "ab",
                        "corrections": [{"kind": "confirm", "start": 1, "end": 9}],
                    }
                ]
            },
            "beyond",
        ),
        (
            {
                "documents": [
                    {
                        "doc_id": "",
                        "source": "x",
                        "text": "ab",
                        "corrections": [{"kind": "add", "start": 0, "end": 1}],
                    }
                ]
            },
            "no label",
        ),
        (
            {
                "documents": [
                    {
                        "doc_id": "",
                        "source": "x",
                        "text": "ab",
                        "corrections": [{"kind": "confirm", "start": 1, "end": 1}],
                    }
                ]
            },
            "no stretch",
        ),
    ],
)
def test_a_wrong_file_writes_nothing(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    file = tmp_path / "c.json"
    file.write_text(json.dumps(corrected() | change), "utf-8")
    with pytest.raises(SettingsError, match=message):
        load_corrections(file)
    result = CliRunner().invoke(
        app, ["corrections", "apply", str(file), "--corpus", str(tmp_path / "corpus")]
    )
    assert result.exit_code == 2
    assert not (tmp_path / "corpus").exists()


def test_a_source_cannot_lead_out_of_the_corpus(tmp_path: Path) -> None:
    for number, source in enumerate(("../../evil.txt", "/etc/passwd", "..", "a!b/..\\x.txt")):
        text = f"丁县义诊{number}场。\n"
        document = {"doc_id": "0" * 16, "source": source, "text": text, "complete": True}
        file = tmp_path / "c.json"
        file.write_text(json.dumps({"documents": [document]}), "utf-8")
        (gold,) = apply([file], tmp_path / "deep" / "corpus").gold
        assert gold.parent == tmp_path / "deep" / "corpus"


def test_the_commands(tmp_path: Path) -> None:
    def run(*arguments: object) -> str:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert result.exit_code == 0, result.output
        return result.stdout

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "c.txt").write_text(TEXT, "utf-8")
    out, corpus = tmp_path / "out", tmp_path / "corpus"
    ex.extract(tmp_path / "in", out)
    run("review", out, "--lang", "zh")
    assert (out / "review" / "index.html").is_file()
    (exported,) = run("export", out, "--to", "doccano").splitlines()
    run("import", exported, "--from", "doccano", "--run", out, "--to", tmp_path / "c.json")
    gold, *_ = run("corrections", "apply", tmp_path / "c.json", "--corpus", corpus).splitlines()
    assert Path(gold).is_file()
    report = evaluate(out, corpus)
    assert report.errors == []
    assert report.total["gold"] == report.total["predicted"] == len(ex.read_indicators(out))
