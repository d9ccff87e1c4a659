"""What tables, columns and values mean, in both languages; the words stand in patterns/columns.yaml."""

from __future__ import annotations

from typing import Literal

from extractor.packs import PackModel, load_vocabulary


class Words(PackModel):
    """One thing said in English and Chinese."""

    en: str
    zh: str


class Meaning(Words):
    """One column: its description in English and Chinese, and its unit where it is a number."""

    unit: str | None = None


class Columns(PackModel):
    """Model of patterns/columns.yaml: every table, every column, every fixed value.

    ``about`` says what a row of each table is, ``values`` what the values of a column mean, ``words`` are
    those of the data dictionary, ``units`` the Chinese of every unit.
    """

    kind: Literal["columns"]
    tables: dict[str, dict[str, Meaning]]
    about: dict[str, Words]
    values: dict[str, dict[str, Words]]
    words: dict[str, Words]
    units: dict[str, str]


def columns() -> Columns:
    """Return everything that is known of the columns."""
    return load_vocabulary("columns", Columns)


def meanings(table: str) -> dict[str, Meaning]:
    """Return the meaning of every column of one table."""
    return columns().tables[table]


def about(table: str) -> Words:
    """Return what a row of one table is."""
    return columns().about[table]
