"""The file of corrections: documents with their raw text, the figures as read, and what was said of them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from extractor.errors import SettingsError
from extractor.models import Change, Mask, Relation, Status

if TYPE_CHECKING:
    from pathlib import Path

FORMAT = "zhibiao-corrections"
Damage = Literal["ocr", "year_swap", "garbled"]
DAMAGES: tuple[Damage, ...] = ("ocr", "year_swap", "garbled")


class _Model(BaseModel):
    """What all parts of the file share: nothing unknown, nothing changed later."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Fields(_Model):
    """What a correction says; only the fields that were given count (``model_fields_set``)."""

    label: str | None = None
    population: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    indicator: str | None = None
    status: Status | None = None
    change: Change | None = None
    relation: Relation | None = None
    mask: Mask | None = None
    flag: Damage | None = None


class _Span(_Model):
    """A stretch of the raw text in code points, half open and not empty."""

    start: int
    end: int

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        """Refuse a stretch that is none."""
        if not 0 <= self.start < self.end:
            message = f"{self.start} to {self.end} is no stretch of a text"
            raise ValueError(message)
        return self


class ReadFigure(_Span):
    """One figure as the run read it: the columns of indicators.parquet that a correction is about."""

    model_config = ConfigDict(frozen=True, extra="ignore", allow_inf_nan=False)

    label: str
    population: str | None = None
    value: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str | None = None
    indicator: str | None = None
    status: Status = "actual"
    change: Change | None = None
    relation: Relation = "eq"
    mask: Mask = "none"
    flags: tuple[str, ...] = ()
    qualifiers: tuple[str, ...] = ()
    section: tuple[str, ...] = ()

    def fields(self) -> Fields:
        """Return what was read in the form in which corrections speak."""
        flag: Damage | None = next((flag for flag in DAMAGES if flag in self.flags), None)
        read = {name: getattr(self, name) for name in Fields.model_fields if name != "flag"}
        return Fields(**read, flag=flag)


class Correction(_Span):
    """What was said of one stretch: it is right, wrong in some fields, no figure, or a missed figure."""

    kind: Literal["confirm", "change", "remove", "add"]
    fields: Fields = Fields()
    reason: str | None = None


class CorrectedDocument(_Model):
    """One document with its corrections; ``complete`` says that all its other figures are right."""

    doc_id: str
    source: str
    text: str
    complete: bool = False
    figures: tuple[ReadFigure, ...] = ()
    corrections: tuple[Correction, ...] = ()

    @model_validator(mode="after")
    def _in_text(self) -> Self:
        """Refuse stretches beyond the text, and added figures without a label."""
        for one in (*self.figures, *self.corrections):
            if one.end > len(self.text):
                message = f"{one.start} to {one.end} is beyond the text of {len(self.text)} characters"
                raise ValueError(message)
        for one in self.corrections:
            if one.kind == "add" and not one.fields.label:
                message = f"the added figure {self.text[one.start : one.end]!r} has no label"
                raise ValueError(message)
        return self


class CorrectionFile(_Model):
    """The whole file."""

    format: Literal["zhibiao-corrections"] = FORMAT
    version: Literal[1] = 1
    made_with: str = ""
    documents: tuple[CorrectedDocument, ...] = ()


def load_corrections(path: Path) -> CorrectionFile:
    """Read and check a file of corrections."""
    try:
        return CorrectionFile.model_validate_json(path.read_bytes())
    except OSError as error:
        message = f"{path}: {error.strerror or error}"
        raise SettingsError(message) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        message = f"{path} is no file of corrections: {where}: {first['msg']}"
        raise SettingsError(message) from error


def write_corrections(path: Path, made: CorrectionFile) -> None:
    """Write a file of corrections; a field set to null differs from one that nobody gave."""
    data = made.model_dump(mode="json")
    for document, source in zip(data["documents"], made.documents, strict=True):
        for row, correction in zip(document["corrections"], source.corrections, strict=True):
            given = correction.fields.model_fields_set
            row["fields"] = {name: value for name, value in row["fields"].items() if name in given}
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
