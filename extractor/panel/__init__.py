"""The panel: a run as one tidy row for each region, period and indicator, ready for analysis."""

from __future__ import annotations

from extractor.panel.build import FORMATS, Panel, build_panel, write_panel
from extractor.panel.schema import PANEL_TABLES

__all__ = ["FORMATS", "PANEL_TABLES", "Panel", "build_panel", "write_panel"]
