"""What tells that a file is still the one that was read: its place on disk first, then its bytes."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.engines.sources import Remote

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.engines.sources import File

# File systems date to two seconds at worst: a file this young may have been written twice since.
YOUNG = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """``place`` is what the file system says without opening the file; ``digest`` the sha256 of its bytes."""

    place: str
    digest: bytes


def place(file: File) -> str | None:
    """Return what the file system says of a file (size, dates, number), null when it says nothing."""
    if isinstance(file, Remote):
        return repr(file.version)
    return stamp(file.path, follow=file.skip is None)


def stamp(path: Path, *, follow: bool = True) -> str | None:
    """Return size, dates and number of a path as they lie on disk."""
    try:
        info = os.stat(path, follow_symlinks=follow)
    except OSError:
        return None
    return f"{info.st_size} {info.st_mtime_ns} {info.st_ctime_ns} {info.st_dev} {info.st_ino}"


def digest(file: File, limit: int) -> bytes | None:
    """Return the sha256 of a file's bytes, null when it cannot be read.

    Of a file that is not opened (a link, a large one, one in a store) it stands for what its row tells.
    """
    if isinstance(file, Remote):
        return hashlib.sha256(repr(file.version).encode()).digest()
    if file.skip is not None:
        return hashlib.sha256(b"skip\0" + file.skip.encode()).digest()
    try:
        # Not blocking, so that a pipe put in place of a file cannot hang the run.
        handle = os.open(file.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(handle, "rb") as opened:
            info = os.fstat(handle)
            if not stat.S_ISREG(info.st_mode):
                return None
            if info.st_size > limit:
                return hashlib.sha256(f"large\0{info.st_size}".encode()).digest()
            return hashlib.file_digest(opened, "sha256").digest()
    except OSError:
        return None


def settled(where: str, seen: int) -> bool:
    """Tell whether a file was old enough, when it was looked at, that any later change shows in its dates."""
    parts = where.split(" ")
    return len(parts) != 5 or not parts[1].isdigit() or max(int(parts[1]), int(parts[2])) + YOUNG <= seen
