from __future__ import annotations

from pathlib import Path

import pytest

from extractor.checking import vocabulary_findings
from extractor.contracts import as_text, contracts, vocabulary_models
from extractor.packs import load_file, pattern_files
from extractor.resources import data_folder


def test_committed_contracts_are_those_of_the_code(root: Path) -> None:
    folder = root / "schemas"
    made = {name: as_text(contract) for name, contract in contracts().items()}
    kept = {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.json")}
    assert sorted(kept) == sorted(made), "run `make schemas`"
    for name, text in made.items():
        assert kept[name] == text, f"{name} has drifted: run `make schemas`"


def test_every_pattern_file_holds_to_its_model() -> None:
    assert [str(finding) for finding in vocabulary_findings()] == []


def test_every_model_has_a_file() -> None:
    kinds = {load_file(path).data["kind"] for path in pattern_files()}
    assert kinds == set(vocabulary_models())


@pytest.mark.parametrize(
    "path",
    sorted(data_folder("patterns").glob("*.yaml")),
    ids=lambda path: path.stem.encode("ascii").decode(),
)
def test_a_vocabulary_file_is_named_after_its_kind(path: Path) -> None:
    assert load_file(path).data["kind"] == path.stem
