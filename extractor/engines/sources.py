"""The files of a run, on this machine or behind any URL that fsspec knows, in one fixed order.

Local files are walked and read by ``readers``; remote ones (``s3://``, ``memory://``...) are listed
folder by folder in the same order and fetched by the process that reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from extractor import readers
from extractor.errors import ReadError, SettingsError
from extractor.models import Source
from extractor.places import MARK, file_system, is_remote, local
from extractor.readers import Found
from extractor.readers.files import read_bytes, too_large
from extractor.readers.walk import HIDDEN

if TYPE_CHECKING:
    import os
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from extractor.settings import Settings

# What stores tell of a file that changes with its content.
_VERSION = ("size", "ETag", "etag", "md5", "LastModified", "last_modified", "mtime", "updated", "created")


@dataclass(frozen=True, slots=True)
class Remote:
    """One file behind a URL; ``version`` is what its store says of this state of it."""

    url: str
    source: str
    size: int
    version: tuple[str, ...]
    named: bool = False
    skip: str | None = None

    @property
    def path(self) -> PurePosixPath:
        """The place within the store."""
        return PurePosixPath(self.url.split(MARK, 1)[-1])


File = Found | Remote


def files(inputs: Iterable[str | os.PathLike[str]], out: str | os.PathLike[str]) -> Iterator[File]:
    """Yield every file of the inputs, in their order."""
    paths: list[Path] = []
    for place in inputs:
        if not is_remote(place):
            paths.append(local(place))
            continue
        yield from readers.walk(paths, None if is_remote(out) else local(out))
        paths = []
        yield from _remote(str(place), str(out))
    yield from readers.walk(paths, None if is_remote(out) else local(out))


def read_file(file: File, settings: Settings) -> Iterator[Source]:
    """Read one file and yield at least one record; never raises for a bad one."""
    if isinstance(file, Found):
        yield from readers.read_all(file, settings)
        return
    try:
        data = _fetched(file, settings.max_bytes)
    except ReadError as error:
        yield _unread(file, str(error))
    except OSError as error:
        yield _unread(file, f"cannot be read: {error.strerror or error}")
    else:
        yield from read_bytes(file.source, data, settings, named=file.named)


def _unread(file: Remote, reason: str) -> Source:
    """Return the record of a file whose bytes nobody saw."""
    suffix = file.path.suffix.lower().lstrip(".")
    return Source("", file.source, suffix or "unknown", None, file.size, None, "failed", reason)


def _fetched(file: Remote, limit: int) -> bytes:
    """Return the content of a file of bearable size."""
    if file.size > limit:
        raise ReadError(too_large(file.size, limit))
    system, place = file_system(file.url)
    with system.open(place, "rb") as opened:
        data = opened.read(limit + 1)
    if len(data) > limit:
        raise ReadError(too_large(len(data), limit))
    return data


def size_of(file: File) -> int:
    """Return the size of a file, 0 when nobody can tell."""
    return file.size if isinstance(file, Remote) else readers.size_of(file)


def _remote(url: str, out: str) -> Iterator[File]:
    """Yield the files below a URL in the order of a walk over a local folder."""
    system, root = file_system(url)
    scheme = url.split(MARK, 1)[0]
    if system.isfile(root):
        yield _file(scheme, system.info(root), PurePosixPath(root).name, named=True)
        return
    if not system.exists(root):
        message = f"input {url} does not exist"
        raise SettingsError(message)
    hidden = None
    if is_remote(out):
        other, place = file_system(out)
        hidden = place if type(other) is type(system) else None
    if hidden == root:
        message = f"output folder {out} is an input folder"
        raise SettingsError(message)
    yield from _folder(system, scheme, root, "", hidden)


def _folder(system: Any, scheme: str, folder: str, prefix: str, hidden: str | None) -> Iterator[File]:
    """Yield the files of one remote folder and below."""
    entries = {
        entry["name"].rstrip("/").rsplit("/", 1)[-1]: entry for entry in system.ls(folder, detail=True)
    }
    for name in sorted(entries):
        entry = entries[name]
        place = entry["name"].rstrip("/")
        if name.startswith(HIDDEN) or place in (hidden, folder):
            continue
        if entry["type"] == "directory":
            yield from _folder(system, scheme, place, f"{prefix}{name}/", hidden)
        else:
            yield _file(scheme, entry, prefix + name)


def _file(scheme: str, entry: dict[str, Any], source: str, *, named: bool = False) -> Remote:
    """Return the record of one remote file."""
    version = tuple(str(entry.get(name)) for name in _VERSION)
    return Remote(
        f"{scheme}{MARK}{entry['name'].lstrip('/')}", source, int(entry["size"] or 0), version, named
    )
