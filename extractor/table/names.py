"""What lies in the output folder of a run, by name."""

from __future__ import annotations

NAMES = ("indicators", "documents", "ledger", "audit")
MANIFEST = "manifest.json"
