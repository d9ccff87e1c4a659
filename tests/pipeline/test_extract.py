from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import extractor as ex
from extractor import pipeline, readers
from extractor.engines import local
from extractor.errors import ContractError, PackError, SettingsError
from extractor.settings import Settings
from extractor.table import SOURCES, TABLES
from extractor.table import write as writing

QUIET = Settings(timings=False)


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    (folder / "b").mkdir(parents=True)
    (folder / "a.txt").write_bytes("1、签约25人，随访**人。\r\n𠮷镇0人".encode())
    (folder / "b" / "copy.txt").write_bytes((folder / "a.txt").read_bytes())
    (folder / "b" / "gb.txt").write_bytes("全县完成体检30人，工作取得新的成绩。".encode("gb18030"))
    return folder


def rows(out: Path, table: str) -> list[dict]:
    return pq.read_table(out / f"{table}.parquet").to_pylist()


def digests(out: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in shown(out)}


def shown(out: Path) -> list[Path]:
    return sorted(path for path in out.iterdir() if not path.name.startswith("."))


@pytest.mark.usefixtures("plain_stages")
def test_a_run_writes_every_table_by_contract(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = ex.extract(reports, out, QUIET)
    assert [path.name for path in shown(out)] == [
        "audit.parquet", "documents.parquet", "indicators.parquet", "ledger.parquet", "manifest.json",
    ]  # fmt: skip
    for name, schema in TABLES.items():
        assert pq.read_schema(out / f"{name}.parquet").equals(schema, check_metadata=True)
    assert result.counts == {
        "documents": 3, "ok": 3, "partial": 0, "failed": 0, "skipped": 0,
        "figures": 7, "masked": 2, "flagged": 2, "ledger": 2,
    }  # fmt: skip
    texts = {row["source"]: row["text"] for row in rows(out, "documents")}
    for row in rows(out, "indicators"):
        assert texts[row["source"]][row["start"] : row["end"]] == row["figure"]
    for row in rows(out, "ledger"):
        assert texts[row["source"]][row["start"] : row["end"]] == row["text"]
    assert [row["figure"] for row in rows(out, "indicators")][:3] == ["25人", "**人", "0人"]


@pytest.mark.usefixtures("plain_stages")
def test_documents_row(reports: Path, tmp_path: Path) -> None:
    ex.extract(reports, tmp_path / "out", QUIET)
    first, copy, gb = rows(tmp_path / "out", "documents")
    assert (first["figures"], first["masked"], first["flagged"], first["duplicate_of"]) == (3, 1, 1, None)
    assert (first["title"], first["report_year"], first["flags"]) == ("标题", 2023, ["year_conflict"])
    assert (first["encoding"], first["chars"], first["bytes"]) == ("utf-8", 20, 45)
    assert (copy["duplicate_of"], copy["doc_id"]) == ("a.txt", first["doc_id"])
    assert (gb["source"], gb["encoding"], gb["seconds"]) == ("b/gb.txt", "gb18030", 0.0)


@pytest.mark.usefixtures("plain_stages")
def test_equal_input_gives_equal_bytes(reports: Path, tmp_path: Path) -> None:
    ex.extract(reports, tmp_path / "one", QUIET)
    ex.extract([reports], str(tmp_path / "two"), QUIET)
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


@pytest.mark.usefixtures("plain_stages")
def test_manifest(reports: Path, tmp_path: Path) -> None:
    ex.extract(reports, tmp_path / "out", QUIET)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["version"] == ex.__version__
    assert len(manifest["pack_digest"]) == len(manifest["input_digest"]) == 64
    assert manifest["counts"]["documents"] == 3
    (reports / "a.txt").write_text("2人", encoding="utf-8")
    ex.extract(reports, tmp_path / "out", QUIET)
    again = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
    assert again["input_digest"] != manifest["input_digest"]


@pytest.mark.usefixtures("plain_stages")
def test_bad_documents_are_rows_and_the_rest_goes_on(reports: Path, tmp_path: Path) -> None:
    (reports / "binary.txt").write_bytes(b"\x00\x01" * 50)
    (reports / "breaks.txt").write_text("爆5人", encoding="utf-8")
    (reports / "empty.txt").touch()
    (reports / "loop").symlink_to(reports)
    (reports / "torn.txt").write_bytes("全县工作取得新的成绩5人。".encode()[:-1])
    (reports / "notes.md").write_text("3人", encoding="utf-8")
    with (reports / "huge.txt").open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    result = ex.extract(reports, tmp_path / "out", QUIET)
    told = {row["source"]: (row["status"], row["reason"]) for row in rows(tmp_path / "out", "documents")}
    assert told == {
        "a.txt": ("ok", None),
        "b/copy.txt": ("ok", None),
        "b/gb.txt": ("ok", None),
        "binary.txt": ("failed", "binary data (control characters), not text"),
        "breaks.txt": ("failed", "internal error: ValueError: a stage that breaks"),
        "empty.txt": ("failed", "empty file"),
        "huge.txt": ("failed", "too large: 209715200 bytes, the limit is 67108864"),
        "loop": ("skipped", "link to a folder of the input, which is read in its own place"),
        "notes.md": ("skipped", "no reader for this format: .md"),
        "torn.txt": ("partial", "1 undecodable places replaced by U+FFFD"),
    }
    assert (result.counts["failed"], result.counts["skipped"], result.counts["partial"]) == (4, 2, 1)
    broken = next(row for row in rows(tmp_path / "out", "documents") if row["source"] == "breaks.txt")
    assert (broken["text"], broken["figures"]) == ("爆5人", 0)


@pytest.mark.usefixtures("plain_stages")
def test_an_interrupted_run_leaves_the_old_tables_whole(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    ex.extract(reports, out, QUIET)
    before = digests(out)

    def stop(self: object, batch: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing._Stream, "add", stop)
    with pytest.raises(KeyboardInterrupt):
        ex.extract(reports, out, QUIET, reprocess=True)
    assert digests(out) == before


@pytest.mark.usefixtures("plain_stages")
def test_what_a_killed_run_left_is_removed(reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "indicators.parquet.tmp").write_bytes(b"half")
    (out / "notes.txt").write_text("mine")
    ex.extract(reports, out, QUIET)
    assert [path.name for path in out.iterdir() if path.suffix == ".tmp"] == []
    assert (out / "notes.txt").read_text() == "mine"


@pytest.mark.usefixtures("plain_stages")
def test_an_empty_folder_gives_empty_tables(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    result = ex.extract(tmp_path / "in", tmp_path / "out")
    assert result.counts["documents"] == 0
    assert len(ex.read_indicators(tmp_path / "out")) == 0


@pytest.mark.usefixtures("plain_stages")
def test_wrong_input_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        ex.extract(tmp_path / "absent", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_bad_rule_pack_writes_nothing(reports: Path, tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    packs.mkdir()
    (packs / "mine.yaml").write_text("kind: catalogue\ndomain: mine\ntypo: 1\n", encoding="utf-8")
    with pytest.raises(PackError) as caught:
        ex.extract(reports, tmp_path / "out", Settings(packs=(packs,)))
    assert str(caught.value).startswith(f"{packs / 'mine.yaml'}:")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("choices", [{"jobs": 0}, {"max_bytes": 0}, {"packs": (Path("absent"),)}], ids=str)
def test_wrong_settings(choices: dict) -> None:
    with pytest.raises(SettingsError):
        Settings(**choices)


@pytest.mark.usefixtures("plain_stages")
def test_the_kernel_needs_only_source_and_text() -> None:
    batch = pa.RecordBatch.from_pylist([{"source": "x", "text": "5人"}, {"source": "y", "text": None}])
    made = ex.kernel(batch, QUIET)
    assert [made[name].schema.equals(schema) for name, schema in TABLES.items()] == [True] * len(TABLES)
    assert [row["figure"] for row in made["indicators"].to_pylist()] == ["5人"]
    good, bad = made["documents"].to_pylist()
    assert (good["status"], good["doc_id"]) == ("ok", hashlib.sha256("5人".encode()).hexdigest()[:16])
    assert (bad["status"], bad["reason"], bad["doc_id"]) == ("failed", "no text", None)
    with pytest.raises(ContractError, match="text"):
        ex.kernel(batch.select(["source"]))


@pytest.mark.usefixtures("plain_stages")
def test_the_kernel_gives_the_rows_of_the_run(reports: Path, tmp_path: Path) -> None:
    ex.extract(reports, tmp_path / "out", QUIET)
    found = list(readers.walk([reports]))
    batch = pipeline.sources_batch(readers.read(one, QUIET) for one in found)
    assert batch.schema.equals(SOURCES)
    made = ex.kernel(batch, QUIET)
    assert made["indicators"].to_pylist() == rows(tmp_path / "out", "indicators")
    assert made["ledger"].to_pylist() == rows(tmp_path / "out", "ledger")


def test_processes_do_not_change_a_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "FEW_BYTES", 0)
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(40):
        (folder / f"{number:02}.txt").write_text(f"签约{number}人，完成率{number}.5%。", encoding="utf-8")
    ex.extract(folder, tmp_path / "one", Settings(timings=False))
    ex.extract(folder, tmp_path / "two", Settings(timings=False, jobs=2))
    assert digests(tmp_path / "one") == digests(tmp_path / "two")
    assert len(ex.read_indicators(tmp_path / "two")) >= 70


def test_a_killed_run_leaves_no_half_table(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    for number in range(400):
        (folder / f"{number:03}.txt").write_text("签约5人，完成率84.5%。" * 200, encoding="utf-8")
    command = [sys.executable, "-m", "extractor.cli", "extract", str(folder), "--out", str(out)]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ)
    until = time.monotonic() + 60
    while not (out / "ledger.parquet.tmp").exists() and run.poll() is None and time.monotonic() < until:
        time.sleep(0.02)
    assert run.poll() is None
    run.kill()
    run.wait()
    # It may be killed before it has begun the last of them.
    assert {path.suffix for path in shown(out)} == {".tmp"}
    assert len(shown(out)) <= len(TABLES)
