"""The runs: documents in, tables out, on this machine or on a cluster; all call the one kernel."""

from __future__ import annotations

from extractor.engines.run import Result, extract

__all__ = ["Result", "extract"]
