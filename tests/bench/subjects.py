"""What is measured of this package: the whole way from bytes to Parquet, and each stage by itself."""

from __future__ import annotations

import functools
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import audit, linking, pipeline, quantities, text
from extractor.engines import extract
from extractor.models import Source
from extractor.rows import read_document
from extractor.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


LINE = "全县建成村卫生室126所。\n"
FIXED = "a run over one line"


def compiled() -> bool:
    """Tell whether the stages are those of `make fast`, not plain Python."""
    return any(
        name.startswith("extractor.") and str(getattr(module, "__file__", "")).endswith((".so", ".pyd"))
        for name, module in list(sys.modules.items())
    )


def forget() -> None:
    """Empty every bounded memory of the package, so that each round meets its texts for the first time."""
    for name, module in list(sys.modules.items()):
        if name.split(".")[0] != "extractor":
            continue
        for value in list(vars(module).values()):
            if isinstance(value, functools._lru_cache_wrapper) and value.cache_parameters()["maxsize"]:
                value.cache_clear()
    pipeline._catalogue(())._memo.clear()


class Package:
    """The subjects of this package over some texts; stages get what the stage before made."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Write the texts as files and load everything that a run loads once."""
        self.folder = Path(tempfile.mkdtemp(prefix="bench-"))
        (self.folder / "in").mkdir()
        (self.folder / "line.txt").write_text(LINE, "utf-8")
        for number, one in enumerate(texts):
            (self.folder / "in" / f"{number:04}.txt").write_text(one, "utf-8")
        self.settings = Settings(jobs=1, timings=False)
        pipeline.warm_up(self.settings)
        self.catalogue = pipeline._catalogue(())
        self.texts = texts
        self.parsed = [text.parse(one) for one in texts]
        self.found = [quantities.find(one)[0] for one in self.parsed]
        self.links = [linking.link(*pair)[1] for pair in zip(self.parsed, self.found, strict=True)]

    def subjects(self) -> dict[str, Callable[[], object]]:
        """Return what to call and time, by name."""
        sources = [Source(f"{i}", f"{i}", "txt", "utf-8", len(one), one) for i, one in enumerate(self.texts)]
        return {
            "pipeline": self._extract,
            "pipeline, unchanged input": self._again,
            FIXED: self._line,
            "documents to rows": lambda: [read_document(source, self.catalogue) for source in sources],
            "text": lambda: [text.parse(one) for one in self.texts],
            "quantities": lambda: [quantities.find(one) for one in self.parsed],
            "linking": lambda: [linking.link(*pair) for pair in zip(self.parsed, self.found, strict=True)],
            "audit": lambda: [
                audit.examine(*three) for three in zip(self.parsed, self.found, self.links, strict=True)
            ],
        }

    def _extract(self) -> object:
        """Run over the folder, from bytes to Parquet, as if for the first time."""
        return extract(self.folder / "in", self.folder / "out", self.settings, reprocess=True)

    def _again(self) -> object:
        """Run over what has not changed since."""
        return extract(self.folder / "in", self.folder / "out", self.settings)

    def _line(self) -> object:
        """Run over one line: what every run costs, however little it reads."""
        return extract(self.folder / "line.txt", self.folder / "out-line", self.settings, reprocess=True)

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self.folder)
