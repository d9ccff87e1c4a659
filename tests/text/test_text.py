"""The text stage: cases in the file beside this one, pattern examples, and properties of any text."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from extractor.text import parse
from extractor.text.vocabulary import boilerplate, headings, noise

CASES = YAML(typ="safe").load(Path(__file__).with_name("cases.yaml"))
PIECES = st.sampled_from(
    [
        *"床位12.。,,;:()“”《》【】 \n\t\u3000３％萬�𠮷&*_X",
        "(wàn)",
        "&lt;",
        "&#37;",
        "permil;",
        "\r\n",
        "\n2、",
        "第 3 页",
        "一、",
        "<p>",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map("".join))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, object]) -> None:
    parsed = parse(str(case["raw"]))
    if "clean" in case:
        assert parsed.clean == case["clean"]
    if "site" in case:
        starts = [parsed.clean[start:end] for start, end, _ in parsed.site]
        wanted = case["site"]
        assert isinstance(wanted, list)
        assert len(starts) == len(wanted)
        assert all(text.startswith(str(start)) for text, start in zip(starts, wanted, strict=True))
    if "sentences" in case:
        found = [
            [s.role, list(s.section), [parsed.clean[c.start : c.end] for c in s.clauses]]
            for s in parsed.sentences
        ]
        assert found == case["sentences"]


@given(TEXTS)
def test_every_clean_character_knows_its_place(raw: str) -> None:
    parsed = parse(raw)
    last = 0
    for index, character in enumerate(parsed.clean):
        start, end = parsed.to_raw(index, index + 1)
        assert 0 <= start < end <= len(raw)
        assert start >= last or parsed.to_raw(index - 1, index)[0] == start
        last = start
        if end - start == 1 and raw[start] == character:
            continue
        # What differs was changed one for one, or stands for an entity, a page mark or a run of spaces.
        assert end - start >= 1
    for sentence in parsed.sentences:
        assert 0 <= sentence.start < sentence.end <= len(parsed.clean)
        assert all(sentence.start <= c.start < c.end <= sentence.end for c in sentence.clauses)


@given(TEXTS)
def test_sentences_are_in_order_and_outside_the_site(raw: str) -> None:
    parsed = parse(raw)
    spans = [(s.start, s.end) for s in parsed.sentences]
    assert spans == sorted(spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    assert not any(start < right and left < end for start, end in spans for left, right, _ in parsed.site)


@pytest.mark.parametrize("cue", boilerplate().cues, ids=lambda cue: cue.id)
def test_boilerplate_examples(cue) -> None:
    pattern = re.compile(cue.pattern, re.IGNORECASE | re.MULTILINE)
    assert all(pattern.search(text) for text in cue.examples)
    assert not any(pattern.search(text) for text in cue.counterexamples)


@pytest.mark.parametrize("mark", noise().page_marks, ids=lambda mark: mark.id)
def test_page_mark_examples(mark) -> None:
    pattern = re.compile(mark.pattern)
    assert all(pattern.search(text) for text in mark.examples)
    assert not any(pattern.search(text) for text in mark.counterexamples)


@pytest.mark.parametrize("style", headings().styles, ids=lambda style: style.id)
def test_heading_examples(style) -> None:
    assert all(re.match(style.pattern, text) for text in style.examples)
