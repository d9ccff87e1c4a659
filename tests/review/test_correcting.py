"""Click, correct, save, apply: today's misreading is tomorrow's test."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from extractor.corrections import apply, load_corrections
from extractor.evaluation import evaluate
from extractor.review import write_site

from .conftest import REPORT, address, rewrite


@pytest.fixture
def misread(run: Path, tmp_path: Path) -> Path:
    """The run as a worse extractor would have made it: wrong, missing and invented figures."""
    out = tmp_path / "out"
    out.mkdir()
    for table in run.glob("*.parquet"):
        shutil.copy(table, out)
    wrong = {
        "26.5万人": {"value": 26.5, "low": 26.5, "high": 26.5, "label": "截至"},
        "28万人": {"status": "actual"},
        "四家": None,
    }
    rewrite(
        out,
        lambda row: row | wrong.get(row["figure"], {}) if wrong.get(row["figure"], {}) is not None else None,
    )
    write_site(out)
    return out


def select(page: Any, text: str) -> None:
    """Select some text of the report, as a mouse would."""
    page.evaluate(
        """text => { const walker = document.createTreeWalker(document.getElementById('text'), NodeFilter.SHOW_TEXT);
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(text);
            if (at >= 0) { getSelection().setBaseAndExtent(node, at, node, at + text.length); return; } } }""",
        text,
    )


def save(page: Any, to: Path) -> Path:
    with page.expect_download() as waiting:
        page.click("#save")
    waiting.value.save_as(to)
    return to


def test_click_correct_save_apply_and_it_passes_as_a_test(
    page: Any, misread: Path, run: Path, tmp_path: Path
) -> None:
    page.goto(address(misread, "county.txt"))
    page.locator("#text mark", has_text="26.5万人").click()
    page.fill("[name=label]", "家庭医生签约")
    page.fill("[name=value]", "265,000")
    page.keyboard.press("Enter")
    assert page.locator("#verdict").inner_text() == "corrected"
    page.locator("#figures tr", has_text="28万人").click()
    page.select_option("[name=status]", "target")
    page.click("#keep")
    page.locator("#text mark", has_text="84.36%").click()
    page.keyboard.press("c")
    select(page, "四家")
    page.keyboard.press("m")
    page.fill("[name=label]", "新建发热门诊")
    page.keyboard.press("Enter")
    assert page.evaluate("CSS.highlights.get('added').size") == 1
    file = save(page, tmp_path / "corrections.json")

    (document,) = load_corrections(file).documents
    assert document.text == REPORT
    said = {
        REPORT[one.start : one.end]: (one.kind, one.fields.model_dump(exclude_unset=True))
        for one in document.corrections
    }
    # Offsets are code points although two characters before them are two units in the browser.
    assert list(said) == ["26.5万人", "84.36%", "四家", "28万人"]
    assert said["26.5万人"] == ("change", {"label": "家庭医生签约", "value": 265000})
    assert said["84.36%"] == ("confirm", {})
    assert said["28万人"] == ("change", {"status": "target"})

    apply([file], tmp_path / "corpus")
    before = evaluate(misread, tmp_path / "corpus")
    after = evaluate(run, tmp_path / "corpus")
    assert before.total["gold"] == after.total["gold"] == 4
    assert {kind for kind, _ in before.errors} == {"missed", "value", "label", "status"}
    assert after.errors == []
    assert after.total["row_f1"] == 1


def test_not_a_figure(page: Any, misread: Path, tmp_path: Path) -> None:
    page.goto(address(misread, "county.txt"))
    page.locator("#text mark", has_text="15个").click()
    page.select_option("#why", "population")
    page.keyboard.press("x")
    assert page.locator("#text mark.remove").all_text_contents() == ["15个"]
    page.keyboard.press("u")
    assert page.locator("#text mark.remove").count() == 0
    page.keyboard.press("x")
    applied = apply([save(page, tmp_path / "c.json")], tmp_path / "corpus")
    assert {kind for kind, _ in evaluate(misread, tmp_path / "corpus").errors} == {"false"}
    assert "pattern: '(?<=生室){D}+个'" in applied.examples[0].read_text("utf-8")


def test_corrections_wait_in_the_browser(page: Any, misread: Path) -> None:
    where = address(misread, "county.txt")
    page.goto(where)
    page.locator("#text mark", has_text="15个").click()
    page.keyboard.press("c")
    page.check("#complete")
    page.reload()
    assert page.locator("#kept").inner_text() == "1"
    assert page.locator("#complete").is_checked()
    assert page.locator("#text mark.confirm").all_text_contents() == ["15个"]
    page.goto((misread / "review" / "index.html").as_uri())
    assert page.locator("tr", has_text="county.txt").locator(".kept").inner_text() == "1"


def test_a_browser_that_keeps_nothing(page: Any, misread: Path, tmp_path: Path) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('denied') }})"
    )
    page.goto(address(misread, "county.txt"))
    page.locator("#text mark", has_text="15个").click()
    page.keyboard.press("c")
    assert "save before you leave" in page.locator("#note").inner_text()
    file = save(page, tmp_path / "c.json")
    assert [one["kind"] for one in json.loads(file.read_text("utf-8"))["documents"][0]["corrections"]] == [
        "confirm"
    ]


def test_a_wrong_number_is_not_kept(page: Any, misread: Path) -> None:
    page.goto(address(misread, "county.txt"))
    page.locator("#text mark", has_text="15个").click()
    page.fill("[name=value]", "fifteen")
    page.keyboard.press("Enter")
    assert page.locator("#kept").inner_text() == "0"
    page.fill("[name=value]", "16")
    page.keyboard.press("Enter")
    assert page.locator("#kept").inner_text() == "1"
    page.keyboard.press("Escape")
    page.keyboard.press("m")
    assert "Select one stretch" in page.locator("#note").inner_text()


def test_a_selection_across_figures_counts_code_points(page: Any, misread: Path, tmp_path: Path) -> None:
    page.goto(address(misread, "county.txt"))
    page.evaluate("getSelection().selectAllChildren(document.getElementById('text'))")
    page.click("#missed")
    page.fill("[name=label]", "all")
    page.click("#keep")
    (document,) = load_corrections(save(page, tmp_path / "c.json")).documents
    # Line breaks at either end are not part of a figure.
    assert [(one.start, one.end) for one in document.corrections] == [(0, len(REPORT.rstrip()))]
    rows = pq.read_table(misread / "indicators.parquet").num_rows
    assert len(document.figures) == rows
