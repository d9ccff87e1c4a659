from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from extractor.errors import ReadError, SettingsError
from extractor.evaluation import evaluate
from extractor.evaluation.gold import GoldDocument, gold_documents
from extractor.evaluation.printing import lines
from extractor.table import TableWriter
from extractor.table.schema import DOCUMENTS, INDICATORS

TEXT = "甲县工作总结\n签约25人，签约率84.36%，建成2***间，投入20-30万元，共**人。"
FIGURES = [
    {
        "quote": "25人",
        "before": "签约",
        "value": 25,
        "unit": "人",
        "label": "签约人数",
        "must": ["签约"],
        "indicator": "a.b",
    },
    {
        "quote": "84.36%",
        "before": "签约率",
        "value": 84.36,
        "unit": ["%", None],
        "label": "签约率",
        "must": ["签约", "率|比"],
    },
    {
        "quote": "2***间",
        "before": "建成",
        "low": 2000,
        "high": 2999,
        "unit": "间",
        "mask": "partial",
        "must": ["建成"],
    },
    {
        "quote": "20-30万元",
        "before": "投入",
        "low": 2e5,
        "high": 3e5,
        "unit": "元",
        "relation": "range",
        "must": ["投入"],
    },
    {"quote": "**人", "before": "共", "unit": "人", "mask": "full", "must": [], "optional": True},
]
EMPTY = {"value": None, "low": None, "high": None, "mask": "none", "relation": "eq", "status": "actual"}
EMPTY |= {"change": None, "label": "", "optional": False, "flag": None}
PROFILE = {
    "organization": "甲县卫健局", "organization_accepts": ["甲县"], "region": "甲县", "region_accepts": ["甲县"],
    "year": 2023, "period": "2023", "periods": [{"figure": 2, "period": "2022"}],
}  # fmt: skip


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    folder = tmp_path / "gold"
    folder.mkdir()
    (folder / "one.txt").write_text(TEXT, encoding="utf-8")
    content = "\n".join(json.dumps(EMPTY | figure, ensure_ascii=False) for figure in FIGURES)
    (folder / "one.gold.jsonl").write_text(content + "\n\n", encoding="utf-8")
    (folder / "one.doc.json").write_text(json.dumps(PROFILE), encoding="utf-8")
    return folder


def row(document: GoldDocument, index: int, **changes: object) -> dict[str, object]:
    """The row of the table that is right for one gold figure, but for the changes."""
    figure = document.figures[index]
    gold = figure.row
    units = gold["unit"] if isinstance(gold["unit"], list) else [gold["unit"]]
    made: dict[str, object] = {name: None for name in INDICATORS.names}
    made |= {
        "doc_id": "0" * 16,
        "source": f"any/{document.name}",
        "section": [],
        "sentence": "",
        "dimension": "count",
    }
    made |= {"start": figure.start, "end": figure.end, "figure": gold["quote"], "unit": units[0]}
    made |= {name: gold[name] for name in ("mask", "relation", "status", "change")}
    made |= {name: None if gold[name] is None else float(gold[name]) for name in ("value", "low", "high")}
    made |= {
        "label": "".join(must.split("|")[0] for must in gold["must"]),
        "qualifiers": [],
        "period": "2023",
    }
    made["flags"] = [gold["flag"]] if gold["flag"] else []
    return made | changes


def write(out: Path, rows: list[dict[str, object]], documents: list[dict[str, object]] | None = None) -> Path:
    import pyarrow as pa

    with TableWriter(out) as writer:
        writer.add({"indicators": pa.RecordBatch.from_pylist(rows, schema=INDICATORS)})
        writer.add({"documents": pa.RecordBatch.from_pylist(documents or [], schema=DOCUMENTS)})
        writer.commit({})
    return out


def test_a_perfect_table(gold: Path, tmp_path: Path) -> None:
    (document,) = gold_documents(gold)
    rows = [row(document, index) for index in range(5)]
    rows[0]["indicator"], rows[1]["period"] = "a.b", "2022"
    about: dict[str, object] = {name: None for name in DOCUMENTS.names}
    about |= {
        "source": "any/one.txt", "format": "txt", "bytes": 1, "status": "ok", "figures": 5, "masked": 2, "flagged": 0,
        "flags": [], "seconds": 0.0, "organization": "甲县卫生健康局", "region": "甲县", "report_year": 2023, "period": "2023",
    }  # fmt: skip
    report = evaluate(write(tmp_path / "out", rows, [about]), gold)
    scores = {name: score for name, score in report.total.items() if name != "flagged"}
    assert (scores.pop("gold"), scores.pop("predicted")) == (4, 4)
    assert set(scores.values()) == {1.0}
    assert report.total["flagged"] is None
    assert {name: (asked["right"], asked["asked"]) for name, asked in report.profile.items()} == {
        "organization": (1, 1), "region": (1, 1), "year": (1, 1), "period": (1, 1),
        "period_of_figure": (4, 4), "period_of_figure_own": (1, 1),
    }  # fmt: skip
    assert {name: asked["share"] for name, asked in report.catalogue.items()} == {
        "coverage": 1.0,
        "correct": 1.0,
    }
    assert report.errors == []


WRONG = {
    "value": (0, {"value": 26.0}),
    "unit": (0, {"unit": "次"}),
    "mask": (2, {"mask": "full"}),
    "relation": (3, {"relation": "eq"}),
    "status": (0, {"status": "target"}),
    "change": (0, {"change": "up"}),
    "label": (1, {"label": "签约"}),
    "label_too_long": (1, {"label": "签约率" * 10}),
    "bounds": (2, {"high": 2990.0}),
}


@pytest.mark.parametrize("case", WRONG, ids=str)
def test_one_wrong_attribute_is_one_error(gold: Path, tmp_path: Path, case: str) -> None:
    (document,) = gold_documents(gold)
    index, changes = WRONG[case]
    rows = [row(document, number, **(changes if number == index else {})) for number in range(5)]
    report = evaluate(write(tmp_path / "out", rows), gold)
    kind = {"label_too_long": "label", "bounds": "value"}.get(case, case)
    assert [error[0] for error in report.errors] == [kind]
    assert (report.total[kind], report.total["row"], report.total["recall"]) == (0.75, 0.75, 1.0)


def test_missed_and_false(gold: Path, tmp_path: Path) -> None:
    (document,) = gold_documents(gold)
    rows = [row(document, 0), row(document, 1), row(document, 4), row(document, 2, start=0, end=2)]
    report = evaluate(write(tmp_path / "out", rows), gold)
    assert [error[0] for error in report.errors] == ["missed", "missed", "false"]
    assert (report.total["precision"], report.total["recall"]) == (2 / 3, 0.5)


def test_bad_gold_is_named(gold: Path, tmp_path: Path) -> None:
    out = write(tmp_path / "out", [])
    with pytest.raises(SettingsError, match="no gold files"):
        evaluate(out, out)
    with pytest.raises(SettingsError, match="is no table"):
        evaluate(tmp_path, gold)
    with (gold / "one.gold.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps(EMPTY | FIGURES[0], ensure_ascii=False))
    with pytest.raises(ReadError, match=r"one\.gold\.jsonl:7: .* is not in the text"):
        evaluate(out, gold)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_same_numbers_as_the_shared_scorer(shared_gold: Path, tmp_path: Path, seed: int) -> None:
    """On a table with random errors of every kind, both scorers give the same numbers and errors."""
    chance = random.Random(seed)
    spoiled: dict[str, list[object]] = {
        "value": [None, 1.0], "unit": ["%", None], "mask": ["full", "none"], "relation": ["eq", "ge"],
        "status": ["target"], "change": ["up", None], "label": ["完成", ""], "flags": [[], ["ocr"]],
        "population": ["老年人", None], "qualifiers": [["累计"]],
    }  # fmt: skip
    rows: list[dict[str, object]] = []
    for document in gold_documents(shared_gold):
        for index, figure in enumerate(document.figures):
            changes = {name: chance.choice(cells) for name, cells in spoiled.items() if chance.random() < 0.1}
            made = row(document, index, **changes)
            if chance.random() < 0.2:
                made["end"] = figure.end + chance.choice([-1, 1, 3, 9])
            if chance.random() > 0.1:
                rows.append(made)
    out = write(tmp_path / "out", rows)
    command = [
        sys.executable,
        str(shared_gold / "score.py"),
        str(out / "indicators.parquet"),
        str(shared_gold),
    ]
    run = subprocess.run([*command, "--errors", "99999"], capture_output=True, text=True, check=True)
    report = evaluate(out, shared_gold)
    ours = list(lines(report))[: len(report.total)]
    assert ours == run.stdout.splitlines()[: len(ours)]
    theirs = [line.split(" got ")[0] for line in run.stdout.splitlines()[len(ours) :]]
    figures = [error for error in report.errors if error[0] not in {"audit", "holds"}]
    assert [f"{kind:9} {line}".split(" got ")[0] for kind, line in figures] == theirs
    asked = json.loads(
        subprocess.run([*command, "--json"], capture_output=True, text=True, check=True).stdout
    )
    assert asked == report.total
