"""The engine of one machine: files dealt out to processes, rows in the order of the files.

At any time only a few windows of files are under way, so memory does not grow with their number.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain, groupby, islice
from typing import TYPE_CHECKING

from extractor.engines.portion import cut, process, unpack
from extractor.engines.sources import Remote, size_of
from extractor.errors import ResourceError
from extractor.pipeline import warm_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from extractor.engines.cache import Cache, Hit
    from extractor.engines.fingerprint import Order
    from extractor.engines.portion import Batches, Done
    from extractor.engines.sources import File
    from extractor.settings import Settings

# What a process is given at a time, by files and by bytes.
MOST_FILES = 16
MOST_BYTES = 8 * 1024 * 1024
# Bytes that are read sooner than other processes start.
FEW_BYTES = 256 * 1024
# Files in a window with those that were read before.
WINDOW = 256
# Windows under way for each process: enough to keep it busy, few enough to keep memory flat.
AHEAD = 4


@dataclass(slots=True)
class Window:
    """Some files in a row: each one a hit of the cache, or to be read."""

    all: list[File] = field(default_factory=list)
    items: list[Hit | None] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    size: int = 0
    began: int = field(default_factory=time.time_ns)


def rows(files: Iterable[File], settings: Settings, cache: Cache, order: Order) -> Iterator[Batches]:
    """Yield the rows of all files in their order, and tell it to ``order``."""
    windows = _windows(files, cache)
    with _submitter(windows, settings) as (submit, rest, ahead):
        waiting = deque((window, submit(window.files)) for window in islice(rest, ahead))
        try:
            while waiting:
                window, future = waiting.popleft()
                done = _result(future) if window.files else None
                if done is not None:
                    cache.add(window.files, done, window.began)
                _tell(order, window, done)
                yield from _emitted(window, done, settings, cache)
                waiting.extend((one, submit(one.files)) for one in islice(rest, 1))
        finally:
            for _, future in waiting:
                future.cancel()


def _windows(files: Iterable[File], cache: Cache) -> Iterator[Window]:
    """Deal the files out in windows that are closed by what there is to read, or by their length."""
    window = Window()
    for file in files:
        hit = cache.find(file)
        window.all.append(file)
        window.items.append(hit)
        if hit is None:
            window.files.append(file)
            window.size += size_of(file)
        full = len(window.files) == MOST_FILES or window.size >= MOST_BYTES
        if full or len(window.items) == WINDOW:
            yield window
            window = Window()
    if window.items:
        yield window


@contextmanager
def _submitter(
    windows: Iterator[Window], settings: Settings
) -> Iterator[tuple[Callable[[list[File]], Future[Done]], Iterator[Window], int]]:
    """Give the way to have files read: by processes, or here when one alone would have work."""

    def here(files: list[File]) -> Future[Done]:
        made: Future[Done] = Future()
        if files:
            made.set_result(process(files, settings))
        return made

    if settings.jobs == 1:
        yield here, windows, 1
        return
    # For a single window, or a few small ones, other processes would only cost their start.
    first = list(islice(windows, settings.jobs * AHEAD))
    rest = chain(first, windows)
    in_memory = any(isinstance(file, Remote) and file.url.startswith("memory://") for file in _to_read(first))
    work = [window.size for window in first if window.files]
    small = len(first) < settings.jobs * AHEAD and sum(work) < FEW_BYTES
    if len(work) < 2 or small or in_memory:
        yield here, rest, 1
        return
    # Slow to import, for nothing where this process works alone.
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    # Not forked: Arrow has threads of its own, whose locks a forked child would never see released.
    with ProcessPoolExecutor(settings.jobs, get_context("spawn"), _prepare, (settings,)) as pool:
        nothing: Future[Done] = Future()
        yield (
            lambda files: pool.submit(process, files, settings) if files else nothing,
            rest,
            settings.jobs * AHEAD,
        )


def _to_read(windows: Iterable[Window]) -> Iterator[File]:
    return chain.from_iterable(window.files for window in windows)


def _prepare(settings: Settings) -> None:
    """Make a new process ready: rule packs loaded, and an end when the run is killed."""
    from multiprocessing import connection, parent_process

    parent = parent_process()
    assert parent is not None

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    warm_up(settings)


def _result(future: Future[Done]) -> Done:
    """Return what a process made."""
    try:
        return future.result()
    except BrokenExecutor as error:
        message = (
            "a process of this run was ended from outside, perhaps for lack of memory; "
            "run again with fewer --jobs: what was read is kept"
        )
        raise ResourceError(message) from error


def _tell(order: Order, window: Window, done: Done | None) -> None:
    """Tell the files of a window in their order."""
    fresh = iter(done.files if done is not None else ())
    for file, hit in zip(window.all, window.items, strict=True):
        if hit is None:
            order.add(file, next(fresh), window.began)
        else:
            order.add(file, hit.file, hit.seen)


def _emitted(window: Window, done: Done | None, settings: Settings, cache: Cache) -> Iterator[Batches]:
    """Yield the rows of one window: those just read and those of the cache, in the order of the files."""
    fresh = unpack(done.rows) if done is not None else None
    hits = [hit for hit in window.items if hit is not None]
    if not hits and fresh is not None:
        yield fresh
        return
    cache.used(hits)
    file, at = 0, 0
    for old, group in groupby(
        zip(window.all, window.items, strict=True), key=lambda item: item[1] is not None
    ):
        items = list(group)
        if old:
            yield from _kept([(file, hit) for file, hit in items if hit is not None], settings, cache)
        elif done is not None and fresh is not None:
            count = sum(done.documents[file : file + len(items)])
            yield cut(fresh, at, count)
            file, at = file + len(items), at + count


def _kept(hits: list[tuple[File, Hit]], settings: Settings, cache: Cache) -> Iterator[Batches]:
    """Yield the rows of files that were read before, neighbours in one piece."""
    at = 0
    while at < len(hits):
        begin, hit = at, hits[at][1]
        count = hit.documents
        at += 1
        while at < len(hits) and hits[at][1][1:3] == (hit.portion, hit.first + count):
            count += hits[at][1].documents
            at += 1
        found = cache.rows(hit.portion, hit.first, count)
        if found is None:
            # The cache broke down on the way: what it held is read again.
            found = unpack(process([file for file, _ in hits[begin:at]], settings).rows)
        yield found
