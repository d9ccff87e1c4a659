"""Labels as a reader sees them: over the corpus none is empty, torn at its ends, or a mark."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extractor import quantities, text
from extractor.linking.joining import tidy
from extractor.linking.labels import label

REPORTS = sorted((Path(__file__).parents[3] / "corpus").rglob("*.txt"))
# A mark at an end, a word that wants another, a date or a number of a list left over in front.
LOOSE = re.compile(
    r"^[^\w(“《]|[^\w)”》%‰]$|[的了由较]$|^[的了底较]|^末(?!位)|^\(?[一二三四五六七八九十\d]{1,2}\)|^\d+年?$|[|/\t\n]"
)
HALVES = (("(", ")"), ("“", "”"), ("《", "》"), ("【", "】"))


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.stem)
def test_labels_of_the_corpus_read_well(report: Path) -> None:
    parsed = text.parse(report.read_text(encoding="utf-8"))
    found, _ = quantities.find(parsed)
    made = label(parsed, found)
    bad = [
        (figure.text, item.label, item.rule)
        for figure, item in zip(found, made, strict=True)
        if not item.label
        or LOOSE.search(item.label)
        or any(item.label.count(left) != item.label.count(right) for left, right in HALVES)
    ]
    assert bad == []


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("/达标率", "达标率"),
        ("公共场所||", "公共场所"),
        ("伤残(三级以上", "伤残三级以上"),
        ("居全县乡镇的", "居全县乡镇"),
        ("就业目的", "就业目的"),
        ("药占比", "药占比"),
        ("“两癌”检查", "“两癌”检查"),
    ],
)
def test_tidy(label: str, wanted: str) -> None:
    assert tidy(label) == wanted
