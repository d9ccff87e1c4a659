"""What pages do to a text: lines, heads, numbers, page breaks, columns."""

from __future__ import annotations

import io

import pytest

LONG = (
    "全县家庭医生签约二十五万人以上,重点人群签约率达到百分之九十,各乡镇卫生院落实签约服务经费,并按季度考核。"
    * 6
)


def test_lines_are_joined_and_pages_parted(make, reading) -> None:
    source = reading.source("a.pdf", make.pdf(["工作总结", *[LONG] * 8]))
    text = source.text
    assert text.count("\f") == 2
    # A paragraph torn by a page goes on behind the form feed, no line break beside it.
    assert text.replace("\f", "").split("\n") == ["工作总结", *[LONG] * 8, ""]


def test_pages_of_blocks_and_of_the_text_agree(make, reading) -> None:
    source = reading.source("a.pdf", make.pdf(["工作总结", *[LONG] * 8]))
    assert {block.page for block in source.blocks} == {1, 2, 3}
    for block in source.blocks:
        assert source.text[: block.start].count("\f") + 1 == block.page


def test_heads_and_page_numbers_are_no_text(make, reading) -> None:
    source = reading.source("a.pdf", make.pdf(["示例县年度工作总结", *[LONG] * 8]))
    assert source.text.count("示例县年度工作总结") == 1
    assert "—" not in source.text


@pytest.mark.parametrize("indent", [0, 2])
def test_paragraphs_with_and_without_indent(indent, make, reading) -> None:
    content = ["工作总结", "一、基本情况", LONG[:70], LONG[:52] + "共8人。", "二、问题"]
    source = reading.source("a.pdf", make.pdf(content, indent=indent))
    assert source.text.strip().split("\n") == content


def page_of(draw) -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.add_page()
    document.add_font("han", fname=draw.__globals__["FONT"])
    document.set_font("han", size=10)
    draw(document)
    return bytes(document.output())


def test_two_columns(make, reading) -> None:
    globals()["FONT"] = make.font()
    left = [f"左栏第{n}行讲述签约服务的开展情况" for n in "甲乙丙丁戊己庚辛"]
    right = [f"右栏第{n}行讲述健康体检的开展情况" for n in "甲乙丙丁戊己庚辛"]

    def draw(document) -> None:
        for row, (one, other) in enumerate(zip(left, right, strict=True)):
            document.text(20, 40 + row * 6, one)
            document.text(115, 40 + row * 6, other)

    text = reading.source("a.pdf", page_of(draw)).text
    assert text.index(left[-1]) < text.index(right[0])


def test_columns_of_a_table_without_lines(make, reading) -> None:
    globals()["FONT"] = make.font()
    rows = [("项目", "目标(人)", "完成(人)"), ("签约", "300", "320"), ("体检", "500", "480")]

    def draw(document) -> None:
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                document.text(20 + 50 * column, 40 + row * 8, cell)

    text = reading.source("a.pdf", page_of(draw)).text
    assert "\n".join("\t".join(row) for row in rows) in text


def test_more_pages_than_the_limit(make, reading) -> None:
    source = reading.source("a.pdf", make.pdf(["总结", *[LONG] * 8]), max_pages=1)
    assert (source.status, source.reason) == ("partial", "only the first 1 of 3 pages were read")


def test_encrypted(make, reading) -> None:
    from fpdf import FPDF

    document = FPDF()
    document.add_page()
    document.set_encryption(owner_password="a", user_password="b")
    out = io.BytesIO(bytes(document.output()))
    source = reading.source("a.pdf", out.getvalue())
    assert (source.status, source.reason) == ("failed", "encrypted: needs a password")


def test_a_figure_torn_by_a_page_is_one(reading) -> None:
    values = [row["value"] for row in reading.twin("全县家庭医生签约2\f5.3万人。")]
    assert values == [253_000]
