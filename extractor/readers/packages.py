"""Zip packages (docx, xlsx, ofd and plain archives): what is in them, and whether it is bearable.

Reads the table of contents only. Python's zipfile never gives more of a member than it declares, so
the sum of the declared sizes bounds what any reader can be made to unpack.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING

from extractor.errors import ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

# More members than this in one package is an attack on whoever lists them.
MOST_ENTRIES = 100_000
ENTRY = b"PK\x01\x02"
ENCRYPTED = 0x1
# How lxml says that memory ran out: as an error of syntax with this code.
NO_MEMORY = 2
# What zipfile raises for bytes that only begin like a zip.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)


def entries(data: bytes) -> tuple[zipfile.ZipFile, Sequence[zipfile.ZipInfo]]:
    """Return the open package and its members; ReadError when it is damaged or absurd."""
    if data.count(ENTRY) > MOST_ENTRIES:
        message = f"zip with more than {MOST_ENTRIES} members"
        raise ReadError(message)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGE as error:
        message = f"damaged or truncated zip: {error}"
        raise ReadError(message) from error
    return package, package.infolist()


def check_package(data: bytes, most: int) -> zipfile.ZipFile:
    """Return a package whose content, unpacked, stays below ``most`` bytes."""
    package, members = entries(data)
    size = sum(member.file_size for member in members)
    if size > most:
        message = f"zip bomb: {size} bytes unpacked, the limit is {most}"
        raise ReadError(message)
    if any(member.flag_bits & ENCRYPTED for member in members):
        message = "encrypted: needs a password"
        raise ReadError(message)
    return package


def damage(kind: str, error: Exception) -> ReadError:
    """Return the error of a document that does not parse; MemoryError when it was too much instead."""
    if getattr(error, "code", None) == NO_MEMORY:
        raise MemoryError from error
    return ReadError(f"damaged {kind}: {type(error).__name__}: {str(error)[:200]}")


def part(package: zipfile.ZipFile, name: str) -> bytes:
    """Return one member of a package; ReadError when it is absent or damaged."""
    try:
        return package.read(name)
    except KeyError as error:
        message = f"damaged package: {name[:100]} is missing"
        raise ReadError(message) from error
    except DAMAGE as error:
        message = f"damaged package: {name[:100]}: {error}"
        raise ReadError(message) from error
