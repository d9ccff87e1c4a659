from __future__ import annotations

import json
from pathlib import Path

import pytest

import extractor as ex
from extractor.evaluation import evaluate
from extractor.evaluation.printing import lines

TEXT = (
    "应建档老人4120人，已建档3914人，建档率95.0%。失业率3.1%，控制在4.5%以内。占地面积20000平方米（30亩）。\n"
)
RATIO = {"kind": "ratio", "result": 3, "numerator": 2, "denominator": 1, "holds": True}
TARGET = {"kind": "target", "actual": 4, "target": 5, "holds": True}
QUOTES = [("老人", "4120人"), ("建档", "3914人"), ("档率", "95.0%"), ("业率", "3.1%"), ("制在", "4.5%")]
QUOTES += [("面积", "20000平方米"), ("米（", "30亩")]
EMPTY = {"value": None, "low": None, "high": None, "unit": None, "mask": "none", "relation": "eq"}
EMPTY |= {"status": "actual", "change": None, "label": "", "must": [], "flag": None}


def scores(tmp_path: Path, relations: list[dict[str, object]] | None) -> dict[str, float | int]:
    gold = tmp_path / "gold"
    gold.mkdir()
    (gold / "a.txt").write_text(TEXT, "utf-8")
    rows = [EMPTY | {"before": before, "quote": quote} for before, quote in QUOTES]
    (gold / "a.gold.jsonl").write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    about = {} if relations is None else {"relations": relations}
    (gold / "a.doc.json").write_text(json.dumps(about), "utf-8")
    ex.extract(gold / "a.txt", tmp_path / "out")
    report = evaluate(tmp_path / "out", gold)
    printed = list(lines(report))
    assert ("relations" in printed) == bool(relations)
    return report.relations


@pytest.mark.parametrize(
    ("relations", "precision", "recall", "holds"),
    [
        ([RATIO, TARGET], 1.0, 1.0, 1.0),
        ([RATIO | {"holds": False}, TARGET], 1.0, 1.0, 0.5),
        ([RATIO], 0.5, 1.0, 1.0),
        ([RATIO | {"numerator": 1, "denominator": 2}, TARGET], 0.5, 0.5, 1.0),
        ([{"kind": "part", "total": 1, "parts": [2], "holds": True}], 0.0, 0.0, 0.0),
    ],
    ids=["all", "wrong_verdict", "asserted", "roles_swapped", "none"],
)
def test_relations_are_judged(
    tmp_path: Path, relations: list[dict[str, object]], precision: float, recall: float, holds: float
) -> None:
    made = scores(tmp_path, relations)
    assert (made["precision"], made["recall"], made["holds"]) == (precision, recall, holds)


def test_a_gold_without_relations_is_not_judged(tmp_path: Path) -> None:
    assert scores(tmp_path, None) == {}
