"""doccano: one JSON line a document, for a project of sequence labelling with relations.

doccano holds stretches, one label each and relations; so the label is the status, and the other
attributes travel as ``figures`` beside the text, by the number of the entity, to be read by people.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from extractor.errors import SettingsError
from extractor.exports.spans import Annotated, AnnotatedDocument, attributes, links

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from extractor.table.run import DocumentRows

LINES = "doccano.jsonl"


def export(documents: Iterable[DocumentRows], to: Path) -> list[Path]:
    """Write the one file to import."""
    path = to / LINES
    entity = relation = 0
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for document in documents:
            if document.text is None:
                continue
            line = _line(document, entity, relation)
            # doccano wants numbers that no other document has.
            entity += len(line["entities"])
            relation += len(line["relations"])
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return [path]


def _line(document: DocumentRows, first: int, first_relation: int) -> dict[str, Any]:
    """Return one document, its entities numbered from ``first`` on."""
    return {
        "text": document.text,
        "source": document.source,
        "entities": [
            {
                "id": first + place,
                "label": row["status"],
                "start_offset": row["start"],
                "end_offset": row["end"],
            }
            for place, row in enumerate(document.figures)
        ],
        "relations": [
            {"id": first_relation + index, "type": name, "from_id": first + hub, "to_id": first + other}
            for index, (name, hub, other) in enumerate(links(document))
        ],
        "figures": {str(first + place): attributes(row) for place, row in enumerate(document.figures)},
    }


def read(path: Path) -> list[AnnotatedDocument]:
    """Read the JSONL export, with relations (``entities``) or without (``label`` or ``labels``)."""
    made: list[AnnotatedDocument] = []
    try:
        # Only line feeds end a line here; a text may hold other breaks.
        for line in path.read_bytes().decode("utf-8-sig").split("\n"):
            if line.strip():
                made.append(_read_line(json.loads(line)))
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{path} is no JSONL export of doccano: {type(error).__name__}: {error}"
        raise SettingsError(message) from error
    return made


def _read_line(row: dict[str, Any]) -> AnnotatedDocument:
    """Return one line as annotated stretches."""
    if "entities" in row:
        spans = [(one["start_offset"], one["end_offset"], one["label"]) for one in row["entities"]]
    else:
        spans = [tuple(one) for one in row.get("label", row.get("labels", ()))]
    figures = tuple(Annotated(int(start), int(end), {"status": status}) for start, end, status in spans)
    # Newer releases put what they do not know under "meta".
    source = row.get("source") or (row.get("meta") or {}).get("source")
    return AnnotatedDocument(row["text"], figures, source)
