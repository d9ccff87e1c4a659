"""One file read into a Source: its text, or the reason why there is none."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

from extractor.errors import ReadError
from extractor.models import Source
from extractor.readers.encodings import decode
from extractor.readers.formats import HEAD, known_format

if TYPE_CHECKING:
    from extractor.models import DocumentStatus
    from extractor.readers.encodings import Decoded
    from extractor.readers.walk import Found
    from extractor.settings import Settings

# Hex digits of the sha256 that name a document.
ID_LENGTH = 16


def document_id(data: bytes) -> str:
    """Return the name of a document: it follows from its bytes alone."""
    return hashlib.sha256(data).hexdigest()[:ID_LENGTH]


def read(found: Found, settings: Settings) -> Source:
    """Read one file; never raises for a bad one. A file that was not read has an empty ``doc_id``."""
    if found.skip is not None:
        return _without_text(found, "skipped", found.skip, size=size_of(found))
    try:
        data = _bytes(found, settings.max_bytes)
    except ReadError as error:
        return _without_text(found, "failed", str(error), size=size_of(found))
    except OSError as error:
        return _without_text(found, "failed", f"cannot be read: {error.strerror or error}", size=0)
    name = document_id(data)
    try:
        decoded = _decode(data)
    except ReadError as error:
        return _without_text(found, "failed", str(error), size=len(data), doc_id=name)
    reason = f"{decoded.replaced} undecodable places replaced by U+FFFD" if decoded.replaced else None
    return Source(
        doc_id=name,
        source=found.source,
        format="txt",
        encoding=decoded.encoding,
        bytes=len(data),
        text=decoded.text,
        status="partial" if reason else "ok",
        reason=reason,
    )


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
            message = f"too large: {info.st_size} bytes, the limit is {limit}"
            raise ReadError(message)
        data = file.read(limit + 1)
    if len(data) > limit:
        message = f"too large: more than the limit of {limit} bytes"
        raise ReadError(message)
    return data


def _decode(data: bytes) -> Decoded:
    """Decode bytes that are text, naming what they are when they are not."""
    if not data:
        message = "empty file"
        raise ReadError(message)
    name = known_format(data[:HEAD])
    if name is not None:
        message = f"format not supported: {name}"
        raise ReadError(message)
    decoded = decode(data)
    if not decoded.text.strip():
        message = "no text in it, only white space"
        raise ReadError(message)
    return decoded


def size_of(found: Found) -> int:
    """Return the size on disk, 0 when nobody can tell."""
    try:
        return found.path.lstat().st_size
    except OSError:
        return 0


def _without_text(
    found: Found, status: DocumentStatus, reason: str, *, size: int, doc_id: str = ""
) -> Source:
    """Return the record of a file that gives no text."""
    suffix = found.path.suffix.lower().lstrip(".")
    return Source(
        doc_id=doc_id,
        source=found.source,
        format=suffix or "unknown",
        encoding=None,
        bytes=size,
        text=None,
        status=status,
        reason=reason,
    )
