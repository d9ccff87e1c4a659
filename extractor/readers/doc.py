"""Old Word documents (.doc, .wps) and what else only other programs read: antiword, then LibreOffice.

Antiword is small and quick but knows no merged cells; LibreOffice reads everything, in seconds. Both
are programs of the system: without them the row of the document says what to install.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.errors import ReadError
from extractor.readers import docx
from extractor.readers.grid import flat, plain_grid
from extractor.readers.raw import Limits, RawText, Read
from extractor.readers.xml import etree, safe_parser

if TYPE_CHECKING:
    from collections.abc import Iterator

# With which suffix LibreOffice is told what it gets, by how the data begin.
KINDS: tuple[tuple[bytes, str], ...] = ((b"{\\rtf", "rtf"), (b"PK", "odt"), (b"", "doc"))
# In the file the end of a cell is the character 7, behind a Chinese character, a digit or the like.
_CELL_END = re.compile(rb"(?:[\x00-\xff][\x4e-\x9f]|[\x00-\xee]\xff|[0-9A-Za-z%)]\x00)\x07\x00", re.DOTALL)
CELL_BYTES = 400
INSTALL = "apt-get install antiword (or libreoffice-writer)"
INSTALL_OFFICE = "apt-get install libreoffice-writer"


def read(data: bytes, limits: Limits) -> Read:
    """Return the text of a document that needs another program; ReadError when none can read it."""
    kind = next(kind for start, kind in KINDS if data.startswith(start))
    with tempfile.TemporaryDirectory(prefix="zhibiao-") as folder:
        path = Path(folder) / f"document.{kind}"
        path.write_bytes(data)
        found, wrong = _antiword(path, limits) if kind == "doc" else (None, "")
        if found is not None:
            return found
        made = _office(path)
    if made is None:
        needed = INSTALL if kind == "doc" and not wrong else INSTALL_OFFICE
        raise ReadError(wrong or f"{kind} needs a program that is not installed: {needed}")
    return docx.read(made, limits)


def _antiword(path: Path, limits: Limits) -> tuple[Read | None, str]:
    """Return what antiword reads, or nothing and why; tables with merged cells are left to LibreOffice."""
    program = shutil.which("antiword")
    if program is None:
        return None, ""
    done = _run([program, "-m", "UTF-8.txt", "-x", "db", str(path)], path.parent)
    shown = done.stdout.decode("utf-8", "replace")
    if done.returncode or not shown.strip():
        reason = " ".join((done.stderr or done.stdout).decode("utf-8", "replace").split())
        if "encrypted" in reason.lower():
            message = "encrypted: needs a password"
            raise ReadError(message)
        return None, f"antiword cannot read it: {reason.replace(str(path), 'it')[:200] or 'no text'}"
    raw = RawText()
    regular = _docbook(shown, raw, limits, _cell_ends(path.read_bytes()))
    if not regular and _office_program() is not None:
        return None, ""
    reason = (
        None if regular else f"merged cells of tables are not known without LibreOffice: {INSTALL_OFFICE}"
    )
    return raw.done(reason=reason), ""


def _docbook(shown: str, raw: RawText, limits: Limits, expected: int) -> bool:
    """Write the DocBook of antiword as text; tell whether all the ``expected`` cells stand in regular tables.

    Antiword gives a table that it does not understand as one run of text, without a word about it.
    """
    root = etree.fromstring(shown.encode(), safe_parser(recover=True))
    regular, cells = True, 0
    for element in root.iter("title", "para", "informaltable") if root is not None else ():
        if raw.length > limits.chars:
            break
        if element.tag == "informaltable":
            rows = list(_rows(element))
            regular &= len({len(row) for row in rows}) <= 1 and all(row[0] for row in rows if row)
            cells += sum(bool(cell) for row in rows for cell in row)
            width = max(map(len, rows), default=0)
            raw.table(plain_grid([row + [""] * (width - len(row)) for row in rows]))
        elif element.getparent().tag != "entry" and (text := _words(element)):
            raw.add("heading" if element.tag == "title" else "paragraph", text)
    return regular and cells >= expected


def _cell_ends(data: bytes) -> int:
    """Return about how many cells with words a file has; a lone mark may be part of a picture."""
    ends = [match.end() for match in _CELL_END.finditer(data)]
    return sum(following - end < CELL_BYTES for end, following in pairwise(ends))


def _rows(table: Any) -> Iterator[list[str]]:
    for row in table.iter("row"):
        yield [flat("".join(cell.itertext())) for cell in row.iter("entry")]


def _words(element: Any) -> str:
    """Return the words of a paragraph without those of tables inside it."""
    parts = [element.text or ""]
    for child in element:
        if child.tag not in {"informaltable", "para"}:
            parts.append("".join(child.itertext()))
        parts.append(child.tail or "")
    return "".join(line for line in "".join(parts).split("\n") if line.strip())


def _office_program() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def _office(path: Path) -> bytes | None:
    """Return a document as a .docx, null without LibreOffice."""
    program = _office_program()
    if program is None:
        return None
    profile = (path.parent / "profile").as_uri()
    options = ["--headless", "--norestore", "--convert-to", "docx", "--outdir", str(path.parent)]
    _run([program, f"-env:UserInstallation={profile}", *options, str(path)], path.parent)
    made = path.with_suffix(".docx")
    if not made.exists():
        message = "LibreOffice cannot read it: damaged or encrypted"
        raise ReadError(message)
    return made.read_bytes()


def _run(command: list[str], home: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a program with nothing of the user's; the whole worker is ended when it takes too long."""
    # Documents of the user may name fonts and macros of his; the program is to find none.
    surroundings = {"PATH": os.environ.get("PATH", ""), "HOME": str(home), "LC_ALL": "C.UTF-8"}
    return subprocess.run(
        command, capture_output=True, check=False, env=surroundings, preexec_fn=_free_memory
    )


def _free_memory() -> None:
    """Lift the worker's own limit: an office suite maps more than it uses."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))
