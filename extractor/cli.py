"""The command line, thin: options in, one call, exit code out.

0 all well; 1 some documents failed or a check did not hold; 2 wrong usage, settings or rule pack.
"""

from __future__ import annotations

import atexit
import gc
import json
import logging
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

# Looking for plugins of pydantic, which there are none of, opens every distribution that is installed.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

import typer

from extractor import cli_panel, cli_review
from extractor.exits import FAILED, errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractor.settings import Settings

# The heavy imports stand in the commands: --help must be quick.
app = typer.Typer(
    name="zhibiao",
    help="Read Chinese work reports into typed indicator tables.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
patterns = typer.Typer(help="Check, list and suggest rules of the pattern files.", no_args_is_help=True)
app.add_typer(patterns, name="patterns")

MEBIBYTE = 1024 * 1024
# New objects before Python looks for garbage. Nearly all of what a start makes stays to the end, and
# looking through it at every 700 takes a tenth of the time.
GARBAGE = 100_000
# Failed documents named on the terminal; all of them are in documents.parquet.
SHOWN = 10

Packs = Annotated[
    list[Path] | None, typer.Option("--patterns", help="A folder of your own rule packs; may be repeated.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")]
Verbose = Annotated[
    int, typer.Option("--verbose", "-v", count=True, help="More about what happens; twice for all.")
]


def _logging(verbose: int, *, quiet: bool) -> None:
    """Send the log to stderr, warnings only unless asked for more."""
    level = logging.ERROR if quiet else (logging.WARNING, logging.INFO, logging.DEBUG)[min(verbose, 2)]
    logging.basicConfig(level=level, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")


def _settings(packs: list[Path] | None, **choices: Any) -> Settings:
    """Return checked settings."""
    from extractor.settings import Settings

    return Settings(packs=tuple(packs or ()), **choices)


@app.callback(invoke_without_command=True)
def main(
    version: Annotated[bool, typer.Option("--version", help="Print the version and stop.")] = False,
) -> None:
    """Read Chinese work reports into typed indicator tables."""
    if version:
        from extractor.version import __version__

        typer.echo(__version__)
        raise typer.Exit


@app.command()
def extract(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Reports, folders of them, or URLs.")],
    out: Annotated[str, typer.Option("--out", "-o", help="The folder (or URL) that gets the tables.")],
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", "-j", help="Processes, all cores by default; never changes a byte."),
    ] = None,
    max_mb: Annotated[int, typer.Option("--max-mb", help="Larger files become a failed row, unread.")] = 64,
    max_seconds: Annotated[
        float,
        typer.Option("--max-seconds", help="A document that takes longer to open becomes a failed row."),
    ] = 300.0,
    packs: Packs = None,
    reprocess: Annotated[
        bool, typer.Option("--reprocess", help="Read every file again, changed or not.")
    ] = False,
    engine: Annotated[str, typer.Option("--engine", help="Who does the work: local or dask.")] = "local",
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="The address of a Dask cluster; a local one without."),
    ] = None,
    timings: Annotated[
        bool, typer.Option(help="Record seconds; without, equal input gives equal bytes.")
    ] = True,
    quiet: Quiet = False,
    verbose: Verbose = 0,
) -> None:
    """Read reports and write indicators, documents, ledger and manifest to a folder."""
    _logging(verbose, quiet=quiet)
    with errors():
        from extractor.engines import extract as run
        from extractor.settings import cores

        limits = {"max_bytes": max_mb * MEBIBYTE, "seconds": max_seconds}
        settings = _settings(packs, jobs=cores() if jobs is None else jobs, timings=timings, **limits)
        with _progress(quiet=quiet) as advance:
            result = run(
                paths, out, settings, advance, reprocess=reprocess, engine=engine, scheduler=scheduler
            )
        if not quiet:
            _summary(result)
        if result.counts["failed"]:
            raise typer.Exit(FAILED)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[int], None] | None]:
    """Show the number of documents done, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("documents"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("documents", total=None)
        yield lambda count: bar.advance(task, count)


def _summary(result: Any) -> None:
    """Say on stderr what was written, and name the first documents that failed."""
    counts = result.counts
    if result.unchanged:
        typer.echo(f"nothing has changed since the last run -> {result.out}", err=True)
    bad = [f"{counts[name]} {name}" for name in ("partial", "failed", "skipped") if counts[name]]
    aside = f" ({', '.join(bad)})" if bad else ""
    typer.echo(
        f"{counts['documents']} documents{aside}, {counts['figures']} figures ({counts['masked']} masked, "
        f"{counts['flagged']} flagged), {counts['ledger']} other numbers in the ledger -> {result.out}",
        err=True,
    )
    if counts["failed"]:
        failed = result.documents[["source", "status", "reason"]].query("status == 'failed'")
        for row in failed.head(SHOWN).itertuples():
            typer.echo(_one_line(f"failed: {row.source}: {row.reason}"), err=True)
        if len(failed) > SHOWN:
            typer.echo(f"... and {len(failed) - SHOWN} more in documents.parquet", err=True)


def _one_line(text: str) -> str:
    """Return a text in which no file name can break the line or steer the terminal."""
    return "".join(char if char.isprintable() else "\ufffd" for char in text)


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(help="One report.")],
    at: Annotated[
        int | None, typer.Option("--at", help="Only the number at this place of the raw text.")
    ] = None,
    figure: Annotated[
        str | None, typer.Option("--figure", help="Only numbers that contain this text.")
    ] = None,
    packs: Packs = None,
) -> None:
    """Say of every number in a report what it was taken for, and why."""
    with errors():
        from extractor.explanation import explain_file

        lines = list(explain_file(file, _settings(packs), at, figure))
        for line in lines:
            typer.echo(line)
        if not lines:
            typer.echo("no such number in this report", err=True)
            raise typer.Exit(FAILED)


@app.command()
def evaluate(
    table: Annotated[Path, typer.Argument(help="An output folder or its indicators.parquet.")],
    gold: Annotated[Path, typer.Argument(help="A folder of texts with gold figures.")],
    shown: Annotated[int, typer.Option("--errors", help="Show so many errors.")] = 0,
    kind: Annotated[
        str | None, typer.Option("--kind", help="Show only errors of this kind: missed, false, value...")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as JSON.")] = False,
) -> None:
    """Score a table against gold figures."""
    with errors():
        from extractor.evaluation import evaluate as judge_table
        from extractor.evaluation.printing import lines

        report = judge_table(table, gold)
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False) if as_json else "\n".join(lines(report)))
        for name, line in [error for error in report.errors if kind in (None, error[0])][:shown]:
            typer.echo(f"{name:9} {line}")


@app.command()
def schema(
    name: Annotated[
        str | None,
        typer.Argument(help="One contract, such as tables/indicators.json; all are listed without."),
    ] = None,
    write: Annotated[
        Path | None, typer.Option("--write", help="Write every contract below this folder.")
    ] = None,
    docs: Annotated[
        Path | None, typer.Option("--docs", help="Write the data dictionary to this folder.")
    ] = None,
) -> None:
    """Print or write the contracts of tables and pattern files, and the data dictionary."""
    with errors():
        from extractor.contracts import as_text, contracts, write_contracts
        from extractor.errors import SettingsError

        if write is not None or docs is not None:
            from extractor.dictionary import write_dictionary

            paths = write_contracts(write) if write else []
            for path in paths + (write_dictionary(docs) if docs else []):
                typer.echo(str(path), err=True)
            return
        made = contracts()
        if name is None:
            typer.echo("\n".join(made))
        elif name in made:
            typer.echo(as_text(made[name]), nl=False)
        else:
            message = f"no contract {name!r}; there are: {', '.join(made)}"
            raise SettingsError(message)


@patterns.command("check")
def patterns_check(
    packs: Packs = None,
    texts: Annotated[
        Path | None, typer.Option("--texts", help="Reports in which the catalogue's terms should occur.")
    ] = None,
    verbose: Verbose = 0,
) -> None:
    """Check every pattern file and rule pack; exit code 1 when one has an error."""
    with errors():
        from extractor.checking import check

        findings = check(packs or (), texts)
        # That a term occurs in none of the texts at hand says more of the texts than of the term.
        shown = [finding for finding in findings if verbose or finding.check != "term"]
        for finding in shown:
            typer.echo(str(finding))
        bad = sum(finding.severity == "error" for finding in findings)
        unseen = len(findings) - len(shown)
        more = f", {unseen} about terms that no text here has (-v shows them)" if unseen else ""
        typer.echo(f"{bad} errors, {len(shown) - bad} warnings{more}", err=True)
        if bad:
            raise typer.Exit(FAILED)


@patterns.command("list")
def patterns_list(
    contains: Annotated[
        str | None, typer.Argument(help="Only indicators with this text in id, title or definition.")
    ] = None,
    domain: Annotated[str | None, typer.Option("--domain", help="Only indicators of this domain.")] = None,
    packs: Packs = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON, one indicator a line.")] = False,
) -> None:
    """List the indicators of the catalogue."""
    with errors():
        from extractor.catalogue import Catalogue
        from extractor.catalogue.listing import as_table, listing

        rows = listing(Catalogue.load(packs or ()), contains, domain)
        if as_json:
            for row in rows:
                typer.echo(json.dumps(row, ensure_ascii=False))
        else:
            from rich.console import Console

            Console().print(as_table(rows))


@patterns.command("suggest")
def patterns_suggest(
    out: Annotated[Path, typer.Argument(help="The output folder of a run.")],
    most: Annotated[int, typer.Option("--most", help="At most so many suggestions.")] = 50,
    domain: Annotated[str, typer.Option("--domain", help="The domain to write into the pack.")] = "local",
    packs: Packs = None,
) -> None:
    """Print a rule pack for the labels of a run that no indicator covers, the most frequent first."""
    with errors():
        from extractor.catalogue import Catalogue
        from extractor.catalogue.suggest import as_yaml, suggest

        typer.echo(as_yaml(suggest(out, Catalogue.load(packs or ()), most), domain), nl=False)


cli_review.add_to(app)
cli_panel.add_to(app)


def run() -> None:
    """Run the command: a process of its own, which ends with it."""
    gc.set_threshold(GARBAGE)
    # Or at all when everything ends anyway.
    atexit.register(gc.freeze)
    app()


if __name__ == "__main__":
    run()
