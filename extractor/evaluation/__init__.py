"""Scoring of a table against gold figures: what was found, what was right, and where not.

Reads a table and a gold folder; gives a ``Report``.
"""

from __future__ import annotations

from extractor.evaluation.score import Report, evaluate

__all__ = ["Report", "evaluate"]
