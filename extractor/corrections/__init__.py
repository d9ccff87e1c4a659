"""Corrections that come back: what a person said of figures becomes gold and examples of patterns.

A file of corrections comes from a review page or from an annotation tool's export. It carries the raw
text, the figures as they were read and what was said of them, so it can be applied on its own.
"""

from __future__ import annotations

from extractor.corrections.apply import Applied, apply
from extractor.corrections.models import (
    CorrectedDocument,
    Correction,
    CorrectionFile,
    Fields,
    ReadFigure,
    load_corrections,
    write_corrections,
)

__all__ = [
    "Applied",
    "CorrectedDocument",
    "Correction",
    "CorrectionFile",
    "Fields",
    "ReadFigure",
    "apply",
    "load_corrections",
    "write_corrections",
]
