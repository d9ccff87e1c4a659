"""What web pages do to a report."""

from __future__ import annotations

import pytest

SENTENCE = "全县家庭医生签约25.3万人,签约率达到84.36%,其中重点人群签约率为90.2%。"
CASES = {
    "a_number_torn_by_tags": (f"<p>全县家庭医生签约<span>2</span><b>5.3</b>万人,签约率达到<i>84.36</i>%。</p><p>{SENTENCE}</p>", "签约25.3万人,签约率达到84.36%"),
    "layout_tables": (f"<table><tr><td><table><tr><td><p>{SENTENCE}</p><p>{SENTENCE}</p></td></tr></table></td></tr></table>", "签约25.3万人"),
    "line_breaks": (f"一、基本情况<br>{SENTENCE}<br/>二、存在问题<br>{SENTENCE}", "一、基本情况\n全县家庭医生"),
    "a_short_page": ("<p>签约5人。</p>", "签约5人。"),
    "entities": (f"<p>{SENTENCE}</p><p>体检率&gt;80&#37;,较上年提高&nbsp;3&nbsp;个百分点,增幅居全市前列。</p>", "体检率>80%"),
    "a_title_outside_the_article": (f"<h1>望潮县2023年工作总结</h1><div><p>{SENTENCE}</p><p>{SENTENCE}</p></div>", "望潮县2023年工作总结"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_article(case: str, reading) -> None:
    body, wanted = CASES[case]
    source = reading.source(
        "a.html", f"<html><head><title>t</title></head><body>{body}</body></html>".encode()
    )
    assert wanted in source.text


def test_the_site_gives_no_figures(make, reading, reports) -> None:
    text = reports["district_half_year"]
    source = reading.source("a.html", make.page(make.blocks(text)))
    for word in ("visits", "88231", "3处地块", "备案号", "互动交流"):
        assert word not in source.text


def test_gbk_by_its_content(reading) -> None:
    page = f"<html><meta charset=gb2312><body><p>{SENTENCE * 3}</p></body></html>"
    source = reading.source("a.htm", page.encode("gb18030"))
    assert (source.encoding, SENTENCE in source.text) == ("gb18030", True)


def test_a_page_by_a_wrong_name_is_a_page(reading) -> None:
    source = reading.source("a.doc", f"<!DOCTYPE html><html><body><p>{SENTENCE}</p></body></html>".encode())
    assert (source.format, source.status) == ("html", "ok")


def test_nested_beyond_measure(reading) -> None:
    source = reading.source("a.html", ("<html><body>" + "<div>" * 50_000 + SENTENCE).encode())
    assert source.status == "failed" or SENTENCE in source.text
