"""The catalogue: which known indicator a figure is, from rule packs that are data.

Reads label, population, qualifiers, section, unit and change of a linked figure; adds its
indicator. ``Catalogue.load()`` reads ``patterns/*/*.yaml`` and the user's own folders.
"""

from __future__ import annotations

from extractor.catalogue.matching import Catalogue, Explanation, Near
from extractor.catalogue.models import Example, Indicator
from extractor.catalogue.rules import Match

__all__ = ["Catalogue", "Example", "Explanation", "Indicator", "Match", "Near"]
