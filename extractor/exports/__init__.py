"""Exports: a run as tasks of annotation tools, and their work back as corrections.

Offsets are code points here; a tool that counts otherwise is converted to and from. Every tool is one
module with ``export`` and ``read``; what comes back is compared with the run to know what was said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from extractor.errors import SettingsError
from extractor.exports import brat, doccano, label_studio
from extractor.exports.compare import corrections_of
from extractor.table.run import documents

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.corrections import CorrectionFile

Tool = Literal["label-studio", "doccano", "brat"]
TOOLS: tuple[Tool, ...] = ("label-studio", "doccano", "brat")
_MODULES = {"label-studio": label_studio, "doccano": doccano, "brat": brat}


def export(out: Path, tool: str, to: Path) -> list[Path]:
    """Write the documents of a run for a tool into a folder; return the files to load there."""
    module = _MODULES[_known(tool)]
    to.mkdir(parents=True, exist_ok=True)
    return module.export(documents(out), to)


def read_back(path: Path, tool: str, out: Path) -> CorrectionFile:
    """Read what a tool gives back, and return how it differs from the run."""
    annotated = _MODULES[_known(tool)].read(path)
    return corrections_of(annotated, documents(out))


def _known(tool: str) -> str:
    """Refuse a tool that there is no export for."""
    if tool not in _MODULES:
        message = f"no export to {tool!r}; there are: {', '.join(TOOLS)}"
        raise SettingsError(message)
    return tool
