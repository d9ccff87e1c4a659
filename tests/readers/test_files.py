from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from extractor.models import Source
from extractor.readers import Found, read
from extractor.settings import Settings

TEXT = "全县完成健康体检26.5万人，签约率达到84.36%。"


def read_bytes(folder: Path, data: bytes, max_bytes: int = 1000) -> Source:
    path = folder / "report.txt"
    path.write_bytes(data)
    return read(Found(path, "report.txt"), Settings(max_bytes=max_bytes))


def test_a_good_file(tmp_path: Path) -> None:
    data = TEXT.encode("gb18030")
    assert read_bytes(tmp_path, data) == Source(
        doc_id=hashlib.sha256(data).hexdigest()[:16],
        source="report.txt",
        format="txt",
        encoding="gb18030",
        bytes=len(data),
        text=TEXT,
    )


def test_damage_is_partial(tmp_path: Path) -> None:
    source = read_bytes(tmp_path, TEXT.encode()[:-1])
    assert (source.status, source.reason) == ("partial", "1 undecodable places replaced by U+FFFD")


BAD = {
    "empty": (b"", "empty file"),
    "blank": (b"\xef\xbb\xbf \r\n\t\n", "only white space"),
    "pdf": (b"%PDF-1.7\n%\xe2\xe3", "damaged pdf"),
    "docx": (
        b"PK\x03\x04\x14\x00" + bytes(20) + b"\x13\x00\x00\x00[Content_Types].xml",
        "damaged or truncated docx",
    ),
    "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "damaged or unknown OLE"),
    "rar": (b"Rar!\x1a\x07\x00", "no reader for this format: RAR"),
    "tar": (b"a" * 257 + b"ustar\x0000", "tar"),
    "zeros": (b"\x00" * 100, "binary data"),
    "noise": (bytes(range(128, 256)) * 7, "encoding not recognized"),
}


@pytest.mark.parametrize("case", BAD, ids=str)
def test_bad_content_fails_with_a_reason(tmp_path: Path, case: str) -> None:
    data, reason = BAD[case]
    source = read_bytes(tmp_path, data)
    assert (source.status, source.text) == ("failed", None)
    assert reason in (source.reason or "")


def test_text_that_begins_like_a_picture_is_text(tmp_path: Path) -> None:
    assert read_bytes(tmp_path, f"BMI筛查{TEXT}".encode()).status == "ok"


def test_a_large_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "one_line.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    source = read(Found(path, "one_line.txt"), Settings())
    assert (source.status, source.doc_id, source.bytes) == ("failed", "", 200 * 1024 * 1024)
    assert "too large" in (source.reason or "")


def test_the_limit_itself_is_allowed(tmp_path: Path) -> None:
    data = TEXT.encode()
    assert read_bytes(tmp_path, data, max_bytes=len(data)).status == "ok"
    assert read_bytes(tmp_path, data, max_bytes=len(data) - 1).status == "failed"


def test_a_file_that_vanished(tmp_path: Path) -> None:
    source = read(Found(tmp_path / "gone.txt", "gone.txt"), Settings())
    assert (source.status, source.reason) == ("failed", "cannot be read: No such file or directory")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = tmp_path / "secret.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    source = read(Found(path, "secret.txt"), Settings())
    assert (source.status, source.reason) == ("failed", "cannot be read: Permission denied")


def test_a_pipe_put_in_place_of_a_file_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert read(Found(tmp_path / "pipe.txt", "pipe.txt"), Settings()).reason == "not a regular file"


def test_what_the_walk_skips_is_not_opened(tmp_path: Path) -> None:
    source = read(Found(tmp_path / "a.pdf", "a.pdf", "no reader"), Settings())
    assert (source.status, source.reason, source.format) == ("skipped", "no reader", "pdf")
