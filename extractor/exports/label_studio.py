"""Label Studio: one JSON file of tasks with predictions, and the labelling interface to paste.

Label Studio counts code points; releases before that counted UTF-16 units, which shows in the quoted
text of every region and is put right on the way back.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from extractor.errors import SettingsError
from extractor.exports.spans import (
    ATTRIBUTES,
    NUMBERS,
    STATUSES,
    Annotated,
    AnnotatedDocument,
    Utf16,
    attributes,
    links,
    number,
)
from extractor.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from extractor.table.run import DocumentRows

TASKS = "label-studio.json"
INTERFACE = "label-studio.xml"
FIGURE = "figure"
TEXT = "text"
# Attributes with few values are choices, the others text.
CHOICES = {
    "change": ("up", "down"),
    "relation": ("eq", "approx", "ge", "le", "range"),
    "mask": ("none", "partial", "full", "lost"),
}


def export(documents: Iterable[DocumentRows], to: Path) -> list[Path]:
    """Write tasks and interface; return both."""
    tasks: list[dict[str, Any]] = []
    kinds: set[str] = set()
    for document in documents:
        if document.text is not None:
            tasks.append(_task(document, document.text))
            kinds.update(name for name, _, _ in links(document))
    written = [to / TASKS, to / INTERFACE]
    written[0].write_text(json.dumps(tasks, ensure_ascii=False, indent=1) + "\n", "utf-8", newline="\n")
    written[1].write_text(interface(sorted(kinds)), "utf-8", newline="\n")
    return written


def _task(document: DocumentRows, text: str) -> dict[str, Any]:
    """Return one task with its prediction."""
    result: list[dict[str, Any]] = []
    for place, row in enumerate(document.figures):
        span = {"start": row["start"], "end": row["end"]}
        common = {"id": f"f{place}", "to_name": TEXT, "origin": "prediction"}
        value = span | {"text": row["figure"], "labels": [row["status"]]}
        result.append(common | {"from_name": FIGURE, "type": "labels", "value": value})
        for name, told in attributes(row).items():
            kind = "choices" if name in CHOICES else "textarea"
            key = "choices" if name in CHOICES else "text"
            value = span | {key: [told if isinstance(told, str) else repr(told)]}
            result.append(common | {"from_name": name, "type": kind, "value": value})
    result += [
        {
            "type": "relation",
            "from_id": f"f{hub}",
            "to_id": f"f{other}",
            "direction": "right",
            "labels": [name],
        }
        for name, hub, other in links(document)
    ]
    return {
        "data": {TEXT: text, "source": document.source, "doc_id": document.doc_id},
        "predictions": [{"model_version": f"zhibiao {__version__}", "result": result}],
    }


def interface(relations: list[str]) -> str:
    """Return the labelling interface: figures by status, and their attributes beside each."""
    lines = ["<View>", "  <Style>.htx-text{ white-space: pre-wrap; }</Style>"]
    if relations:
        lines += [
            "  <Relations>",
            *(f'    <Relation value="{name}"/>' for name in relations),
            "  </Relations>",
        ]
    lines += [f'  <Labels name="{FIGURE}" toName="{TEXT}">']
    lines += [f'    <Label value="{status}"/>' for status in STATUSES]
    lines += ["  </Labels>", f'  <Text name="{TEXT}" value="${TEXT}" saveTextResult="yes"/>']
    for name in ATTRIBUTES:
        start = f'name="{name}" toName="{TEXT}" perRegion="true"'
        if name in CHOICES:
            lines += [f'  <Header value="{name}"/>', f'  <Choices {start} choice="single">']
            lines += [f'    <Choice value="{choice}"/>' for choice in CHOICES[name]] + ["  </Choices>"]
        else:
            lines += [
                f'  <Header value="{name}"/>',
                f'  <TextArea {start} maxSubmissions="1" editable="true"/>',
            ]
    return "\n".join([*lines, "</View>"]) + "\n"


def read(path: Path) -> list[AnnotatedDocument]:
    """Read the JSON export: the last annotation of every task, or the prediction where there is none."""
    try:
        tasks = json.loads(path.read_text("utf-8"))
        return [_read_task(task) for task in tasks]
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        message = f"{path} is no JSON export of Label Studio: {type(error).__name__}: {error}"
        raise SettingsError(message) from error


def _read_task(task: dict[str, Any]) -> AnnotatedDocument:
    """Return one task as annotated stretches."""
    text = task["data"][TEXT]
    done = [one for one in task.get("annotations") or () if not one.get("was_cancelled")]
    result = (done or task["predictions"])[-1]["result"]
    units = Utf16(text)
    spans: dict[str, tuple[int, int]] = {}
    said: dict[str, dict[str, Any]] = {}
    for item in result:
        if item["type"] == "labels":
            spans[item["id"]] = _span(text, item["value"], units)
            said.setdefault(item["id"], dict.fromkeys(ATTRIBUTES))["status"] = item["value"]["labels"][0]
    for item in result:
        name = item.get("from_name")
        if name in ATTRIBUTES and item.get("id") in spans:
            (told,) = item["value"].get("text") or item["value"].get("choices") or [""]
            said[item["id"]][name] = number(told) if name in NUMBERS else told.strip() or None
    figures = tuple(Annotated(*spans[id], said[id]) for id in spans)
    return AnnotatedDocument(text, figures, task["data"].get("source"))


def _span(text: str, value: dict[str, Any], units: Utf16) -> tuple[int, int]:
    """Return the stretch of a region, by whichever way of counting fits its quoted text."""
    start, end = int(value["start"]), int(value["end"])
    quoted = value.get("text")
    if quoted is None or text[start:end] == quoted:
        return start, end
    narrow = units.points(start), units.points(end)
    return narrow if text[slice(*narrow)] == quoted else (start, end)
