"""The stages as plain Python beside a compiled build: this package from its sources, in a process of its own.

Speaks with bench.py as peers.py does; takes the root of the repository after the texts.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from importlib.machinery import SOURCE_SUFFIXES, FileFinder, ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

NAME = "documents to rows, interpreted"


class Sources(PathFinder):
    """Finds the modules of this package in their sources only."""

    @classmethod
    def find_spec(
        cls, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module of this package lies; of others nothing is said."""
        if fullname.split(".", maxsplit=1)[0] != "extractor":
            return None
        for folder in path or sys.path:
            found = FileFinder(folder, (SourceFileLoader, SOURCE_SUFFIXES)).find_spec(fullname, target)
            if found is not None:
                return found
        return None


def main() -> None:
    """Answer every line of the input with the seconds of one pass and those of the processor."""
    texts = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    sys.path[:0] = [sys.argv[2], str(Path(__file__).parent)]
    sys.meta_path.insert(0, Sources)
    from subjects import Package, compiled, forget

    assert not compiled(), "the sources are not used"
    package = Package(texts)
    call = package.subjects()["documents to rows"]
    print(json.dumps([NAME]), flush=True)
    for _ in sys.stdin:
        forget()
        gc.collect()
        began, worked = time.perf_counter(), time.process_time()
        call()
        taken = {"seconds": time.perf_counter() - began, "processor": time.process_time() - worked}
        print(json.dumps(taken), flush=True)
    package.close()


if __name__ == "__main__":
    main()
