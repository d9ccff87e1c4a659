from __future__ import annotations

import re

import pytest

from extractor.audit.cues import AuditCues, cues
from extractor.packs import load_vocabulary

LOADED = load_vocabulary("audit", AuditCues)
RULES = [*LOADED.cues.items(), *((f"per_{number}", per) for number, per in enumerate(LOADED.per))]


@pytest.mark.parametrize(("name", "rule"), RULES, ids=[name for name, _ in RULES])
def test_examples_of_a_cue(name: str, rule: object) -> None:
    pattern = re.compile(rule.pattern)  # type: ignore[attr-defined]
    assert [text for text in rule.examples if not pattern.search(text)] == []  # type: ignore[attr-defined]
    assert [text for text in rule.counterexamples if pattern.search(text)] == []  # type: ignore[attr-defined]


def test_every_cue_is_known_to_the_code() -> None:
    assert set(LOADED.cues) <= set(cues().__slots__)
