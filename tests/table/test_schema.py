from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.errors import ContractError, SettingsError
from extractor.table import TABLES, TableWriter, read_indicators, read_table

# The contract once more, as the design has it: a change of the code must be a change here too.
INDICATORS = """
doc_id string, source string, organization string, region string, report_year int16, section list<string>,
sentence string, start int32, end int32, figure string, label string, population string,
qualifiers list<string>, indicator dictionary<string>, indicator_title dictionary<string>,
dimension dictionary<string>, value float64, low float64, high float64, unit dictionary<string>,
mask dictionary<string>, relation dictionary<string>, status dictionary<string>, change dictionary<string>,
compared_with dictionary<string>, period string, period_start date32, period_end date32,
flags list<dictionary<string>>, rule string
"""
DOCUMENTS = """doc_id source format encoding bytes chars title organization region report_year period posted
status reason figures masked flagged duplicate_of flags text seconds"""
LEDGER = "doc_id source start end text reason rule"
AUDIT = "doc_id source kind figures expected observed holds narrowed sentence"


def test_indicators_are_the_contract() -> None:
    from extractor.contracts import table_contract

    made = table_contract("indicators", TABLES["indicators"])["columns"]
    assert [f"{column['name']} {column['type']}" for column in made] == [
        part.strip() for part in INDICATORS.replace("\n", " ").split(",")
    ]


@pytest.mark.parametrize(
    ("table", "names"),
    [("documents", DOCUMENTS), ("ledger", LEDGER), ("audit", AUDIT)],
    ids=["documents", "ledger", "audit"],
)
def test_columns_in_order(table: str, names: str) -> None:
    assert TABLES[table].names == names.split()


@pytest.mark.parametrize("table", TABLES)
def test_every_field_is_described_in_both_languages(table: str) -> None:
    for field in TABLES[table]:
        assert field.metadata[b"description_en"].isascii(), field.name
        assert not field.metadata[b"description_zh"].isascii(), field.name
        numeric = pa.types.is_floating(field.type) or field.name in {"start", "end", "bytes", "chars"}
        assert (b"unit" in field.metadata) >= numeric, field.name


def row(**cells: object) -> dict[str, object]:
    base: dict[str, object] = {name: None for name in TABLES["indicators"].names}
    base |= {
        "doc_id": "0" * 16,
        "source": "a.txt",
        "section": ["一"],
        "sentence": "签约5人",
        "start": 2,
        "end": 4,
    }
    base |= {"figure": "5人", "label": "签约", "qualifiers": [], "dimension": "count", "value": 5.0}
    base |= {"mask": "none", "relation": "eq", "status": "actual", "flags": []}
    return base | cells


def batch(*rows: dict[str, object]) -> pa.RecordBatch:
    return pa.RecordBatch.from_pylist(list(rows), schema=TABLES["indicators"])


def test_dictionaries_of_different_batches_become_one_column(tmp_path: Path) -> None:
    with TableWriter(tmp_path) as writer:
        writer.add({"indicators": batch(row(unit="人", flags=["ocr"]), row(unit=None))})
        writer.add({"indicators": batch(row(unit="%", flags=["garbled", "ocr"]))})
        writer.commit({})
    table = pq.read_table(tmp_path / "indicators.parquet")
    assert table.schema.equals(TABLES["indicators"])
    assert table.column("unit").to_pylist() == ["人", None, "%"]
    assert table.column("flags").to_pylist() == [["ocr"], [], ["garbled", "ocr"]]


def test_read_indicators_keeps_arrow_types(tmp_path: Path) -> None:
    with TableWriter(tmp_path) as writer:
        writer.add({"indicators": batch(row(), row(value=None, report_year=2023))})
        writer.commit({})
    for place in (tmp_path, str(tmp_path / "indicators.parquet")):
        frame = read_indicators(place)
        assert all(isinstance(kind, pd.ArrowDtype) for kind in frame.dtypes)
        assert frame["report_year"].dtype == "int16[pyarrow]"
        assert frame["value"].isna().tolist() == [False, True]


def test_a_batch_against_the_contract_is_refused(tmp_path: Path) -> None:
    wrong = batch(row()).drop_columns(["rule"])
    with TableWriter(tmp_path) as writer, pytest.raises(ContractError, match="indicators"):
        writer.add({"indicators": wrong})
    assert list(tmp_path.iterdir()) == []


def test_reading_what_is_no_table(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="does not exist"):
        read_indicators(tmp_path)
    (tmp_path / "indicators.parquet").write_text("no")
    with pytest.raises(ContractError, match="not a Parquet file"):
        read_indicators(tmp_path)
    pq.write_table(pa.table({"a": [1]}), tmp_path / "ledger.parquet")
    with pytest.raises(ContractError, match="lacks the columns doc_id"):
        read_table(tmp_path, "ledger")
