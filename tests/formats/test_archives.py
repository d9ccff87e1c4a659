"""Archives are folders: every file in them is a document, whatever its name is written in."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
from typing import Any

import pytest

TEXT = "全县家庭医生签约25人,签约率达到84.36%。"


class GbkName(zipfile.ZipInfo):
    """A member as Windows writes it: the name in the code page, no mark of UTF-8."""

    def _encodeFilenameFlags(self):  # noqa: N802
        return self.filename.encode("gb18030"), self.flag_bits & ~0x800


def zipped(files: dict[str, bytes], kind: type[zipfile.ZipInfo] = zipfile.ZipInfo) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(kind(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def told(sources) -> list[tuple[str, str, str | None]]:
    return [(source.source, source.status, source.reason) for source in sources]


def test_members_are_documents(make, reading) -> None:
    data = zipped(
        {"乙/报告.txt": TEXT.encode(), "甲.docx": make.docx([TEXT]), "__MACOSX/._a": b"x", "b/": b""}
    )
    one, two = reading.sources("outer.zip", data)
    assert (one.source, one.text, one.format) == ("outer.zip!乙/报告.txt", TEXT, "txt")
    assert (two.source, two.text.strip(), two.format) == ("outer.zip!甲.docx", TEXT, "docx")


def test_names_in_gbk(reading) -> None:
    data = zipped({"望潮县工作总结.txt": TEXT.encode(), "目录/签约.txt": TEXT.encode()}, GbkName)
    assert [s.source for s in reading.sources("a.zip", data)] == [
        "a.zip!望潮县工作总结.txt",
        "a.zip!目录/签约.txt",
    ]


def test_archives_in_archives(reading) -> None:
    data = zipped({"c.txt": TEXT.encode()})
    for name in ("b.zip", "a.zip"):
        data = zipped({name: data})
    assert told(reading.sources("o.zip", data)) == [("o.zip!a.zip!b.zip!c.txt", "ok", None)]
    assert told(reading.sources("o.zip", zipped({"n.zip": data}))) == [
        ("o.zip!n.zip!a.zip!b.zip", "failed", "archives nested more than 3 deep")
    ]


@pytest.mark.parametrize("kind", ["", "gz", "bz2", "xz"], ids=lambda kind: kind or "tar")
def test_tars(kind: str, reading) -> None:
    out = io.BytesIO()
    mode: Any = f"w:{kind}"
    with tarfile.open(fileobj=out, mode=mode) as archive:
        info = tarfile.TarInfo("目录/a.txt")
        info.size = len(TEXT.encode())
        archive.addfile(info, io.BytesIO(TEXT.encode()))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    assert told(reading.sources("a.tar", out.getvalue())) == [("a.tar!目录/a.txt", "ok", None)]


def test_one_packed_file(reading) -> None:
    assert told(reading.sources("a.txt.gz", gzip.compress(TEXT.encode()))) == [("a.txt.gz!a.txt", "ok", None)]


def test_bombs(reading) -> None:
    bomb = zipped({f"{n}.txt": b"0" * 1_000_000 for n in range(8)})
    found = told(reading.sources("a.zip", bomb, max_unpacked=3_000_000))
    assert len(found) == 4
    assert found[-1] == (
        "a.zip",
        "failed",
        "archive bomb: unpacks to more than the limit (0 bytes were left)",
    )
    packed = gzip.compress(b"0" * 5_000_000)
    ((source, status, reason),) = told(reading.sources("a.gz", packed, max_unpacked=3_000_000))
    assert (source, status) == ("a.gz", "failed")
    assert "archive bomb" in (reason or "")
    many = zipped({f"{n}.txt": TEXT.encode() for n in range(8)})
    assert told(reading.sources("a.zip", many, max_members=5))[-1] == (
        "a.zip", "failed", "archive with more members than the limit",
    )  # fmt: skip


def test_a_run_reads_archives(tmp_path, reading) -> None:
    import pyarrow.parquet as pq

    import extractor as ex

    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped({"x.txt": TEXT.encode(), "y/z.txt": TEXT.encode()}))
    ex.extract(folder, tmp_path / "out", ex.Settings(timings=False))
    rows = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    assert [(row["source"], row["duplicate_of"]) for row in rows] == [
        ("a.zip!x.txt", None),
        ("a.zip!y/z.txt", "a.zip!x.txt"),
    ]
    figures = ex.read_indicators(tmp_path / "out")
    assert set(figures["source"]) == {"a.zip!x.txt", "a.zip!y/z.txt"}
