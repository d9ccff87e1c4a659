"""Everything that can be wrong with the pattern files, vocabulary and catalogue alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.catalogue.lint import Finding, check_packs
from extractor.contracts import vocabulary_models
from extractor.errors import PackError, SettingsError
from extractor.packs import load_file, pattern_files, validate
from extractor.readers import decode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


def check(packs: Iterable[Path] = (), texts: Path | None = None) -> list[Finding]:
    """Return every finding; ``texts`` is a folder of reports in which catalogue terms should occur."""
    return [*vocabulary_findings(), *check_packs(packs, list(_texts(texts)))]


def vocabulary_findings() -> Iterator[Finding]:
    """Yield what is wrong with the vocabulary files; those of the catalogue are checked by their own lint."""
    models = vocabulary_models()
    for path in pattern_files():
        try:
            loaded = load_file(path)
            kind = loaded.data.get("kind") if isinstance(loaded.data, dict) else None
            if kind not in models:
                raise loaded.error(("kind",), f"unknown kind {kind!r}; there are: {', '.join(models)}")
            if kind != "catalogue":
                validate(loaded, models[kind])
        except PackError as error:
            yield Finding("error", "schema", path, error.line, error.message)


def _texts(folder: Path | None) -> Iterator[str]:
    """Yield the reports of a folder."""
    if folder is None:
        return
    if not folder.is_dir():
        message = f"folder {folder} does not exist"
        raise SettingsError(message)
    for path in sorted(folder.rglob("*.txt")):
        yield decode(path.read_bytes()).text
