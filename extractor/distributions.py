"""What is installed, read off the folders that installers leave beside the packages.

``importlib.metadata`` parses the whole description of a package to learn its version, and opens every one to
find entry points: a tenth of a second at each start. The names of the folders say nearly all of it.
"""

from __future__ import annotations

import os
import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from importlib.metadata import EntryPoint

_SUFFIXES = (".dist-info", ".egg-info")
_SEPARATORS = re.compile(r"[-_.]+")


def versions(names: Collection[str]) -> list[str]:
    """Return name and version of those of the distributions that are there, in the order of the import path."""
    wanted = {_normal(name) for name in names}
    found: list[str] = []
    for entry in _folders():
        name, _, rest = entry.name.partition("-")
        if _normal(name) in wanted:
            found.append(f"{_normal(name)} {rest}")
    return found


def entry_points(group: str) -> list[EntryPoint]:
    """Return the entry points of a group, of which there are hardly ever any."""
    if not _may_offer(group):
        return []
    from importlib import metadata

    return list(metadata.entry_points(group=group))


def _may_offer(group: str) -> bool:
    """Tell whether any distribution names a group among its entry points."""
    if any(os.path.isfile(place) for place in sys.path):
        # A zip file is not looked into.
        return True
    wanted = group.encode()
    for entry in _folders():
        try:
            with open(os.path.join(entry.path, "entry_points.txt"), "rb") as file:
                if wanted in file.read():
                    return True
        except OSError:
            continue
    return False


def _folders() -> Iterator[os.DirEntry[str]]:
    """Yield the folders of metadata on the import path, sorted in each place."""
    for place in sys.path:
        try:
            with os.scandir(place or ".") as entries:
                found = [entry for entry in entries if entry.name.endswith(_SUFFIXES)]
        except OSError:
            continue
        yield from sorted(found, key=lambda entry: entry.name)


def _normal(name: str) -> str:
    """Return a name as all its spellings have it."""
    return _SEPARATORS.sub("_", name).lower()
