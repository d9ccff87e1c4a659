"""Runs that are killed with SIGKILL at random points, one after the other; started by test_killed.py.

Each run is a child of this process, which has everything loaded: so many deaths cost little time. The
input goes to and fro between two states, whose tables are known by their digests; after every death
each visible table must be one of theirs. Here Arrow is not used, only bytes are compared: a process that
has started Arrow's threads must not be forked.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extractor.engines import extract, local
from extractor.pipeline import warm_up
from extractor.settings import Settings
from tests.engines.conftest import digests, visible

QUIET = Settings(timings=False)


def child(work: Callable[[], object]) -> int:
    """Do something in a process of its own; return its number."""
    number = os.fork()
    if number:
        return number
    code = 1
    try:
        work()
        code = 0
    finally:
        os._exit(code)


def ended(number: int) -> int:
    """Wait for a process and return how it ended."""
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def finished(folder: Path, out: Path) -> None:
    """Run to the end."""
    assert ended(child(lambda: extract(folder, out, QUIET))) == 0, "a run that nobody killed failed"


def death_after(seconds: float, folder: Path, out: Path, settings: Settings, *, again: bool) -> int:
    """Run, and kill it after so long."""
    number = child(lambda: extract(folder, out, settings, reprocess=again))
    time.sleep(seconds)
    os.kill(number, signal.SIGKILL)
    return ended(number)


def death_at(call: int, folder: Path, out: Path) -> int:
    """Run, and die before the given renaming: the moments when tables are put in their places."""

    def work() -> None:
        replace, count = os.replace, 0

        def counted(*names: str) -> None:
            nonlocal count
            if count == call:
                os.kill(os.getpid(), signal.SIGKILL)
            count += 1
            replace(*names)

        os.replace = counted
        extract(folder, out, QUIET, reprocess=True)

    return ended(child(work))


def main(base: Path, deaths: int, seed: int) -> None:
    """Kill so many runs; print where they died."""
    choose = random.Random(seed)
    # Processes are to be killed, however little there is to read.
    local.FEW_BYTES = 0
    folder, out = base / "in", base / "out"
    changing = folder / "00" / "0001.txt"
    texts = [changing.read_text("utf-8"), "临溪县2020年工作总结\n全年签约居民77人。\n"]
    warm_up(QUIET)
    finished(folder, base / "warm")
    clean, took = [], 0.0
    for state, text in enumerate(texts):
        changing.write_text(text, encoding="utf-8")
        began = time.perf_counter()
        finished(folder, base / f"clean{state}")
        took = time.perf_counter() - began
        clean.append(digests(base / f"clean{state}"))
    told = {"killed": 0, "finished": 0}
    state = 0
    for death in range(deaths):
        if choose.random() < 0.3:
            shutil.rmtree(out, ignore_errors=True)
        state = choose.randrange(2)
        changing.write_text(texts[state], encoding="utf-8")
        if death % 3 == 2:
            code = death_at(choose.randrange(5), folder, out)
        else:
            settings = Settings(timings=False, jobs=2 if death % 5 == 4 else 1)
            code = death_after(choose.uniform(0, took), folder, out, settings, again=choose.random() < 0.5)
        told["killed" if code == -signal.SIGKILL else "finished"] += 1
        seen = visible(out)
        assert all(seen[name] in (clean[0][name], clean[1][name]) for name in seen), f"a half table: {seen}"
        assert "manifest.json" not in seen or seen in clean, f"tables of two runs under a manifest: {seen}"
        if death % 4 == 3:
            finished(folder, out)
            assert digests(out) == clean[state], "the run after a death gave other rows"
    finished(folder, out)
    assert digests(out) == clean[state], "the run after the last death gave other rows"
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
