"""Every regular expression as it is used, timed on strings made to hurt.

`patterns check` looks at the expressions of the pattern files one by one; here are those that code puts
together of them, and its own. Run as a program, in a process with an empty cache: only then is every
expression compiled where it can be seen. Prints a JSON line for each that is slow, and one with their number.
"""

from __future__ import annotations

import json
import re
import sys
from time import process_time
from types import FrameType
from typing import Any

from .checks import HangError, patience

UNITS = (
    *(
        "8",
        " ",
        "\t",
        "a",
        "X",
        "*",
        ",",
        "-",
        "(",
        "“",
        "《",
        "。",
        "、",
        "/",
        "一",
        "万",
        "的",
        "医",
        "年",
        "至",
    ),
    *(
        "其中",
        "增长",
        "2022年",
        "1月",
        "8.",
        "8-",
        "1 ",
        "、1",
        "12个",
        "5%",
        "1/",
        "一、",
        "a.",
        "百分之",
        "<p",
    ),
)
# Without a misfit at its end a string may match at once.
ENDS = ("", "\x00")
# Most expressions are only asked at one place, so a square of the length is no harm here: what the whole
# costs is seen in ``monsters``. A cube, or worse, takes longer than the limit.
SHORT, LONG = 250, 1000
# Seconds for a short string that make the long one worth a try.
SUSPECT = 0.005
LIMIT = 1.0
# Expressions that begin so are asked to fit a whole text, never sought in one.
WHOLE = ("(.*?)", "(?:(?P<whole>")
_seen: dict[tuple[str, int], str] = {}


def watch() -> None:
    """Note every expression that the package compiles from now on, and where."""
    compiled = re.compile

    def noting(pattern: Any, flags: int = 0) -> re.Pattern[Any]:
        frame: FrameType | None = sys._getframe(1)
        while frame is not None and frame.f_code.co_filename.endswith("compiling.py"):
            frame = frame.f_back
        folder, _, file = frame.f_code.co_filename.rpartition("/extractor/") if frame else ("", "", "")
        if folder and frame and isinstance(pattern, str):
            _seen.setdefault((pattern, int(flags)), f"{file}:{frame.f_lineno}")
        return compiled(pattern, flags)

    re.compile = noting


def taken(pattern: re.Pattern[str], text: str) -> float:
    """Seconds to find every match in a text; the limit when it takes longer than that."""
    began = process_time()
    try:
        with patience(2 * LIMIT):
            if pattern.pattern.startswith(WHOLE):
                pattern.fullmatch(text)
            else:
                for _ in pattern.finditer(text):
                    pass
    except HangError:
        return 2 * LIMIT
    return process_time() - began


def worst(pattern: re.Pattern[str]) -> tuple[float, str]:
    """The longest time that one of the strings takes, and what was repeated in it."""
    found = (0.0, "")
    own = re.findall(r"[\u4e00-\u9fff]{1,2}", pattern.pattern)[:6]
    for unit in (*UNITS, *own):
        for end in ENDS:
            if taken(pattern, unit * (SHORT // len(unit)) + end) > SUSPECT:
                found = max(found, (taken(pattern, unit * (LONG // len(unit)) + end), unit))
    return found


def main() -> None:
    """Load everything, then time every expression that this has compiled."""
    watch()
    from .checks import catalogue, rows_of
    from .texts import reports

    catalogue()
    for text in reports():
        rows_of(text)
    for (source, flags), where in list(_seen.items()):
        seconds, unit = worst(re.compile(source, flags))
        if seconds > LIMIT:
            print(json.dumps({"where": where, "unit": unit, "seconds": seconds, "pattern": source[:200]}))
    print(json.dumps({"expressions": len(_seen), "places": len(set(_seen.values()))}))


if __name__ == "__main__":
    main()
