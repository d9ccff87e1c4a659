"""The scores as text for a terminal: over all first, then by folder, profile, catalogue and relations."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from extractor.evaluation.score import Report

# What a line by folder shows.
BY_FOLDER = (
    "gold",
    "precision",
    "recall",
    "value",
    "unit",
    "mask",
    "relation",
    "status",
    "change",
    "label",
    "row",
)


def lines(report: Report) -> Iterator[str]:
    """Yield the lines of a report."""
    for name, score in report.total.items():
        yield f"{name:10} {score:.4f}" if isinstance(score, float) else f"{name:10} {score}"
    if len(report.folders) > 1:
        yield ""
        width = max(len(name) for name in report.folders)
        yield " ".join([f"{'folder':{width}}", *(f"{name:>9}" for name in BY_FOLDER)])
        for folder, scores in report.folders.items():
            cells = (scores[name] for name in BY_FOLDER)
            shown = (f"{cell:9.4f}" if isinstance(cell, float) else f"{cell!s:>9}" for cell in cells)
            yield " ".join([f"{folder:{width}}", *shown])
    yield from _questions("profile", report.profile)
    yield from _questions("catalogue", report.catalogue)
    if report.relations:
        yield ""
        yield "relations"
    for name, score in report.relations.items():
        yield f"  {name:20} {score:.4f}" if isinstance(score, float) else f"  {name:20} {score}"


def _questions(kind: str, asked: Mapping[str, Mapping[str, int | float]]) -> Iterator[str]:
    """Yield right of asked for each question of one kind."""
    if asked:
        yield ""
        yield kind
    for name, counts in asked.items():
        yield f"  {name:20} {counts['share']:.4f} ({counts['right']} of {counts['asked']})"
