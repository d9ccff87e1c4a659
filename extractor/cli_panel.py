"""The command of analysts: the panel of a run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from extractor.exits import errors

if TYPE_CHECKING:
    from extractor.panel.figures import By


def add_to(app: typer.Typer) -> None:
    """Put this command beside the others."""
    app.command()(panel)


def panel(
    out: Annotated[Path, typer.Argument(help="The output folder of a run.")],
    to: Annotated[Path | None, typer.Option("--to", help="Write here; OUT without.")] = None,
    by: Annotated[str, typer.Option("--by", help="What a row is for: region or organization.")] = "region",
    labels: Annotated[
        bool, typer.Option("--labels", help="Also figures that no indicator names, by their label.")
    ] = False,
    duplicates: Annotated[
        bool, typer.Option("--duplicates", help="Also documents that repeat an earlier one.")
    ] = False,
    formats: Annotated[
        str, typer.Option("--formats", help="Some of parquet, csv, xlsx, joined by commas.")
    ] = "parquet,csv,xlsx",
    packs: Annotated[
        list[Path] | None,
        typer.Option("--patterns", help="A folder of your own rule packs; may be repeated."),
    ] = None,
) -> None:
    """Write a tidy table, region by period by indicator: actual, target and baseline side by side."""
    with errors():
        from extractor.panel import build_panel, write_panel

        # build_panel refuses any other word.
        made = build_panel(out, cast("By", by), packs or (), labels=labels, duplicates=duplicates)
        paths = write_panel(made, to or out, [name.strip() for name in formats.split(",")])
        typer.echo(f"{made.table.num_rows} rows, {made.conflicts.num_rows} conflicts", err=True)
        for path in paths:
            typer.echo(str(path))
