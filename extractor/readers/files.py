"""One file read into Sources: its text, that of every file in it, or the reason why there is none."""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from extractor.errors import ReadError
from extractor.models import Source
from extractor.readers.archives import Budget, members
from extractor.readers.encodings import decode
from extractor.readers.formats import ARCHIVES, DOCUMENT_SUFFIXES, TEXT_SUFFIXES, NoReaderError, recognise
from extractor.readers.guard import guard
from extractor.readers.raw import Read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.models import DocumentStatus
    from extractor.readers.walk import Found
    from extractor.settings import Settings

# Hex digits of the sha256 that name a document.
ID_LENGTH = 16


@dataclass(frozen=True, slots=True)
class _File:
    """The bytes of one file or archive member, under the name of its row."""

    source: str
    data: bytes
    as_text: bool = False
    depth: int = 0

    @property
    def suffix(self) -> str:
        """The suffix of the name: lower case, no dot."""
        return PurePosixPath(self.source).suffix.lower().lstrip(".")


def document_id(data: bytes) -> str:
    """Return the name of a document: it follows from its bytes alone."""
    return hashlib.sha256(data).hexdigest()[:ID_LENGTH]


def read(found: Found, settings: Settings) -> Source:
    """Read one file, of an archive the first member; never raises for a bad one."""
    return next(read_all(found, settings))


def read_all(found: Found, settings: Settings) -> Iterator[Source]:
    """Read one file and yield at least one record; a file that was not read has an empty ``doc_id``."""
    if found.skip is not None:
        yield unread(found, "skipped", found.skip, size_of(found))
        return
    try:
        data = _bytes(found, settings.max_bytes)
    except ReadError as error:
        yield unread(found, "failed", str(error), size_of(found))
    except OSError as error:
        yield unread(found, "failed", f"cannot be read: {error.strerror or error}", 0)
    else:
        yield from read_bytes(found.source, data, settings, named=found.named)


def read_bytes(source: str, data: bytes, settings: Settings, *, named: bool = False) -> Iterator[Source]:
    """Read the content of one file, wherever it came from, and yield at least one record."""
    budget = Budget(settings.max_unpacked, settings.max_members, settings.max_bytes)
    yield from _sources(_File(source, data, named), settings, budget)


def _sources(file: _File, settings: Settings, budget: Budget) -> Iterator[Source]:
    """Yield the record of one document, or those of the files in an archive."""
    try:
        format = recognise(file.data, file.suffix, as_text=file.as_text)
    except NoReaderError as error:
        # By its name it was to be a document, or it was named by hand: then it is missed.
        promised = file.as_text or file.suffix in DOCUMENT_SUFFIXES | TEXT_SUFFIXES
        yield _without_text(file, "failed" if promised else "skipped", str(error))
        return
    except ReadError as error:
        yield _without_text(file, "failed", str(error))
        return
    if format in ARCHIVES:
        yield from _members(file, format, settings, budget)
        return
    try:
        yield _with_text(file, format, _read(file, format, settings))
    except ReadError as error:
        yield _without_text(file, "failed", str(error), format)


def _members(file: _File, format: str, settings: Settings, budget: Budget) -> Iterator[Source]:
    """Yield the records of an archive's files; one for itself only when something is wrong with it."""
    count = 0
    try:
        _check_depth(file, settings)
        inner = PurePosixPath(file.source.rsplit("!", 1)[-1]).name
        for member in members(format, file.data, inner, budget):
            count += 1
            name = f"{file.source}!{member.name}".encode("utf-8", "replace").decode()
            one = _File(name, member.data, depth=file.depth + 1)
            if member.wrong is not None:
                yield _without_text(one, "failed", member.wrong)
            else:
                yield from _sources(one, settings, budget)
        if not count:
            yield _without_text(file, "failed", "empty archive", format)
    except ReadError as error:
        yield _without_text(file, "failed", str(error), format)


def _check_depth(file: _File, settings: Settings) -> None:
    """Refuse an archive too deep in others."""
    if file.depth >= settings.max_depth:
        message = f"archives nested more than {settings.max_depth} deep"
        raise ReadError(message)


def _read(file: _File, format: str, settings: Settings) -> Read:
    """Return the text of a document; text files are read here, all others by the worker process."""
    found = _decoded(file.data) if format == "txt" else guard().read(format, file.data, settings)
    if not found.text.strip():
        message = "no text in it, only white space" if format == "txt" else "no text in it"
        raise ReadError(message)
    if len(found.text) > settings.max_chars:
        message = f"too long: {len(found.text)} characters, the limit is {settings.max_chars}"
        raise ReadError(message)
    return found


def _decoded(data: bytes) -> Read:
    """Return the text of a text file."""
    decoded = decode(data)
    reason = f"{decoded.replaced} undecodable places replaced by U+FFFD" if decoded.replaced else None
    return Read(decoded.text, encoding=decoded.encoding, reason=reason)


def _bytes(found: Found, limit: int) -> bytes:
    """Return the content of a file of bearable size; a larger one, or one still growing, is refused."""
    # Non-blocking, so that a pipe put in place of a file since the walk cannot hang the run.
    handle = os.open(found.path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "rb") as file:
        info = os.fstat(file.fileno())
        if not stat.S_ISREG(info.st_mode):
            message = "not a regular file"
            raise ReadError(message)
        if info.st_size > limit:
            raise ReadError(too_large(info.st_size, limit))
        data = file.read(limit + 1)
    if len(data) > limit:
        message = f"too large: more than the limit of {limit} bytes"
        raise ReadError(message)
    return data


def too_large(size: int, limit: int) -> str:
    """Say why a large file is not read."""
    return f"too large: {size} bytes, the limit is {limit}"


def size_of(found: Found) -> int:
    """Return the size on disk, 0 when nobody can tell."""
    try:
        return found.path.lstat().st_size
    except OSError:
        return 0


def _with_text(file: _File, format: str, found: Read) -> Source:
    """Return the record of a document that was read."""
    return Source(
        doc_id=document_id(file.data),
        source=file.source,
        format=format,
        encoding=found.encoding,
        bytes=len(file.data),
        text=found.text,
        status="partial" if found.reason else "ok",
        reason=found.reason,
        blocks=found.blocks,
        flags=found.flags,
    )


def _without_text(file: _File, status: DocumentStatus, reason: str, format: str | None = None) -> Source:
    """Return the record of a file that gives no text."""
    return Source(
        doc_id=document_id(file.data),
        source=file.source,
        format=format or file.suffix or "unknown",
        encoding=None,
        bytes=len(file.data),
        text=None,
        status=status,
        reason=reason,
    )


def unread(found: Found, status: DocumentStatus, reason: str, size: int) -> Source:
    """Return the record of a file whose bytes nobody saw."""
    suffix = found.path.suffix.lower().lstrip(".")
    return Source("", found.source, suffix or "unknown", None, size, None, status, reason)
