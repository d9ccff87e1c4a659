"""Tables of every format: all cells right, also below merged and stacked headers."""

from __future__ import annotations

import pytest

# What stands in the cells, by format the same: (label, value, unit).
CASES = {
    "plain": (
        ["表1 项目资金", (("项目", "人数(人)", "资金(万元)"), ("免费体检", "1200", "65.5"), ("眼病筛查", "800", "7")), ()],
        {("免费体检人数", 1200, "人"), ("免费体检资金", 655000, "元"), ("眼病筛查人数", 800, "人"), ("眼病筛查资金", 70000, "元")},
    ),
    "unit_in_the_caption": (
        ["单位:万人", (("项目", "目标", "完成"), ("签约", "3.2", "3.5"), ("建档", "12.5", "12")), ()],
        {("签约目标", 32000, "人"), ("签约完成", 35000, "人"), ("建档目标", 125000, "人"), ("建档完成", 120000, "人")},
    ),
    "stacked_header": (
        [
            "各项目完成情况",
            (("项目", "人数(人)", "", "经费(元)"), ("", "目标", "完成", ""), ("体检", "1200", "1350", "65500"), ("筛查", "800", "790", "20000")),
            (((0, 0), (2, 1)), ((0, 1), (1, 2)), ((0, 3), (2, 1))),
        ],
        {
            ("体检人数目标", 1200, "人"), ("体检人数完成", 1350, "人"), ("体检经费", 65500, "元"),
            ("筛查人数目标", 800, "人"), ("筛查人数完成", 790, "人"), ("筛查经费", 20000, "元"),
        },
    ),
    "sums_row": (
        ["资金安排", (("序号", "项目", "资金(万元)"), ("1", "体检", "30"), ("2", "筛查", "12.5"), ("合计", "", "42.5")), (((3, 0), (1, 2)),)],
        {("体检资金", 300000, "元"), ("筛查资金", 125000, "元"), ("合计资金", 425000, "元")},
    ),
}  # fmt: skip


@pytest.mark.parametrize("format", ["docx", "html", "pdf", "ofd", "xlsx"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_all_cells(case: str, format: str, make, reading) -> None:
    (caption, rows, spans), expected = CASES[case]
    content = [
        "望潮县2023年卫生工作情况",
        "现将全县卫生健康重点项目的完成情况通报如下,请各单位对照落实。",
        caption,
        make.Table(rows, spans),
        "望潮县卫生健康局",
    ]
    source = reading.source(f"a.{format}", make.WRITERS[format](content))
    found = {
        ("".join((*row["qualifiers"], row["label"])), row["value"], row["unit"])
        for row in reading.figures(source)
        if row["rule"].startswith("cell")
    }
    assert found == expected, source.text
    assert "table" in {block.kind for block in source.blocks}
