"""Finds regular expressions that can take very long, by running them on strings made to hurt.

A runaway ``re`` cannot be stopped from inside its process, so a child does the work and reports
each expression that is done; when it falls silent it is killed, and the next child goes on behind.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import threading
import time
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LIMIT = 0.25
"""Seconds that one expression may need for all its adversarial strings."""

PATIENCE = 3.0
"""Seconds of silence after which the child is given up; generous, for busy machines."""

LENGTH = 400
"""Length of an adversarial string; quadratic is still quick here, exponential never ends."""

PLACEHOLDER = re.compile(r"(?<!\\)\{[A-Za-z_]+\}")
"""A name in braces, by which a vocabulary file stands for a class of characters; tried as a digit."""

FILLERS = ("0", " ", "a", "*", ".", ",", "-", "%")


def slow_patterns(patterns: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the position of each expression that is slow or does not compile, and what is wrong."""
    start = 0
    while start < len(patterns):
        done = start
        for index, problem in _child(patterns[start:]):
            done = start + index + 1
            if problem:
                yield start + index, problem
        if done < len(patterns):
            yield done, f"regular expression takes more than {PATIENCE:g} s"
        start = done + 1


def _child(patterns: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Run the expressions in a child process; stop when it ends or stays silent too long."""
    with subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "extractor.catalogue.slow"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        feeder = threading.Thread(target=_feed, args=(child, json.dumps(list(patterns))), daemon=True)
        feeder.start()
        while True:
            # The first line waits for the interpreter to start as well.
            timer = threading.Timer(PATIENCE, child.kill)
            timer.start()
            line = child.stdout.readline()
            timer.cancel()
            if not line:
                break
            index, problem = json.loads(line)
            yield index, problem


def _feed(child: subprocess.Popen[str], text: str) -> None:
    """Hand the expressions to the child and close its input."""
    assert child.stdin is not None
    try:
        child.stdin.write(text)
        child.stdin.close()
    except BrokenPipeError:
        # The child was given up; the reader has seen that already.
        return


def adversaries(pattern: str) -> list[str]:
    """Strings that make backtracking hurt: runs of each character the expression knows, then a misfit."""
    own = sorted({character for character in pattern if character.isalnum()}, key=pattern.index)[:12]
    runs = [character * LENGTH + "\x00" for character in dict.fromkeys((*FILLERS, *own))]
    # Runs of two in turn, for nested repeats over several classes.
    runs += [(first + second) * (LENGTH // 2) + "\x00" for first, second in pairwise(own)]
    runs.append("0," * (LENGTH // 2) + "\x00")
    return runs


def trial(pattern: str) -> str:
    """Run one expression on its adversaries and say what is wrong, or nothing."""
    pattern = PLACEHOLDER.sub("[0-9]", pattern)
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        return f"regular expression does not compile ({error})"
    began = time.perf_counter()
    for text in adversaries(pattern):
        compiled.search(text)
    took = time.perf_counter() - began
    return f"regular expression takes {took:.2f} s on adversarial strings" if took > LIMIT else ""


def main() -> None:
    """The child's side: read expressions, write one line for each as it is done."""
    for index, pattern in enumerate(json.load(sys.stdin)):
        sys.stdout.write(json.dumps([index, trial(pattern)]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
