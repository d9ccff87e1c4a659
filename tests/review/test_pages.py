"""The pages in a real browser: what is shown, and how text, table, filters and keys move together."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import extractor as ex
from extractor.errors import SettingsError
from extractor.review import write_site

from .conftest import REPORT, address, write_report


def chosen(page: Any) -> tuple[str | None, str | None]:
    """The figure marked in the text, and the one marked in the table."""
    mark = page.locator("#text mark.on")
    row = page.locator("#figures tr.on td:nth-child(3)")
    return mark.text_content() if mark.count() else None, row.text_content() if row.count() else None


def in_view(page: Any, selector: str) -> bool:
    """Whether an element is inside its pane and the window."""
    script = """element => { const box = element.getBoundingClientRect(), pane = element.closest('#text-pane, #table-pane')
        .getBoundingClientRect(); return box.top >= pane.top && box.bottom <= pane.bottom && box.bottom <= innerHeight; }"""
    return page.locator(selector).evaluate(script)


def test_index_lists_every_document_with_counts(page: Any, run: Path) -> None:
    page.goto((run / "review" / "index.html").as_uri())
    rows = page.locator("#documents tbody tr")
    assert rows.count() == 2
    county = page.locator("tr", has_text="county.txt").locator("td").all_text_contents()
    figures = pq.read_table(run / "indicators.parquet").num_rows
    assert [int(cell) for cell in county[5:8]] == [figures, 2, 1]
    assert "failed" in page.locator("tr", has_text="broken.txt").inner_text()
    page.fill("#find", "broken")
    assert [row.is_visible() for row in rows.all()] == [True, False]
    page.fill("#find", "")
    page.locator("a", has_text="county.txt").click()
    page.wait_for_selector("#text mark")
    assert page.title().startswith("𠮷川县")


def test_every_figure_is_marked_by_its_state(page: Any, run: Path) -> None:
    page.goto(address(run, "county.txt"))
    table = pq.read_table(run / "indicators.parquet").to_pylist()
    assert page.locator("#text mark").all_text_contents() == [row["figure"] for row in table]
    states = {
        text: page.locator("#text mark", has_text=text).first.get_attribute("class")
        for text in ("126家", "2***万元", "80%", "l00%")
    }
    assert states == {
        "126家": "fig read",
        "2***万元": "fig masked",
        "80%": "fig read target",
        "l00%": "fig read flagged",
    }
    phone = page.locator("#text .led", has_text="0351-1234567")
    assert "identifier" in phone.get_attribute("title")
    values = page.locator("#figures td:nth-child(4)").all_inner_texts()
    assert [values[0], values[4], values[7]] == ["126", "265,000", "20,000,000 – 29,990,000"]


def test_a_click_marks_the_other_side(page: Any, run: Path) -> None:
    page.goto(address(run, "county.txt"))
    page.locator("#text mark", has_text="84.36%").click()
    assert chosen(page) == ("84.36%", "84.36%")
    assert in_view(page, "#figures tr.on")
    page.locator("#figures tr", has_text="15个").click()
    assert chosen(page) == ("15个", "15个")
    assert in_view(page, "#text mark.on")
    assert page.locator("[name=label]").input_value() == "建成村卫生室"
    assert page.locator("[name=status]").input_value() == "target"


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("mask", "partial", ["2***万元"]),
        ("flag", "ocr", ["l00%"]),
        ("status", "target", ["80%", "28万人", "15个"]),
        ("indicator", "institutions.hospitals", ["6家"]),
    ],
)
def test_filters(page: Any, run: Path, name: str, value: str, left: list[str]) -> None:
    page.goto(address(run, "county.txt"))
    page.select_option(f"[data-filter={name}]", value)
    assert page.locator("#figures tbody tr:visible td:nth-child(3)").all_inner_texts() == left
    assert page.locator("#text mark:not(.dim)").all_text_contents() == left
    assert page.locator("#count").inner_text().startswith(f"{len(left)} / ")


def test_keyboard(page: Any, run: Path) -> None:
    page.goto(address(run, "county.txt"))
    for key, figure in (
        ("j", "126家"),
        ("j", "6家"),
        ("k", "126家"),
        ("n", "2***万元"),
        ("n", "XX人"),
        ("p", "2***万元"),
    ):
        page.keyboard.press(key)
        assert chosen(page) == (figure, figure), key
        assert in_view(page, "#text mark.on")
        assert in_view(page, "#figures tr.on")
    page.keyboard.press("/")
    page.keyboard.type("家庭医生 万人")
    assert page.locator("#figures tbody tr:visible td:nth-child(3)").all_inner_texts() == [
        "26.5万人",
        "28万人",
    ]
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    assert chosen(page)[0] == "28万人"
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#help").is_visible()


def test_relations_are_drawn_and_lead_to_their_figures(page: Any, run: Path) -> None:
    page.goto(address(run, "county.txt"))
    page.locator("#text mark", has_text="126家").click()
    assert page.locator("#links path.true").count() == 3
    assert page.locator("#text mark.bound").all_text_contents() == ["6家", "117家", "3家"]
    page.locator("#bound button", has_text="117家").click()
    assert chosen(page) == ("117家", "117家")
    page.keyboard.press("r")
    assert page.locator("#links path").count() >= 3


def test_a_page_allows_its_own_script_alone(page: Any, run: Path) -> None:
    page.goto(address(run, "county.txt"))
    html = Path(page.url.removeprefix("file://")).read_text("utf-8")
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]*)"', html)
    assert policy.startswith("default-src &#39;none&#39;")
    assert "unsafe" not in policy
    assert not re.findall(
        r"<[^>]+\s(?:src|on\w+|style)=", re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)
    )
    page.evaluate("""() => { const made = document.createElement('script');
        made.textContent = 'window.ran = true'; document.body.append(made); }""")
    assert page.evaluate("window.ran") is None
    # That refusal is the one error that this page may tell of.
    assert all("Content Security Policy" in error for error in page.errors)
    page.errors.clear()


def test_pages_in_chinese(page: Any, run: Path, tmp_path: Path) -> None:
    site = write_site(run, tmp_path, "zh")
    page.goto(site.index.as_uri())
    assert page.title() == "指标审阅"
    page.locator("a", has_text="county.txt").click()
    page.wait_for_selector("#save")
    assert "保存更正" in page.locator("#save").inner_text()
    with pytest.raises(SettingsError, match="no pages in 'fr'"):
        write_site(run, tmp_path, "fr")


def test_pages_of_an_earlier_run_go(run: Path, tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for name in ("0123456789abcdef.html", "0123456789abcdef-2.html", "mine.html"):
        (tmp_path / "documents" / name).touch()
    assert write_site(run, tmp_path).pages == 1
    assert len(list((tmp_path / "documents").iterdir())) == 2
    assert (tmp_path / "documents" / "mine.html").is_file()


def test_both_languages_have_the_same_words(root: Path) -> None:
    def keys(words: Any) -> Any:
        return {name: keys(part) for name, part in words.items()} if isinstance(words, dict) else None

    folder = root / "extractor" / "review" / "assets"
    english, chinese = (
        json.loads((folder / f"words.{lang}.json").read_text("utf-8")) for lang in ("en", "zh")
    )
    assert keys(english) == keys(chinese)


def test_a_report_of_a_thousand_figures_opens_at_once(page: Any, tmp_path: Path) -> None:
    lines = [
        f"第{n}乡镇签约居民{n + 100}人,随访{n + 3}次,投入{n}万元,服务率{n % 100}.5%。\n"
        for n in range(1, 300)
    ]
    write_report(tmp_path / "in", "long.txt", REPORT + "".join(lines))
    ex.extract(tmp_path / "in", tmp_path / "out")
    write_site(tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "indicators.parquet").num_rows >= 1000
    page.goto(address(tmp_path / "out", "long.txt"))
    # From the request until the page can be worked with; by the browser's own clock.
    opened = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert 0 < opened < 2000
    page.keyboard.press("j")
    assert chosen(page)[0] == "126家"
