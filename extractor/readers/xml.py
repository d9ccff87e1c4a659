"""XML that may mean harm: lxml with a parser that fetches nothing and expands nothing."""

from __future__ import annotations

from typing import Any

import lxml.etree

# Written in C, without types.
etree: Any = lxml.etree


def safe_parser(*, recover: bool = False) -> Any:
    """Return a parser for a document from anywhere."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover
    )
