"""Folders of indicators that installed packages offer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from extractor.distributions import entry_points
from extractor.errors import PackError

ENTRY_POINTS = "extractor.packs"
"""The entry-point group by which an installed package offers a folder of indicators."""


def installed_packs() -> tuple[Path, ...]:
    """Return the folders: each entry point is a path, or a callable giving one."""
    folders: list[Path] = []
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda point: point.name):
        name = f"entry point {point.name}"
        try:
            offered: Any = point.load()
            place: Any = offered() if callable(offered) else offered
            folder = Path(place)
        # A stranger's module runs here: whatever it raises is a broken pack, told with its name.
        except Exception as error:
            raise PackError(name, None, f"{point.value}: {error}") from error
        if not folder.is_dir():
            raise PackError(name, None, f"{point.value} gives no folder: {folder}")
        folders.append(folder)
    return tuple(folders)
