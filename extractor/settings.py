"""The choices that a run leaves to its user, checked once and then passed around unchanged."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

MEBIBYTE = 1024 * 1024

# The limits on one document, which the manifest keeps; each at least 1.
LIMITS = (
    "max_bytes",
    "max_chars",
    "max_pages",
    "max_scan_pages",
    "max_unpacked",
    "max_members",
    "max_depth",
    "seconds",
    "memory",
)


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told.

    Limits on one document, so that no file takes the run down; docs/formats.md explains each.
    ``max_bytes``: larger files become a failed row without being read. ``max_chars``: longer texts
    fail. ``max_pages``, ``max_scan_pages``: pages beyond are not read, and the row says so.
    ``max_unpacked``: bytes that an archive or package may unpack to. ``max_members``, ``max_depth``:
    files in an archive, archives within archives. ``seconds``, ``memory``: what the process that
    reads one document may take before it is ended.

    ``jobs``: processes; it never changes a byte of the output. ``packs``: the user's own catalogue
    folders. ``timings``: whether documents.parquet records the seconds a document took, the one
    column that differs between two runs over the same input; off, it holds 0 and equal input gives
    equal bytes.
    """

    max_bytes: int = 64 * MEBIBYTE
    jobs: int = 1
    packs: tuple[Path, ...] = ()
    timings: bool = True
    max_chars: int = 2_000_000
    max_pages: int = 1000
    max_scan_pages: int = 40
    max_unpacked: int = 256 * MEBIBYTE
    max_members: int = 10_000
    max_depth: int = 3
    seconds: float = 300.0
    memory: int = 1024 * MEBIBYTE

    def __post_init__(self) -> None:
        """Refuse what no run could mean."""
        for name in (*LIMITS, "jobs"):
            if getattr(self, name) < 1:
                message = f"{name} must be at least 1, not {getattr(self, name)}"
                raise SettingsError(message)
        for folder in self.packs:
            if not folder.is_dir():
                message = f"pack folder {folder} does not exist"
                raise SettingsError(message)

    def recorded(self) -> dict[str, Any]:
        """Return the part that can change the rows: what the manifest keeps."""
        limits = {name: getattr(self, name) for name in LIMITS}
        return limits | {"packs": [folder.name for folder in self.packs]}
