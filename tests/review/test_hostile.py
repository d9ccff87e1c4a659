"""Whatever stands in a report stays text; and the text of a page counts like the raw text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

import extractor as ex
from extractor.review import write_site

from .conftest import REPORT, address, rewrite, write_report

HOSTILE = (
    "<script>window.ran = 1</script>2023年工作总结\n"
    '</script><img src=x onerror="window.ran = 2"><svg onload=window.ran=3>\n'
    "&lt;script&gt;window.ran = 4&lt;/script&gt; {{ 7*7 }} {% for x in y %} \\u003cscript\\u003e\n"
    '签约<b onclick="window.ran=5">家庭医生</b>26.5万人,<a href="javascript:window.ran=6">签约率</a>84.36%。\n'
    "<!-- ]]> --> </textarea></title></style><style>body{display:none}</style>建成卫生室12个。\n"
)
NAME = '"><img src=x onerror=window.ran=7>.txt'


def test_a_hostile_report_stays_inert(page: Any, tmp_path: Path) -> None:
    write_report(tmp_path / "in", NAME, HOSTILE)
    ex.extract(tmp_path / "in", tmp_path / "out")
    wrong = {
        "label": "<img src=x onerror=window.ran=8>",
        "population": "</script><script>window.ran=9</script>",
    }
    wrong |= {"unit": "'\"><script>window.ran=10</script>", "flags": ["<script>window.ran=11</script>"]}
    rewrite(tmp_path / "out", lambda row: row | wrong)
    site = write_site(tmp_path / "out")
    page.goto(site.index.as_uri())
    assert NAME in page.locator("#documents").inner_text()
    page.locator("#documents a").click()
    page.wait_for_selector("#text mark")
    page.keyboard.press("j")
    page.keyboard.press("c")
    # The text is all there and all text: no element came of it.
    assert page.evaluate("document.getElementById('text').textContent") == HOSTILE
    assert page.evaluate("document.querySelectorAll('script').length") == 2
    assert page.locator("img, #text a, #text b, #text svg").count() == 0
    assert page.locator("[name=label]").input_value() == wrong["label"]
    assert page.evaluate("window.ran") is None


def test_the_text_counts_like_the_raw_text(page: Any, tmp_path: Path) -> None:
    text = (
        "\n"
        + REPORT.replace("\n", "\r\n")
        + "甲\x0c乙\x0b丙\x85丁\r戊\x02己\u200b\u202e庚\t\u3000😀全年义诊8场。\r\n\r\n"
    )
    write_report(tmp_path / "in", "odd.txt", text)
    ex.extract(tmp_path / "in", tmp_path / "out")
    write_site(tmp_path / "out")
    page.goto(address(tmp_path / "out", "odd.txt"))
    shown = page.evaluate("document.getElementById('text').textContent")
    assert len(shown) == len(text)
    assert "\r\n一、" in shown
    rows = pq.read_table(tmp_path / "out" / "indicators.parquet").to_pylist()
    assert [shown[row["start"] : row["end"]] for row in rows] == [row["figure"] for row in rows]


def test_overlapping_rows_are_still_shown(page: Any, tmp_path: Path) -> None:
    write_report(tmp_path / "in", "county.txt", REPORT)
    ex.extract(tmp_path / "in", tmp_path / "out")
    first = pq.read_table(tmp_path / "out" / "indicators.parquet").to_pylist()[0]
    rewrite(tmp_path / "out", lambda row: row | {"start": first["start"] + 1, "end": first["end"] + 2})
    write_site(tmp_path / "out")
    page.goto(address(tmp_path / "out", "county.txt"))
    assert page.evaluate("document.getElementById('text').textContent") == REPORT
