"""The Arrow schemas of every table: the one place where columns, types and their meaning are written.

Field metadata carries ``description_en``, ``description_zh`` and, where a number has one, ``unit``.
"""

from __future__ import annotations

import pyarrow as pa

from extractor.errors import ContractError
from extractor.table.meaning import meanings

WORD = pa.dictionary(pa.int32(), pa.string())
TEXTS = pa.list_(pa.field("element", pa.string()))
WORDS = pa.list_(pa.field("element", WORD))

# Raised when a column changes its name, type or meaning; readers may look at it.
CONTRACT = "1"


def build_schema(table: str, columns: tuple[tuple[str, pa.DataType, bool], ...]) -> pa.Schema:
    """Build one schema from (name, type, nullable), with the meaning of every column beside it."""
    meaning_of = meanings(table)
    if list(meaning_of) != [name for name, _, _ in columns]:
        message = f"patterns/columns.yaml does not describe the columns of {table} in their order"
        raise ContractError(message)
    fields: list[pa.Field] = []
    for name, kind, nullable in columns:
        meaning = meaning_of[name]
        notes = {"description_en": meaning.en, "description_zh": meaning.zh}
        if meaning.unit:
            notes["unit"] = meaning.unit
        fields.append(pa.field(name, kind, nullable=nullable, metadata=notes))
    return pa.schema(fields, metadata={"table": table, "contract": CONTRACT})


INDICATORS = build_schema(
    "indicators",
    (
        ("doc_id", pa.string(), False),
        ("source", pa.string(), False),
        ("organization", pa.string(), True),
        ("region", pa.string(), True),
        ("report_year", pa.int16(), True),
        ("section", TEXTS, False),
        ("sentence", pa.string(), False),
        ("start", pa.int32(), False),
        ("end", pa.int32(), False),
        ("figure", pa.string(), False),
        ("label", pa.string(), False),
        ("population", pa.string(), True),
        ("qualifiers", TEXTS, False),
        ("indicator", WORD, True),
        ("indicator_title", WORD, True),
        ("dimension", WORD, False),
        ("value", pa.float64(), True),
        ("low", pa.float64(), True),
        ("high", pa.float64(), True),
        ("unit", WORD, True),
        ("mask", WORD, False),
        ("relation", WORD, False),
        ("status", WORD, False),
        ("change", WORD, True),
        ("compared_with", WORD, True),
        ("period", pa.string(), True),
        ("period_start", pa.date32(), True),
        ("period_end", pa.date32(), True),
        ("flags", WORDS, False),
        ("rule", pa.string(), True),
    ),
)

DOCUMENTS = build_schema(
    "documents",
    (
        # Null for a file whose bytes were not read.
        ("doc_id", pa.string(), True),
        ("source", pa.string(), False),
        ("format", WORD, False),
        ("encoding", WORD, True),
        ("bytes", pa.int64(), False),
        ("chars", pa.int64(), True),
        ("title", pa.string(), True),
        ("organization", pa.string(), True),
        ("region", pa.string(), True),
        ("report_year", pa.int16(), True),
        ("period", pa.string(), True),
        ("posted", pa.date32(), True),
        ("status", WORD, False),
        ("reason", pa.string(), True),
        ("figures", pa.int32(), False),
        ("masked", pa.int32(), False),
        ("flagged", pa.int32(), False),
        ("duplicate_of", pa.string(), True),
        ("flags", WORDS, False),
        ("text", pa.string(), True),
        ("seconds", pa.float64(), False),
    ),
)

LEDGER = build_schema(
    "ledger",
    (
        ("doc_id", pa.string(), False),
        ("source", pa.string(), False),
        ("start", pa.int32(), False),
        ("end", pa.int32(), False),
        ("text", pa.string(), False),
        ("reason", WORD, False),
        ("rule", pa.string(), False),
    ),
)

_SPAN = [pa.field("start", pa.int32(), nullable=False), pa.field("end", pa.int32(), nullable=False)]
_ROLE = pa.struct([pa.field("role", pa.string(), nullable=False), *_SPAN])
_BOUNDS = pa.struct([*_SPAN, pa.field("low", pa.float64()), pa.field("high", pa.float64())])

AUDIT = build_schema(
    "audit",
    (
        ("doc_id", pa.string(), False),
        ("source", pa.string(), False),
        ("kind", WORD, False),
        ("figures", pa.list_(pa.field("element", _ROLE)), False),
        ("expected", pa.float64(), True),
        ("observed", pa.float64(), True),
        ("holds", WORD, True),
        ("narrowed", pa.list_(pa.field("element", _BOUNDS)), False),
        ("sentence", pa.string(), False),
    ),
)

TABLES: dict[str, pa.Schema] = {
    "indicators": INDICATORS,
    "documents": DOCUMENTS,
    "ledger": LEDGER,
    "audit": AUDIT,
}

BLOCK = pa.struct(
    [
        pa.field("kind", pa.string()),
        pa.field("start", pa.int32()),
        pa.field("end", pa.int32()),
        pa.field("page", pa.int32()),
        pa.field("confidence", pa.float64()),
    ]
)

# What the kernel takes: the fields of models.Source. Only source and text are needed.
SOURCES = pa.schema(
    [
        pa.field("doc_id", pa.string()),
        pa.field("source", pa.string(), nullable=False),
        pa.field("format", pa.string()),
        pa.field("encoding", pa.string()),
        pa.field("bytes", pa.int64()),
        pa.field("text", pa.string()),
        pa.field("status", pa.string()),
        pa.field("reason", pa.string()),
        pa.field("seconds", pa.float64()),
        pa.field("blocks", pa.list_(BLOCK)),
        pa.field("flags", TEXTS),
    ]
)
