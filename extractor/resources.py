"""Where the data folders of an installation are: ``patterns`` and ``schemas``.

A wheel carries them inside the package; a clone and an editable install have them beside it.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Literal

from extractor.errors import ResourceError

PACKAGE = Path(__file__).resolve().parent


def data_folder(name: Literal["patterns", "schemas"]) -> Path:
    """Return the folder of that name, inside the package first, else beside it in a source tree."""
    inside = PACKAGE / name
    if inside.is_dir():
        return inside
    beside = PACKAGE.parent / name
    # Only a source tree has a pyproject.toml there: a stray folder in site-packages is not ours.
    if beside.is_dir() and (PACKAGE.parent / "pyproject.toml").is_file():
        return beside
    message = (
        f"data folder {name!r} is neither in {PACKAGE} nor beside it in a source tree: broken installation"
    )
    raise ResourceError(message)


def cache_folder() -> Path:
    """Return the user's cache folder for this package (XDG_CACHE_HOME); it may not exist yet."""
    base = os.environ.get("XDG_CACHE_HOME")
    # The XDG standard says that a relative path is to be ignored.
    root = Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache"
    return root / "zhibiao"
