from __future__ import annotations

import subprocess
import sys
from datetime import date

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import ContractError
from extractor.table import SOURCES, TABLES
from extractor.table.columns import Columns, make_array, record_batch, together
from extractor.table.schema import BLOCK, TEXTS, WORD, WORDS
from extractor.table.write import canonical

# Text that Arrow can hold: anything but halves of a pair, with characters beyond the first plane.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6) | st.sampled_from(["𠮷野", "😀", ""])
FLOAT = st.floats(allow_nan=False)


def whole(bits: int) -> st.SearchStrategy[int]:
    return st.integers(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


KINDS = {
    "string": (pa.string(), TEXT),
    "binary": (pa.binary(), st.binary(max_size=6)),
    "int16": (pa.int16(), whole(16)),
    "int32": (pa.int32(), whole(32)),
    "int64": (pa.int64(), whole(64)),
    "float64": (pa.float64(), FLOAT | st.just(float("inf"))),
    "date32": (pa.date32(), st.dates()),
    "word": (WORD, TEXT),
    "texts": (TEXTS, st.lists(TEXT | st.none(), max_size=4)),
    "words": (WORDS, st.lists(TEXT, max_size=4)),
    "block": (
        BLOCK,
        st.fixed_dictionaries(
            {"kind": TEXT, "start": whole(32), "end": whole(32)},
            optional={"page": whole(32) | st.none(), "confidence": FLOAT | st.none()},
        ),
    ),
    "blocks": (
        pa.list_(BLOCK),
        st.lists(st.fixed_dictionaries({"kind": TEXT}) | st.none(), max_size=3),
    ),
}


@pytest.mark.parametrize("name", KINDS)
@given(data=st.data())
def test_the_same_as_arrow_makes_of_a_list(name: str, data: st.DataObject) -> None:
    kind, values = KINDS[name]
    given = data.draw(st.lists(values | st.none(), max_size=40))
    made = make_array(given, kind)
    made.validate(full=True)
    expected = pa.array(given, kind)
    assert made.equals(expected)
    assert (made.null_count, made.to_pylist()) == (expected.null_count, expected.to_pylist())
    assert made.slice(1).to_pylist() == expected.slice(1).to_pylist()


@pytest.mark.parametrize("schema", [*TABLES.values(), SOURCES], ids=[*TABLES, "sources"])
def test_every_table_can_be_without_rows(schema: pa.Schema) -> None:
    batch = record_batch({}, schema)
    batch.validate(full=True)
    assert (batch.num_rows, batch.schema) == (0, schema)


def test_dictionaries_lie_in_the_order_of_use() -> None:
    made = make_array(["b", None, "a", "b"], WORD)
    assert (made.dictionary.to_pylist(), made.indices.to_pylist()) == (["b", "a"], [0, None, 1, 0])


def test_days_are_counted_from_1970() -> None:
    assert make_array([date(1970, 1, 1), date(1969, 12, 31)], pa.date32()).to_pylist() == [
        date(1970, 1, 1),
        date(1969, 12, 31),
    ]


def test_what_no_table_holds_is_refused() -> None:
    with pytest.raises(ContractError, match="bool"):
        make_array([True], pa.bool_())
    with pytest.raises(OverflowError):
        make_array([2**15], pa.int16())
    with pytest.raises(UnicodeEncodeError):
        make_array(["\ud83d"], pa.string())


def test_rows_of_several_documents() -> None:
    one, two = Columns({"a": [1, 2], "b": ["x", "y"]}), Columns({"a": [3], "b": [None]})
    assert (len(one), len(Columns()), one["b"]) == (2, 0, ["x", "y"])
    assert one.to_pylist() == [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]
    assert together([one, Columns(), two]) == {"a": [1, 2, 3], "b": ["x", "y", None]}
    assert one.lists["a"] == [1, 2]


def test_a_run_needs_no_pandas(tmp_path) -> None:
    (tmp_path / "a.txt").write_text("全县建成村卫生室126所。", encoding="utf-8")
    code = (
        "import sys; from extractor.engines import extract; from extractor.settings import Settings\n"
        f"extract({str(tmp_path / 'a.txt')!r}, {str(tmp_path / 'out')!r}, Settings(jobs=1))\n"
        "assert 'pandas' not in sys.modules, 'pandas was imported'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.lists(st.lists(st.tuples(TEXT | st.none(), st.lists(TEXT, max_size=3))), min_size=1), st.data())
def test_tables_depend_on_their_rows_alone(parts: list, data: st.DataObject) -> None:
    schema = pa.schema([("word", WORD), ("words", WORDS)])

    def batch(rows: list) -> pa.RecordBatch:
        columns = {"word": [row[0] for row in rows], "words": [row[1] for row in rows]}
        return record_batch(columns if rows else {}, schema)

    rows = [row for part in parts for row in part]
    whole = batch(rows)
    cut = data.draw(st.integers(0, len(rows)))
    expected = canonical([whole], schema)
    assert expected.to_batches() == ([whole] if rows else [])
    for arrived in ([batch(part) for part in parts], [whole[:cut], whole[cut:]]):
        made = canonical(arrived, schema)
        made.validate(full=True)
        assert made.equals(expected)
        for one, other in zip(made.to_batches(), expected.to_batches(), strict=True):
            assert one.column("word").dictionary.equals(other.column("word").dictionary)
            assert one.column("words").values.dictionary.equals(other.column("words").values.dictionary)
