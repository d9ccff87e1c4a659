from __future__ import annotations

from html.parser import HTMLParser

import pandas as pd
import pytest

import extractor as ex
from extractor.document import Document

TEXT = "2022年,<b>\U00020000县</b>签约26.5万人,签约率100虬;投入3**万元,目标任务不低于90%,参加**人。"


class Page(HTMLParser):
    """The text of a page, and what it marks: tag, style, tooltip and content."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.marks: list[tuple[str, str, str, str]] = []
        self._open: tuple[str, dict[str, str | None]] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"div", "mark", "s"}, "only our own markup"
        self._open = (tag, dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += data
        if self._open and self._open[0] != "div":
            tag, attributes = self._open
            self.marks.append((tag, attributes["style"] or "", attributes["title"] or "", data))
        self._open = None


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(ex.extract_text(TEXT)._repr_html_())


def test_the_text_is_all_there_and_inert(page: Page) -> None:
    assert page.text == TEXT


STATES = {
    "26.5万人": ("background:#d9ecdf", "265000人"),
    "100虬": ("background:#ffe3a8", "ocr"),
    "3**万元": ("repeating-linear-gradient", "3000000 to 3990000元"),
    "90%": ("border-bottom:2px solid", "≥ 90%"),
    "**人": ("repeating-linear-gradient", "unknown (人)"),
}


@pytest.mark.parametrize("figure", STATES, ids=["read", "flagged", "partial", "target", "full"])
def test_every_figure_is_marked_by_its_state(page: Page, figure: str) -> None:
    ((tag, style, tip, _),) = [mark for mark in page.marks if mark[3] == figure]
    assert tag == "mark"
    assert STATES[figure][0] in style
    assert STATES[figure][1] in tip


def test_other_numbers_are_struck_through_with_the_reason(page: Page) -> None:
    ((_, _, tip, text),) = [mark for mark in page.marks if mark[0] == "s"]
    assert (text, tip.split()[0]) == ("2022年", "date")


def test_what_overlaps_is_shown_once() -> None:
    made = ex.extract_text("签约25人。")
    over = pd.DataFrame([{"start": 1, "end": 6, "reason": "page", "rule": "test"}])
    page = Page(Document(made.text, made.profile, made.figures, over, made.relations)._repr_html_())
    assert page.text == made.text


def test_nothing_to_mark() -> None:
    assert Page(ex.extract_text("没有数字。")._repr_html_()).text == "没有数字。"
    assert Page(ex.extract_text("")._repr_html_()).text == ""
