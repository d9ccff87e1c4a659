"""The tables: their Arrow schemas, the writer that leaves no half table, and the reader."""

from __future__ import annotations

from extractor.table.read import read_indicators, read_table
from extractor.table.schema import AUDIT, DOCUMENTS, INDICATORS, LEDGER, SOURCES, TABLES
from extractor.table.write import MANIFEST, TableWriter

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
