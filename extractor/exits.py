"""Exit codes of the command line, and the package's errors as one line on stderr.

0 all well; 1 some documents failed or a check did not hold; 2 wrong usage, settings or rule pack.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from collections.abc import Iterator

FAILED = 1
WRONG = 2


@contextmanager
def errors() -> Iterator[None]:
    """Turn what the package refuses into one line on stderr and exit code 2."""
    try:
        yield
    except ExtractorError as error:
        typer.echo(f"error: {error}", err=True)
        raise typer.Exit(WRONG) from error
    except KeyboardInterrupt:
        typer.echo("stopped; nothing was written", err=True)
        raise typer.Exit(130) from None
