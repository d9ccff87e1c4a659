"""Coverage-guided fuzzing from text to rows: atheris chooses the texts by the branches that they reach.

`python -m tests.fuzz.guided FOLDER -runs=N` or `-max_total_time=SECONDS`; other options are libFuzzer's.
The corpus of seeds is made in FOLDER, of our own reports and the examples of the patterns.
"""

from __future__ import annotations

import hashlib
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

# The longest text in bytes: long enough for a heading, a table and some sentences.
LONGEST = 1500


def seed(folder: Path) -> int:
    """Write the seeds: stretches of our reports, examples, and what fuzzing found before."""
    from ruamel.yaml import YAML

    from .texts import WORDS, examples, reports

    folder.mkdir(parents=True, exist_ok=True)
    cases = YAML(typ="safe").load(Path(__file__).with_name("cases.yaml"))
    found = [*examples(), *WORDS, *(case["text"] for case in cases)]
    for text in reports():
        found += (text[at : at + LONGEST // 3] for at in range(0, len(text), LONGEST // 3))
    for text in found:
        data = text.encode()[:LONGEST]
        (folder / hashlib.sha256(data).hexdigest()[:16]).write_bytes(data)
    return len(found)


def main() -> None:
    """Instrument the package, then run it on what atheris makes up."""
    # Without types, and not there on every machine.
    atheris: Any = import_module("atheris")

    folder = Path(sys.argv[1])
    with atheris.instrument_imports(include=["extractor"]):
        from .checks import catalogue, check
    seed(folder)
    catalogue()
    runs = 0

    def one(data: bytes) -> None:
        nonlocal runs
        runs += 1
        # Instrumented code is some times slower, so a hang is looked for with more patience.
        check(data.decode("utf-8", "replace"), twice=runs % 50 == 0, seconds=10)

    atheris.Setup([sys.argv[0], *sys.argv[2:], f"-max_len={LONGEST}", str(folder)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
