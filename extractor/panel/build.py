"""A panel made from a finished run, and its files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.catalogue import Catalogue
from extractor.errors import ContractError, SettingsError
from extractor.panel.cells import resolve
from extractor.panel.figures import beside, figures, reports
from extractor.panel.schema import CONFLICTS, PANEL, PANEL_TABLES
from extractor.panel.sheets import write_csv, write_xlsx
from extractor.table import MANIFEST, TABLES

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable

    import pandas as pd

    from extractor.panel.figures import By, Figure, Key, Row

FORMATS = ("parquet", "csv", "xlsx")
TEMPORARY = ".tmp"

_WANTED = {
    "documents": ("source", "region", "organization", "period", "posted", "duplicate_of"),
    "indicators": (
        *("source", "start", "figure", "label", "population", "qualifiers", "indicator", "indicator_title"),
        *("dimension", "value", "low", "high", "unit", "mask", "relation", "status", "change", "period"),
        "flags",
    ),
}


@dataclass(frozen=True, slots=True)
class Panel:
    """The panel of a run and the conflicts behind it, as Arrow tables."""

    table: pa.Table
    conflicts: pa.Table

    def to_pandas(self) -> pd.DataFrame:
        """Return the panel as pandas with Arrow types."""
        import pandas as pd

        return self.table.to_pandas(types_mapper=pd.ArrowDtype)


def build_panel(
    out: str | os.PathLike[str],
    by: By = "region",
    packs: Iterable[Path] = (),
    *,
    labels: bool = False,
    duplicates: bool = False,
) -> Panel:
    """Return the panel of an output folder.

    ``by``: what a row is for; ``labels``: also figures that no indicator names, by their label;
    ``duplicates``: also documents that repeat an earlier one.
    """
    if by not in {"region", "organization"}:
        message = f"a panel is by region or by organization, not by {by!r}"
        raise SettingsError(message)
    folder = Path(out)
    documents = reports(_rows(folder, "documents"), duplicates=duplicates)
    catalogue = Catalogue.load(packs)
    found = list(figures(_rows(folder, "indicators"), documents, catalogue, by, labels=labels))
    cells: dict[Key, list[Figure]] = {}
    for figure in beside(found):
        cells.setdefault(figure.key, []).append(figure)
    resolved = [resolve(cell) for cell in cells.values()]
    rows = sorted((row for row, _ in resolved), key=_order)
    clashes = sorted((clash for _, some in resolved for clash in some), key=_order)
    origin = _origin(folder)
    return Panel(_table(rows, PANEL, origin), _table(clashes, CONFLICTS, origin))


def write_panel(panel: Panel, folder: str | os.PathLike[str], formats: Iterable[str] = FORMATS) -> list[Path]:
    """Write panel and conflicts: two Parquet files, two CSV files, one workbook."""
    wanted = tuple(formats)
    unknown = [name for name in wanted if name not in FORMATS]
    if unknown:
        message = f"a panel is written as {', '.join(FORMATS)}, not as {', '.join(unknown)}"
        raise SettingsError(message)
    to = Path(folder)
    tables = dict(zip(PANEL_TABLES, (panel.table, panel.conflicts), strict=True))
    paths: list[Path] = []
    try:
        to.mkdir(parents=True, exist_ok=True)
        # The workbook first: it may be refused, and then nothing is written.
        if "xlsx" in wanted:
            paths.append(write_xlsx(tables, to / "panel.xlsx"))
        for name, table in tables.items():
            if "parquet" in wanted:
                paths.append(_write_parquet(table, to / f"{name}.parquet"))
            if "csv" in wanted:
                paths.append(write_csv(table, to / f"{name}.csv"))
    except OSError as error:
        message = f"output folder {to}: {error.strerror or error}"
        raise SettingsError(message) from error
    return sorted(paths)


def _rows(folder: Path, name: str) -> list[Row]:
    """Read the columns of one table that a panel needs."""
    file = folder / f"{name}.parquet"
    if not file.exists():
        message = f"{file} does not exist: run `zhibiao extract` first"
        raise SettingsError(message)
    try:
        if missing := [column for column in TABLES[name].names if column not in pq.read_schema(file).names]:
            message = f"{file} is no table of {name}: it lacks the columns {', '.join(missing)}"
            raise ContractError(message)
        return pq.read_table(file, columns=list(_WANTED[name])).to_pylist()
    except pa.ArrowInvalid as error:
        message = f"{file} is not a Parquet file: {error}"
        raise ContractError(message) from error


def _order(row: Row) -> tuple[Any, ...]:
    """Return what the rows are sorted by: place, thing, time; the unknown last."""
    names = ("region", "indicator", "title", "population", "unit", "period_end", "period", "organization")
    parts = tuple((row[name] is None, "" if row[name] is None else str(row[name])) for name in names)
    return (*parts, row.get("actual_source") or row.get("target_source") or row.get("other_source") or "")


def _origin(folder: Path) -> dict[str, str]:
    """Return what tells which run a panel came from."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        # A folder may hold tables alone; they are all that a panel needs.
        return {}
    return {
        name: str(manifest[name]) for name in ("version", "pack_digest", "input_digest") if name in manifest
    }


def _table(rows: list[Row], schema: pa.Schema, origin: dict[str, str]) -> pa.Table:
    """Return rows as a table that knows its origin."""
    table = pa.Table.from_pylist(rows, schema=schema)
    return table.replace_schema_metadata(
        (schema.metadata or {}) | {k.encode(): v.encode() for k, v in origin.items()}
    )


def _write_parquet(table: pa.Table, path: Path) -> Path:
    """Write one Parquet file, whole or not at all."""
    temporary = path.with_name(path.name + TEMPORARY)
    pq.write_table(table, temporary, compression="zstd")
    temporary.replace(path)
    return path
