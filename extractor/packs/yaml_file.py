"""One YAML file with the line of every item: plain data, and where each part of it stands.

The parse is cached as JSON by the file's digest, since ruamel.yaml needs about a second for a
thousand rules. The cache holds the line map too, so that an error found late still has its line.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extractor.errors import PackError
from extractor.resources import cache_folder

if TYPE_CHECKING:
    from pathlib import Path

# Raised whenever the shape of a cached entry changes.
CACHE_FORMAT = 3
# The largest shipped file has some ten thousand.
MOST_ITEMS = 500_000

Step = str | int


@dataclass(frozen=True, slots=True)
class Loaded:
    """The plain data of one file, and ``line_of`` for the place of any part of it."""

    path: Path
    data: Any
    # As JSON: three times as long as the data, and asked for only when something is wrong.
    lines: str

    def line_of(self, where: tuple[Step, ...] = ()) -> int:
        """Return the 1-based line of the item at ``where``, or of its nearest parent that is known."""
        return _line_of(_line_map(self.lines), where)

    def error(self, where: tuple[Step, ...], message: str) -> PackError:
        """Return (not raise) the error that points at the item at ``where``."""
        return PackError(self.path, self.line_of(where), message)


def load_file(path: Path) -> Loaded:
    """Parse one YAML 1.2 file; duplicate keys, tabs and bad syntax raise PackError with their line."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise PackError(path, None, f"cannot be read: {error.strerror or error}") from error
    digest = hashlib.sha256(content).hexdigest()
    kept = _recall(digest)
    if kept is None:
        data, lines = _parse(path, content)
        kept = data, json.dumps(lines, ensure_ascii=False)
        _remember(digest, *kept)
    return Loaded(path, *kept)


@lru_cache(maxsize=64)
def _line_map(lines: str) -> dict[str, int]:
    """Return the lines that JSON gives; a damaged cache has none."""
    try:
        return json.loads(lines)
    except ValueError:
        return {}


def _line_of(lines: dict[str, int], where: tuple[Step, ...]) -> int:
    """Return the line of the nearest part that is known."""
    for length in range(len(where), 0, -1):
        line = lines.get(_key(where[:length]))
        if line is not None:
            return line
    return lines.get("", 1)


def _parse(path: Path, content: bytes) -> tuple[Any, dict[str, int]]:
    """Return plain data and line map of a file's bytes."""
    # ruamel.yaml is slow to import: only a cache miss pays for it.
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise PackError(path, line, "not UTF-8") from error
    reader = YAML(typ="rt", pure=True)
    reader.version = (1, 2)
    reader.allow_duplicate_keys = False
    try:
        marked = reader.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problem = (error.problem or error.context or "not YAML").strip().splitlines()[0]
        raise PackError(path, mark.line + 1 if mark else None, problem) from error
    except YAMLError as error:
        raise PackError(path, None, str(error).strip().splitlines()[0]) from error
    lines = {"": 1}
    return _plain(path, marked, (), lines), lines


def _plain(path: Path, node: Any, where: tuple[Step, ...], lines: dict[str, int]) -> Any:
    """Turn ruamel's marked nodes into dict, list, str, int, float, bool and None, noting each line."""
    # A few lines of aliases to aliases can stand for more than any memory holds.
    if len(lines) > MOST_ITEMS:
        raise PackError(path, None, f"too large: more than {MOST_ITEMS} items, aliases written out")
    if isinstance(node, dict):
        marks: Any = getattr(node, "lc", None)
        made: dict[str, Any] = {}
        for key, value in node.items():
            line = marks.data[key][0] + 1 if marks is not None and key in (marks.data or {}) else None
            if not isinstance(key, str):
                raise PackError(path, line, f"key {key!r} must be a string: quote it")
            inner = (*where, key)
            if line is not None:
                lines[_key(inner)] = line
            made[key] = _plain(path, value, inner, lines)
        return made
    if isinstance(node, list):
        marks = getattr(node, "lc", None)
        items: list[Any] = []
        for index, value in enumerate(node):
            inner = (*where, index)
            if marks is not None and index in (marks.data or {}):
                lines[_key(inner)] = marks.data[index][0] + 1
            items.append(_plain(path, value, inner, lines))
        return items
    if node is None or isinstance(node, bool):
        return node
    # ruamel gives subclasses that remember quotes and digits; the stages want the plain types.
    for kind in (int, float, str):
        if isinstance(node, kind):
            return kind(node)
    raise PackError(path, _line_of(lines, where), f"{type(node).__name__} values are not allowed: quote it")


def _key(where: tuple[Step, ...]) -> str:
    """Return the text under which the line of a place is kept (JSON has no tuple keys)."""
    return "\0".join(str(part) for part in where)


def _recall(digest: str) -> tuple[Any, str] | None:
    """Return the cached parse of a file with this digest; anything odd in the cache is a miss."""
    try:
        kept = (cache_folder() / f"pack-{CACHE_FORMAT}-{digest}.json").read_text("utf-8")
        data, lines, end = kept.split("\n")
        return (
            None if end or not lines.startswith("{") or not lines.endswith("}") else (json.loads(data), lines)
        )
    except (OSError, ValueError, RuntimeError):
        return None


def _remember(digest: str, data: Any, lines: str) -> None:
    """Write a parse to the cache atomically: readers of the same moment see the old or the new file.

    One line of JSON has the data, the next the line map.
    """
    # A home that is not writable or not known costs only time.
    with contextlib.suppress(OSError, RuntimeError):
        folder = cache_folder()
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".pack-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                json.dump(data, out, ensure_ascii=False, separators=(",", ":"))
                out.write(f"\n{lines}\n")
            os.replace(name, folder / f"pack-{CACHE_FORMAT}-{digest}.json")
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(name)
            raise
