"""The choices that a run leaves to its user, checked once and then passed around unchanged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extractor.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run may be told.

    ``max_bytes``: larger files become a failed row without being read. ``jobs``: processes; it never
    changes a byte of the output. ``packs``: the user's own catalogue folders. ``timings``: whether
    documents.parquet records the seconds a document took, the one column that differs between two
    runs over the same input; off, it holds 0 and equal input gives equal bytes.
    """

    max_bytes: int = 64 * MEBIBYTE
    jobs: int = 1
    packs: tuple[Path, ...] = ()
    timings: bool = True

    def __post_init__(self) -> None:
        """Refuse what no run could mean."""
        if self.max_bytes < 1:
            message = f"max_bytes must be at least 1, not {self.max_bytes}"
            raise SettingsError(message)
        if self.jobs < 1:
            message = f"jobs must be at least 1, not {self.jobs}"
            raise SettingsError(message)
        for folder in self.packs:
            if not folder.is_dir():
                message = f"pack folder {folder} does not exist"
                raise SettingsError(message)

    def recorded(self) -> dict[str, Any]:
        """Return the part that can change the rows: what the manifest keeps."""
        return {"max_bytes": self.max_bytes, "packs": [folder.name for folder in self.packs]}
