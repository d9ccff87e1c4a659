"""Figures and ledger: numerals, masks, units, relations, and what is no figure."""

from __future__ import annotations

from extractor.quantities.numerals import parse_number
from extractor.quantities.scan import find

__all__ = ["find", "parse_number"]
