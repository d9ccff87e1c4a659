"""The one tree of errors: everything this package raises on purpose is an ExtractorError."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class ExtractorError(Exception):
    """Anything that this package refuses to do, said in one line for a person."""


class ReadError(ExtractorError):
    """A document that cannot be read; becomes a row of documents.parquet, never the end of a run."""


class SettingsError(ExtractorError):
    """Wrong usage: a setting or an argument that makes no sense."""


class ResourceError(ExtractorError):
    """A data folder of the installation that is missing or broken."""


class ContractError(ExtractorError):
    """A table or record batch whose columns are not the promised ones."""


class PackError(ExtractorError):
    """A pattern file that does not load: ``path``, ``line`` (1-based, null when none fits), ``message``."""

    def __init__(self, path: str | Path, line: int | None, message: str) -> None:
        """Keep the three parts for tools, and join them as ``path:line: message`` for people."""
        self.path = str(path)
        self.line = line
        self.message = message
        super().__init__(path, line, message)

    def __str__(self) -> str:
        """Return the form that editors turn into a link."""
        place = self.path if self.line is None else f"{self.path}:{self.line}"
        return f"{place}: {self.message}"
