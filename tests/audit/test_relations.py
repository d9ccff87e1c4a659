from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from extractor import audit, linking, quantities, text

CASES: list[dict[str, Any]] = YAML(typ="safe").load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))


def found_in(raw: str) -> tuple[list[dict[str, Any]], list[audit.Relation]]:
    parsed = text.parse(raw)
    figures, _ = quantities.find(parsed)
    links = linking.link(parsed, figures)[1]
    relations = list(audit.examine(parsed, figures, links).relations)
    seen: Counter[str] = Counter()
    names: list[str] = []
    for figure in figures:
        seen[figure.text] += 1
        names.append(figure.text + (f"#{seen[figure.text]}" if seen[figure.text] > 1 else ""))
    shown: list[dict[str, Any]] = []
    for relation in relations:
        one: dict[str, Any] = {"kind": relation.kind, "holds": relation.holds}
        for role, index in relation.roles:
            if role == "parts":
                one.setdefault("parts", []).append(names[index])
            else:
                one[role] = names[index]
        shown.append(one)
    return shown, relations


def in_order(relations: list[dict[str, Any]]) -> list[str]:
    return sorted(str(sorted(one.items())) for one in relations)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_every_relation_and_no_other(case: dict[str, Any]) -> None:
    shown, _ = found_in(case["text"])
    assert in_order(shown) == in_order(case["relations"])


def test_expected_and_observed() -> None:
    _, relations = found_in("应建档老人4120人,已建档3914人,建档率95.0%。")
    assert relations[0].observed == 95.0
    assert relations[0].expected == pytest.approx(3914 / 4120 * 100)


def test_a_sum_narrows_its_masked_part() -> None:
    _, relations = found_in("共有诊所214家,其中公办3*家、民办178家。")
    assert [(one.low, one.high) for one in relations[0].narrowed] == [(36, 36)]
    assert relations[0].narrowed[0].figure == 1


def test_a_sum_narrows_its_masked_total() -> None:
    _, relations = found_in("共有诊所2**家,其中公办36家、民办178家。")
    assert [(one.low, one.high) for one in relations[0].narrowed] == [(214, 214)]


def test_each_relation_once_and_roles_are_figures() -> None:
    for case in CASES:
        _, relations = found_in(case["text"])
        assert len({(one.kind, one.roles) for one in relations}) == len(relations)
        for relation in relations:
            indices = [index for _, index in relation.roles]
            assert len(set(indices)) == len(indices)


@pytest.mark.parametrize(
    "raw", ["", "没有数字。", "(((1人,2人)))", "其中5人。", "占50%。", "合计3人、4人,合计7%"]
)
def test_strange_texts_do_no_harm(raw: str) -> None:
    found_in(raw)
