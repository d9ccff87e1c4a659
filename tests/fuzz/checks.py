"""What must hold for any text whatever: the properties that every fuzzer checks."""

from __future__ import annotations

import contextlib
import itertools
import math
import re
import signal
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from extractor.catalogue import Catalogue
from extractor.models import Source
from extractor.pipeline import as_batches
from extractor.quantities.lexicon import FULL_WIDTH
from extractor.quantities.runs import run_source
from extractor.rows import Rows, read_document
from extractor.table import TABLES
from extractor.table.filling import LABEL

# Seconds of processor time that one document may take.
PATIENCE = 2.0
DIGITS = re.compile(r"[0-9]+")
Span = tuple[int, int]
Row = dict[str, Any]


class HangError(Exception):
    """A document took longer than it may."""


@cache
def catalogue() -> Catalogue:
    """The shipped rule packs; with every other pattern loaded, so that no document is charged with that."""
    loaded = Catalogue.load(())
    read_document(Source("", "", "txt", None, 0, "全县有床位12张,增长3%。\n项目\t数量\n床位\t12\n"), loaded)
    return loaded


def rows_of(text: str) -> Rows:
    """Every row of one text."""
    return read_document(Source("0" * 16, "fuzz.txt", "txt", "utf-8", len(text), text), catalogue())


@contextlib.contextmanager
def patience(seconds: float = PATIENCE) -> Iterator[None]:
    """Raise when what is inside takes too long; processor time, so that a busy machine is no excuse."""

    def stop(*_: object) -> None:
        raise HangError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def check(text: str, *, twice: bool = True, seconds: float = PATIENCE) -> Rows:
    """Assert every property of one text and return its rows."""
    catalogue()
    with patience(seconds):
        rows = rows_of(text)
    check_rows(text, rows)
    if twice:
        assert rows_of(text) == rows, "two runs differ"
    return rows


def check_rows(text: str, rows: Rows) -> None:
    """Assert what must hold for the rows of a text."""
    figures, ledger = rows.indicators.to_pylist(), rows.ledger.to_pylist()
    check_spans(text, figures, ledger)
    assert_cover(text, [(row["start"], row["end"]) for row in (*figures, *ledger)])
    for row in figures:
        check_figure(row)
    check_audit(figures, rows.audit.to_pylist())
    check_contract(rows)


def check_spans(text: str, figures: Sequence[Row], ledger: Sequence[Row]) -> None:
    """Each row is the slice of the raw text that it says it is, and no two share a character."""
    for row, key in [(r, "figure") for r in figures] + [(r, "text") for r in ledger]:
        assert 0 <= row["start"] < row["end"] <= len(text), row
        assert text[row["start"] : row["end"]] == row[key], row
    spans = sorted((row["start"], row["end"]) for row in (*figures, *ledger))
    for one, other in itertools.pairwise(spans):
        assert one[1] <= other[0], (one, other, text[one[0] : other[1]])


def assert_cover(text: str, spans: Sequence[Span]) -> None:
    """Each run of digits of the raw text stands in exactly one row."""
    ordered = sorted(spans)
    starts = [start for start, _ in ordered]
    for run in DIGITS.finditer(text.translate(FULL_WIDTH)):
        at = bisect_right(starts, run.start()) - 1
        held = at >= 0 and run.end() <= ordered[at][1]
        assert held, ("uncovered", text[max(0, run.start() - 12) : run.end() + 12], run.span())


def assert_clean_cover(clean: str, spans: Sequence[Span]) -> None:
    """Each run of digits, masks or numerals of the clean text touches exactly one figure or ledger entry."""
    ordered = sorted(spans)
    for run in re.finditer(run_source(), clean):
        holders = [span for span in ordered if span[0] < run.end() and run.start() < span[1]]
        assert len(holders) == 1, (clean[max(0, run.start() - 12) : run.end() + 12], holders)


def check_figure(row: Row) -> None:
    """The columns of one figure agree with one another."""
    value, low, high, mask, relation = (row[k] for k in ("value", "low", "high", "mask", "relation"))
    assert all(number is None or math.isfinite(number) for number in (value, low, high)), row
    assert len(row["label"]) <= LABEL, row
    if value is not None:
        assert mask == "none", row
        assert low is None or low <= value, row
        assert high is None or value <= high, row
    if low is not None and high is not None:
        assert low <= high, row
    if mask in {"full", "lost"}:
        assert low is high is None, row
    if relation == "range" and mask == "none" and value is None and not row["flags"]:
        assert low is not None, row
        assert high is not None, row
    if row["period_start"] and row["period_end"]:
        assert row["period_start"] <= row["period_end"], row
    # A value that was taken back or repaired is never without its flag.
    if value is None and mask == "none" and relation == "eq":
        assert row["flags"] or low is not None or high is not None or row["dimension"] == "proportion", row


def check_audit(figures: Sequence[Row], relations: Sequence[Row]) -> None:
    """Relations speak of figures only, each with its role."""
    places = {(row["start"], row["end"]) for row in figures}
    for relation in relations:
        spans = [(member["start"], member["end"]) for member in relation["figures"]]
        assert places.issuperset(spans), relation
        assert places.issuperset((n["start"], n["end"]) for n in relation["narrowed"]), relation


def check_contract(rows: Rows) -> None:
    """The rows fit the Arrow schemas, and what must be there is."""
    for name, batch in as_batches([rows]).items():
        assert batch.schema.equals(TABLES[name])
        batch.validate(full=True)
        for field in TABLES[name]:
            assert field.nullable or not batch.column(field.name).null_count, (name, field.name)
