"""Runs made by hand: a panel is tested on rows, not on how a report was read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.panel import Panel, build_panel
from extractor.table import TABLES

RATE = "maternal.system_management_rate"

FIGURE: dict[str, Any] = {
    "doc_id": "0" * 16,
    "section": [],
    "sentence": "",
    "end": 0,
    "label": "系统管理率",
    "qualifiers": [],
    "indicator": RATE,
    "indicator_title": "孕产妇系统管理率",
    "dimension": "ratio",
    "unit": "%",
    "mask": "none",
    "relation": "eq",
    "status": "actual",
    "period": "2022",
    "flags": [],
    "rule": "test",
}
DOCUMENT: dict[str, Any] = {
    "doc_id": "0" * 16,
    "format": "txt",
    "bytes": 1,
    "status": "ok",
    "figures": 0,
    "masked": 0,
    "flagged": 0,
    "flags": [],
    "seconds": 0.0,
    "region": "甲县",
    "organization": "甲县卫生健康局",
    "period": "2022",
}


def figure(value: float | None, source: str = "a.txt", **cells: Any) -> dict[str, Any]:
    row = dict.fromkeys(TABLES["indicators"].names) | FIGURE
    row |= {"source": source, "value": value, "low": value, "high": value, "figure": f"{value}"}
    return row | cells


def document(source: str = "a.txt", **cells: Any) -> dict[str, Any]:
    return dict.fromkeys(TABLES["documents"].names) | DOCUMENT | {"source": source} | cells


def posted(day: str) -> date:
    return date.fromisoformat(day)


Make = Callable[..., Panel]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Write a run of the given rows and return its panel; figures without a place stand in their order."""

    def made(
        documents: Sequence[dict[str, Any]],
        figures: Sequence[dict[str, Any]],
        by: Any = "region",
        **choices: Any,
    ) -> Panel:
        placed = [{**row, "start": row["start"] or 10 * index} for index, row in enumerate(figures)]
        for name, rows in (("documents", documents), ("indicators", placed)):
            pq.write_table(
                pa.Table.from_pylist(list(rows), schema=TABLES[name]), tmp_path / f"{name}.parquet"
            )
        return build_panel(tmp_path, by, **choices)

    return made
