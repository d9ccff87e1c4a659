"""The text stage: raw text to clean text with the way back, its body, headings, sentences, clauses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.text.body import site_spans
from extractor.text.cleaning import Removed, clean
from extractor.text.structure import sentences

if TYPE_CHECKING:
    from extractor.models import Sentence
    from extractor.text.offsets import OffsetMap

__all__ = ["ParsedText", "Removed", "parse"]


@dataclass(frozen=True, slots=True, eq=False)
class ParsedText:
    """One document after the text stage; equal only to itself, so that what is made of it can be remembered.

    ``sentences`` cover the body; ``site`` are the boilerplate spans (start, end, cue) of the clean
    text; ``removed`` the raw stretches with numbers that cleaning took out; ``scars`` the raw
    spans of what damages a figure around it: page marks, advertisements, a comma for the point.
    """

    raw: str
    clean: str
    offsets: OffsetMap
    sentences: tuple[Sentence, ...]
    site: tuple[tuple[int, int, str], ...]
    removed: tuple[Removed, ...]
    scars: tuple[tuple[int, int], ...]

    def to_raw(self, start: int, end: int) -> tuple[int, int]:
        """Return the raw half-open span of the non-empty clean span ``start:end``."""
        return self.offsets.span(start, end)


def parse(raw: str) -> ParsedText:
    """Clean one raw text and take it apart; never fails, whatever the text."""
    cleaned = clean(raw)
    site = site_spans(cleaned.text)
    return ParsedText(
        raw,
        cleaned.text,
        cleaned.offsets,
        sentences(cleaned.text, site),
        site,
        cleaned.removed,
        cleaned.scars,
    )
