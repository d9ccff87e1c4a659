"""brat: a folder of NAME.txt and NAME.ann in the standoff format, with its annotation.conf.

brat's lines cannot hold a line break: a figure across one is a stretch of several fragments. The
attributes of a figure are JSON in its note, where a person can change them.
"""

from __future__ import annotations

import json
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from extractor.errors import SettingsError
from extractor.exports.spans import ATTRIBUTES, STATUSES, Annotated, AnnotatedDocument, attributes, links

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.table.run import DocumentRows

CONFIGURATION = "annotation.conf"
_BREAKS = re.compile(r"[\r\n]+")
_SPAN = re.compile(r"(T\d+)\t(\w+) ([\d ;]+)\t(.*)")
_NOTE = re.compile(r"#\d+\tAnnotatorNotes (T\d+)\t(.*)")


def export(documents: Iterable[DocumentRows], to: Path) -> list[Path]:
    """Write text and annotations of every document; the folder is what brat opens."""
    kinds: set[str] = set()
    taken: set[str] = set()
    for document in documents:
        if document.text is None:
            continue
        stem = _stem(document, taken)
        # Bytes: brat counts every character, so no line break may change.
        (to / f"{stem}.txt").write_bytes(document.text.encode())
        lines = _annotations(document, document.text)
        (to / f"{stem}.ann").write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")
        kinds.update(name for name, _, _ in links(document))
    (to / CONFIGURATION).write_text(_configuration(sorted(kinds)), "utf-8", newline="\n")
    return [to]


def _stem(document: DocumentRows, taken: set[str]) -> str:
    """Return a file name of its own, made of the source's path."""
    path = PurePosixPath(document.source)
    stem = re.sub(r"[^\w-]+", "_", str(path.with_suffix("")))
    if stem in taken:
        stem = f"{stem}-{document.doc_id}-{len(taken)}"
    taken.add(stem)
    return stem


def _annotations(document: DocumentRows, text: str) -> list[str]:
    """Return the lines of one .ann file."""
    lines: list[str] = []
    for number, row in enumerate(document.figures, 1):
        spans = _fragments(text, row["start"], row["end"])
        places = ";".join(f"{start} {end}" for start, end in spans)
        quote = " ".join(text[start:end] for start, end in spans)
        lines.append(f"T{number}\t{row['status']} {places}\t{quote}")
        lines.append(
            f"#{number}\tAnnotatorNotes T{number}\t{json.dumps(attributes(row), ensure_ascii=False)}"
        )
    for number, (name, hub, other) in enumerate(links(document), 1):
        lines.append(f"R{number}\t{name} Arg1:T{hub + 1} Arg2:T{other + 1}\t")
    return lines


def _fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return a stretch without its line breaks, as the stretches between them."""
    made: list[tuple[int, int]] = []
    at = start
    for match in [*_BREAKS.finditer(text, start, end), None]:
        stop = match.start() if match else end
        if stop > at:
            made.append((at, stop))
        at = match.end() if match else end
    return made


def _configuration(relations: list[str]) -> str:
    """Return annotation.conf: the statuses as entities, and relations between any two of them."""
    any_two = "|".join(STATUSES)
    lines = ["[entities]", *STATUSES, "", "[relations]"]
    lines += [f"{name}\tArg1:{any_two}, Arg2:{any_two}" for name in relations]
    return "\n".join([*lines, "", "[events]", "", "[attributes]"]) + "\n"


def read(path: Path) -> list[AnnotatedDocument]:
    """Read every .ann of a folder with the text beside it."""
    if not path.is_dir():
        message = f"{path} is no folder of brat's"
        raise SettingsError(message)
    made: list[AnnotatedDocument] = []
    for place in sorted(path.glob("*.ann")):
        try:
            text = place.with_suffix(".txt").read_bytes().decode("utf-8")
            made.append(AnnotatedDocument(text, _read(place.read_bytes().decode("utf-8")), place.name))
        except (OSError, ValueError) as error:
            message = f"{place}: {type(error).__name__}: {error}"
            raise SettingsError(message) from error
    return made


def _read(annotations: str) -> tuple[Annotated, ...]:
    """Return the stretches of one .ann file; relations and what else brat holds say nothing new."""
    spans: dict[str, tuple[int, int]] = {}
    said: dict[str, dict[str, Any]] = {}
    # Line feeds alone end a line: a note may hold other separators.
    for line in annotations.split("\n"):
        if match := _SPAN.match(line):
            id, status, places, _ = match.groups()
            offsets = [int(offset) for offset in re.split(r"[ ;]", places)]
            spans[id] = (min(offsets), max(offsets))
            said.setdefault(id, {})["status"] = status
        elif match := _NOTE.match(line):
            told = json.loads(match[2])
            said.setdefault(match[1], {}).update({name: told.get(name) for name in ATTRIBUTES})
    return tuple(Annotated(*spans[id], said[id]) for id in spans)
