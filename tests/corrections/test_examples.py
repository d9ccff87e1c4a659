"""The examples of patterns that come of corrections."""

from __future__ import annotations

from pathlib import Path

from ruamel.yaml import YAML

from .conftest import applied, span


def test_examples_are_yaml_for_their_files(tmp_path: Path) -> None:
    applied(
        tmp_path,
        {
            "kind": "change",
            **span("25人"),
            "fields": {"label": "家庭医生'签约'", "indicator": "family_doctor.signed.all"},
        },
        {"kind": "remove", **span("80%"), "reason": "rule"},
        {"kind": "change", **span("XX人"), "fields": {"unit": "名"}},
    )
    (place,) = (tmp_path / "corpus").glob("*.examples.yaml")
    made = YAML(typ="safe").load(place)
    assert made["catalogue"] == [
        {
            "indicator": "family_doctor.signed.all",
            "example": {"label": "家庭医生'签约'", "unit": "人"},
            "taken_for": "a.b",
        }
    ]
    (rule,) = made["exclusions"]
    assert (rule["reason"], rule["pattern"]) == ("rule", "(?<=达到){D}+%")
    assert rule["examples"] == ["5人,签约率达到[80%]。培训学员XX人"]
    first, second = made["scan"]
    assert first["figures"] == [["25人", 25, "人"], ["25人", 25, "人"]]
    assert second["text"] == "培训学员XX人,补助8至9万元,参会30余人"
    assert second["figures"] == [["XX人", None, "名", "full"]]


def test_examples_of_several_corrections_stay_together(tmp_path: Path) -> None:
    for unit in ("名", "位"):
        applied(tmp_path, {"kind": "change", **span("XX人"), "fields": {"unit": unit}})
    applied(tmp_path, {"kind": "remove", **span("80%")})
    (place,) = (tmp_path / "corpus").glob("*.examples.yaml")
    made = YAML(typ="safe").load(place)
    assert [case["id"] for case in made["scan"]] == ["corrected_1", "corrected_2"]
    # What was said last of a sentence is what it says.
    assert made["scan"][1]["figures"] == [["XX人", None, "位", "full"]]
    assert len(made["exclusions"]) == 1
