"""What tells that a file is still the one that was read: its place on disk first, then its bytes."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.engines.sources import Remote
from extractor.table.names import MANIFEST, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from extractor.engines.sources import File

# A file so young (in nanoseconds) may be written again without another date: file systems that know whole
# seconds only date to two of them at worst, the others to a hundredth.
YOUNG = 2_000_000_000
YOUNG_IF_FINE = 100_000_000
_SECOND = 1_000_000_000


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


def tables(folder: Path) -> str:
    """Return how the tables of a run lie on disk: whoever changes one changes this."""
    names = [*(f"{name}.parquet" for name in NAMES), MANIFEST]
    return json.dumps([stamp(folder / name) for name in names])


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
    if len(parts) != 5 or not parts[1].isdigit():
        return True
    dates = int(parts[1]), int(parts[2])
    fine = dates[0] % _SECOND and dates[1] % _SECOND
    return max(dates) + (YOUNG_IF_FINE if fine else YOUNG) <= seen


class Order:
    """The files of a run in their order, as two digests: one of their bytes, one of how they lie on disk."""

    def __init__(self) -> None:
        self._bytes = hashlib.sha256()
        self._places = hashlib.sha256()
        self._sure = True
        self._settled = True

    def add(self, file: File, made: Fingerprint | None, seen: int) -> None:
        """Take the next file, as it was when it was looked at; null when it changed while it was read."""
        if made is None:
            self._sure = False
            return
        self._bytes.update(file.source.encode() + b"\0" + made.digest + b"\n")
        self._places.update(_lying(file, made.place))
        # A file that is skipped is never opened: its row tells of its place alone.
        self._settled = self._settled and (file.skip is not None or settled(made.place, seen))

    def told(self) -> dict[str, str]:
        """Return both digests; an empty one when a later change may not show in it."""
        return {
            "order": self._bytes.hexdigest() if self._sure else "",
            "places": self._places.hexdigest() if self._sure and self._settled else "",
        }


def places(files: Iterable[File]) -> str:
    """Return the digest of how files lie on disk, without opening one."""
    found = hashlib.sha256()
    for file in files:
        where = place(file)
        if where is None:
            return ""
        found.update(_lying(file, where))
    return found.hexdigest()


def _lying(file: File, where: str) -> bytes:
    """Return all that is known of a file that nobody opened."""
    line = f"{file.path}\0{file.source}\0{file.named:d}\0{file.skip or ''}\0{where}\n"
    return line.encode("utf-8", "surrogateescape")
