"""What the check of packs finds."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.catalogue.lint import Finding, check_expressions, check_packs, expressions_of
from extractor.catalogue.slow import slow_patterns
from extractor.packs import load_file
from extractor.resources import data_folder

REPORTS = Path(__file__).parents[2] / "corpus" / "reports"


def errors(pack: Path) -> list[Finding]:
    """The errors of one user's pack."""
    found = check_packs([pack], expressions=False)
    return [one for one in found if one.severity == "error" and one.path.parent == pack]


def test_the_whole_repository_has_no_errors() -> None:
    texts = [path.read_text("utf-8", "replace") for path in REPORTS.rglob("*.txt")]
    found = check_packs(texts=texts)
    assert [str(finding) for finding in found if finding.severity == "error"] == []


def test_a_good_user_pack_has_none(make_pack) -> None:
    assert errors(make_pack()) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "check"),
    [
        ("{label: '外借图书', unit: '册次'}", "{label: '办证', unit: '册次'}", 17, "example"),
        ("{label: '新购图书', unit: '册'}", "{label: '借阅图书', unit: '册'}", 19, "counterexample"),
        ("dimension: count", "dimension: ratio\n    numerator: library.nothing", 9, "reference"),
        ("title: '外借册次'", "title: '税收收入'", 6, "title"),
        ("units: ['册次', '册']", "units: ['册次', '元']", 10, "unit"),
        ("dimension: count", "dimension: counts", 8, "schema"),
    ],
    ids=["example", "counterexample", "reference", "title", "unit", "schema"],
)
def test_findings_say_file_and_line(make_pack, old: str, new: str, line: int, check: str) -> None:
    pack = make_pack(**{old: new})
    found = [finding for finding in errors(pack) if finding.check == check]
    assert found, errors(pack)
    assert (found[0].path, found[0].line) == (pack / "library.yaml", line)
    assert str(found[0]).startswith(f"{pack / 'library.yaml'}:{line}: error: ")


def _two(first: str, second: str) -> str:
    """A pack of two indicators with these topics and the same example."""
    head = "kind: catalogue\ndomain: library\nsource: 'x'\nindicators:\n"
    item = (
        "  - id: library.{0}\n    title: '{0}'\n    title_en: '{0}'\n    dimension: count\n    unit: '册'\n"
        "    definition: '{0}'\n    match: {{topic: {1}}}\n    examples:\n"
        "      - {{label: '少儿外借图书', unit: '册'}}\n    counterexamples:\n      - {{label: '其他', unit: '册'}}\n"
    )
    return head + item.format("one", first) + item.format("two", second)


def test_two_that_match_the_same_example_tie(make_pack) -> None:
    found = errors(make_pack(text=_two("['外借']", "['图书']")))
    assert [finding.check for finding in found] == ["tie", "tie"]


def test_a_shadowed_indicator_is_told_with_what_wins(make_pack) -> None:
    found = errors(make_pack(text=_two("['外借']", "['外借', '少儿']")))
    assert [(finding.check, finding.line) for finding in found] == [("shadowed", 5)]
    assert "library.two" in found[0].message


def test_terms_that_no_text_contains_are_warnings(make_pack) -> None:
    pack = make_pack()
    found = [one for one in check_packs([pack], expressions=False) if one.path.parent == pack]
    assert [(one.severity, one.check, one.line) for one in found if one.check == "term"] == [
        ("warning", "term", 13),
    ]
    text = "借阅图书，流通率"
    found = [one for one in check_packs([pack], [text], expressions=False) if one.path.parent == pack]
    assert [one for one in found if one.check == "term"] == []


def test_slow_and_broken_expressions_are_found() -> None:
    patterns = [r"\d+", r"(?:\d+)+x", r"(?:", r"[a-z]{1,3}-\d"]
    found = dict(slow_patterns(patterns))
    assert sorted(found) == [1, 2]
    assert "compile" in found[2]


def test_expressions_of_vocabulary_files_are_tried() -> None:
    paths = list(data_folder("patterns").glob("*.yaml"))
    assert len([text for path in paths for _, text in expressions_of(load_file(path).data)]) > 10
    assert [str(one) for one in check_expressions()] == []
