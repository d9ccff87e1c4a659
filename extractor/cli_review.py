"""The commands of reviewing: pages, corrections, and the way through annotation tools and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from extractor.exits import errors

corrections = typer.Typer(help="Bring corrections back as gold and examples.", no_args_is_help=True)

Out = Annotated[Path, typer.Argument(help="The output folder of a run.")]
Packs = Annotated[
    list[Path] | None, typer.Option("--patterns", help="A folder of your own rule packs; may be repeated.")
]


def add_to(app: typer.Typer) -> None:
    """Put these commands beside the others."""
    app.command()(review)
    app.command()(export)
    app.command("import")(import_)
    app.add_typer(corrections, name="corrections")


def review(
    out: Out,
    to: Annotated[Path | None, typer.Option("--to", help="Write the pages here; OUT/review without.")] = None,
    lang: Annotated[str, typer.Option("--lang", help="The language of the pages: en or zh.")] = "en",
    packs: Packs = None,
) -> None:
    """Write pages to read, check and correct a run in a browser."""
    with errors():
        from extractor.review import write_site

        site = write_site(out, to, lang, packs or ())
        typer.echo(f"{site.pages} documents -> {site.index}", err=True)


@corrections.command("apply")
def corrections_apply(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files that review pages saved.")],
    corpus: Annotated[
        Path, typer.Option("--corpus", help="The folder that gets texts, gold and examples.")
    ] = Path("corpus/corrections"),
) -> None:
    """Write corrections as gold (NAME.txt, NAME.gold.jsonl) and as examples of patterns."""
    with errors():
        from extractor.corrections import apply

        applied = apply(files, corpus)
        counts = ", ".join(f"{count} {kind}" for kind, count in applied.counts.items() if count)
        typer.echo(f"{counts or 'no corrections'}", err=True)
        for path in (*applied.gold, *applied.examples):
            typer.echo(str(path))


def export(
    out: Out,
    tool: Annotated[str, typer.Option("--to", help="The tool: label-studio, doccano or brat.")],
    folder: Annotated[
        Path | None, typer.Option("--folder", help="Write here; OUT/export-TOOL without.")
    ] = None,
) -> None:
    """Write the documents of a run, with their figures, for an annotation tool."""
    with errors():
        from extractor import exports

        for path in exports.export(out, tool, folder or out / f"export-{tool}"):
            typer.echo(str(path))


def import_(
    path: Annotated[Path, typer.Argument(help="What the tool gives back: a file, for brat the folder.")],
    tool: Annotated[str, typer.Option("--from", help="The tool: label-studio, doccano or brat.")],
    out: Annotated[Path, typer.Option("--run", help="The output folder that was exported.")],
    to: Annotated[Path, typer.Option("--to", help="The file of corrections to write.")] = Path(
        "corrections.json"
    ),
) -> None:
    """Read an annotation tool's work back as a file of corrections, for `corrections apply`."""
    with errors():
        from extractor import exports
        from extractor.corrections import write_corrections

        made = exports.read_back(path, tool, out)
        write_corrections(to, made)
        count = sum(one.kind != "confirm" for document in made.documents for one in document.corrections)
        typer.echo(f"{count} corrections in {len(made.documents)} documents -> {to}", err=True)
