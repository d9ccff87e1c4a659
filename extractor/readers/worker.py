"""The process that reads risky documents: it may be killed, it may run out of memory, nobody minds.

Run as ``python -m extractor.readers.worker``. On standard input: a line of JSON (format, size, limits),
then so many bytes; on standard output: a line of JSON with the text or the reason. It ends when its
input does, and so never outlives the run.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from extractor.errors import ReadError
from extractor.readers.documents import read_document
from extractor.readers.raw import Limits


def main() -> None:
    """Answer every question that arrives, one after the other."""
    questions = sys.stdin.buffer
    # Libraries print; what they say must not get between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    while line := questions.readline():
        question = json.loads(line)
        _limit_memory(question["memory"])
        data = _exactly(questions, question["size"])
        answers.write(json.dumps(_answer(question, data)).encode() + b"\n")
        answers.flush()


def _exactly(source: IO[bytes], size: int) -> bytes:
    data = source.read(size)
    if len(data) != size:
        raise SystemExit(1)
    return data


def _answer(question: dict[str, Any], data: bytes) -> dict[str, Any]:
    """Read one document; whatever happens becomes an answer."""
    try:
        return asdict(read_document(question["format"], data, Limits(**question["limits"])))
    except ReadError as error:
        return {"failed": str(error)}
    except MemoryError:
        return {"failed": _out_of_memory(question)}
    except RecursionError:
        return {"failed": "nested too deeply"}
    # A library that fails in its own way: the document is at fault, and the row says how.
    except Exception as error:
        if "bad_alloc" in str(error) or "memory" in str(error).lower():
            return {"failed": _out_of_memory(question)}
        return {"failed": f"cannot be read: {type(error).__name__}: {str(error)[:200]}"}


def _out_of_memory(question: dict[str, Any]) -> str:
    return f"too much memory: the limit is {question['memory']} bytes"


def _limit_memory(size: int) -> None:
    """Let this process map so much more than it does now, where the system can say so."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        mapped = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (mapped + size, resource.getrlimit(resource.RLIMIT_AS)[1]))


if __name__ == "__main__":
    main()
