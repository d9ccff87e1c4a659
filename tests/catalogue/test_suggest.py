"""What a finished run says of labels without an indicator."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.catalogue import Catalogue
from extractor.catalogue.lint import check_packs
from extractor.catalogue.suggest import COLUMNS, as_yaml, clip, normal, rank, suggest
from extractor.errors import ContractError, SettingsError


def row(label: str, source: str = "a.txt", **more: object) -> dict[str, object]:
    return {
        "source": source,
        "section": [],
        "sentence": f"全年{label}12册。",
        "figure": "12册",
        "label": label,
        "population": None,
        "qualifiers": [],
        "indicator": None,
        "dimension": "count",
        "unit": "册",
        "change": None,
    } | more


ROWS = [
    row("外借图书"),
    row("外借图书", "b.txt"),
    row("外借图书(少儿)", "b.txt"),
    row("下乡送书", unit="次"),
    row("下乡送书", unit="场"),
    row("下乡送书", unit=None),
    row("开放“书屋”|书吧", population="65岁及以上老年人", dimension="unheard"),
    row("税收收入", indicator="finance.tax_revenue"),
    row("外借图书", change="up"),
]


def test_labels_are_ranked_by_documents_then_figures() -> None:
    ranked = rank(ROWS, Catalogue.load())
    assert [(one.label, one.unit, one.figures, len(one.documents)) for one in ranked[:1]] == [
        ("外借图书", "册", 3, 2)
    ]
    assert len(ranked) == 4
    assert len(rank(ROWS, Catalogue.load(), most=2)) == 2


def test_what_is_suggested_loads_and_has_no_errors(tmp_path: Path) -> None:
    text = as_yaml(rank(ROWS, Catalogue.load()))
    (tmp_path / "suggested.yaml").write_text(text, "utf-8")
    found = [one for one in check_packs([tmp_path], expressions=False) if one.path.parent == tmp_path]
    assert [str(one) for one in found if one.severity == "error"] == []
    match = Catalogue.load([tmp_path]).match("外借图书", unit="册")
    assert match is not None
    assert match.id == "local.label_001"
    assert "# 3 figures in 2 documents" in text


def test_nothing_to_suggest() -> None:
    assert as_yaml([]).startswith("#")


def test_a_run_is_read(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_pylist(ROWS), tmp_path / "indicators.parquet")
    assert suggest(tmp_path, Catalogue.load())[0].label == "外借图书"


def test_what_is_no_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="zhibiao extract"):
        suggest(tmp_path, Catalogue.load())
    table = pa.Table.from_pylist(ROWS).drop_columns([COLUMNS[0]])
    pq.write_table(table, tmp_path / "indicators.parquet")
    with pytest.raises(ContractError, match=COLUMNS[0]):
        suggest(tmp_path, Catalogue.load())


def test_normal_and_clip() -> None:
    assert normal("外借图书（2020年）12") == "外借图书"
    long = "前" * 80 + "外借12册" + "后" * 80
    assert "12册" in clip(long, "12册")
    assert len(clip(long, "12册")) <= 62
