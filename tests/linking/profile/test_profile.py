"""What a report says of itself: whole texts in documents.yaml, and the examples of the vocabulary."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import text
from extractor.linking.areas import region_in
from extractor.linking.names import organization_in_title
from extractor.linking.profile import profile
from extractor.linking.profile_words import pattern, words
from tests.linking.marked import cases

CASES = dict(cases(Path(__file__).parent / "documents.yaml"))


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_documents(case: dict[str, object]) -> None:
    about = profile(text.parse(str(case["text"])))
    got = {
        "title": about.title,
        "organization": about.organization,
        "region": about.region,
        "year": about.report_year,
        "period": about.period.text if about.period else None,
        "posted": about.posted.isoformat() if about.posted else None,
        "flags": list(about.flags),
    }
    assert got == {key: case.get(key, [] if key == "flags" else None) for key in got}


def test_title_examples() -> None:
    title = pattern("title", "pattern")
    assert all(title.fullmatch(example) for example in words().title.examples)
    assert not any(title.fullmatch(example) for example in words().title.counterexamples)


def test_organization_examples() -> None:
    for title, name in words().organization.examples.items():
        assert organization_in_title(title) == name
    assert not any(map(organization_in_title, words().organization.counterexamples))


def test_region_examples() -> None:
    for title, name in words().region.examples.items():
        assert region_in(title) == name
    assert not any(map(region_in, words().region.counterexamples))


def test_nothing_to_know() -> None:
    about = profile(text.parse(""))
    assert (about.title, about.organization, about.region, about.report_year) == (None, None, None, None)
