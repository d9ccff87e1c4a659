"""File formats by name and by their first bytes: which are read, and what to call the others."""

from __future__ import annotations

# What the name promises to be text; anything else has no reader.
TEXT_SUFFIXES = frozenset({".txt", ".text"})

# Enough of a file for the longest signature below and for telling text from binary.
HEAD = 4096

# (offset, signature, name): the formats that people give .txt names to, or that stand beside reports.
SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"%PDF-", "PDF"),
    (0, b"PK\x03\x04", "ZIP (or docx, xlsx, ofd)"),
    (0, b"PK\x05\x06", "ZIP (empty)"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE (doc, xls, wps)"),
    (0, b"{\\rtf", "RTF"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (0, b"7z\xbc\xaf\x27\x1c", "7z"),
    (0, b"\x1f\x8b", "gzip"),
    (0, b"BZh", "bzip2"),
    (0, b"\xfd7zXZ\x00", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "zstd"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"GIF8", "GIF"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"BM", "BMP"),
    (0, b"RIFF", "RIFF (WebP, AVI, WAV)"),
    (4, b"ftyp", "MP4"),
    (0, b"ID3", "MP3"),
    (0, b"\x7fELF", "ELF program"),
    (0, b"MZ", "Windows program"),
    (0, b"SQLite format 3\x00", "SQLite"),
    (0, b"PAR1", "Parquet"),
    (257, b"ustar", "tar"),
)

# Short signatures are also ordinary letters ("BM", "MZ" may begin a text): these need a NUL byte too.
LONG_ENOUGH = 4


def known_format(head: bytes) -> str | None:
    """Return the name of the binary format that a file begins with, null when it may be text."""
    for offset, signature, name in SIGNATURES:
        if head[offset : offset + len(signature)] == signature and (
            len(signature) >= LONG_ENOUGH or b"\x00" in head or name in {"JPEG", "gzip"}
        ):
            return name
    return None
