from __future__ import annotations

import os
from pathlib import Path

import pytest

from extractor.errors import SettingsError
from extractor.readers import walk


def tree(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text", encoding="utf-8")
    return folder


def sources(*inputs: Path, out: Path | None = None) -> list[tuple[str, str | None]]:
    return [(found.source, found.skip) for found in walk(inputs, out)]


def test_order_is_that_of_the_path_parts(tmp_path: Path) -> None:
    tree(tmp_path, "b.txt", "a/z.txt", "a/b/c.txt", "a.txt", "A.txt", "c/1.txt", "报告.txt")
    assert [source for source, _ in sources(tmp_path)] == [
        "A.txt", "a/b/c.txt", "a/z.txt", "a.txt", "b.txt", "c/1.txt", "报告.txt",
    ]  # fmt: skip


def test_hidden_names_and_the_output_folder_are_no_input(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt", ".hidden.txt", ".git/b.txt", "out/c.txt", "deep/out/d.txt")
    assert sources(tmp_path, out=tmp_path / "out") == [("a.txt", None), ("deep/out/d.txt", None)]


def test_formats_are_no_matter_of_the_walk(tmp_path: Path) -> None:
    tree(tmp_path, "a.pdf", "a.gold.jsonl", "README", "b.TXT", "~$lock.docx")
    assert sources(tmp_path) == [("README", None), ("a.gold.jsonl", None), ("a.pdf", None), ("b.TXT", None)]


def test_links(tmp_path: Path) -> None:
    inside = tree(tmp_path / "in", "a.txt", "sub/b.txt")
    outside = tree(tmp_path / "elsewhere", "c.txt")
    (inside / "l1").symlink_to(inside)
    (inside / "l2").symlink_to(inside / "sub")
    (inside / "l3").symlink_to(outside)
    (inside / "l4.txt").symlink_to(outside / "c.txt")
    (inside / "l5.txt").symlink_to(inside / "sub" / "b.txt")
    (inside / "l6.txt").symlink_to(inside / "nowhere.txt")
    (inside / "l7.txt").symlink_to(inside / "l8.txt")
    (inside / "l8.txt").symlink_to(inside / "l7.txt")
    told = dict(sources(inside))
    assert told == {
        "a.txt": None,
        "l1": "link to a folder of the input, which is read in its own place",
        "l2": "link to a folder of the input, which is read in its own place",
        "l3": "link out of the input folder",
        "l4.txt": "link out of the input folder",
        "l5.txt": None,
        "l6.txt": "link that leads nowhere or in a circle",
        "l7.txt": "link that leads nowhere or in a circle",
        "l8.txt": "link that leads nowhere or in a circle",
        "sub/b.txt": None,
    }


def test_equal_relative_paths_of_two_inputs_are_both_kept(tmp_path: Path) -> None:
    one, two = tree(tmp_path / "one", "a.txt"), tree(tmp_path / "two", "a.txt")
    assert [found.path for found in walk([one, two, one])] == [one / "a.txt", two / "a.txt"]


def test_a_file_as_input_is_read_whatever_its_name(tmp_path: Path) -> None:
    path = tree(tmp_path, "report") / "report"
    assert sources(path) == [("report", None)]


def test_pipes_are_not_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert sources(tmp_path) == [("pipe.txt", "not a regular file")]


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    (Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xb1\xa8.txt"))).write_text("x")
    ((source, skip),) = sources(tmp_path)
    assert (source.encode(), skip) == ("\ufffd\ufffd.txt".encode(), None)


def test_wrong_inputs(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        sources(tmp_path / "absent")
    with pytest.raises(SettingsError, match="is an input folder"):
        sources(tmp_path, out=tmp_path)


def test_a_large_folder_is_walked_lazily(tmp_path: Path) -> None:
    tree(tmp_path, "a/1.txt", "b/1.txt")
    walked = walk([tmp_path])
    assert next(walked).source == "a/1.txt"
    tree(tmp_path, "b/2.txt")
    assert [found.source for found in walked] == ["b/1.txt", "b/2.txt"]
