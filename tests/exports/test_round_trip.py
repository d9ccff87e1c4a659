"""To every tool and back: nothing changed says nothing, a change says what changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import extractor as ex
from extractor import exports
from extractor.corrections import Correction
from extractor.errors import SettingsError
from extractor.exports.spans import Utf16
from extractor.table import TABLES

# Characters outside the BMP before, between and inside what is annotated; a line break inside a figure.
TEXT = (
    "𠮷川县2023年工作总结\r\n"
    "😀全县医疗卫生机构126家,其中医院6家、基层医疗卫生机构117家、专业公共卫生机构3家。\u2028"
    "家庭医生签约26.5\r\n万人𠮷,签约率84.36%。投入2***万元。\n"
)


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a b.txt").write_bytes(TEXT.encode())
    (folder / "other.txt").write_text("乙县2023年工作总结\n全年义诊8场。\n", encoding="utf-8")
    (folder / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 200)
    out = tmp_path / "out"
    ex.extract(folder, out)
    # As a run may have it: one figure across a line break.
    file = out / "indicators.parquet"
    rows = pq.read_table(file).to_pylist()
    for row in rows:
        row["figure"] = row["figure"] if row["source"] != "a b.txt" else TEXT[row["start"] : row["end"]]
    broken = TEXT.index("26.5\r\n万人")
    rows = [row for row in rows if row["source"] != "a b.txt" or not broken <= row["start"] < broken + 9]
    like = next(row for row in rows if row["figure"] == "126家")
    torn = {
        "start": broken,
        "end": broken + len("26.5\r\n万人"),
        "figure": "26.5\r\n万人",
        "label": '签约"人数"\\',
    }
    rows.append(like | torn | {"value": 265000.0, "unit": "人", "indicator": None, "population": "居民"})
    rows.sort(key=lambda row: (row["source"], row["start"]))
    pq.write_table(pa.Table.from_pylist(rows, schema=TABLES["indicators"]), file)
    return out


def exported(run: Path, tool: str, tmp_path: Path) -> Path:
    """What the tool would give back if nobody touched anything."""
    return exports.export(run, tool, tmp_path / tool)[0]


def back(path: Path, tool: str, run: Path) -> dict[str, Correction]:
    """The corrections of the first report by the text that they are about."""
    made = exports.read_back(path, tool, run)
    assert {document.source for document in made.documents} == {"a b.txt", "other.txt"}
    (document,) = [document for document in made.documents if document.source == "a b.txt"]
    return {TEXT[one.start : one.end]: one for one in document.corrections}


@pytest.mark.parametrize("tool", exports.TOOLS)
def test_untouched_work_confirms_every_figure(run: Path, tool: str, tmp_path: Path) -> None:
    said = back(exported(run, tool, tmp_path), tool, run)
    figures = [row["figure"] for row in pq.read_table(run / "indicators.parquet").to_pylist()]
    assert len(said) == 7
    assert set(said) <= set(figures)
    assert "26.5\r\n万人" in said
    assert {one.kind for one in said.values()} == {"confirm"}


def check(said: dict[str, Correction], changed: dict[str, Any]) -> None:
    """What all tools must tell after the same work: one changed, one removed, one moved, one missed."""
    kinds = {text: one.kind for text, one in said.items() if one.kind != "confirm"}
    assert kinds == {"6家": "change", "117家": "remove", "3家。": "add", "𠮷,签": "add"}
    assert said["6家"].fields.model_dump(exclude_unset=True) == changed
    assert said["𠮷,签"].fields.status == "target"


def test_label_studio(run: Path, tmp_path: Path) -> None:
    path = exported(run, "label-studio", tmp_path)
    tasks = json.loads(path.read_text("utf-8"))
    task = next(task for task in tasks if task["data"]["source"] == "a b.txt")
    (prediction,) = task.pop("predictions")
    result = prediction["result"]
    for item in result:
        if item["type"] == "labels":
            assert TEXT[item["value"]["start"] : item["value"]["end"]] == item["value"]["text"]
    relations = [item for item in result if item["type"] == "relation"]
    assert {item["labels"][0] for item in relations} == {"sum_parts"}
    assert '<Relation value="sum_parts"/>' in (path.parent / "label-studio.xml").read_text("utf-8")
    ids = {item["value"]["text"]: item["id"] for item in result if item["type"] == "labels"}
    result = [item for item in result if item.get("id") != ids["117家"]]
    for item in result:
        if item.get("id") == ids["6家"] and item["from_name"] == "value":
            item["value"]["text"] = ["60,000"]
        if item.get("id") == ids["6家"] and item["from_name"] == "figure":
            item["value"]["labels"] = ["target"]
        if item.get("id") == ids["3家"]:
            item["value"]["end"] += 1
            if item["type"] == "labels":
                item["value"]["text"] += "。"
    at = TEXT.index("𠮷,签")
    value = {"start": at, "end": at + 3, "text": "𠮷,签", "labels": ["target"]}
    result.append({"id": "new", "from_name": "figure", "to_name": "text", "type": "labels", "value": value})
    task["annotations"] = [{"result": [], "was_cancelled": True}, {"result": result}]
    path.write_text(json.dumps(tasks), "utf-8")
    check(back(path, "label-studio", run), {"value": 60000, "status": "target"})


def test_label_studio_that_counts_utf16_units(run: Path, tmp_path: Path) -> None:
    path = exported(run, "label-studio", tmp_path)
    tasks = json.loads(path.read_text("utf-8"))
    for task in tasks:
        units = Utf16(task["data"]["text"])
        for item in task["predictions"][0]["result"]:
            if item["type"] == "labels":
                value = item["value"]
                value |= {"start": units.units(value["start"]), "end": units.units(value["end"])}
    path.write_text(json.dumps(tasks), "utf-8")
    assert {one.kind for one in back(path, "label-studio", run).values()} == {"confirm"}


def test_doccano(run: Path, tmp_path: Path) -> None:
    path = exported(run, "doccano", tmp_path)
    lines = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line]
    row = next(line for line in lines if line["source"] == "a b.txt")
    numbers = [entity["id"] for line in lines for entity in line["entities"]]
    assert len(set(numbers)) == len(numbers)
    assert [relation["type"] for relation in row["relations"]] == ["sum_parts"] * 3
    spans = {TEXT[one["start_offset"] : one["end_offset"]]: one for one in row["entities"]}
    spans["6家"]["label"] = "target"
    spans["3家"]["end_offset"] += 1
    row["entities"].remove(spans["117家"])
    at = TEXT.index("𠮷,签")
    row["entities"].append({"id": 999, "label": "target", "start_offset": at, "end_offset": at + 3})
    path.write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8", newline="\n"
    )
    check(back(path, "doccano", run), {"status": "target"})
    # A project without relations gives its labels as lists.
    for line in lines:
        line["label"] = [
            [one["start_offset"], one["end_offset"], one["label"]] for one in line.pop("entities")
        ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8", newline="\n")
    check(back(path, "doccano", run), {"status": "target"})


def test_brat(run: Path, tmp_path: Path) -> None:
    folder = exported(run, "brat", tmp_path)
    assert (folder / "a_b.txt").read_bytes().decode() == TEXT
    lines = (folder / "a_b.ann").read_bytes().decode().split("\n")
    for line in lines:
        if line.startswith("T"):
            _, places, quote = line.split("\t")
            spans = [map(int, part.split()) for part in places.split(" ", 1)[1].split(";")]
            assert " ".join(TEXT[slice(*span)] for span in spans) == quote
    assert sum(line.startswith("R") for line in lines) == 3
    assert "sum_parts\tArg1:actual|target|baseline" in (folder / "annotation.conf").read_text("utf-8")
    ids = {line.split("\t")[2]: line.split("\t")[0] for line in lines if line.startswith("T")}
    at = TEXT.index("3家。")
    made = []
    for line in lines:
        owner = f" {ids['6家']}\t" in line
        changed = line.replace('"value": 6.0', '"value": 60000') if owner else line
        if line.startswith(f"{ids['6家']}\t"):
            changed = line.replace("\tactual ", "\ttarget ")
        if line.startswith(f"{ids['3家']}\t"):
            changed = f"{ids['3家']}\tactual {at} {at + 3}\t3家。"
        if not line.startswith(f"{ids['117家']}\t") and f" {ids['117家']}\t" not in line:
            made.append(changed)
    at = TEXT.index("𠮷,签")
    made.append(f"T99\ttarget {at} {at + 3}\t𠮷,签")
    (folder / "a_b.ann").write_text("\n".join(made) + "\n", "utf-8", newline="\n")
    check(back(folder, "brat", run), {"value": 60000, "status": "target"})


@pytest.mark.parametrize("tool", ["label-studio", "doccano"])
def test_what_is_no_export(run: Path, tool: str, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text("{]", "utf-8")
    with pytest.raises(SettingsError, match=r"x\.json is no JSON"):
        exports.read_back(path, tool, run)


def test_wrong_tool_folder_or_text(run: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no export to 'word'"):
        exports.export(run, "word", tmp_path)
    with pytest.raises(SettingsError, match="no folder of brat's"):
        exports.read_back(tmp_path / "absent", "brat", run)
    (tmp_path / "d.jsonl").write_text('{"text": "another", "label": []}\n', "utf-8")
    with pytest.raises(SettingsError, match="no document with this text"):
        exports.read_back(tmp_path / "d.jsonl", "doccano", run)


def test_utf16_offsets() -> None:
    text = "a𠮷b😀😀c"
    units = Utf16(text)
    for point in range(len(text) + 1):
        unit = len(text[:point].encode("utf-16-le")) // 2
        assert (units.units(point), units.points(unit)) == (unit, point)
