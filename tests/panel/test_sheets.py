from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from extractor.errors import SettingsError
from extractor.panel import FORMATS, PANEL_TABLES, sheets, write_panel
from extractor.panel.sheets import FORMULA
from tests.panel.conftest import Make, document, figure

EVIL = [f"{sign}cmd|' /C calc'!A0" for sign in FORMULA]


@pytest.fixture
def written(make: Make, tmp_path: Path) -> Path:
    """A panel with one region for each way to begin a formula, a decrease, a list and a rare character."""
    regions = [*EVIL, "\U00020000县"]
    documents = [document(f"{index}.txt", region=region) for index, region in enumerate(regions)]
    rows = [
        figure(5.0, f"{index}.txt", change="down", flags=["ocr", "garbled"], figure="+5%")
        for index in range(len(regions))
    ]
    write_panel(make(documents, rows), tmp_path / "panel")
    return tmp_path / "panel"


def test_all_files_are_there_and_nothing_else(written: Path) -> None:
    assert sorted(path.name for path in written.iterdir()) == [
        "panel.csv",
        "panel.parquet",
        "panel.xlsx",
        "panel_conflicts.csv",
        "panel_conflicts.parquet",
    ]


def test_parquet_round_trip(written: Path, make: Make) -> None:
    table = pq.read_table(written / "panel.parquet")
    assert table.schema.equals(PANEL_TABLES["panel"])
    assert set(table.column("region").to_pylist()) == {*EVIL, "\U00020000县"}


def test_csv_cells_are_harmless_and_numbers_are_numbers(written: Path) -> None:
    raw = (written / "panel.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbfregion,")
    with (written / "panel.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["region"] for row in rows} == {*(f"'{text}" for text in EVIL), "\U00020000县"}
    for row in rows:
        assert (row["actual"], row["actual_figure"], row["flags"]) == ("-5", "'+5%", "garbled; ocr")
        assert row["target"] == ""
        texts = [cell for name, cell in row.items() if name not in {"actual", "actual_low", "actual_high"}]
        assert not any(text.startswith(FORMULA) for text in texts)


def test_csv_read_by_pandas_is_the_panel(make: Make, tmp_path: Path) -> None:
    import pandas as pd

    panel = make(
        [document()], [figure(94.25), figure(None, mask="partial", low=80.0, high=89.9, status="target")]
    )
    write_panel(panel, tmp_path / "panel", ["csv"])
    back = pd.read_csv(tmp_path / "panel" / "panel.csv", encoding="utf-8")
    (row,), (kept,) = back.to_dict("records"), panel.table.to_pylist()
    for name in (
        "region",
        "indicator",
        "unit",
        "actual",
        "actual_low",
        "target_low",
        "target_high",
        "sources",
    ):
        assert row[name] == kept[name], name
    assert pd.isna(row["target"])
    assert row["target_mask"] == "partial"


def test_workbook_has_text_as_text_and_its_dictionary(written: Path) -> None:
    book = openpyxl.load_workbook(written / "panel.xlsx")
    assert book.sheetnames == ["panel", "panel_conflicts", "dictionary"]
    sheet: Any = book["panel"]
    head = [cell.value for cell in sheet[1]]
    assert head == PANEL_TABLES["panel"].names
    # The file format turns a return into a line feed, as XML does.
    regions = {row[0].value for row in sheet.iter_rows(min_row=2)}
    assert {text.replace("\r", "\n") for text in EVIL} <= {str(text).replace("\r", "\n") for text in regions}
    assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
    assert {row[head.index("actual")].value for row in sheet.iter_rows(min_row=2)} == {-5}
    words = {(row[0], row[1]) for row in book["dictionary"].iter_rows(min_row=2, values_only=True)}
    assert words >= {("panel", name) for name in PANEL_TABLES["panel"].names}
    rule = next(
        row[2] for row in book["dictionary"].iter_rows(values_only=True) if row[:2] == ("panel", None)
    )
    assert "a stated number before bounds" in str(rule)


def test_workbook_without_what_xml_cannot_hold(make: Make, tmp_path: Path) -> None:
    panel = make([document(region="甲\x08县\x1f", organization="#N/A")], [figure(94.0)])
    write_panel(panel, tmp_path / "panel", ["xlsx"])
    book = openpyxl.load_workbook(tmp_path / "panel" / "panel.xlsx")
    sheet: Any = book["panel"]
    assert sheet["A2"].value == "甲县"
    assert (sheet["B2"].value, sheet["B2"].data_type) == ("#N/A", "s")


def test_masked_cells_are_intervals_everywhere(make: Make, tmp_path: Path) -> None:
    panel = make([document()], [figure(None, mask="partial", low=20_000_000.0, high=29_990_000.0)])
    write_panel(panel, tmp_path / "panel")
    want = (None, 20_000_000, 29_990_000, "partial")
    names = ("actual", "actual_low", "actual_high", "actual_mask")
    (row,) = pq.read_table(tmp_path / "panel" / "panel.parquet").to_pylist()
    assert tuple(row[name] for name in names) == want
    sheet: Any = openpyxl.load_workbook(tmp_path / "panel" / "panel.xlsx")["panel"]
    assert tuple(sheet[2][PANEL_TABLES["panel"].names.index(name)].value for name in names) == want
    with (tmp_path / "panel" / "panel.csv").open(encoding="utf-8-sig", newline="") as file:
        (cells,) = csv.DictReader(file)
    assert [cells[name] for name in names] == ["", "20000000", "29990000", "partial"]


def test_an_empty_panel_is_still_a_table(make: Make, tmp_path: Path) -> None:
    panel = make([document()], [])
    write_panel(panel, tmp_path / "panel")
    assert pq.read_table(tmp_path / "panel" / "panel.parquet").num_rows == 0
    assert (tmp_path / "panel" / "panel.csv").read_text("utf-8-sig").count("\n") == 1


def test_a_refused_workbook_leaves_nothing(
    make: Make, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = make([document()], [figure(94.0)])
    to = tmp_path / "panel"
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "openpyxl", None)
        with pytest.raises(SettingsError, match=r"zhibiao\[panel\]"):
            write_panel(panel, to)
    with monkeypatch.context() as patch:
        patch.setattr(sheets, "MOST_ROWS", 1)
        with pytest.raises(SettingsError, match="more rows than a sheet holds"):
            write_panel(panel, to)
    with pytest.raises(SettingsError, match="not as ods"):
        write_panel(panel, to, ["ods"])
    assert list(to.glob("*")) == []
    assert len(write_panel(panel, to, ["parquet", "csv"])) == 4
    assert set(FORMATS) == {"parquet", "csv", "xlsx"}


def test_the_origin_is_kept(root: Path, tmp_path: Path) -> None:
    import extractor as ex
    from extractor.panel import build_panel

    ex.extract(root / "corpus" / "series", tmp_path)
    write_panel(build_panel(tmp_path), tmp_path, ["parquet"])
    notes: Any = pq.read_schema(tmp_path / "panel.parquet").metadata
    assert notes[b"version"].decode() == ex.__version__
    assert len(notes[b"input_digest"]) == 64
