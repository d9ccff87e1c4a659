from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

import extractor as ex
from extractor.panel.periods import period

KNOWN = {
    "2022": (date(2022, 1, 1), date(2022, 12, 31)),
    "2022-H2": (date(2022, 7, 1), date(2022, 12, 31)),
    "2022-Q3": (date(2022, 7, 1), date(2022, 9, 30)),
    "2024-02": (date(2024, 2, 1), date(2024, 2, 29)),
    "2022-11/2023-02": (date(2022, 11, 1), date(2023, 2, 28)),
    "2020-06-01/2020-06-30": (date(2020, 6, 1), date(2020, 6, 30)),
    "..2022-10-24": (None, date(2022, 10, 24)),
}


@pytest.mark.parametrize("text", KNOWN)
def test_dates_of_a_notation(text: str) -> None:
    found = period(text)
    assert found is not None
    assert (found.text, found.start, found.end) == (text, *KNOWN[text])


@pytest.mark.parametrize("text", ["", "2022-Q5", "2022-13", "..2022-02-30", "2022/", "last year", None])
def test_what_is_no_notation(text: str | None) -> None:
    assert period(text) is None


def test_every_period_of_the_corpus_is_read_as_the_linker_meant(root: Path, tmp_path: Path) -> None:
    ex.extract(root / "corpus" / "reports", tmp_path)
    figures: Any = ex.read_indicators(tmp_path)
    rows = figures[["period", "period_start", "period_end"]].drop_duplicates().astype(object)
    read = rows[rows["period"].notna()].to_dict("records")
    assert len(read) > 20
    for row in read:
        found = period(row["period"])
        assert found is not None, row["period"]
        start = row["period_start"] if isinstance(row["period_start"], date) else None
        assert (found.start, found.end) == (start, row["period_end"]), row["period"]
