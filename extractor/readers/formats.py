"""What a file is, by its content first and its name second.

``recognise`` gives the short name of a format that has a reader, or raises ReadError (damaged or
refused) or NoReader (nothing here reads it).
"""

from __future__ import annotations

import re

from extractor.errors import ReadError
from extractor.readers.packages import entries

# What a name promises to be text. Of other names only what the content says is read.
TEXT_SUFFIXES = frozenset({"txt", "text"})
HTML_SUFFIXES = frozenset({"html", "htm", "xhtml", "shtml"})
# Names that promise a document: when the content is something unknown, that is a failure.
DOCUMENT_SUFFIXES = frozenset(
    (
        "doc",
        "docx",
        "wps",
        "ofd",
        "pdf",
        "xls",
        "xlsx",
        "et",
        "rtf",
        "zip",
        "tar",
        "tgz",
        "png",
        "jpg",
        "jpeg",
        "tif",
        "tiff",
        "bmp",
    )
)

# Enough of a file for the longest signature below and for telling text from binary.
HEAD = 4096

# (offset, signature, format).
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "pdf"),
    (0, b"PK\x03\x04", "zip"),
    (0, b"PK\x05\x06", "zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "ole"),
    (0, b"{\\rtf", "rtf"),
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"II*\x00", "tiff"),
    (0, b"MM\x00*", "tiff"),
    (0, b"BM", "bmp"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (257, b"ustar", "tar"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, b"GIF8", "GIF"),
    (0, b"RIFF", "RIFF (WebP, AVI, WAV)"),
    (4, b"ftyp", "MP4"),
    (0, b"ID3", "MP3"),
    (0, b"\x7fELF", "ELF program"),
    (0, b"MZ", "Windows program"),
    (0, b"SQLite format 3\x00", "SQLite"),
    (0, b"PAR1", "Parquet"),
)
# Short signatures are also ordinary letters ("BM", "MZ" may begin a text): these need a NUL byte too.
LONG_ENOUGH = 4

IMAGES = frozenset({"png", "jpeg", "tiff", "bmp"})
ARCHIVES = frozenset({"zip", "tar", "gzip", "bzip2", "xz"})

# Streams of OLE files, whose names stand in the file in UTF-16.
STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "encrypted"),
    ("WordDocument", "doc"),
    ("Workbook", "xls"),
    ("PowerPoint Document", "PowerPoint"),
    ("Book", "xls"),
)
_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_PDF_LATE = 1024


class NoReaderError(ReadError):
    """A file of a kind that nothing here reads: skipped, unless its name promised a document."""


def known_format(head: bytes) -> str | None:
    """Return the format that the first bytes tell, null when they may be text."""
    for offset, signature, name in SIGNATURES:
        if head[offset : offset + len(signature)] == signature and (
            len(signature) >= LONG_ENOUGH or b"\x00" in head or name in {"jpeg", "gzip", "bzip2"}
        ):
            return name
    # Some writers put a line of their own before the mark of a PDF.
    return "pdf" if b"%PDF-1." in head[:_PDF_LATE] and _binary(head) else None


def recognise(data: bytes, suffix: str, *, as_text: bool = False) -> str:
    """Return the format of a whole file; ``suffix`` without its dot, in lower case."""
    if not data and (as_text or suffix in DOCUMENT_SUFFIXES | TEXT_SUFFIXES | HTML_SUFFIXES | {"csv"}):
        message = "empty file"
        raise ReadError(message)
    name = known_format(data[:HEAD])
    if name == "zip":
        return _package(data)
    if name == "ole":
        return _compound(data, suffix)
    if name in IMAGES | ARCHIVES or name in {"pdf", "rtf"}:
        return str(name)
    if name is not None:
        message = f"no reader for this format: {name}"
        raise NoReaderError(message)
    if suffix in HTML_SUFFIXES or _HTML.match(data[:HEAD].removeprefix(b"\xef\xbb\xbf")):
        return "html"
    if suffix == "csv":
        return "csv"
    if as_text or suffix in TEXT_SUFFIXES:
        return "txt"
    if suffix in DOCUMENT_SUFFIXES:
        # A text by the wrong name is one; of binary data decoding will say what is wrong.
        return "txt"
    message = f"no reader for this format: {'.' + suffix if suffix else 'no suffix'}"
    raise NoReaderError(message)


def _binary(head: bytes) -> bool:
    return any(byte > 0x7F or byte == 0 for byte in head)


def _package(data: bytes) -> str:
    """Return what a zip is the package of."""
    try:
        _, members = entries(data)
    except ReadError:
        # Without its table of contents a package still begins with a member whose name tells.
        first = data[30 : 30 + int.from_bytes(data[26:28], "little")]
        kind = {b"[Content_Types].xml": "docx, xlsx or pptx", b"OFD.xml": "ofd"}.get(first, "zip")
        message = f"damaged or truncated {kind}"
        raise ReadError(message) from None
    names = {member.filename for member in members}
    if any(name.lower() in {"ofd.xml", "/ofd.xml"} for name in names):
        return "ofd"
    if "[Content_Types].xml" in names:
        for folder, kind in (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "PowerPoint")):
            if any(name.startswith(folder) for name in names):
                return _readable(kind)
    if "mimetype" in names:
        kind = _mimetype(data)
        if kind:
            return kind
    return "zip"


def _mimetype(data: bytes) -> str | None:
    """Return the kind of an OpenDocument file, whose first member names it."""
    first = data[: 30 + 8 + 200]
    if b"application/vnd.oasis.opendocument.text" in first:
        return "odt"
    return "ods" if b"application/vnd.oasis.opendocument.spreadsheet" in first else None


def _readable(kind: str) -> str:
    """Return the format, unless it only is known by name."""
    if kind == "PowerPoint":
        message = "no reader for this format: PowerPoint"
        raise NoReaderError(message)
    return kind


def _compound(data: bytes, suffix: str) -> str:
    """Return what an OLE file holds, by the names of its streams."""
    for stream, kind in STREAMS:
        if stream.encode("utf-16-le") in data:
            if kind == "encrypted":
                message = "encrypted: needs a password"
                raise ReadError(message)
            return "wps" if kind == "doc" and suffix == "wps" else _readable(kind)
    message = "damaged or unknown OLE file (doc, xls, wps)"
    raise ReadError(message)
