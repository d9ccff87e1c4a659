"""The catalogue as rows, for ``patterns list`` and for the docs."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from extractor.catalogue.models import fold

if TYPE_CHECKING:
    from rich.table import Table

    from extractor.catalogue.matching import Catalogue


class Row(TypedDict):
    """One indicator as it is listed; the keys are those of the JSON output."""

    id: str
    title: str
    title_en: str
    domain: str
    dimension: str
    unit: str | None
    definition: str
    range: list[float | None]
    numerator: str | None
    denominator: str | None
    source: str
    path: str
    line: int


def listing(catalogue: Catalogue, contains: str | None = None, domain: str | None = None) -> list[Row]:
    """All indicators by id, or those of a domain, or with a text in id, titles or definition."""
    rows: list[Row] = []
    for entry in sorted(catalogue.entries, key=lambda entry: entry.id):
        indicator = entry.indicator
        heap = fold(f"{indicator.id} {indicator.title} {indicator.title_en} {indicator.definition}")
        if (domain is not None and entry.domain != domain) or (contains and fold(contains) not in heap):
            continue
        rows.append(
            Row(
                id=indicator.id,
                title=indicator.title,
                title_en=indicator.title_en,
                domain=entry.domain,
                dimension=indicator.dimension,
                unit=indicator.unit,
                definition=indicator.definition,
                range=list(indicator.range),
                numerator=indicator.numerator,
                denominator=indicator.denominator,
                source=entry.source,
                path=str(entry.path),
                line=entry.line(),
            )
        )
    return rows


def as_table(rows: list[Row]) -> Table:
    """The rows for a terminal."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("id", no_wrap=True)
    for name in ("title", "title_en", "unit", "source"):
        table.add_column(name)
    for row in rows:
        table.add_row(row["id"], row["title"], row["title_en"], row["unit"] or "", row["source"])
    return table
