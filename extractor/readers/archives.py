"""Archives (zip, tar, and what is packed with gzip, bzip2 or xz) as the files in them.

Reads bytes; yields members one at a time, never a link or a folder, never more bytes in all than the
budget allows. Nothing is written to disk, so a member named ``../../x`` is only a name.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, cast

from extractor.errors import ReadError
from extractor.readers.encodings import decode
from extractor.readers.packages import DAMAGE, ENCRYPTED, entries

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

UTF8_NAME = 0x800
PACKED = {"gzip": gzip.open, "bzip2": bz2.open, "xz": lzma.open}
UNPACKING = (*DAMAGE, tarfile.TarError, lzma.LZMAError)
# What systems put beside the files of their users.
SYSTEM = ("__MACOSX/",)


@dataclass(slots=True)
class Budget:
    """What all members of one outer archive, and of the archives in it, may still take; and one alone."""

    unpacked: int
    members: int
    largest: int

    def refuses(self, size: int) -> str | None:
        """Return why a member is not unpacked at all, null when it may be."""
        return f"too large: {size} bytes, the limit is {self.largest}" if size > self.largest else None

    def pay(self, size: int) -> None:
        """Take the bytes of one member off; ReadError when there are not enough."""
        if size > self.unpacked:
            message = f"archive bomb: unpacks to more than the limit ({self.unpacked} bytes were left)"
            raise ReadError(message)
        self.unpacked -= size

    def count(self) -> None:
        """Take one member off."""
        if self.members < 1:
            message = "archive with more members than the limit"
            raise ReadError(message)
        self.members -= 1


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name, and its bytes or what is wrong with it."""

    name: str
    data: bytes
    wrong: str | None = None


def members(format: str, data: bytes, name: str, budget: Budget) -> Iterator[Member]:
    """Yield the files of an archive in its own order; ReadError ends it when it is damaged or too much."""
    if format == "zip":
        yield from _zipped(data, budget)
    elif format == "tar":
        yield from _tarred(io.BytesIO(data), budget)
    else:
        yield from _packed(format, data, name, budget)


def _zipped(data: bytes, budget: Budget) -> Iterator[Member]:
    archive, listed = entries(data)
    for info in listed:
        name = _zip_name(info)
        if info.is_dir() or _system(name):
            continue
        budget.count()
        if info.flag_bits & ENCRYPTED:
            yield Member(name, b"", "encrypted: needs a password")
            continue
        budget.pay(info.file_size)
        if wrong := budget.refuses(info.file_size):
            yield Member(name, b"", wrong)
            continue
        try:
            content = archive.read(info)
        except UNPACKING as error:
            yield Member(name, b"", f"damaged in the archive: {str(error)[:200] or type(error).__name__}")
            continue
        yield Member(name, content)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return the name of a member; without the mark of UTF-8 it is in the writer's own code page."""
    if info.flag_bits & UTF8_NAME:
        return info.filename
    try:
        return _name(info.filename.encode("cp437"))
    except UnicodeEncodeError:
        return info.filename


def _name(raw: bytes) -> str:
    """Return a name in whichever encoding it is; like a text, since both may be valid by chance."""
    try:
        return decode(raw).text
    except ReadError:
        return raw.decode("utf-8", "replace")


def _tarred(source: IO[bytes], budget: Budget) -> Iterator[Member]:
    """Yield the regular files of a tar, read as a stream so that nothing is unpacked twice."""
    try:
        with tarfile.open(fileobj=source, mode="r|", errors="surrogateescape") as archive:
            for info in archive:
                name = _name(info.name.encode("utf-8", "surrogateescape"))
                if not info.isreg() or _system(name):
                    continue
                budget.count()
                budget.pay(info.size)
                if wrong := budget.refuses(info.size):
                    yield Member(name, b"", wrong)
                    continue
                file = archive.extractfile(info)
                content = file.read() if file is not None else b""
                if len(content) < info.size:
                    yield Member(name, b"", "damaged in the archive: truncated")
                    return
                yield Member(name, content)
    except UNPACKING as error:
        message = f"damaged or truncated tar: {error}"
        raise ReadError(message) from error


def _packed(format: str, data: bytes, name: str, budget: Budget) -> Iterator[Member]:
    """Yield what a compressed file holds: the files of a tar, or the one file."""
    with PACKED[format](io.BytesIO(data)) as unpacked:
        source = cast("IO[bytes]", unpacked)
        try:
            head = source.read(512)
            source.seek(0)
        except UNPACKING as error:
            message = f"damaged or truncated {format}: {error}"
            raise ReadError(message) from error
        if head[257:262] == b"ustar":
            yield from _tarred(cast("IO[bytes]", _Metered(source, budget.unpacked)), budget)
            return
        try:
            content = source.read(min(budget.unpacked, budget.largest) + 1)
        except UNPACKING as error:
            message = f"damaged or truncated {format}: {error}"
            raise ReadError(message) from error
        budget.count()
        if len(content) > budget.largest:
            message = f"archive bomb: unpacks to more than the limit of {budget.largest} bytes"
            raise ReadError(message)
        budget.pay(len(content))
        yield Member(name.rsplit(".", 1)[0] if "." in name else name, content)


class _Metered(io.RawIOBase):
    """A stream that ends in an error after so many bytes: headers and holes of a tar cost too."""

    def __init__(self, source: IO[bytes], most: int) -> None:
        super().__init__()
        self._source = source
        # Padding of the members is not theirs; twice the budget is room enough for it.
        self._left = 2 * most

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        data = self._source.read(size)
        self._left -= len(data)
        if self._left < 0:
            message = "archive bomb: unpacks to more than the limit"
            raise ReadError(message)
        return data

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True


def _system(name: str) -> bool:
    """Tell what no user put there: hidden files and those of the system."""
    last = name.rstrip("/").rsplit("/", 1)[-1]
    return name.startswith(SYSTEM) or last.startswith((".", "~$"))
