"""Files that mean harm, in one folder with good ones: bounded, reasoned, and the run goes on."""

from __future__ import annotations

import importlib.util
import io
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import extractor as ex
from extractor.readers import walk

GIBIBYTE = 1024**3


@pytest.fixture(scope="session")
def hostile() -> Any:
    spec = importlib.util.spec_from_file_location("formats_hostile", Path(__file__).with_name("hostile.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def resident(root: int) -> int:
    """Return the memory of a process and all below it, as far as they live."""
    parents: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
                sizes[int(folder.name)] = int((folder / "statm").read_text().split()[1]) * os.sysconf(
                    "SC_PAGE_SIZE"
                )
            except OSError:
                continue
    family, new = {root}, {root}
    while new:
        new = {one for one, parent in parents.items() if parent in new} - family
        family |= new
    return sum(sizes.get(one, 0) for one in family)


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_a_folder_of_harm(hostile, make, tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    told = hostile.write(folder, make)
    assert len(told) >= 25
    command = [
        sys.executable,
        "-m",
        "extractor.cli",
        "extract",
        str(folder),
        "--out",
        str(out),
        "--max-seconds",
        "60",
    ]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    most = 0
    ended = threading.Event()

    def watch() -> None:
        nonlocal most
        while not ended.wait(0.1):
            most = max(most, resident(run.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, errors = run.communicate(timeout=300)
    ended.set()
    watcher.join()
    assert run.returncode == 1, errors
    assert "Traceback" not in errors
    assert not [line for line in errors.splitlines()[1:] if not line.startswith(("failed: ", "... and "))]
    assert most < GIBIBYTE, f"{most} bytes at most"

    rows = {row["source"]: row for row in pq.read_table(out / "documents.parquet").to_pylist()}
    for source, (status, reason) in told.items():
        row = rows[source]
        assert row["status"] == status, (source, row["reason"])
        assert row["reason"], source
        assert reason in row["reason"], (source, row["reason"])
        assert "root:" not in (row["text"] or "")
    figures = ex.read_indicators(out)
    for name in hostile.good(make):
        source = f"{name}!../../../../tmp/up.txt" if name == "up.zip" else name
        assert rows[source]["status"] == "ok", (source, rows[source]["reason"])
        values = set(figures[figures["source"] == source]["value"])
        assert values == {25, 84.36}, source


def large(paragraphs: int) -> bytes:
    import docx

    made = docx.Document()
    out = io.BytesIO()
    made.save(out)
    import zipfile

    body = "<w:p><w:r><w:t>x</w:t></w:r></w:p>" * paragraphs
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as old:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
            for name in old.namelist():
                data = old.read(name)
                new.writestr(
                    name,
                    data.replace(b"<w:body>", b"<w:body>" + body.encode())
                    if name.endswith("document.xml")
                    else data,
                )
    return packed.getvalue()


def test_a_document_that_takes_too_long(reading, make) -> None:
    # Twice, since the second one must find a process that lives.
    for _ in range(2):
        began = time.monotonic()
        source = reading.source("a.docx", large(600_000), seconds=1)
        assert (source.status, source.reason) == ("failed", "took more than 1 seconds")
        assert time.monotonic() - began < 10
    assert reading.source("b.docx", make.docx(["签约5人。"])).status == "ok"


def test_a_document_that_takes_too_much_memory(reading, make) -> None:
    assert reading.source("b.docx", make.docx(["签约5人。"])).status == "ok"
    source = reading.source("a.docx", large(600_000), memory=200 * 1024**2)
    assert (source.status, source.reason) == ("failed", "too much memory: the limit is 209715200 bytes")


def test_a_text_beyond_the_limit(reading, make) -> None:
    for name, data in (("a.txt", "签约5人。" * 100), ("a.docx", "签约5人。" * 100)):
        content = data.encode() if name.endswith("txt") else make.docx([data])
        source = reading.source(name, content, max_chars=100)
        assert source.status == "failed"
        assert "too long" in (source.reason or "")


def test_a_folder_of_a_hundred_thousand_files(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    first = folder / "000000.bin"
    first.write_bytes(b"\x00")
    for number in range(1, 100_000):
        # The file system allows only so many names of one file.
        if number % 30_000 == 0:
            first = folder / f"{number:06}.bin"
            first.write_bytes(b"\x00")
        else:
            os.link(first, folder / f"{number:06}.bin")
    began = time.monotonic()
    assert sum(1 for _ in walk([folder])) == 100_000
    assert time.monotonic() - began < 30
