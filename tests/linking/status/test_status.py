"""Status and change of marked figures, and the examples of every cue."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.linking.cues import cues
from extractor.linking.plans import is_plan
from extractor.linking.status import judge
from tests.linking.marked import cases, read

CASES = dict(cases(*sorted(Path(__file__).parent.glob("*.yaml"))))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_marked_figures(case: str) -> None:
    marked = read(case)
    judged = judge(marked.parsed, marked.quantities)
    for index, figure, wanted in marked.wanted:
        assert index is not None, f"{figure} is no figure here"
        judgement = judged[index]
        got = {judgement.status, judgement.change or "level"}
        said = set((wanted or "").split())
        said |= set() if said & {"target", "baseline"} else {"actual"}
        said |= set() if said & {"up", "down"} else {"level"}
        assert got == said, f"{figure}: {judgement}"


@pytest.mark.parametrize("cue", cues().status, ids=lambda cue: cue.id)
def test_cue_examples(cue) -> None:
    for example in cue.examples:
        assert statuses(example) == {cue.status}, example
    for example in cue.counterexamples:
        assert cue.id not in cues_of(example), example


def test_change_examples() -> None:
    for way, examples in (("up", cues().change.examples_up), ("down", cues().change.examples_down)):
        for example in examples:
            assert changes(example) == {way}, example
    for example in cues().change.counterexamples:
        assert changes(example) == {None}, example


def test_plan_headings() -> None:
    assert all(map(is_plan, cues().plan.examples))
    assert not any(map(is_plan, cues().plan.counterexamples))


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("门诊3万人次,同比增长【5%】。", "同比"),
        ("出院费用环比下降【2%】。", "环比"),
        ("较上年增加【96条】,增幅【3%】。", "较上年"),
        ("比2019年提高【3分】。", "较2019年"),
        ("比去年同期多【3人】。", "较去年同期"),
        ("高于全省平均水平【2.1分】。", "较全省平均水平"),
        ("超出任务【120户】。", "较任务"),
        ("新增床位【30张】。", None),
    ],
)
def test_compared_with(text: str, compared: str | None) -> None:
    marked = read(text)
    judged = judge(marked.parsed, marked.quantities)
    assert {judged[index].compared_with for index, *_ in marked.wanted if index is not None} == {compared}


def cues_of(example: str) -> set[str]:
    marked = read(example)
    judged = judge(marked.parsed, marked.quantities)
    return {judged[index].cue for index, *_ in marked.wanted if index is not None}


def statuses(example: str) -> set[str]:
    marked = read(example)
    judged = judge(marked.parsed, marked.quantities)
    return {judged[index].status for index, *_ in marked.wanted if index is not None}


def changes(example: str) -> set[str | None]:
    marked = read(example)
    judged = judge(marked.parsed, marked.quantities)
    return {judged[index].change for index, *_ in marked.wanted if index is not None}
