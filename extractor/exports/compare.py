"""What a person said in a tool: the difference between what comes back and what was sent out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from extractor.corrections import CorrectedDocument, Correction, CorrectionFile, Fields, ReadFigure
from extractor.errors import SettingsError
from extractor.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.exports.spans import Annotated, AnnotatedDocument
    from extractor.table.run import DocumentRows


def corrections_of(annotated: Iterable[AnnotatedDocument], run: Iterable[DocumentRows]) -> CorrectionFile:
    """Return the corrections that annotated documents hold against the run that they were made of."""
    by_text: dict[str, DocumentRows] = {}
    for rows in run:
        if rows.text is not None:
            by_text.setdefault(rows.text, rows)
    made: list[CorrectedDocument] = []
    for one in annotated:
        document = by_text.get(one.text)
        if document is None:
            message = f"{one.source or 'a document'}: the run has no document with this text"
            raise SettingsError(message)
        made.append(_compared(one, document))
    return CorrectionFile(made_with=__version__, documents=tuple(made))


def _compared(annotated: AnnotatedDocument, document: DocumentRows) -> CorrectedDocument:
    """Return the corrections of one document; figures that came back as they went are confirmed."""
    read = {(row["start"], row["end"]): ReadFigure.model_validate(row) for row in document.figures}
    back = {(one.start, one.end): one for one in annotated.figures}
    corrections = [_one(one, read.get(span)) for span, one in sorted(back.items())]
    corrections += [
        Correction(kind="remove", start=span[0], end=span[1])
        for span in read.keys() - back.keys()
        # A figure whose edges were moved is not removed: the new one takes its place.
        if not any(start < span[1] and span[0] < end for start, end in back)
    ]
    return CorrectedDocument(
        doc_id=document.doc_id,
        source=document.source,
        text=annotated.text,
        figures=tuple(read.values()),
        corrections=tuple(sorted(corrections, key=lambda one: (one.start, one.end))),
    )


def _one(one: Annotated, read: ReadFigure | None) -> Correction:
    """Return what was said of one stretch."""
    if read is None:
        # The quote itself stands for a label where the tool holds none.
        said = {name: value for name, value in one.said.items() if value is not None}
        fields = Fields.model_validate({"label": "?"} | said)
        return Correction(kind="add", start=one.start, end=one.end, fields=fields)
    was = read.fields()
    changed = {name: value for name, value in one.said.items() if not _same(value, getattr(was, name))}
    if not changed:
        return Correction(kind="confirm", start=one.start, end=one.end)
    return Correction(kind="change", start=one.start, end=one.end, fields=Fields.model_validate(changed))


def _same(one: Any, other: Any) -> bool:
    """Tell whether two values are the same, numbers up to what a text of them loses."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        return math.isclose(one, other, rel_tol=1e-12)
    return one == other
