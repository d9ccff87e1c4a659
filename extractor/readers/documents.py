"""The readers by format: which module reads it, and what to install when that cannot.

A reader is ``read(data, limits) -> Read`` in the module of its format. Its library is imported inside,
so that a missing one concerns only the documents that need it.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from extractor.errors import ReadError

if TYPE_CHECKING:
    from extractor.readers.raw import Limits, Read

# Format: (module, extra that brings its library).
READERS: dict[str, tuple[str, str]] = {
    "docx": ("docx", "formats"),
    "pdf": ("pdf", "formats"),
    "html": ("html", "formats"),
    "doc": ("doc", "formats"),
    "wps": ("doc", "formats"),
    "rtf": ("doc", "formats"),
    "odt": ("doc", "formats"),
    "ofd": ("ofd", "formats"),
    "xlsx": ("sheets", "formats"),
    "xls": ("sheets", "formats"),
    "ods": ("doc", "formats"),
    "csv": ("csvs", "formats"),
    "png": ("images", "ocr"),
    "jpeg": ("images", "ocr"),
    "tiff": ("images", "ocr"),
    "bmp": ("images", "ocr"),
}


def read_document(format: str, data: bytes, limits: Limits) -> Read:
    """Return the text of a document; ReadError says what is wrong or what to install."""
    module, extra = READERS[format]
    try:
        return import_module(f"extractor.readers.{module}").read(data, limits)
    except ModuleNotFoundError as error:
        raise ReadError(install_line(format, extra, error.name or "a library")) from error


def install_line(format: str, extra: str, missing: str) -> str:
    """Return the reason of a document whose library is not there."""
    return f"{format} needs the extra [{extra}] ({missing} is missing): pip install 'zhibiao[{extra}]'"
