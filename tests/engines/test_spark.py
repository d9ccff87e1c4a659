"""The lines of docs/scaling.md that call the kernel from Spark, run with a stand-in for Spark.

Spark itself takes half a gigabyte and a Java; the lines were run with it by hand.
"""

from __future__ import annotations

import re
import sys
import textwrap
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pyarrow as pa
import pytest

import extractor as ex

from .conftest import QUIET, report

ROOT = Path(__file__).resolve().parents[2]


def test_the_lines_for_spark_give_the_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = (ROOT / "docs" / "scaling.md").read_text("utf-8").split("## Spark", 1)[1].split("\n## ", 1)[0]
    (lines,) = re.findall(r"\n((?:    .*\n|\n)+)", section[section.index("\n    import") :])
    types = ModuleType("pyspark.sql.pandas.types")
    types.from_arrow_schema = lambda schema: schema  # pyright: ignore[reportAttributeAccessIssue]
    for name in ("pyspark", "pyspark.sql", "pyspark.sql.pandas"):
        monkeypatch.setitem(sys.modules, name, ModuleType(name))
    monkeypatch.setitem(sys.modules, types.__name__, types)
    given = [pa.RecordBatch.from_pylist([{"source": f"{n}", "text": report(n)} for n in range(3)])] * 2
    made: list[pa.Table] = []

    class Frame:
        """What spark.read.text gives, as far as the lines ask."""

        def selectExpr(self, *columns: str) -> Frame:  # noqa: N802
            assert columns == ("input_file_name() source", "value text")
            return self

        def mapInArrow(self, function, schema: pa.Schema) -> SimpleNamespace:  # noqa: N802
            made.append(pa.Table.from_batches(list(function(iter(given))), schema))
            return SimpleNamespace(write=SimpleNamespace(parquet=lambda *_: None))

    spark = SimpleNamespace(read=SimpleNamespace(text=lambda *_, **__: Frame()))
    exec(textwrap.dedent(lines), {"spark": spark})
    kernel = ex.kernel(given[0], QUIET)["indicators"].to_pylist()
    assert made[0].to_pylist() == kernel * 2
    assert len(kernel) > 5
    assert not any(pa.types.is_dictionary(one.type) for one in made[0].schema)
