"""Numbers in sheets are what a person sees there."""

from __future__ import annotations

import io
from typing import Any

import openpyxl

HEADER = ("项目", "数值")


def sheet_of(book: openpyxl.Workbook) -> Any:
    return book.active


def workbook(*cells: tuple[Any, str]) -> bytes:
    book = openpyxl.Workbook()
    sheet = sheet_of(book)
    sheet.title = "医疗服务"
    sheet.append(HEADER)
    for number, (value, format) in enumerate(cells, 2):
        sheet.cell(number, 1, f"第{number}行")
        sheet.cell(number, 2, value).number_format = format
    hidden = book.create_sheet("隐藏")
    hidden["A1"] = "不可见9人"
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_numbers_as_shown(reading) -> None:
    data = workbook((0.8436, "0.00%"), (1234, "#,##0"), (0.1 + 0.2, "General"), (12, '0"人"'), (3.0, "0.0"))
    text = reading.source("a.xlsx", data).text
    assert text == "医疗服务\n项目\t数值\n第2行\t84.36%\n第3行\t1234\n第4行\t0.3\n第5行\t12人\n第6行\t3\n\n"


def test_a_far_cell_costs_nothing(reading) -> None:
    book = openpyxl.Workbook()
    sheet_of(book)["A1"] = "签约5人。"
    sheet_of(book)["XFD1048576"] = "建档6人。"
    out = io.BytesIO()
    book.save(out)
    assert reading.source("a.xlsx", out.getvalue()).text.split() == ["签约5人。", "建档6人。"]


def test_csv_in_gbk(reading) -> None:
    source = reading.source("a.csv", "项目,人数(人)\n签约,1200\n体检,800\n".encode("gb18030"))
    assert (source.encoding, source.text) == ("gb18030", "项目\t人数(人)\n签约\t1200\n体检\t800\n\n")


def test_old_workbooks(reading) -> None:
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("医疗服务")
    percent, plain = xlwt.easyxf(num_format_str="0.00%"), xlwt.easyxf(num_format_str="#,##0")
    for row, cells in enumerate([HEADER, ("第2行", 0.8436, percent), ("第3行", 1234, plain)]):
        sheet.write(row, 0, cells[0])
        sheet.write(row, 1, *cells[1:])
    sheet.write_merge(3, 4, 0, 0, "第4行")
    sheet.write(3, 1, 5)
    sheet.write(4, 1, 6)
    out = io.BytesIO()
    book.save(out)
    source = reading.source("a.xls", out.getvalue())
    assert source.format == "xls"
    assert source.text == "医疗服务\n项目\t数值\n第2行\t84.36%\n第3行\t1234\n第4行\t5\n第4行\t6\n\n"
