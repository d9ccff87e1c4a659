"""Whatever was corrected stays right: every firm figure and every example below corpus/corrections."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import extractor as ex
from extractor.catalogue import Catalogue
from extractor.catalogue.models import Example
from extractor.evaluation import evaluate
from extractor.quantities import find
from extractor.text import parse

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "corrections"
EXAMPLES = [YAML(typ="safe").load(path) for path in sorted(CORPUS.rglob("*.examples.yaml"))]


def of(kind: str) -> list[Any]:
    return [entry for made in EXAMPLES for entry in made.get(kind, ())]


def test_every_corrected_figure_is_read_right(tmp_path: Path) -> None:
    ex.extract(CORPUS, tmp_path / "out")
    report = evaluate(tmp_path / "out", CORPUS)
    assert report.errors == []
    assert report.total["gold"]
    for name, asked in report.catalogue.items():
        assert asked["right"] == asked["asked"], name


@pytest.mark.parametrize("entry", of("catalogue"), ids=lambda entry: entry["indicator"] or "none")
def test_catalogue(entry: dict[str, Any]) -> None:
    match = Catalogue.load().match_example(Example.model_validate(entry["example"]))
    assert (match.id if match else None) == entry["indicator"]


@pytest.mark.parametrize("case", of("scan"), ids=lambda case: case["id"])
def test_scan(case: dict[str, Any]) -> None:
    figures, _ = find(parse(case["text"]))
    assert [figure.text for figure in figures] == [quote for quote, *_ in case["figures"]]
    for figure, (_, number, unit, *_) in zip(figures, case["figures"], strict=True):
        assert ([figure.low, figure.high] if isinstance(number, list) else figure.value) == number
        assert figure.unit == unit


@pytest.mark.parametrize("rule", of("exclusions"), ids=lambda rule: rule["id"])
def test_exclusions(rule: dict[str, Any]) -> None:
    for example in rule["examples"]:
        left, quote, _ = re.split(r"[\[\]]", example, maxsplit=2)
        figures, _ = find(parse(example.replace(f"[{quote}]", quote)))
        assert not any(figure.start < len(left) + len(quote) and len(left) < figure.end for figure in figures)
