from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.errors import ContractError, SettingsError
from extractor.panel import PANEL_TABLES, build_panel
from tests.panel.conftest import Make, document, figure, posted

MASKED: dict[str, Any] = {"mask": "partial", "low": 90.0, "high": 99.9}
HIDDEN: dict[str, Any] = {"mask": "full", "low": None, "high": None}


def only(panel: Any) -> dict[str, Any]:
    (row,) = panel.table.to_pylist()
    return row


# Two documents, a.txt and b.txt, about one place: who wins, by which part of the rule.
CASES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, Any], dict[str, Any], float | None, str | None]] = {
    "a_number_before_bounds": (
        {}, {}, {"value": None, **MASKED}, {"value": 95.0, "low": 95.0, "high": 95.0}, 95.0, None,
    ),
    "a_number_before_contradicting_bounds": (
        {}, {}, {"value": None, **MASKED}, {"value": 85.0, "low": 85.0, "high": 85.0}, 85.0, "known",
    ),
    "bounds_before_nothing": (
        {}, {}, {"value": None, **HIDDEN}, {"value": None, **MASKED}, None, None,
    ),
    "plausible_before_implausible": (
        {}, {}, {"value": 940.0, "low": 940.0, "high": 940.0, "flags": ["implausible"]},
        {"value": 94.0, "low": 94.0, "high": 94.0}, 94.0, "plausible",
    ),
    "own_period_before_a_later_report": (
        {"period": "2022", "posted": posted("2023-01-10")}, {"period": "2023", "posted": posted("2024-01-10")},
        {"value": 94.0, "low": 94.0, "high": 94.0}, {"value": 93.0, "low": 93.0, "high": 93.0}, 94.0, "own_period",
    ),
    "later_posted": (
        {"posted": posted("2023-01-10")}, {"posted": posted("2023-03-10")},
        {"value": 94.0, "low": 94.0, "high": 94.0}, {"value": 93.0, "low": 93.0, "high": 93.0}, 93.0, "posted",
    ),
    "any_day_before_none": (
        {}, {"posted": posted("2023-03-10")},
        {"value": 94.0, "low": 94.0, "high": 94.0}, {"value": 93.0, "low": 93.0, "high": 93.0}, 93.0, "posted",
    ),
    "first_in_order": (
        {}, {},
        {"value": 94.0, "low": 94.0, "high": 94.0}, {"value": 93.0, "low": 93.0, "high": 93.0}, 94.0, "order",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_which_figure_wins(make: Make, case: str) -> None:
    first, second, mine, other, wins, decided = CASES[case]
    panel = make(
        [document("a.txt", **first), document("b.txt", **second)],
        [figure(0, "a.txt") | mine, figure(0, "b.txt") | other],
    )
    row = only(panel)
    assert row["actual"] == wins
    if wins is None:
        assert (row["actual_low"], row["actual_high"]) == (90.0, 99.9)
    assert row["sources"] == 2
    clashes = panel.conflicts.to_pylist()
    assert [clash["decided_by"] for clash in clashes] == ([decided] if decided else [])
    assert row["conflicts"] == len(clashes)
    if clashes:
        assert clashes[0]["between"] == "sources"
        assert {clashes[0]["value"], clashes[0]["other_value"]} == {
            mine["value"] if decided != "known" else None,
            other["value"],
        }


def test_what_agrees_is_no_conflict(make: Make) -> None:
    same = [figure(94.0, "a.txt"), figure(94.0, "b.txt"), figure(None, "c.txt", **MASKED)]
    panel = make([document(name) for name in ("a.txt", "b.txt", "c.txt")], same)
    assert only(panel)["sources"] == 3
    assert panel.conflicts.num_rows == 0


@pytest.mark.parametrize(("value", "clashes"), [(12_034.0, 0), (14_100.0, 1)], ids=["near", "far"])
def test_about_is_as_wide_as_its_last_digit(make: Make, value: float, clashes: int) -> None:
    rows = [figure(12_000.0, "a.txt", relation="approx"), figure(value, "b.txt")]
    assert make([document("a.txt"), document("b.txt")], rows).conflicts.num_rows == clashes


def test_at_least_agrees_with_more(make: Make) -> None:
    rows = [figure(90.0, "a.txt", relation="ge", high=None), figure(94.0, "b.txt")]
    assert make([document("a.txt"), document("b.txt")], rows).conflicts.num_rows == 0


def test_duplicates_are_left_out_unless_asked_for(make: Make) -> None:
    documents = [document("a.txt"), document("b.txt", duplicate_of="a.txt")]
    rows = [figure(94.0, "a.txt"), figure(94.0, "b.txt")]
    assert only(make(documents, rows))["sources"] == 1
    assert only(make(documents, rows, duplicates=True))["sources"] == 2


def test_unknown_and_masked_places_and_times_are_never_put_together(make: Make) -> None:
    for cells in ({"region": None}, {"region": "XX县"}, {"region": "___县"}, {"period": None}):
        documents = [document("a.txt", **cells), document("b.txt", **cells)]
        period = "2022" if "region" in cells else None
        rows = [figure(94.0, "a.txt", period=period), figure(93.0, "b.txt", period=period)]
        panel = make(documents, rows)
        assert (panel.table.num_rows, panel.conflicts.num_rows) == (2, 0), cells


def test_by_organization(make: Make) -> None:
    documents = [document("a.txt"), document("b.txt", organization="甲县人民医院")]
    rows = [figure(94.0, "a.txt"), figure(93.0, "b.txt")]
    assert make(documents, rows).conflicts.num_rows == 1
    assert make(documents, rows, by="organization").table.num_rows == 2
    with pytest.raises(SettingsError, match="by region or by organization"):
        make(documents, rows, by="weather")


PERIODS = {
    "same_stretch": ("2022", "2022-01/2022-12", 1),
    "as_of_a_day_within": ("2022", "..2022-11-30", 1),
    "as_of_a_day_outside": ("2022", "..2023-01-31", 2),
    "part_of_it": ("2022", "2022-H1", 2),
    "first_half_in_months": ("2022-H1", "2022-01/2022-06", 1),
    "quarter_in_days": ("2022-Q1", "2022-01-01/2022-03-31", 1),
}


@pytest.mark.parametrize("case", PERIODS, ids=str)
def test_equal_stretches_are_one_period(make: Make, case: str) -> None:
    own, other, rows = PERIODS[case]
    panel = make(
        [document(period=own)], [figure(94.0, period=own), figure(90.0, period=other, status="target")]
    )
    assert panel.table.num_rows == rows
    if rows == 1:
        row = only(panel)
        assert (row["period"], row["actual_period"], row["target_period"]) == (own, own, other)


def test_side_by_side_and_completion(make: Make) -> None:
    rows = [
        figure(90.0, status="baseline", period="2021"),
        figure(94.5, status="actual"),
        figure(90.0, status="target", relation="ge", high=None),
    ]
    row = only(make([document()], rows))
    assert (row["actual"], row["target"], row["baseline"]) == (94.5, 90.0, 90.0)
    assert row["completion"] == pytest.approx(1.05)
    assert (row["period"], row["baseline_period"]) == ("2022", "2021")


NO_COMPLETION = {
    "masked_actual": ({"value": None, **MASKED}, {}),
    "masked_target": ({}, {"value": None, **MASKED}),
    "range": ({"value": None, "low": 90.0, "high": 95.0, "relation": "range"}, {}),
    "actual_more_than": ({"relation": "ge", "high": None}, {}),
    "target_of_nothing": ({}, {"value": 0.0, "low": 0.0, "high": 0.0}),
    "another_unit": ({}, {"unit": "‰"}),
    "rank": ({"dimension": "rank"}, {"dimension": "rank"}),
}


@pytest.mark.parametrize("case", NO_COMPLETION, ids=str)
def test_no_completion(make: Make, case: str) -> None:
    actual, target = NO_COMPLETION[case]
    panel = make([document()], [figure(94.0) | actual, figure(90.0, status="target") | target])
    assert panel.table.column("completion").null_count == panel.table.num_rows


def test_several_numbers_in_one_document_have_no_completion(make: Make) -> None:
    rows = [figure(94.0), figure(60.0), figure(90.0, status="target")]
    panel = make([document()], rows)
    assert only(panel)["completion"] is None
    assert [row["between"] for row in panel.conflicts.to_pylist()] == ["one source"]


def test_a_baseline_goes_where_its_figure_goes(make: Make) -> None:
    rows = [
        figure(400.0, start=10),
        figure(142.0, start=100, status="baseline"),
        figure(151.0, start=110),
    ]
    panel = make([document()], rows)
    row = only(panel)
    assert (row["actual"], row["baseline"]) == (400.0, None)
    found = {
        (clash["status"], clash["decided_by"], clash["other_value"]) for clash in panel.conflicts.to_pylist()
    }
    assert found == {("actual", "order", 151.0), ("baseline", "partner", 142.0)}


def test_a_decrease_is_negative(make: Make) -> None:
    rows = [figure(5.0, change="down", relation="ge", high=None)]
    row = only(make([document()], rows))
    assert (row["actual"], row["actual_low"], row["actual_high"]) == (-5.0, None, -5.0)
    assert row["actual_relation"] == "le"


def test_population_tells_rows_apart_unless_the_indicator_says_it(make: Make) -> None:
    rows = [figure(94.0, population="孕产妇"), figure(94.0, population=None)]
    row = only(make([document()], rows))
    assert row["population"] is None
    rows = [figure(94.0, population="流动人口"), figure(95.0, population="户籍人口")]
    panel = make([document()], rows)
    assert sorted(panel.table.column("population").to_pylist()) == sorted(["流动人口", "户籍人口"])


def test_measure_words_of_one_count_are_one_unit_and_areas_are_not(make: Make) -> None:
    count: dict[str, Any] = {"indicator": "family_doctor.signed.all", "dimension": "count"}
    rows = [figure(5.0, unit="人", **count), figure(6.0, unit="名", status="target", **count)]
    assert only(make([document()], rows))["completion"] == pytest.approx(5 / 6)
    area: dict[str, Any] = {"indicator": "investment.site_area", "dimension": "area"}
    rows = [figure(78_000.0, unit="平方米", **area), figure(117.0, unit="亩", **area)]
    assert make([document()], rows).table.num_rows == 2


def test_labels_on_request(make: Make) -> None:
    rows = [
        figure(3.0, indicator=None, indicator_title=None, label="星际码头", unit="座"),
        figure(8.0, indicator=None, indicator_title=None, label="星际码头", unit="座", change="up"),
    ]
    assert make([document()], rows).table.num_rows == 0
    panel = make([document()], rows, labels=True)
    assert [(row["indicator"], row["title"]) for row in panel.table.to_pylist()] == [(None, "星际码头")] * 2


def test_rows_are_unique_and_sorted(root: Path, tmp_path: Path) -> None:
    import extractor as ex

    ex.extract([root / "corpus" / "reports", root / "corpus" / "series"], tmp_path)
    panel = build_panel(tmp_path, labels=True)
    rows = panel.table.to_pylist()
    keys = [
        tuple(row[name] for name in ("region", "period", "indicator", "title", "population", "unit"))
        for row in rows
        if row["region"] and row["period"] and row["indicator"]
    ]
    assert len(keys) == len(set(keys)) > 300
    assert panel.table.schema.equals(PANEL_TABLES["panel"])
    assert panel.conflicts.schema.equals(PANEL_TABLES["panel_conflicts"])
    assert sum(row["conflicts"] for row in rows) == panel.conflicts.num_rows > 0
    # Where each number stands: the raw slice at its offset.
    texts = {row["source"]: row["text"] for row in ex.read_table(tmp_path, "documents").to_dict("records")}
    for row in rows:
        for status in ("actual", "target", "baseline"):
            if row[f"{status}_source"]:
                place, slice_ = row[f"{status}_start"], row[f"{status}_figure"]
                assert texts[row[f"{status}_source"]][place : place + len(slice_)] == slice_


def test_the_series_of_the_corpus(root: Path, tmp_path: Path) -> None:
    import extractor as ex

    ex.extract(root / "corpus" / "series", tmp_path)
    panel = build_panel(tmp_path)
    rows = [row for row in panel.table.to_pylist() if row["indicator"] == "family_doctor.signing_rate.all"]
    made = {
        row["period"]: (row["actual"], row["actual_low"], row["actual_high"], row["target"]) for row in rows
    }
    assert made == {
        "2019": (31.5, 31.5, 31.5, 30.0),
        "2020": (36.2, 36.2, 36.2, 35.0),
        "2021": (None, 40.0, 49.9, 40.0),
        "2022": (44.7, 44.7, 44.7, 45.0),
        "2023": (None, None, None, 48.0),
    }
    (clash,) = panel.conflicts.to_pylist()
    assert (clash["value"], clash["other_value"], clash["decided_by"]) == (36.2, 35.8, "posted")


def test_what_is_no_run_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="run `zhibiao extract` first"):
        build_panel(tmp_path)
    for name in ("documents", "indicators"):
        (tmp_path / f"{name}.parquet").write_text("no parquet")
    with pytest.raises(ContractError, match="not a Parquet file"):
        build_panel(tmp_path)
