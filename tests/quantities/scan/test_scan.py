"""The scan: cases in the file beside this one, the examples of the pattern files, and what holds for any text."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from extractor.packs import load_vocabulary
from extractor.quantities import find
from extractor.quantities.damage import damage
from extractor.quantities.exclusions import Exclusions
from extractor.quantities.lexicon import FULL_WIDTH
from extractor.quantities.runs import run_source
from extractor.quantities.units import unit_words
from extractor.text import parse

CASES = YAML(typ="safe").load(Path(__file__).with_name("cases.yaml"))
ROOT = Path(__file__).resolve().parents[3]
RUN = re.compile(run_source())
PIECES = st.sampled_from(
    [
        *"建约近达第每一二两十百千万亿零多余%‰元人个家年月日岁型第()“”《》,。;:、.-*_X×□NIlO0123456789\t\n ３％",
        "2023",
        "人次",
        "以上",
        "/10万",
        "分之",
        "&#37;",
        "\n2、",
        "第 3 页",
        "20XX年",
        "***",
        "个百分点",
        "𠮷",
        "(wàn)",
    ]
)
TEXTS = st.one_of(st.lists(PIECES, max_size=80).map("".join), st.text(max_size=120))


def figures_of(text: str):
    return find(parse(text))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    figures, ledger = figures_of(case["text"])
    assert [f.text for f in figures] == [str(wanted[0]) for wanted in case["figures"]]
    for figure, (_, value, unit, *rest) in zip(figures, case["figures"], strict=True):
        told = dict.fromkeys(rest)
        if isinstance(value, list):
            assert [figure.low, figure.high] == pytest.approx(value), figure
            assert figure.value is None
        else:
            assert figure.value == (value if value is None else pytest.approx(value)), figure
        assert figure.unit == unit, figure
        assert figure.mask == next((m for m in ("partial", "full", "lost") if m in told), "none"), figure
        assert figure.relation == next((r for r in ("approx", "ge", "le", "range") if r in told), "eq"), (
            figure
        )
        assert set(figure.flags) == set(told) & {"ocr", "garbled", "year_swap"}, figure
    clean = parse(case["text"]).clean
    found = {clean[entry.start : entry.end]: entry.reason for entry in ledger}
    for text, reason in (case.get("ledger") or {}).items():
        assert found.get(text) == reason, found


def texts_on_disk() -> list[Path]:
    found = [*(ROOT / "corpus").rglob("*.txt"), *(ROOT.parent / "shared" / "gold").rglob("*.txt")]
    return sorted(path for path in found if "encodings" not in path.parts)


def assert_covered(raw: str) -> None:
    """Assert that each run of the raw text lies in exactly one figure or ledger row (or removed stretch)."""
    parsed = parse(raw)
    figures, ledger = find(parsed)
    spans = [parsed.to_raw(item.start, item.end) for item in (*figures, *ledger)]
    spans += [
        (r.start, r.end) for r in parsed.removed if not any(a <= r.start and r.end <= b for a, b in spans)
    ]
    for run in RUN.finditer(raw.translate(FULL_WIDTH)):
        holders = [(a, b) for a, b in spans if a < run.end() and run.start() < b]
        assert len(holders) == 1, (raw[max(0, run.start() - 10) : run.end() + 10], holders)


@pytest.mark.parametrize("path", texts_on_disk(), ids=lambda path: path.stem)
def test_every_run_of_every_text_is_covered_once(path: Path) -> None:
    assert_covered(path.read_bytes().decode("utf-8"))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_figures_stand_where_they_say(raw: str) -> None:
    parsed = parse(raw)
    figures, ledger = find(parsed)
    spans = sorted((item.start, item.end) for item in (*figures, *ledger))
    assert all(0 <= start < end <= len(parsed.clean) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(spans))
    for figure in figures:
        start, end = parsed.to_raw(figure.start, figure.end)
        assert 0 <= start < end <= len(raw)
        assert parsed.clean[figure.start : figure.end] == figure.text
        if figure.mask != "none":
            assert figure.value is None
        if figure.mask == "full":
            assert figure.low is None
            assert figure.high is None


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_two_scans_give_the_same(raw: str) -> None:
    assert find(parse(raw)) == find(parse(raw))


def exclusion_examples() -> list[tuple[str, str, str]]:
    rules = load_vocabulary("exclusions", Exclusions).rules
    return [(f"{rule.id}-{i}", rule.reason, text) for rule in rules for i, text in enumerate(rule.examples)]


@pytest.mark.parametrize(
    ("name", "reason", "text"), exclusion_examples(), ids=lambda value: value if value.isascii() else ""
)
def test_exclusion_examples(name: str, reason: str, text: str) -> None:
    marked = re.search(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]", text)
    assert marked is not None, f"{name}: the example marks nothing"
    plain = text[: marked.start()] + marked[1] + text[marked.end() :]
    figures, ledger = figures_of(plain)
    begin, end = marked.start(), marked.start() + len(marked[1])
    assert not any(f.start < end and begin < f.end for f in figures), figures
    assert any(e.start < end and begin < e.end and e.reason == reason for e in ledger), ledger


def counterexamples() -> list[tuple[str, str]]:
    rules = load_vocabulary("exclusions", Exclusions).rules
    return [(f"{rule.id}-{i}", text) for rule in rules for i, text in enumerate(rule.counterexamples)]


@pytest.mark.parametrize(
    ("name", "text"), counterexamples(), ids=lambda value: value if value.isascii() else ""
)
def test_exclusion_counterexamples(name: str, text: str) -> None:
    _, ledger = figures_of(text)
    assert not any(entry.rule == name.rsplit("-", 1)[0] for entry in ledger), ledger


@pytest.mark.parametrize("group", unit_words().groups, ids=lambda group: group.dimension)
def test_unit_examples(group) -> None:
    for example in group.examples:
        figures, _ = figures_of(example.text)
        if example.none:
            assert not figures
        else:
            assert [(f.unit, f.value, f.dimension) for f in figures] == [
                (example.unit, example.value, group.dimension)
            ]


def test_damage_examples() -> None:
    pack = damage()
    for rule in (pack.digit_letters, pack.unit_forms):
        for example in rule.examples:
            figure = figures_of(example.text)[0][-1]
            assert (figure.unit, figure.value, figure.flags) == (example.unit, example.value, (rule.flag,))
        for text in rule.counterexamples:
            assert not any(rule.flag in f.flags for f in figures_of(text)[0])
    for example in pack.year_swap.examples:
        figure = figures_of(example.text)[0][-1]
        assert (figure.unit, figure.value, figure.flags) == (
            example.unit,
            example.value,
            (pack.year_swap.flag,),
        )
    for rule in pack.lost:
        for text in rule.examples:
            plain = text.replace("[", "").replace("]", "")
            assert [f.mask for f in figures_of(plain)[0]] == ["lost"], plain
        for text in rule.counterexamples:
            assert not any(f.mask == "lost" for f in figures_of(text)[0]), text


def test_a_page_mark_inside_a_figure_is_flagged() -> None:
    raw = (
        "1、白鹭县工作总结今年以来全县各级各部门认真贯彻落实各项决策部署扎实推进重点任务落地见效取得了明显的成效并得到上级的充分肯定药占比降到26.8\n"
        "2、%,比上年有所下降,全县各级医疗机构的收入结构得到了进一步的优化和改善,医务人员的积极性也得到了充分的调动和发挥,群众就医的负担明显减轻了一\n3、些。"
    )
    figures, _ = figures_of(raw)
    assert [(f.text, f.value, f.flags) for f in figures] == [("26.8%", 26.8, ("garbled",))]
