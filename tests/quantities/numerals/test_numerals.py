"""Numerals: the examples in the pattern files, the cases beside this file, and properties of any text."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from extractor.models import Numeral
from extractor.packs import PackModel
from extractor.quantities.lexicon import lexicon
from extractor.quantities.number_pattern import number_regex
from extractor.quantities.numeral_models import NumeralExample, NumeralRule
from extractor.quantities.numerals import parse_number, read

HERE = Path(__file__).parent
CASES = YAML(typ="safe").load(HERE / "cases.yaml")
RUNNING = YAML(typ="safe").load(HERE / "running_text.yaml")
DIGITS, SCALES, GROUPS = "零一二三四五六七八九", ["", "十", "百", "千"], ["", "万", "亿"]
# Pieces of numerals, so that random texts are near to numbers.
PIECES = st.sampled_from(
    [
        *"零一二两九十百千万亿点半成几多余负约近至-*X×_○3.,/^eE%0 ",
        "分之",
        "以上",
        "又",
        "翻",
        "番",
        "个",
        "打",
    ]
)


def rules(node: object) -> Iterator[NumeralRule]:
    if isinstance(node, NumeralRule):
        yield node
    elif isinstance(node, PackModel):
        for name in type(node).model_fields:
            yield from rules(getattr(node, name))
    elif isinstance(node, tuple):
        for part in node:
            yield from rules(part)


def all_rules() -> list[NumeralRule]:
    words = lexicon()
    return [rule for part in (words.numerals, words.masks, words.relations) for rule in rules(part)]


def expected(example: NumeralExample) -> Numeral:
    exact = example.relation == "eq" and example.mask == "none"
    low = example.value if exact else example.low
    high = example.value if exact else example.high
    return Numeral(example.value, low, high, example.relation, example.mask)


EXAMPLES = [example for rule in all_rules() for example in rule.examples]
CASE_EXAMPLES = [NumeralExample.model_validate(case) for case in CASES["numerals"]]
NOT_NUMERALS = [text for rule in all_rules() for text in rule.counterexamples] + CASES["none"]


@pytest.mark.parametrize(
    "example", EXAMPLES + CASE_EXAMPLES, ids=lambda e: e.text.encode("unicode_escape").decode()
)
def test_a_numeral_is_read_as_its_example_says(example: NumeralExample) -> None:
    assert parse_number(example.text) == expected(example)
    reading = read(example.text)
    if example.unit and reading is not None:
        assert reading.unit == example.unit


@pytest.mark.parametrize(
    "text", NOT_NUMERALS, ids=lambda text: text.encode("unicode_escape").decode() or "empty"
)
def test_what_is_no_numeral_gives_none(text: str) -> None:
    assert parse_number(text) is None


@pytest.mark.parametrize("case", RUNNING, ids=range(len(RUNNING)))
def test_numbers_are_found_in_running_text(case: dict[str, object]) -> None:
    assert number_regex().findall(str(case["text"])) == case["finds"]


def chinese(number: int) -> str:
    """Spell a number below 10**16 as it is written on paper, 亿 above 亿 for the largest."""
    if number >= 10**8:
        upper, lower = divmod(number, 10**8)
        return chinese(upper) + "亿" + (("零" if lower < 10**7 else "") + chinese(lower) if lower else "")
    if number >= 10**4:
        upper, lower = divmod(number, 10**4)
        return chinese(upper) + "万" + (("零" if lower < 10**3 else "") + chinese(lower) if lower else "")
    spelt, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            spelt += ("零" if gap and spelt else "") + DIGITS[digit] + SCALES[place]
        gap = not digit
    return spelt or DIGITS[0]


@given(st.integers(0, 10**12 - 1))
def test_a_spelt_number_is_read_back(number: int) -> None:
    numeral = parse_number(chinese(number))
    assert numeral is not None
    assert numeral.value == number


@given(st.integers(0, 10**15), st.integers(0, 3))
def test_an_arabic_number_is_read_back(number: int, places: int) -> None:
    for text in (f"{number}.{'5' * places}" if places else f"{number}", f"{number:,}"):
        numeral = parse_number(text)
        assert numeral is not None
        assert numeral.value == float(text.replace(",", ""))


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=14).map("".join)))
@settings(max_examples=400)
def test_any_text_gives_a_sound_answer(text: str) -> None:
    numeral = parse_number(text)
    if numeral is None:
        return
    low, high = numeral.low, numeral.high
    assert all(n is None or math.isfinite(n) for n in (numeral.value, low, high))
    assert low is None or high is None or low <= high
    if any(c in text for c in "*X×_□"):
        assert numeral.value is None
        assert numeral.mask != "none"


@given(st.lists(PIECES, max_size=30).map("".join))
def test_every_digit_in_running_text_is_in_a_match(text: str) -> None:
    covered = {i for match in number_regex().finditer(text) for i in range(*match.span())}
    assert all(i in covered for i, c in enumerate(text) if c in "03一二两九*_")


@pytest.mark.parametrize(
    "piece", ["1", "一", "*", "1,", "1,111,", "X", "一又", "百分之", "1-", "余多来", "N", "万1", "1."]
)
def test_matching_is_linear(piece: str) -> None:
    # Quadratic matching takes minutes on this length, linear matching some hundredths of a second.
    start = time.process_time()
    for _ in number_regex().finditer(piece * 50_000):
        pass
    assert time.process_time() - start < 5
