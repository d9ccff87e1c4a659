"""The indicators of pattern files: the shipped packs, a user's folders, and those of installed packages.

Everything that does not load is a PackError with file and line. ``read_packs`` keeps going after an
error and hands all of them to the caller, so that a check can show more than the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.catalogue.models import CatalogueFile, Indicator
from extractor.errors import PackError
from extractor.packs import Loaded, catalogue_files, load_file, validate, validate_part

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator with its place: file, position in it, domain and source of its names."""

    indicator: Indicator
    loaded: Loaded
    number: int
    domain: str
    source: str

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.indicator.id

    @property
    def path(self) -> Path:
        """The file it stands in."""
        return self.loaded.path

    def line(self, *where: str | int) -> int:
        """The line of the indicator, or of a part of it such as ``('match', 'topic', 0)``."""
        return self.loaded.line_of(("indicators", self.number, *where))


def read_packs(extra: Iterable[Path] = ()) -> tuple[list[Entry], list[PackError]]:
    """Read the shipped packs and those in ``extra``; an indicator may replace one read before it."""
    entries: list[Entry] = []
    errors: list[PackError] = []
    for path in catalogue_files(extra):
        try:
            loaded = load_file(path)
        except PackError as error:
            errors.append(error)
            continue
        found, wrong = read_file(loaded)
        entries += found
        errors += wrong
    return _unique(entries, errors), errors


def read_file(loaded: Loaded) -> tuple[list[Entry], list[PackError]]:
    """Read one file: its head first, then each indicator by itself, so that all errors are found."""
    errors: list[PackError] = []
    data = loaded.data
    items = data.get("indicators") if isinstance(data, dict) else None
    if not isinstance(items, list) or not items:
        try:
            validate(loaded, CatalogueFile)
        except PackError as error:
            return [], [error]
        return [], [loaded.error(("indicators",), "no indicators")]
    good: list[tuple[int, Indicator]] = []
    for number, item in enumerate(items):
        try:
            good.append((number, validate_part(loaded, ("indicators", number), item, Indicator)))
        except PackError as error:
            errors.append(error)
    if not good:
        return [], errors
    try:
        head = validate_part(loaded, (), {**data, "indicators": [good[0][1]]}, CatalogueFile)
    except PackError as error:
        return [], [error, *errors]
    return [
        Entry(indicator, loaded, number, head.domain, indicator.source or head.source)
        for number, indicator in good
    ], errors


def _unique(entries: list[Entry], errors: list[PackError]) -> list[Entry]:
    """One entry an id: the later one when it says ``replaces: true``, else that is an error."""
    kept: dict[str, Entry] = {}
    for entry in entries:
        before = kept.get(entry.id)
        if before is not None and not entry.indicator.replaces:
            errors.append(
                PackError(
                    entry.path,
                    entry.line("id"),
                    f"{entry.id} is defined already at {before.path}:{before.line('id')}"
                    " (say `replaces: true` to take its place)",
                )
            )
            continue
        if before is None and entry.indicator.replaces:
            errors.append(PackError(entry.path, entry.line("replaces"), f"{entry.id} replaces nothing"))
            continue
        kept[entry.id] = entry
    return list(kept.values())
