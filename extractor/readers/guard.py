"""The near side of the worker process: starts it, asks it, ends it when a document takes too long."""

from __future__ import annotations

import atexit
import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.errors import ReadError
from extractor.models import Block
from extractor.readers.raw import Read

if TYPE_CHECKING:
    from extractor.settings import Settings


class Guard:
    """One worker process, started when first needed and again after each that was ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, format: str, data: bytes, settings: Settings) -> Read:
        """Return what the worker made of a document; ReadError also when it died of it."""
        question = {
            "format": format,
            "size": len(data),
            "memory": settings.memory,
            "limits": {
                "unpacked": settings.max_unpacked,
                "chars": settings.max_chars,
                "pages": settings.max_pages,
                "scan_pages": settings.max_scan_pages,
                "memory": settings.memory,
            },
        }
        process = self._alive()
        ended = threading.Event()

        def end() -> None:
            ended.set()
            _kill(process)

        timer = threading.Timer(settings.seconds, end)
        timer.daemon = True
        timer.start()
        try:
            line = _ask(process, question, data)
        finally:
            timer.cancel()
        if not line or ended.is_set():
            self.close()
        if not line:
            message = (
                f"took more than {settings.seconds:g} seconds"
                if ended.is_set()
                else "the reader crashed on it"
            )
            raise ReadError(message)
        return _result(json.loads(line))

    def _alive(self) -> subprocess.Popen[bytes]:
        """Return a running worker."""
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "extractor.readers.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=os.environ
                | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OMP_NUM_THREADS": "1"},
                # A group of its own, so that programs it started end with it.
                start_new_session=True,
            )
        return self._process

    def close(self) -> None:
        """End the worker."""
        if self._process is not None:
            _kill(self._process)
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            self._process = None


@cache
def guard() -> Guard:
    """Return the worker of this process."""
    made = Guard()
    atexit.register(made.close)
    return made


def _ask(process: subprocess.Popen[bytes], question: dict[str, Any], data: bytes) -> bytes:
    """Return the answer, empty when the worker died."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(json.dumps(question).encode() + b"\n")
        process.stdin.write(data)
        process.stdin.flush()
        return process.stdout.readline()
    except OSError:
        return b""


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and what it started."""
    # A process that was waited for is gone, and its number may be another's.
    if process.returncode is not None:
        return
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _result(answer: dict[str, Any]) -> Read:
    """Return the record that the worker had."""
    if "failed" in answer:
        raise ReadError(answer["failed"])
    blocks = tuple(Block(**block) for block in answer["blocks"])
    return Read(answer["text"], blocks, answer["encoding"], answer["reason"], tuple(answer["flags"]))
