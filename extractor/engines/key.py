"""What rows depend on beside the files themselves: one digest over version, code, rule packs and settings."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from functools import cache
from typing import TYPE_CHECKING

from extractor.distributions import versions
from extractor.packs import installed_packs, pack_digest
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
# The files of the package that do the work, compiled ones among them.
CODE = (".py", ".so", ".pyd")


def run_key(settings: Settings) -> str:
    """Return the digest: under the same key the same bytes give the same rows."""
    about = {
        "version": __version__,
        "code": _code(),
        "python": sys.version_info[:2],
        "packs": pack_digest((*installed_packs(), *settings.packs)),
        "settings": settings.recorded(),
        "timings": settings.timings,
        "libraries": versions(LIBRARIES),
        "programs": [shutil.which(name) for name in PROGRAMS],
    }
    return hashlib.sha256(json.dumps(about, sort_keys=True, default=str).encode()).hexdigest()


@cache
def _code() -> str:
    """Return a digest of the package's own files as they lie on disk: an edited module is another version.

    Once a process, which loads them once.
    """
    found = hashlib.sha256()
    for name, size, changed in sorted(_modules(str(PACKAGE))):
        found.update(f"{name}\0{size}\0{changed}\n".encode())
    return found.hexdigest()


def _modules(folder: str) -> Iterator[tuple[str, int, int]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith(CODE):
                info = entry.stat()
                yield entry.path, info.st_size, info.st_mtime_ns
            elif entry.is_dir() and entry.name != "__pycache__":
                yield from _modules(entry.path)
