"""Reads Chinese government and health work reports into typed indicator tables.

>>> import extractor as ex
>>> result = ex.extract("folder", out="out")
>>> figures = ex.read_indicators("out")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from extractor.version import __version__

if TYPE_CHECKING:
    from extractor.document import Document, extract_text
    from extractor.engines import Result, extract
    from extractor.errors import (
        ContractError,
        ExtractorError,
        PackError,
        ReadError,
        ResourceError,
        SettingsError,
    )
    from extractor.pipeline import kernel
    from extractor.quantities import parse_number
    from extractor.settings import Settings
    from extractor.table import read_indicators, read_table

__all__ = [
    "ContractError",
    "Document",
    "ExtractorError",
    "PackError",
    "ReadError",
    "ResourceError",
    "Result",
    "Settings",
    "SettingsError",
    "__version__",
    "extract",
    "extract_text",
    "kernel",
    "parse_number",
    "read_indicators",
    "read_table",
]

# Where each public name lives. Looked up on first use: `import extractor` alone, and with it
# `zhibiao --help`, loads neither pandas nor the patterns.
_HOMES = {
    "Document": "document",
    "extract_text": "document",
    "Result": "engines",
    "extract": "engines",
    "kernel": "pipeline",
    "parse_number": "quantities",
    "Settings": "settings",
    "read_indicators": "table",
    "read_table": "table",
} | dict.fromkeys(
    ("ContractError", "ExtractorError", "PackError", "ReadError", "ResourceError", "SettingsError"), "errors"
)


def __getattr__(name: str) -> Any:
    """Load a public name from its module the first time it is used."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """Return the public names, loaded or not."""
    return sorted(__all__)
