"""The examples of every indicator: each goes to its own, no counterexample does."""

from __future__ import annotations

import pytest

from extractor.catalogue import Catalogue
from extractor.catalogue.loading import Entry, read_packs

ENTRIES, ERRORS = read_packs()
CATALOGUE = Catalogue(ENTRIES)


def test_every_shipped_pack_loads() -> None:
    assert [str(error) for error in ERRORS] == []
    assert len(ENTRIES) >= 180


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_examples(entry: Entry) -> None:
    for example in entry.indicator.examples:
        match = CATALOGUE.match_example(example)
        assert match is not None, f"{example}: {CATALOGUE.reasons(entry.id, example)}"
        assert match.id == entry.id, str(example)
        # A tie would be decided by the alphabet.
        assert CATALOGUE.winners(example) == [entry.id], str(example)
    for example in entry.indicator.counterexamples:
        match = CATALOGUE.match_example(example)
        assert match is None or match.id != entry.id, str(example)
