from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import pytest

from extractor.errors import PackError
from extractor.packs import PackModel, RuleExamples, load_file, pack_digest, validate
from extractor.resources import cache_folder


class Rules(PackModel):
    kind: Literal["rules"]
    rules: tuple[RuleExamples, ...]
    note: str = ""


BROKEN = {
    "duplicate_key": ("kind: rules\nrules: []\nrules: []\n", 3, "duplicate key"),
    "unknown_key": ("kind: rules\nrules: []\ntypo: 1\n", 3, "typo"),
    "missing_examples": ("kind: rules\nrules:\n  - counterexamples: ['1']\n", 3, "examples"),
    "empty_examples": ("kind: rules\nrules:\n  - examples: ['1']\n  - examples: []\n", 4, "examples"),
    "wrong_kind": ("kind: other\nrules: []\n", 1, "kind"),
    "no_kind": ("rules: []\n", 1, "kind"),
    "list_at_top": ("- 1\n", 1, "mapping"),
    "bad_syntax": ("kind: rules\nrules: [\n", 3, ""),
    "tab": ("kind: rules\n\trules: []\n", 2, ""),
    "key_that_is_a_number": ("kind: rules\n1: []\n", 2, "quote"),
    "date": ("kind: rules\nrules: []\nnote: 2020-01-01\n", 3, "quote"),
}


@pytest.mark.parametrize("case", BROKEN, ids=str)
def test_bad_file_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    content, line, part = BROKEN[case]
    path = tmp_path / "rules.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(PackError) as caught:
        validate(load_file(path), Rules)
    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert part in caught.value.message
    assert str(caught.value).startswith(f"{path}:{line}: ")


def test_not_utf8_names_the_line(tmp_path: Path) -> None:
    path = tmp_path / "rules.yaml"
    path.write_bytes("kind: rules\nnote: '报告'\n".encode("gb18030"))
    with pytest.raises(PackError, match="not UTF-8") as caught:
        load_file(path)
    assert caught.value.line == 2


def test_missing_file_is_a_pack_error(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="cannot be read"):
        load_file(tmp_path / "absent.yaml")


def test_yaml_12_keeps_words_and_times_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: no\nb: 12:30\nc: true\nd: 1.50\ne: ~\nf: 0o17\n", encoding="utf-8")
    expected = {"a": "no", "b": "12:30", "c": True, "d": 1.5, "e": None, "f": 15}
    assert load_file(path).data == expected
    # The second load comes from the cache and must not differ.
    assert load_file(path).data == expected


def test_lines_survive_the_cache(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a:\n  - b: 1\n\n  - b: 2\n", encoding="utf-8")
    lines = [load_file(path).line_of(("a", 1, "b")) for _ in range(2)]
    assert lines == [4, 4]
    assert load_file(path).line_of(("a", 1, "absent", 3)) == 4


def test_damaged_cache_is_a_miss(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("a: damaged cache\n", encoding="utf-8")
    before = set(cache_folder().glob("pack-*")) if cache_folder().is_dir() else set()
    load_file(path)
    (made,) = set(cache_folder().glob("pack-*")) - before
    whole = made.read_text("utf-8")
    assert json.loads(whole.splitlines()[0]) == {"a": "damaged cache"}
    for damaged in ("{half", whole[:-3], whole.splitlines()[0], ""):
        made.write_text(damaged, encoding="utf-8")
        assert load_file(path).data == {"a": "damaged cache"}
        assert load_file(path).line_of(("a",)) == 1
        assert made.read_text("utf-8") == whole


def test_cache_that_cannot_be_written_costs_only_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    path = tmp_path / "a.yaml"
    path.write_text("a: 1\n", encoding="utf-8")
    assert load_file(path).data == {"a": 1}


def test_pack_digest_sees_names_and_content(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("a: 1\n", encoding="utf-8")
    first = pack_digest([tmp_path])
    assert first == pack_digest([tmp_path])
    assert first != pack_digest()
    (tmp_path / "mine.yaml").write_text("a: 2\n", encoding="utf-8")
    second = pack_digest([tmp_path])
    (tmp_path / "mine.yaml").rename(tmp_path / "other.yaml")
    assert len({first, second, pack_digest([tmp_path])}) == 3
