"""The other tools over the same texts, in whatever environment has them; a plain script of its own.

Takes a JSON list of texts as its argument; prints the names it can measure, then for every name read
from standard input the seconds of one pass and those of the processor, or ``failed`` with the reason.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import logging
import re
import sys
import time
from pathlib import Path

NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def subjects(texts):
    """Return what can be called here, by name; each loads its dictionaries at once."""
    made = {"re findall of digits": lambda: [NUMBER.findall(text) for text in texts]}
    if importlib.util.find_spec("jieba"):
        import jieba

        jieba.setLogLevel(logging.ERROR)
        jieba.initialize()
        made["jieba.lcut"] = lambda: [jieba.lcut(text) for text in texts]
    if importlib.util.find_spec("rjieba"):
        import rjieba

        made["rjieba.cut"] = lambda: [rjieba.cut(text) for text in texts]
    if importlib.util.find_spec("jionlp"):
        import jionlp

        made["JioNLP money"] = lambda: [jionlp.ner.extract_money(text) for text in texts]
        made["JioNLP time"] = lambda: [jionlp.ner.extract_time(text) for text in texts]
    if importlib.util.find_spec("recognizers_number"):
        from recognizers_number import recognize_number
        from recognizers_number_with_unit import recognize_currency, recognize_dimension

        for name, call in (
            ("number", recognize_number),
            ("dimension", recognize_dimension),
            ("currency", recognize_currency),
        ):
            made[f"Recognizers-Text {name}"] = lambda call=call: [call(text, "zh-cn") for text in texts]
    return made


def main() -> None:
    """Answer names with seconds until the input ends."""
    texts = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    wanted = set(sys.argv[2:])
    with contextlib.redirect_stdout(io.StringIO()):
        known = {name: call for name, call in subjects(texts).items() if not wanted or name in wanted}
    print(json.dumps(sorted(known)), flush=True)
    for line in sys.stdin:
        began, worked = time.perf_counter(), time.process_time()
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                known[line.strip()]()
        except Exception as error:
            print(json.dumps({"failed": f"{type(error).__name__}: {error}"}), flush=True)
            continue
        taken = {"seconds": time.perf_counter() - began, "processor": time.process_time() - worked}
        print(json.dumps(taken), flush=True)


if __name__ == "__main__":
    main()
