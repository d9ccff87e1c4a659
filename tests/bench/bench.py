"""All subjects side by side: interleaved rounds in one run, medians, ratios to jieba's cut."""

from __future__ import annotations

import argparse
import gc
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT), str(HERE)]

import growth  # noqa: E402 the folder is no package
import report  # noqa: E402
from subjects import FIXED, Package, compiled, forget  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Sequence

PEERS = ROOT / ".venv-peers" / "bin" / "python"
BASE = "jieba.lcut"
LESS = "pipeline, less a run over one line"
# Seconds of a pass, and those that the processor worked at it.
Pass = tuple[float, float]
# Subjects slower than this (MB/s) are measured in the first rounds only.
SLOW = 0.1


class Peers:
    """The other tools, each environment in a process of its own that answers when asked."""

    def __init__(self, python: str, script: str, texts: Path, *more: str) -> None:
        """Start the process and learn what it can measure."""
        self._process = subprocess.Popen(
            [python, str(HERE / script), str(texts), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.names: list[str] = json.loads(self._line())

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def seconds(self, name: str) -> Pass | str:
        """Return the seconds of one pass and those of the processor, or why there was none."""
        assert self._process.stdin is not None
        self._process.stdin.write(name + "\n")
        self._process.stdin.flush()
        answer = json.loads(self._line())
        return answer["failed"] if "failed" in answer else (answer["seconds"], answer["processor"])

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()


def texts_of(folders: Sequence[Path]) -> list[str]:
    """Return the plain texts below the folders."""
    files = sorted(path for folder in folders for path in folder.rglob("*.txt"))
    return [path.read_text("utf-8", "replace") for path in files]


def measure(texts: list[str], rounds: int) -> tuple[dict[str, list[Pass]], dict[str, str]]:
    """Return the seconds of every subject in every round, and what could not be measured."""
    taken: dict[str, list[Pass]] = {}
    failed: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "texts.json"
        given.write_text(json.dumps(texts), "utf-8")
        peers = [Peers(sys.executable, "peers.py", given)]
        if PEERS.is_file():
            peers.append(Peers(str(PEERS), "peers.py", given))
        package = Package(texts)
        if compiled():
            peers.append(Peers(sys.executable, "interpreted.py", given, str(ROOT)))
        size = sum(len(text.encode()) for text in texts) / 1e6
        for number in range(rounds):
            for name, call in package.subjects().items():
                forget()
                gc.collect()
                began, worked = time.perf_counter(), time.process_time()
                call()
                one = time.perf_counter() - began, time.process_time() - worked
                taken.setdefault(name, []).append(one)
            seen: set[str] = set()
            for peer in peers:
                for name in peer.names:
                    slow = number >= 2 and name in taken and size / taken[name][0][0] < SLOW
                    if name in seen or name in failed or slow:
                        continue
                    seen.add(name)
                    answer = peer.seconds(name)
                    if isinstance(answer, str):
                        failed[name] = answer
                    else:
                        taken.setdefault(name, []).append(answer)
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
        for peer in peers:
            peer.close()
        package.close()
    return taken, failed


def main() -> None:
    """Measure, print, and write what was found."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--texts", type=Path, action="append", help="folders of plain texts")
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--largest", type=float, default=10, help="MB of the largest single document")
    options.add_argument("--out", type=Path, default=ROOT / "out" / "bench")
    options.add_argument("--docs", type=Path, default=ROOT / "docs")
    chosen = options.parse_args()
    seeds = ROOT.parent / "shared" / "gold" / "seeds"
    folders = chosen.texts or [seeds if seeds.is_dir() else ROOT / "corpus"]
    texts = texts_of(folders)
    size = sum(len(text.encode()) for text in texts)
    load = [os.getloadavg()[0]]
    taken, failed = measure(texts, chosen.rounds)
    load.append(os.getloadavg()[0])
    medians = {name: statistics.median(one for one, _ in passes) for name, passes in taken.items()}
    worked = {name: statistics.median(one for _, one in passes) for name, passes in taken.items()}
    fixed = medians.pop(FIXED)
    medians[LESS] = medians["pipeline"] - fixed
    worked[LESS] = worked["pipeline"] - worked[FIXED]
    found = {
        "machine": {"system": platform.platform(), "python": platform.python_version()},
        "texts": {"files": len(texts), "bytes": size, "folders": [folder.name for folder in folders]},
        "rounds": chosen.rounds,
        "compiled": compiled(),
        # Before and after; the measurement itself is one.
        "load": load,
        "subjects": {
            name: {
                "seconds": seconds,
                "mb_per_second": size / 1e6 / seconds,
                "to_jieba": medians[BASE] / seconds,
                "to_jieba_by_processor": worked[BASE] / worked[name],
                "rounds": [one for one, _ in taken.get(name, [])],
            }
            for name, seconds in medians.items()
        },
        "fixed_seconds": fixed,
        "failed": failed,
        "missing": [] if PEERS.is_file() else ["JioNLP and Recognizers-Text: `make bench-peers`"],
        "start_up": growth.start_up(),
        "memory": growth.memory(texts),
        "growth": growth.growth(texts, chosen.largest),
    }
    report.write(found, chosen.out, chosen.docs)


if __name__ == "__main__":
    main()
