"""Every stage on any text: no exception, spans that hold, each run in one place, the same again, the contract."""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from extractor import audit, linking, quantities
from extractor import text as texts
from extractor.linking.layout import lay_out
from extractor.pipeline import kernel
from extractor.quantities.numerals import parse_number
from extractor.settings import Settings
from extractor.table import TABLES
from extractor.text.structure import LONGEST

from .checks import assert_clean_cover, catalogue, check, rows_of
from .mutations import document
from .texts import ANY, SIGNS, WORDS

CASES = YAML(typ="safe").load(Path(__file__).with_name("cases.yaml"))
# Several stages a text: fewer texts each than for one function, and `make fuzz` runs many more.
often = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
# What a label may consist of.
PHRASES = st.lists(st.sampled_from(SIGNS + WORDS), max_size=8).map("".join)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_what_a_fuzzer_found_holds(case: dict[str, str]) -> None:
    check(case["text"])


@often
@given(ANY)
def test_text(raw: str) -> None:
    parsed = texts.parse(raw)
    again = texts.parse(raw)
    assert (again.clean, again.sentences, again.site) == (parsed.clean, parsed.sentences, parsed.site)
    last = 0
    for sentence in parsed.sentences:
        assert last <= sentence.start < sentence.end <= len(parsed.clean)
        assert sentence.end - sentence.start <= LONGEST
        last = sentence.end
        for one, other in itertools.pairwise(sentence.clauses):
            assert one.end <= other.start
    for at in range(len(parsed.clean)):
        start, end = parsed.to_raw(at, at + 1)
        assert 0 <= start < end <= len(raw)


@often
@given(ANY)
def test_quantities(raw: str) -> None:
    parsed = texts.parse(raw)
    figures, ledger = quantities.find(parsed)
    spans = [(item.start, item.end) for item in (*figures, *ledger)]
    assert_clean_cover(parsed.clean, spans)
    ordered = sorted(spans)
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(ordered))
    for figure in figures:
        assert figure.start < figure.number_end <= figure.end or figure.form == "lost", figure
        assert parsed.clean[figure.start : figure.end] == figure.text


@often
@given(PHRASES)
def test_one_numeral(text: str) -> None:
    read = parse_number(text)
    if read is not None and read.low is not None and read.high is not None:
        assert read.low <= read.high
    assert parse_number(text) == read


@often
@given(ANY)
def test_linking(raw: str) -> None:
    parsed = texts.parse(raw)
    figures, _ = quantities.find(parsed)
    profile, links = linking.link(parsed, figures)
    assert len(links) == len(figures)
    slots = [slot.index for row in lay_out(parsed, figures) for slot in row.slots]
    assert sorted(slots) == list(range(len(figures)))
    assert linking.link(parsed, figures) == (profile, links)


@often
@given(
    PHRASES,
    st.none() | PHRASES,
    st.lists(PHRASES, max_size=3).map(tuple),
    st.lists(PHRASES, max_size=3).map(tuple),
    st.none() | st.sampled_from(["%", "人", "万元", "元", "张", "个"]),
    st.sampled_from(["count", "ratio", "money", "number"]),
    st.sampled_from([None, "up", "down"]),
)
def test_catalogue(label, population, qualifiers, section, unit, dimension, change) -> None:
    asked = (label, population, qualifiers, section, unit, dimension, change)
    match = catalogue().match(*asked)
    assert catalogue().match(*asked) == match
    if match is not None:
        assert match.plausible(None)
        assert match.id


@often
@given(ANY)
def test_audit(raw: str) -> None:
    parsed = texts.parse(raw)
    figures, _ = quantities.find(parsed)
    _, links = linking.link(parsed, figures)
    found = audit.examine(parsed, figures, links)
    for relation in found.relations:
        members = [index for _, index in relation.roles]
        assert all(0 <= index < len(figures) for index in members)
        assert all(narrow.low <= narrow.high for narrow in relation.narrowed)
    assert set(found.flags) <= set(range(len(figures)))
    assert audit.examine(parsed, figures, links) == found


@often
@given(ANY)
def test_rows(raw: str) -> None:
    check(raw)


@often
@given(st.lists(st.none() | ANY, max_size=3))
def test_kernel(raws: list[str | None]) -> None:
    sendable = [None if raw is None else raw.encode("utf-8", "ignore").decode() for raw in raws]
    columns = {"source": [f"{at}.txt" for at in range(len(sendable))], "text": sendable}
    schema = pa.schema([("source", pa.string()), ("text", pa.string())])
    batch = pa.RecordBatch.from_pydict(columns, schema=schema)
    made = kernel(batch, Settings(timings=False))
    assert {name: found.schema for name, found in made.items()} == dict(TABLES)
    documents = made["documents"].to_pylist()
    assert [row["status"] for row in documents] == ["failed" if raw is None else "ok" for raw in sendable]
    assert made["indicators"].num_rows == sum(row["figures"] for row in documents)
    again = kernel(batch, Settings(timings=False))
    assert all(again[name].equals(found) for name, found in made.items())


@pytest.mark.parametrize("first", range(0, 300, 50))
def test_mutated_documents(first: int) -> None:
    # From elsewhere in the numbers every time would not be the same test twice; `make fuzz` goes on.
    for number in range(first, first + 50):
        check(document(number), twice=number % 10 == 0)


def test_documents_do_not_depend_on_those_before() -> None:
    chosen = [document(number) for number in range(40)]
    alone = [rows_of(text) for text in chosen]
    order = list(range(len(chosen)))
    random.Random(1).shuffle(order)
    assert all(rows_of(chosen[at]) == alone[at] for at in order)
