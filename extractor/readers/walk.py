"""The files of the inputs, one by one and in a fixed order, with a reason for each that is not read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


# Hidden files, and those by which Word locks the ones that are open.
HIDDEN = (".", "~$")


@dataclass(frozen=True, slots=True)
class Found:
    """One file on the way: ``source`` is its path relative to the input; ``skip`` says why it is not read.

    ``named``: given by itself, not found in a folder; then it is a text whatever its name.
    """

    path: Path
    source: str
    skip: str | None = None
    named: bool = False


def walk(inputs: Iterable[Path], out: Path | None = None) -> Iterator[Found]:
    """Yield every file below the inputs, sorted by the parts of its relative path, each folder lazily.

    Names that begin with a dot (or ``~$``) are hidden and no input; neither is the output folder when it lies
    inside an input. Links to folders are never followed, which is why no loop can arise.
    """
    roots = [Path(path) for path in inputs]
    for root in roots:
        if not root.exists():
            message = f"input {root} does not exist"
            raise SettingsError(message)
    out_real = os.path.realpath(out) if out is not None else None
    seen: set[str] = set()
    for root in roots:
        real = os.path.realpath(root)
        if real in seen:
            continue
        seen.add(real)
        if root.is_dir():
            if real == out_real:
                message = f"output folder {out} is an input folder"
                raise SettingsError(message)
            yield from _folder(root, "", real, out_real)
        else:
            yield Found(
                root, printable(root.name), None if _is_regular(root) else "not a regular file", named=True
            )


def _folder(folder: Path, prefix: str, root_real: str, out_real: str | None) -> Iterator[Found]:
    """Yield the files of one folder and below; a stack of iterators would hide the order it gives."""
    try:
        with os.scandir(folder) as entries:
            ordered = sorted(
                (entry for entry in entries if not entry.name.startswith(HIDDEN)), key=lambda e: e.name
            )
    except OSError as error:
        yield Found(
            folder, prefix.rstrip("/") or folder.name, f"folder cannot be read: {error.strerror or error}"
        )
        return
    for entry in ordered:
        path = folder / entry.name
        source = prefix + printable(entry.name)
        if entry.is_symlink():
            yield Found(path, source, _link_reason(path, root_real))
        elif entry.is_dir(follow_symlinks=False):
            if os.path.realpath(path) != out_real:
                yield from _folder(path, source + "/", root_real, out_real)
        elif not entry.is_file(follow_symlinks=False):
            yield Found(path, source, "not a regular file")
        else:
            yield Found(path, source)


def printable(name: str) -> str:
    """Return a file name that every table can hold: bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(name).decode("utf-8", "replace")


def _is_regular(path: Path) -> bool:
    """Tell a file (or a link to one) from a pipe, socket or device, which could block for ever."""
    return path.is_file()


def _link_reason(path: Path, root_real: str) -> str | None:
    """Say why a link is not followed, null for a link to a file inside the input folder."""
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return "link that leads nowhere or in a circle"
    try:
        inside = target.is_relative_to(root_real)
    except ValueError:
        inside = False
    if not inside:
        return "link out of the input folder"
    if target.is_dir():
        return "link to a folder of the input, which is read in its own place"
    return None if target.is_file() else "not a regular file"
