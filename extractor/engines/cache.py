"""What earlier runs read, kept beside the tables: an unchanged file is not read again.

A small database (SQLite) in the output folder. ``files`` tells every file by its place on disk and by
its bytes, ``portions`` holds the rows. All of it belongs to one key, made of version, rule packs and
settings: another key begins anew. It is written as a run goes on, so a run that was killed is taken up
where it was. Losing it loses time only: whatever is wrong with it, the run goes on without.
"""

from __future__ import annotations

import logging
import os
import sqlite3
import time
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from extractor.engines.fingerprint import Fingerprint, digest, place, settled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from extractor.engines.portion import Batches, Done
    from extractor.engines.sources import File

log = logging.getLogger(__name__)

FOLDER = ".cache"
NAME = "rows.sqlite"
# Seconds between two commits: what a killed run has to read again.
PACE = 2.0
# Unpacked portions kept at hand: neighbours on disk are neighbours in the run.
AT_HAND = 8
# What the database has to have; made in one transaction, which costs one wait for the disk.
_NAMES = {"meta", "portions", "files", "by_path", "by_digest"}
_TABLES = """
BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS portions (id INTEGER PRIMARY KEY, rows BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS files (
    id INTEGER PRIMARY KEY, path BLOB NOT NULL, source TEXT NOT NULL, named INTEGER NOT NULL,
    place TEXT NOT NULL, seen INTEGER NOT NULL, digest BLOB NOT NULL,
    portion INTEGER NOT NULL, first INTEGER NOT NULL, documents INTEGER NOT NULL, run INTEGER NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS by_path ON files (path, source, named);
CREATE INDEX IF NOT EXISTS by_digest ON files (digest);
COMMIT;
"""
_INSERT = (
    "INSERT OR REPLACE INTO files "
    "(path, source, named, place, seen, digest, portion, first, documents, run) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_SELECT = "SELECT id, portion, first, documents, digest, place, seen FROM files WHERE "
_BY_PATH = _SELECT + "path = ? AND source = ? AND named = ?"
_BY_DIGEST = _SELECT + "digest = ? AND source = ? AND named = ?"


class Hit(NamedTuple):
    """A file that was read before: where its rows lie, and what it was when it was ``seen``."""

    id: int
    portion: int
    first: int
    documents: int
    file: Fingerprint
    seen: int


class Cache:
    """The database of one output folder; ``Cache(None, ...)`` keeps nothing.

    Until ``begin`` it only answers.
    """

    def __init__(self, out: Path | None, key: str, limit: int) -> None:
        self._key = key
        self._limit = limit
        self._at_hand: OrderedDict[int, Batches] = OrderedDict()
        self._committed = time.monotonic()
        self._run = 0
        self._any = False
        self._db = None if out is None else _opened(out / FOLDER / NAME)
        # Rows of another key are none; they are thrown away only when there will be others.
        self._any = self.told("key") == key

    def begin(self, *, forget: bool = False) -> None:
        """Throw away what belongs to another key (or all), and number this run.

        On the disk only with the first rows: a run that is killed before has changed nothing.
        """

        def write(db: sqlite3.Connection) -> None:
            if forget or not self._any:
                for table in ("meta", "files", "portions"):
                    db.execute(f"DELETE FROM {table}")  # noqa: S608 the names are ours
                db.execute("INSERT INTO meta VALUES ('key', ?)", (self._key,))
            self._run = int(self.told("run") or 0) + 1
            db.execute("INSERT OR REPLACE INTO meta VALUES ('run', ?)", (str(self._run),))
            self._any = db.execute("SELECT 1 FROM files LIMIT 1").fetchone() is not None

        self._guarded(write)

    def __enter__(self) -> Self:
        """Return the cache itself."""
        return self

    def __exit__(self, *error: object) -> None:
        """Keep what was added, however the run ended."""
        self.close()

    def find(self, file: File) -> Hit | None:
        """Return where the rows of a file lie, null when it is new or has changed."""
        return self._guarded(lambda db: self._find(db, file)) if self._any else None

    def _find(self, db: sqlite3.Connection, file: File) -> Hit | None:
        """Look a file up by its place on disk; by its bytes when that has changed."""
        path, where = os.fsencode(file.path), place(file)
        if where is None:
            return None
        row = db.execute(_BY_PATH, (path, file.source, file.named)).fetchone()
        if row is not None:
            id, portion, first, documents, content, before, seen = row
            if before == where and settled(where, seen) and file.skip is None:
                return Hit(id, portion, first, documents, Fingerprint(where, content), seen)
        now = time.time_ns()
        made = digest(file, self._limit)
        if made is None or place(file) != where:
            return None
        if row is not None and row[4] == made:
            db.execute("UPDATE files SET place = ?, seen = ? WHERE id = ?", (where, now, row[0]))
        else:
            # The folder was moved or copied: the same name with the same bytes.
            row = db.execute(_BY_DIGEST, (made, file.source, file.named)).fetchone()
            if row is None:
                return None
            about = (path, file.source, file.named, where, now, made)
            row = (self._insert(db, (*about, *row[1:4], self._run)), *row[1:])
        id, portion, first, documents = row[:4]
        return Hit(id, portion, first, documents, Fingerprint(where, made), now)

    def _insert(self, db: sqlite3.Connection, values: tuple[object, ...]) -> int:
        """Write one row of files in place of an older one for the same path."""
        made = db.execute(_INSERT, values)
        return int(made.lastrowid or 0)

    def add(self, files: Sequence[File], done: Done, began: int) -> None:
        """Keep the rows of files that were just read; ``began`` is when."""

        def write(db: sqlite3.Connection) -> None:
            portion = db.execute("INSERT INTO portions (rows) VALUES (?)", (done.rows,)).lastrowid
            first = 0
            for file, documents, print in zip(files, done.documents, done.files, strict=True):
                if print is not None:
                    path = os.fsencode(file.path)
                    about = (path, file.source, file.named, print.place, began, print.digest)
                    self._insert(db, (*about, portion, first, documents, self._run))
                first += documents
            if time.monotonic() - self._committed > PACE:
                db.commit()
                self._committed = time.monotonic()

        self._guarded(write)

    def rows(self, portion: int, first: int, documents: int) -> Batches | None:
        """Return the rows of files that were read before, null when they are lost."""
        # Arrow is loaded only when there is something to write.
        from extractor.engines.portion import cut, unpack

        if portion not in self._at_hand:
            query = "SELECT rows FROM portions WHERE id = ?"
            row = self._guarded(lambda db: db.execute(query, (portion,)).fetchone())
            if row is None:
                return None
            self._at_hand[portion] = unpack(row[0])
            if len(self._at_hand) > AT_HAND:
                self._at_hand.popitem(last=False)
        return cut(self._at_hand[portion], first, documents)

    def used(self, hits: Iterable[Hit]) -> None:
        """Note that these files are part of this run."""
        ids = [(self._run, hit.id) for hit in hits]
        self._guarded(lambda db: db.executemany("UPDATE files SET run = ? WHERE id = ?", ids))

    def finish(self, about: dict[str, str]) -> None:
        """Forget the files that this run did not meet, and note how it ended."""

        def write(db: sqlite3.Connection) -> None:
            if db.execute("DELETE FROM files WHERE run != ?", (self._run,)).rowcount or self._any:
                db.execute("DELETE FROM portions WHERE id NOT IN (SELECT DISTINCT portion FROM files)")
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", about.items())
            db.commit()

        self._guarded(write)

    def note(self, about: dict[str, str]) -> None:
        """Note something about the last finished run."""
        self._guarded(lambda db: db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", about.items()))

    def last(self, name: str) -> str | None:
        """Return what the last finished run noted under a name, null when it had another key."""
        return self.told(name) if self._any else None

    def told(self, name: str) -> str | None:
        """Return what is noted under a name, by whatever run."""
        row = self._guarded(
            lambda db: db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        )
        return None if row is None else str(row[0])

    def _guarded(self, ask: Callable[[sqlite3.Connection], Any]) -> Any:
        """Ask the database; once it fails, the run goes on without it."""
        if self._db is None:
            return None
        try:
            return ask(self._db)
        except sqlite3.Error as error:
            log.warning("the cache of rows is not used: %s", error)
            self.close()
            return None

    def close(self) -> None:
        """Keep what was added so far."""
        if self._db is not None:
            with suppress(sqlite3.Error):
                self._db.commit()
            with suppress(sqlite3.Error):
                self._db.close()
            self._db = None
            self._any = False


def _opened(path: Path) -> sqlite3.Connection | None:
    """Open the database, a new one in place of one that is broken; null when the disk refuses."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for _ in range(2):
            db = sqlite3.connect(path)
            try:
                db.execute("PRAGMA synchronous = NORMAL")
                there = {name for (name,) in db.execute("SELECT name FROM sqlite_master")}
                if not there >= _NAMES:
                    db.executescript(_TABLES)
            except sqlite3.DatabaseError as error:
                log.warning("%s is made anew: %s", path, error)
                db.close()
                path.unlink()
            else:
                return db
    except (OSError, sqlite3.Error) as error:
        log.warning("the cache of rows is not used: %s", error)
    return None
