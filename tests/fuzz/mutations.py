"""Mutated documents: excerpts of our own reports, damaged in every way we can think of.

`make fuzz MUTATIONS=1000000` runs this file: every document is checked as in ``checks``; a failing one is
made small and kept. A document follows from its number alone, so that any of them can be made again.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from .checks import check
from .texts import SIGNS, WORDS, examples, excerpt

# Every how many documents the second run is compared with the first.
TWICE = 10
Mutator = Callable[[str, random.Random], str]


def _span(text: str, choose: random.Random, longest: int = 60) -> tuple[int, int]:
    """A stretch of the text."""
    start = choose.randrange(len(text) + 1)
    return start, min(len(text), start + choose.randint(0, longest))


def cut(text: str, choose: random.Random) -> str:
    """Take a stretch out."""
    start, end = _span(text, choose)
    return text[:start] + text[end:]


def keep(text: str, choose: random.Random) -> str:
    """Leave only a stretch."""
    start, end = _span(text, choose, 200)
    return text[start:end]


def splice(text: str, choose: random.Random) -> str:
    """Put a stretch of another document in."""
    start, end = _span(text, choose, 20)
    other = excerpt(choose, 120)
    return text[:start] + other + text[end:]


def repeat(text: str, choose: random.Random) -> str:
    """Repeat a stretch."""
    start, end = _span(text, choose, 30)
    return text[:end] + text[start:end] * choose.choice((1, 2, 5, 40)) + text[end:]


def repeat_digits(text: str, choose: random.Random) -> str:
    """Put many digits in a row."""
    at = choose.randrange(len(text) + 1)
    return text[:at] + choose.choice("0123456789") * choose.choice((2, 8, 20, 130, 900)) + text[at:]


def random_bytes(text: str, choose: random.Random) -> str:
    """Change bytes, and read what that makes."""
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    for _ in range(min(len(data), choose.randint(1, 12))):
        data[choose.randrange(len(data))] = choose.randrange(256)
    return data.decode(choose.choice(("utf-8", "gb18030")), choose.choice(("replace", "ignore")))


def nest(text: str, choose: random.Random) -> str:
    """Put many brackets or quotes around a stretch, closed, half closed or crossed."""
    start, end = _span(text, choose)
    opening, closing = choose.choice(("()", "“”", "《》", "【】", "[]", "（）", "(】", "‘’"))
    times = choose.choice((1, 3, 30, 300))
    back = choose.choice((0, times // 2, times))
    return text[:start] + opening * times + text[start:end] + closing * back + text[end:]


def one_line(text: str, choose: random.Random) -> str:
    """Take out all breaks, or all stops, and make the line long."""
    marks = choose.choice(("\n", "。", "\n。", ",，", "\n。,，;；、"))
    return text.translate({ord(mark): None for mark in marks}) * choose.choice((1, 1, 3))


def delete(text: str, choose: random.Random) -> str:
    """Lose characters here and there."""
    share = choose.choice((0.01, 0.1, 0.5))
    return "".join(c for c in text if choose.random() >= share)


def swap(text: str, choose: random.Random) -> str:
    """Let neighbours change places."""
    signs = list(text)
    for _ in range(min(len(signs), choose.randint(1, 20))):
        at = choose.randrange(max(1, len(signs) - 1))
        signs[at : at + 2] = reversed(signs[at : at + 2])
    return "".join(signs)


def mask(text: str, choose: random.Random) -> str:
    """Hide digits, as those who publish reports do."""
    sign = choose.choice(("*", "**", "X", "×", "_", "□", "○", "N", "XX", "***"))
    share = choose.choice((0.1, 0.5, 1.0))
    return "".join(sign if c.isdecimal() and choose.random() < share else c for c in text)


def scatter(text: str, choose: random.Random) -> str:
    """Strew signs and words over the text."""
    pieces = list(text)
    for _ in range(choose.randint(1, 12)):
        pieces.insert(
            choose.randrange(len(pieces) + 1), choose.choice((choose.choice(SIGNS), choose.choice(WORDS)))
        )
    return "".join(pieces)


def exemplify(text: str, choose: random.Random) -> str:
    """Put an example of a pattern right beside a figure."""
    digits = [at for at, c in enumerate(text) if c.isdecimal()]
    at = choose.choice(digits) if digits else 0
    return text[:at] + choose.choice(examples()) + text[at:]


def blank(text: str, choose: random.Random) -> str:
    """Let spaces, breaks and marks of other systems in."""
    mark = choose.choice(
        (
            " ",
            "\n",
            "\r",
            "\r\n",
            "\t",
            "\u3000",
            "\u200b",
            "\ufeff",
            "\u2028",
            "\x0c",
            "\x00",
            "\ue000",
            "\ue001",
        )
    )
    share = choose.choice((0.02, 0.3))
    return "".join(c + mark if choose.random() < share else c for c in text)


MUTATORS: tuple[Mutator, ...] = (
    *(cut, keep, splice, repeat, repeat_digits, random_bytes, nest, one_line),
    *(delete, swap, mask, scatter, exemplify, blank),
)


def document(number: int) -> str:
    """The mutated document of this number."""
    choose = random.Random(number)
    text = excerpt(choose)
    for _ in range(choose.choice((1, 1, 2, 3, 6))):
        text = choose.choice(MUTATORS)(text, choose)
    return text


def failure(text: str, *, twice: bool) -> str:
    """What is wrong with a text, nothing when all holds."""
    try:
        check(text, twice=twice)
    # Whatever is raised is what the fuzzer is looking for.
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:300]}"
    return ""


def smaller(text: str, kind: str) -> str:
    """The text without what the failure does not need."""
    size = len(text) // 2
    while size:
        at = 0
        while at < len(text):
            shorter = text[:at] + text[at + size :]
            if failure(shorter, twice=True).partition(":")[0] == kind:
                text = shorter
            else:
                at += size
        size //= 2
    return text


def main() -> int:
    """Check documents until there were enough or time is over; say how many, and what was wrong."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("--mutations", type=int, default=10_000)
    options.add_argument("--first", type=int, default=0)
    options.add_argument("--seconds", type=float, default=float("inf"))
    options.add_argument("--keep", type=Path, default=Path("out/fuzz"))
    chosen = options.parse_args()
    began, done, characters, slowest = time.monotonic(), 0, 0, 0.0
    wrong: Counter[str] = Counter()
    for number in range(chosen.first, chosen.first + chosen.mutations):
        if time.monotonic() - began > chosen.seconds:
            break
        text = document(number)
        before = time.process_time()
        found = failure(text, twice=number % TWICE == 0)
        slowest = max(slowest, time.process_time() - before)
        done += 1
        characters += len(text)
        if found:
            kind = found.partition(":")[0]
            wrong[kind] += 1
            chosen.keep.mkdir(parents=True, exist_ok=True)
            small = smaller(text, kind)
            (chosen.keep / f"{number}.txt").write_text(small, "utf-8", errors="surrogatepass")
            print(f"{number}: {found}\n    {small[:200]!r}", file=sys.stderr, flush=True)
        if done % 10_000 == 0:
            print(f"{done} documents, {sum(wrong.values())} wrong", file=sys.stderr, flush=True)
    seconds = round(time.monotonic() - began)
    told = {"documents": done, "characters": characters, "seconds": seconds, "slowest": round(slowest, 2)}
    print(json.dumps(told | {"wrong": dict(wrong)}))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
