"""What rows depend on beside the files themselves: one digest over version, code, rule packs and settings."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from extractor.catalogue.loading import installed_packs
from extractor.packs import pack_digest
from extractor.resources import PACKAGE
from extractor.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.settings import Settings

# What reads or cuts text: another version, or one that was not there before, may give other rows.
LIBRARIES = (
    "charset-normalizer", "jieba", "rjieba", "regex", "pyarrow", "lxml", "openpyxl", "pypdfium2",
    "python-docx", "rensa", "trafilatura", "xlrd", "rapidocr", "onnxruntime",
)  # fmt: skip
PROGRAMS = ("antiword", "soffice", "libreoffice")


def run_key(settings: Settings) -> str:
    """Return the digest: under the same key the same bytes give the same rows."""
    about = {
        "version": __version__,
        "code": _code(),
        "python": sys.version_info[:2],
        "packs": pack_digest((*installed_packs(), *settings.packs)),
        "settings": settings.recorded(),
        "timings": settings.timings,
        "libraries": {name: _version(name) for name in LIBRARIES},
        "programs": [shutil.which(name) for name in PROGRAMS],
    }
    return hashlib.sha256(json.dumps(about, sort_keys=True, default=str).encode()).hexdigest()


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _code() -> str:
    """Return a digest of the package's own files as they lie on disk: an edited module is another version."""
    found = hashlib.sha256()
    for name, size, changed in sorted(_modules(str(PACKAGE))):
        found.update(f"{name}\0{size}\0{changed}\n".encode())
    return found.hexdigest()


def _modules(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _modules(entry.path)
            elif entry.name.endswith(".py"):
                info = entry.stat()
                yield entry.path, info.st_size, info.st_mtime_ns
