"""What the columns mean, in both languages; the words stand in patterns/columns.yaml."""

from __future__ import annotations

from typing import Literal

from extractor.packs import PackModel, load_vocabulary


class Meaning(PackModel):
    """One column: its description in English and Chinese, and its unit where it is a number."""

    en: str
    zh: str
    unit: str | None = None


class Columns(PackModel):
    """Model of patterns/columns.yaml: every table, every column."""

    kind: Literal["columns"]
    tables: dict[str, dict[str, Meaning]]


def meanings(table: str) -> dict[str, Meaning]:
    """Return the meaning of every column of one table."""
    return load_vocabulary("columns", Columns).tables[table]
