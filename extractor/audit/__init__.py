"""The audit: the arithmetic that a report states between its figures, and whether it holds.

Reads the parsed text, the quantities and their links; adds relations, and changes no figure.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.audit.averages import averages
from extractor.audit.items import Items
from extractor.audit.ratios import ratios
from extractor.audit.records import Narrowed, Relation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.models import Link, Quantity
    from extractor.text import ParsedText

__all__ = ["Narrowed", "Relation", "relations"]


def relations(parsed: ParsedText, quantities: Sequence[Quantity], links: Sequence[Link]) -> list[Relation]:
    """Return the relations of one document, in the order of their sentences."""
    items = Items(parsed, quantities, links)
    found = [*ratios(items), *averages(items)]
    return found
