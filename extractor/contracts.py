"""The contracts in ``schemas/``: what every table and every pattern file looks like, as JSON.

Generated, committed, and compared by a test, so that a change of a contract is seen in review.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

# Imported for what they define: every stage whose models describe a pattern file.
from extractor import audit, catalogue, evaluation, linking, quantities, readers, table, text
from extractor.packs import PackModel
from extractor.panel.schema import PANEL_TABLES
from extractor.table.schema import CONTRACT, TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

STAGES = (readers, text, quantities, linking, catalogue, audit, table, evaluation)


def vocabulary_models() -> dict[str, type[PackModel]]:
    """Return the model of every kind of pattern file, by the word in the file's ``kind``."""
    models: dict[str, type[PackModel]] = {}
    for model in _descendants(PackModel):
        if model.__module__.startswith("extractor.") and "kind" in model.model_fields:
            kinds = get_args(model.model_fields["kind"].annotation)
            # Several values tell parts of one file apart, not files.
            if len(kinds) == 1:
                models[kinds[0]] = model
    return dict(sorted(models.items()))


def contracts() -> dict[str, dict[str, Any]]:
    """Return every contract by its path below ``schemas/``."""
    tables = TABLES | PANEL_TABLES
    made = {f"tables/{name}.json": table_contract(name, schema) for name, schema in tables.items()}
    for kind, model in vocabulary_models().items():
        schema = model.model_json_schema(by_alias=True)
        made[f"patterns/{kind}.schema.json"] = {
            "$schema": "https://json-schema.org/draft/2020-12/schema"
        } | schema
    return made


def table_contract(name: str, schema: pa.Schema) -> dict[str, Any]:
    """Return the columns of one table with type, nullability and meaning."""
    columns: list[dict[str, Any]] = []
    for field in schema:
        notes = {key.decode(): value.decode() for key, value in (field.metadata or {}).items()}
        columns.append(
            {"name": field.name, "type": _type_name(field.type), "nullable": field.nullable} | notes
        )
    return {"table": name, "contract": CONTRACT, "columns": columns}


def as_text(contract: dict[str, Any]) -> str:
    """Return the file content of a contract."""
    return json.dumps(contract, ensure_ascii=False, indent=2) + "\n"


def write_contracts(folder: Path) -> list[Path]:
    """Write every contract below a folder, and remove those of kinds that are gone."""
    made = contracts()
    for stale in folder.rglob("*.json"):
        if stale.relative_to(folder).as_posix() not in made:
            stale.unlink()
    paths: list[Path] = []
    for name, contract in made.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(contract), encoding="utf-8")
        paths.append(path)
    return paths


def _descendants(model: type[PackModel]) -> Iterator[type[PackModel]]:
    """Yield every class below a model."""
    for child in model.__subclasses__():
        yield child
        yield from _descendants(child)


def _type_name(kind: pa.DataType) -> str:
    """Return an Arrow type in the short form that the design uses."""
    import pyarrow as pa

    if pa.types.is_dictionary(kind):
        return f"dictionary<{kind.value_type}>"
    if pa.types.is_list(kind):
        return f"list<{_type_name(kind.value_type)}>"
    return str(kind).replace("double", "float64").replace("date32[day]", "date32")
