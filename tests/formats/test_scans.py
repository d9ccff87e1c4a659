"""Scans and pictures: nearly the figures of the text, each with its flag."""

from __future__ import annotations

import importlib.util

import pytest

SCANNED = ("city_annual_plan", "county_project_tables", "township_health_centre_quarter")
here = importlib.util.find_spec("rapidocr") is not None
recognised = pytest.mark.skipif(not here, reason="needs the extra [ocr]: make ocr")


@recognised
def test_same_figures_as_the_text(make, reports, reading, compare) -> None:
    total = wrong = 0
    shown = []
    for name in SCANNED:
        source = reading.source(f"{name}.pdf", make.scanned_pdf(make.blocks(reports[name])))
        assert (source.status, source.flags) == ("ok", ("ocr",))
        rows = reading.figures(source)
        assert all("ocr" in row["flags"] for row in rows)
        count, different, which = compare(rows, reading.twin(reports[name]))
        total, wrong = total + count, wrong + different
        shown.append(f"{name}\n{which}")
    assert wrong * 100 <= 5 * total, f"{wrong} of {total}\n" + "\n".join(shown)


@recognised
def test_a_picture(make, reading) -> None:
    source = reading.source("a.jpg", make.picture(["示例县工作总结", "全县签约25人,签约率达到84.36%。"]))
    assert (source.format, source.flags) == ("png", ("ocr",))
    assert [row["value"] for row in reading.figures(source)] == [25, 84.36]
    assert {block.confidence for block in source.blocks if block.confidence is None} == set()


@recognised
def test_pages_beyond_the_limit(make, reading) -> None:
    data = make.scanned_pdf(["总结", *["全县家庭医生签约二十五万人,考核合格。" * 30] * 4])
    source = reading.source("a.pdf", data, max_scan_pages=1)
    assert source.status == "partial"
    assert "scanned pages were not read, the limit is 1" in (source.reason or "")


@pytest.mark.skipif(here, reason="the extra [ocr] is here")
def test_without_the_recogniser_the_row_says_what_to_install(make, reading) -> None:
    source = reading.source("a.pdf", make.scanned_pdf(["总结", "签约5人。"]))
    assert source.status == "failed"
    assert "pip install 'zhibiao[ocr]'" in (source.reason or "")
