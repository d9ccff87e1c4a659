"""What the tests of formats share: the makers of fixtures, reading, and the comparison with the text twin."""

from __future__ import annotations

import importlib.util
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extractor.models import Source
from extractor.pipeline import kernel, sources_batch
from extractor.readers import Found, read_all
from extractor.settings import Settings

HERE = Path(__file__).resolve().parent


def _maker() -> Any:
    """Load make.py, which is a script beside the tests and no package."""
    spec = importlib.util.spec_from_file_location("formats_make", HERE / "make.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def make() -> Any:
    """The writers of fixtures."""
    return _maker()


@pytest.fixture(scope="session")
def reports(make: Any) -> dict[str, str]:
    """The texts of the corpus that a person could have typed into Word, by name."""
    return {
        path.stem: path.read_text("utf-8")
        for folder in ("health", "other")
        for path in sorted((make.CORPUS / folder).glob("*.txt"))
    }


class Reading:
    """Reads files and texts to rows."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = Settings(timings=False)

    def sources(self, name: str, data: bytes, **limits: Any) -> list[Source]:
        """Return the records of a file with these bytes."""
        path = self.folder / name
        path.write_bytes(data)
        return list(read_all(Found(path, name), Settings(timings=False, **limits)))

    def source(self, name: str, data: bytes, **limits: Any) -> Source:
        """Return the one record of a file with these bytes."""
        (found,) = self.sources(name, data, **limits)
        return found

    def figures(self, source: Source) -> list[dict[str, Any]]:
        """Return the rows of a document; every figure must stand where its row says."""
        assert source.text is not None, source.reason
        rows = kernel(sources_batch([source]), self.settings)["indicators"].to_pylist()
        for row in rows:
            assert source.text[row["start"] : row["end"]] == row["figure"]
        return rows

    def twin(self, text: str) -> list[dict[str, Any]]:
        """Return the rows of a plain text."""
        return self.figures(Source("", "twin.txt", "txt", "utf-8", len(text), text))


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    return Reading(tmp_path)


KEYS = ("value", "low", "high", "unit", "mask", "relation", "label", "indicator", "status", "change")


def difference(
    rows: list[dict[str, Any]], twin: list[dict[str, Any]], keys: tuple[str, ...] = KEYS
) -> tuple[int, int, str]:
    """Return how many figures there are, how many differ, and which."""
    ours, theirs = (Counter(tuple(row[key] for key in keys) for row in table) for table in (rows, twin))
    lost, extra = theirs - ours, ours - theirs
    wrong = max(lost.total(), extra.total())
    return len(twin), wrong, "\n".join([f"- {item}" for item in lost] + [f"+ {item}" for item in extra])


@pytest.fixture(scope="session")
def compare() -> Any:
    return difference
