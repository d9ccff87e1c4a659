"""The tables: their Arrow schemas, the writer that leaves no half table, and the reader."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.table.names import MANIFEST
    from extractor.table.read import read_indicators, read_table
    from extractor.table.schema import AUDIT, DOCUMENTS, INDICATORS, LEDGER, SOURCES, TABLES
    from extractor.table.write import TableWriter

__all__ = [
    "AUDIT",
    "DOCUMENTS",
    "INDICATORS",
    "LEDGER",
    "MANIFEST",
    "SOURCES",
    "TABLES",
    "TableWriter",
    "read_indicators",
    "read_table",
]

_HOMES = dict.fromkeys(("AUDIT", "DOCUMENTS", "INDICATORS", "LEDGER", "SOURCES", "TABLES"), "schema") | {
    "MANIFEST": "names",
    "TableWriter": "write",
    "read_indicators": "read",
    "read_table": "read",
}


def __getattr__(name: str) -> Any:
    """Load a name from its module the first time it is used: who asks for another needs no Arrow."""
    if name not in _HOMES:
        message = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(message)
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value
