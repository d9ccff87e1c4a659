"""What one document of many megabytes costs, what a run holds in memory, and how long it takes to start."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from extractor import text

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT = Path(__file__).resolve().parents[2]
SMALL = "2023年卫生健康工作总结\n全县建成村卫生室126所,家庭医生签约率达到61.5%。\n"
# Measured in a process of its own, so that nothing is remembered and the peak is its own.
ALONE = """
import json, re, sys, time
def peak():
    # Not getrusage: its peak begins with that of the process that started this one.
    return int(re.search(r"VmHWM:\\s+([0-9]+)", open("/proc/self/status").read()).group(1))
sys.path.insert(0, sys.argv[2])
texts = json.load(open(sys.argv[1], encoding="utf-8"))
{setup}
loaded = peak()
began = time.perf_counter()
{work}
print(json.dumps(dict(seconds=time.perf_counter() - began, loaded=loaded, peak=peak())))
"""
SETUP = """
import pyarrow as pa
from extractor.pipeline import kernel, warm_up
from extractor.settings import Settings
warm_up(Settings())
"""
PACKAGE = (SETUP, "for text in texts: kernel(pa.RecordBatch.from_pylist([{'source': 'a', 'text': text}]))")
JIEBA = (
    "import jieba, logging\njieba.setLogLevel(logging.ERROR)\njieba.initialize()",
    "[jieba.lcut(t) for t in texts]",
)


def _alone(texts: Sequence[str], setup: str, work: str) -> dict[str, float]:
    """Return seconds, and kilobytes held when loaded and at most."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "texts.json"
        given.write_text(json.dumps(list(texts)), "utf-8")
        script = ALONE.format(setup=setup, work=work)
        done = subprocess.run(
            [sys.executable, "-c", script, str(given), str(ROOT)], check=True, capture_output=True, text=True
        )
    return json.loads(done.stdout)


def memory(texts: Sequence[str]) -> dict[str, dict[str, float]]:
    """Return the megabytes of a process when loaded and at most, for this package and for jieba."""
    found = {"this package": _alone(texts, *PACKAGE), "jieba.lcut": _alone(texts, *JIEBA)}
    return {
        name: {"loaded_mb": held["loaded"] / 1024, "peak_mb": held["peak"] / 1024}
        for name, held in found.items()
    }


def growth(texts: Sequence[str], largest: float) -> list[dict[str, float]]:
    """Return seconds and memory of one document of growing size."""
    made: list[dict[str, float]] = []
    # The bodies alone: what a site writes below a report would end the whole document there.
    bodies = [text.parse(one) for one in texts]
    whole = "\n".join(
        "".join(body.clean[s.start : s.end] + ("\n" if s.role != "body" else "") for s in body.sentences)
        for body in bodies
    )
    size = largest / 10
    while size <= largest * 1.001:
        times = int(size * 1e6 / len(whole.encode())) + 1
        document = (whole + "\n") * times
        document = document.encode()[: int(size * 1e6)].decode("utf-8", "ignore")
        held = _alone([document], *PACKAGE)
        made.append(
            {
                "mb": size,
                "seconds": held["seconds"],
                "mb_per_second": size / held["seconds"],
                "peak_mb": held["peak"] / 1024,
            }
        )
        print(f"{size:g} MB in one document: {held['seconds']:.1f} s", file=sys.stderr)
        size = size * 2 if size * 2 <= largest or size == largest else largest
    return made


def start_up(rounds: int = 5) -> dict[str, float]:
    """Return the seconds of a whole run over one small file, caches in place."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "one.txt").write_text(SMALL, "utf-8")
        call = [
            *(
                sys.executable,
                "-c",
                "import sys; sys.path.insert(0, sys.argv.pop(1)); from extractor.cli import run; run()",
            ),
            *(str(ROOT), "extract", str(place / "one.txt"), "--out", str(place / "out"), "--quiet"),
            # Else all but the first would find that nothing has changed.
            "--reprocess",
        ]
        # Modules are compiled by the first run, as they are by `make`.
        given = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        taken: list[float] = []
        for _ in range(rounds + 1):
            began = time.perf_counter()
            subprocess.run(call, check=True, env=given)
            taken.append(time.perf_counter() - began)
    return {"seconds": statistics.median(taken[1:]), "least": min(taken[1:]), "first": taken[0]}
