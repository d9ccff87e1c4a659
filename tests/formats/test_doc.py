"""Old Word documents, by either of the programs that read them."""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from extractor.readers import guard


@pytest.fixture(scope="session")
def documents(make, reports) -> dict[str, bytes]:
    """The corpus as .doc, written by one start of LibreOffice."""
    if make.office() is None:
        pytest.skip("LibreOffice is not here: it alone writes .doc")
    return make.docs({name: make.blocks(text) for name, text in reports.items()})


@pytest.fixture
def only(monkeypatch, tmp_path):
    """Leave only some of the programs to be found."""

    def leave(*names: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        for name in names:
            program = shutil.which(name)
            if program is None:
                pytest.skip(f"{name} is not here")
            script = folder / name
            script.write_text(f'#!/bin/sh\nPATH={os.environ["PATH"]}\nexec {program} "$@"\n')
            script.chmod(script.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("PATH", str(folder))
        guard.guard().close()

    yield leave
    guard.guard().close()


def test_same_figures_as_the_text(documents, reports, reading, compare, only) -> None:
    only("antiword")
    total = wrong = 0
    shown = []
    for name, data in documents.items():
        source = reading.source(f"{name}.doc", data)
        assert (source.status, source.format) == ("ok", "doc")
        count, different, which = compare(reading.figures(source), reading.twin(reports[name]))
        total, wrong = total + count, wrong + different
        if which:
            shown.append(f"{name}\n{which}")
    assert len(documents) >= 10
    assert wrong * 100 <= total, f"{wrong} of {total}\n" + "\n".join(shown)


def test_libreoffice_reads_what_antiword_cannot(documents, reports, reading, compare, only) -> None:
    only("soffice")
    name = "county_project_tables"
    source = reading.source("a.wps", documents[name])
    assert (source.status, source.format) == ("ok", "wps")
    _, different, which = compare(reading.figures(source), reading.twin(reports[name]))
    assert not different, which


@pytest.mark.parametrize("kind", ["rtf", "odt"])
def test_other_writers(kind, make, reading) -> None:
    if make.office() is None:
        pytest.skip("LibreOffice is not here")
    data = make.docs({"a": ["全县签约25人。"]}, kind)["a"]
    source = reading.source(f"a.{kind}", data)
    assert (source.format, (source.text or "").strip()) == (kind, "全县签约25人。")


def test_without_any_program_the_row_says_what_to_install(reading, only) -> None:
    only()
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "WordDocument".encode("utf-16-le")
    source = reading.source("a.doc", data)
    assert source.status == "failed"
    assert (
        source.reason
        == "doc needs a program that is not installed: apt-get install antiword (or libreoffice-writer)"
    )


def test_merged_cells_are_left_to_libreoffice(make, reading) -> None:
    if make.office() is None:
        pytest.skip("LibreOffice is not here")
    spans = (((0, 0), (2, 1)), ((0, 1), (1, 2)))
    table = make.Table((("项目", "人数(人)", ""), ("", "目标", "完成"), ("体检", "1200", "1350")), spans)
    data = make.docs({"a": ["各项目完成情况", table, "以上数据截至年底。"]})["a"]
    assert "项目\t人数目标(人)\t人数完成(人)\n体检\t1200\t1350\n" in reading.source("a.doc", data).text


def test_nothing_is_left_behind(documents, reading) -> None:
    before = set(Path("/tmp").glob("zhibiao-*"))
    reading.source("a.doc", documents["county_project_tables"])
    assert set(Path("/tmp").glob("zhibiao-*")) <= before
