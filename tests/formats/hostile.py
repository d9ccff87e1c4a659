"""Writes a folder of files that mean harm or came to harm, and says what is to become of each.

python tests/formats/hostile.py OUT
"""

from __future__ import annotations

import gzip
import io
import os
import sys
import tarfile
import zipfile
import zlib
from pathlib import Path
from typing import Any

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
) + "]>"  # fmt: skip
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/passwd">]>'
TEXT = "全县家庭医生签约25人,签约率达到84.36%。"


def zipped(files: dict[str, bytes | str], kind: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", kind) as package:
        for name, data in files.items():
            package.writestr(name, data)
    return out.getvalue()


def zeros(size: int, name: str, others: dict[str, str] | None = None) -> bytes:
    """Return a zip with a member of so many zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for other, text in (others or {}).items():
            package.writestr(other, text)
        with package.open(name, "w") as file:
            for _ in range(size // 1_000_000):
                file.write(bytes(1_000_000))
    return out.getvalue()


def rewritten(package: bytes, name: str, change: Any) -> bytes:
    """Return a package with one part changed."""
    with zipfile.ZipFile(io.BytesIO(package)) as old:
        return zipped({n: change(old.read(n).decode()) if n == name else old.read(n) for n in old.namelist()})


def pdf(objects: list[str]) -> bytes:
    """Return a bare PDF of these objects."""
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF"
    return out + end.encode()


def png(width: int, height: int) -> bytes:
    """Return a PNG that declares a size and holds nearly nothing."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + bytes([8, 0, 0, 0, 0])
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(9)))
        + chunk(b"IEND", b"")
    )


def tar(*infos: tarfile.TarInfo) -> bytes:
    """Return a tar of these members without their content."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for info in infos:
            archive.addfile(info, io.BytesIO(bytes(info.size)))
    return out.getvalue()


def member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    """Return the head of a tar member."""
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def encrypted_zip() -> bytes:
    """Return a zip whose member says that it is encrypted."""
    data = bytearray(zipped({"a.txt": TEXT}))
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def files(make: Any) -> dict[str, tuple[bytes, str, str]]:
    """Return the bad files: bytes, and the status and a part of the reason of their rows."""
    docx, sheet = make.docx([TEXT]), make.xlsx([TEXT])
    page, ofd = make.pdf([TEXT]), make.ofd([TEXT])
    nested = zipped({"a.txt": TEXT})
    for level in range(6):
        nested = zipped({f"{level}.zip": nested})
    body = "Doc_0/Pages/Page_0/Content.xml"
    spans = (
        "<table><tr>" + "<td rowspan=1000 colspan=1000>1</td>" * 50 + "</tr>" + "<tr><td>1</td></tr>" * 1000
    )
    return {
        "empty.docx": (b"", "failed", "empty file"),
        "truncated.docx": (docx[: len(docx) // 2], "failed", "truncated"),
        "truncated.pdf": (page[:300], "failed", "damaged pdf"),
        "truncated.xlsx": (sheet[:2000], "failed", "truncated"),
        "truncated.ofd": (ofd[:700], "failed", "truncated"),
        "truncated.zip": (zipped({"a.txt": TEXT * 99})[:60], "failed", "truncated"),
        "no_text.docx": (make.docx([""]), "failed", "no text"),
        "encrypted.docx": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "failed", "encrypted"),
        "encrypted.zip!a.txt": (encrypted_zip(), "failed", "encrypted"),
        "garbage.doc": (OLE + bytes(504) + "WordDocument".encode("utf-16-le") + b"\x13\x37" * 999, "failed", ""),
        "garbage.xls": (OLE + bytes(504) + "Workbook".encode("utf-16-le") + b"\x13\x37" * 999, "failed", "damaged"),
        "garbage.rtf": (b"{\\rtf1" + b"{" * 50_000, "failed", ""),
        "bomb.zip": (zeros(300_000_000, "a.txt"), "failed", "bomb"),
        "bomb.docx": (zeros(300_000_000, "word/document.xml", {"[Content_Types].xml": "<Types/>"}), "failed", "bomb"),
        "bomb.gz": (gzip.compress(bytes(100_000_000), 1), "failed", "bomb"),
        "nested.zip!5.zip!4.zip!3.zip": (nested, "failed", "nested"),
        "laughs.docx": (rewritten(docx, "word/document.xml", lambda t: LAUGHS + t.split("?>", 1)[1].replace(TEXT, "&j;")), "failed", ""),
        "laughs.ofd": (rewritten(ofd, body, lambda t: LAUGHS + t.split("?>", 1)[1].replace(TEXT, "&j;")), "failed", "entit"),
        "outside.docx": (rewritten(docx, "word/document.xml", lambda t: OUTSIDE + t.split("?>", 1)[1].replace(TEXT, "&j;")), "failed", ""),
        "outside.ofd": (rewritten(ofd, body, lambda t: OUTSIDE + t.split("?>", 1)[1].replace(TEXT, "&j;")), "failed", "entit"),
        "incomplete.ofd": (zipped({"OFD.xml": "<OFD><DocRoot>Doc_0/Document.xml</DocRoot></OFD>"}), "failed", "missing"),
        "spans.html": (spans.encode(), "failed", "cells"),
        "pages.pdf": (pdf(["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count 900000000/Kids[{'3 0 R ' * 5000}]>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>"]), "failed", ""),
        "circle.pdf": (pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 9/Kids[2 0 R 2 0 R]>>"]), "failed", ""),
        "poster.pdf": (pdf(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Count 1/Kids[3 0 R]>>", "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9e9 9e9]>>"]), "failed", ""),
        "picture.png": (png(100_000, 100_000), "failed", ""),
        "program.doc": (b"MZ\x90\x00" + bytes(400), "failed", "Windows program"),
        "noise.txt": (bytes(range(128, 256)) * 7, "failed", "encoding"),
        "noise.pdf": (b"%PDF-1.7\n" + os.urandom(20_000), "failed", ""),
        "devices.tar": (tar(member("x", tarfile.CHRTYPE), member("y", tarfile.SYMTYPE, "/etc/passwd")), "failed", "empty archive"),
        "many.zip": (zipped({f"{n}.txt": b"" for n in range(12_000)}, zipfile.ZIP_STORED), "failed", "more members"),
        "new\nline.docx": (b"PK\x03\x04", "failed", ""),
    }  # fmt: skip


def good(make: Any) -> dict[str, bytes]:
    """Return good files that stand among the bad ones, some by a wrong name."""
    report = ["示例县工作总结", TEXT]
    return {
        "a_good.docx": make.docx(report),
        "good.pdf": make.pdf(report),
        "m_pdf_by_a_wrong_name.docx": make.pdf(report),
        "n_text_by_a_wrong_name.doc": "\n".join(report).encode(),
        "up.zip": zipped({"../../../../tmp/up.txt": "\n".join(report)}),
        "y\nnewline.txt": "\n".join(report).encode(),
        "zz_last.html": make.page(report),
    }


def write(folder: Path, make: Any) -> dict[str, tuple[str, str]]:
    """Write all of them; return status and reason of every row to come that is not a good one's."""
    folder.mkdir(parents=True, exist_ok=True)
    told: dict[str, tuple[str, str]] = {}
    for name, (data, status, reason) in files(make).items():
        (folder / name.split("!", 1)[0]).write_bytes(data)
        told[name] = (status, reason)
    for name, data in good(make).items():
        (folder / name).write_bytes(data)
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)
    (folder / "link.txt").symlink_to("/etc/passwd")
    (folder / "circle").symlink_to(folder)
    os.mkfifo(folder / "pipe.docx")
    return told | {
        "huge.txt": ("failed", "too large"),
        "link.txt": ("skipped", "out of the input"),
        "circle": ("skipped", "link to a folder"),
        "pipe.docx": ("skipped", "not a regular file"),
    }


if __name__ == "__main__":
    import make as maker

    write(Path(sys.argv[1]), maker)
