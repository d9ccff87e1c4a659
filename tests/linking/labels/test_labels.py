"""Labels: every construction by its cases in the files beside this one, and the examples of the patterns."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from extractor.linking.label_words import Fragment, words
from extractor.linking.labels import label
from extractor.linking.layout import lay_out
from extractor.linking.modifiers import Modifier, Populations, Qualifiers
from extractor.models import Quantity
from extractor.packs import load_vocabulary
from extractor.text import ParsedText, parse
from extractor.text.tokens import tokens

FILES = sorted(Path(__file__).parent.glob("*.yaml"))
CASES = [case for file in FILES for case in YAML(typ="safe").load(file)]
NUMBER = re.compile(r"[-\d./*_X]*(?:[万亿]|[两三四五]|/10)*")
DIMENSIONS = {
    "%": "ratio",
    "‰": "ratio",
    "/10万": "ratio",
    "个百分点": "points",
    "元": "money",
    "分": "score",
}


def marked(text: str) -> tuple[ParsedText, list[Quantity]]:
    """Return the text without its angle brackets, and the figures that stood in them."""
    plain, spans = "", []
    for part in re.split(r"(<[^<>]+>)", text):
        figure = part[1:-1] if part.startswith("<") else ""
        if figure:
            spans.append((len(plain), len(plain) + len(figure)))
        plain += figure or part
    parsed = parse(plain)
    assert parsed.clean == plain, "a case must be clean already"
    return parsed, [quantity(plain, start, end) for start, end in spans]


def quantity(text: str, start: int, end: int) -> Quantity:
    """Return a figure as the stage before would: its number, and whatever follows it as the unit."""
    figure = text[start:end]
    if figure.startswith("第"):
        return Quantity(start, end, end, figure, None, None, None, "位", "rank", "none", "eq", (), "rank")
    if figure.startswith("零"):
        return Quantity(
            start, end, start + 1, figure, 0.0, 0.0, 0.0, None, "number", "none", "eq", (), "zero"
        )
    match = re.match(r"[\d.]+", figure)
    value = float(match.group()) if match else float("一二三四五".find(figure[0]) + 1)
    if figure.endswith("/10万"):
        unit, number_end = "/10万", end - 4
    else:
        number = NUMBER.match(figure)
        number_end = start + (number.end() if number else 0)
        unit = text[number_end:end] or None
    dimension = DIMENSIONS.get(unit or "", "count")
    return Quantity(start, end, number_end, figure, value, value, value, unit, dimension, "none", "eq")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, object]) -> None:
    parsed, quantities = marked(str(case["text"]))
    got = [
        " | ".join((made.label, made.population or "", ",".join(made.qualifiers))).rstrip(" |")
        for made in label(parsed, quantities)
    ]
    assert got == case["want"]


def test_ids_are_unique() -> None:
    ids = [case["id"] for case in CASES]
    assert len(ids) == len(set(ids))


FRAGMENTS: list[Fragment | Modifier] = [
    *words().lead.patterns,
    *words().tail.patterns,
    *words().bare.patterns,
    *load_vocabulary("populations", Populations).populations,
    *load_vocabulary("qualifiers", Qualifiers).front,
]


@pytest.mark.parametrize("fragment", FRAGMENTS, ids=lambda fragment: fragment.examples[0])
def test_examples_of_a_pattern(fragment: Fragment | Modifier) -> None:
    pattern = re.compile(f"(?:{fragment.pattern})+")
    for example in fragment.examples:
        assert pattern.fullmatch(example), example
    for example in fragment.counterexamples:
        assert not pattern.fullmatch(example), example


PIECES = st.sampled_from(
    [
        *"、,;:()。\n\t“”和的占率",
        "其中",
        "分别为",
        "同比增长",
        "该项目",
        "家庭医生签约",
        "<3个>",
        "<5%>",
        "<第2位>",
        "<零死亡>",
    ]
)


@given(st.lists(PIECES, max_size=40).map("".join))
def test_every_figure_gets_one_short_label(text: str) -> None:
    plain, spans = "", []
    for part in re.split(r"(<[^<>]+>)", text):
        figure = part[1:-1] if part.startswith("<") and part.endswith(">") and len(part) > 1 else ""
        if figure:
            spans.append((len(plain), len(plain) + len(figure)))
        plain += figure or part
    parsed = parse(plain)
    if parsed.clean != plain:
        return
    quantities = [quantity(plain, start, end) for start, end in spans]
    rows = lay_out(parsed, quantities)
    assert [slot.index for row in rows for slot in row.slots] == list(range(len(quantities)))
    made = label(parsed, quantities)
    assert len(made) == len(quantities)
    assert all(len(item.label) <= 40 for item in made)


def test_tokens_have_no_gaps() -> None:
    text = "12个村卫生室完成标准化改造"
    made = tokens(text)
    assert "".join(token.word for token in made) == text
    assert [token.flag for token in made if token.word == "完成"] == ["verb"]
    assert "村卫生室" in [token.word for token in made]
