"""The catalogue as rows."""

from __future__ import annotations

import io

from rich.console import Console

from extractor.catalogue import Catalogue
from extractor.catalogue.listing import as_table, listing


def test_rows_say_where_each_indicator_stands() -> None:
    catalogue = Catalogue.load()
    rows = listing(catalogue)
    assert [row["id"] for row in rows] == sorted(catalogue.by_id)
    assert {row["domain"] for row in rows} >= {"health", "government"}
    assert all(row["line"] > 1 and row["source"] for row in rows)


def test_rows_by_domain_and_text() -> None:
    catalogue = Catalogue.load()
    assert {row["domain"] for row in listing(catalogue, domain="government")} == {"government"}
    assert [row["id"] for row in listing(catalogue, contains="Registered urban unemployment")] == [
        "employment.unemployment_rate"
    ]


def test_table_for_a_terminal() -> None:
    console = Console(width=200, file=io.StringIO())
    with console.capture() as shown:
        console.print(as_table(listing(Catalogue.load(), contains="税收收入")))
    assert "finance.tax_revenue" in shown.get()
