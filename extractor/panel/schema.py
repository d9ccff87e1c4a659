"""The Arrow schemas of the panel: one row for each region, period and indicator, and the conflicts behind it."""

from __future__ import annotations

import pyarrow as pa

from extractor.table.schema import TEXTS, WORD, build_schema

STATUSES = ("actual", "target", "baseline")
"""What stands side by side in a row, in this order."""


def _side(status: str) -> tuple[tuple[str, pa.DataType, bool], ...]:
    """Return the columns of one figure of a row: its number, how it is known, and where it stands."""
    return (
        (status, pa.float64(), True),
        (f"{status}_low", pa.float64(), True),
        (f"{status}_high", pa.float64(), True),
        (f"{status}_relation", WORD, True),
        (f"{status}_mask", WORD, True),
        (f"{status}_period", pa.string(), True),
        (f"{status}_figure", pa.string(), True),
        (f"{status}_source", pa.string(), True),
        (f"{status}_start", pa.int32(), True),
    )


_CELL: tuple[tuple[str, pa.DataType, bool], ...] = (
    ("region", pa.string(), True),
    ("organization", pa.string(), True),
    ("period", pa.string(), True),
    ("period_start", pa.date32(), True),
    ("period_end", pa.date32(), True),
    ("indicator", WORD, True),
    ("title", pa.string(), False),
    ("population", pa.string(), True),
    ("unit", WORD, True),
)

PANEL = build_schema(
    "panel",
    (
        *_CELL,
        ("dimension", WORD, False),
        *(column for status in STATUSES for column in _side(status)),
        ("completion", pa.float64(), True),
        ("flags", TEXTS, False),
        ("sources", pa.int32(), False),
        ("conflicts", pa.int32(), False),
    ),
)

CONFLICTS = build_schema(
    "panel_conflicts",
    (
        *_CELL,
        ("status", WORD, False),
        ("between", WORD, False),
        ("decided_by", WORD, False),
        ("source", pa.string(), False),
        ("start", pa.int32(), False),
        ("label", pa.string(), False),
        ("figure", pa.string(), False),
        ("value", pa.float64(), True),
        ("low", pa.float64(), True),
        ("high", pa.float64(), True),
        ("other_source", pa.string(), False),
        ("other_start", pa.int32(), False),
        ("other_label", pa.string(), False),
        ("other_figure", pa.string(), False),
        ("other_value", pa.float64(), True),
        ("other_low", pa.float64(), True),
        ("other_high", pa.float64(), True),
    ),
)

PANEL_TABLES: dict[str, pa.Schema] = {"panel": PANEL, "panel_conflicts": CONFLICTS}
