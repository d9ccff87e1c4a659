"""Where data lies: a path, or a URL of any store that fsspec knows (``s3://``, ``memory://``...)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import SettingsError

if TYPE_CHECKING:
    import os

MARK = "://"


def is_remote(place: object) -> bool:
    """Tell a URL from a path; ``file://`` is a path."""
    return MARK in str(place) and not str(place).startswith("file://")


def local(place: str | os.PathLike[str]) -> Path:
    """Return a path, also of a ``file://`` URL."""
    return Path(str(place).removeprefix("file://")) if isinstance(place, str) else Path(place)


def file_system(url: str) -> tuple[Any, str]:
    """Return the file system behind a URL and the place within it."""
    try:
        import fsspec.core
    except ModuleNotFoundError as error:
        message = f"{url}: URLs need the extra: pip install 'zhibiao[remote]'"
        raise SettingsError(message) from error
    try:
        system, place = fsspec.core.url_to_fs(url)
    except (ImportError, ValueError) as error:
        message = f"{url}: {error}"
        raise SettingsError(message) from error
    return system, place.rstrip("/")
