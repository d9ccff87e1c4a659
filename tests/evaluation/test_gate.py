"""The gate: scores on the corpus may not fall below those in pinned.json, except by editing that file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import extractor as ex
from extractor.evaluation import evaluate
from extractor.evaluation.score import Report

PINNED = Path(__file__).with_name("pinned.json")


def corpus_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def flat(report: Report) -> dict[str, float]:
    """Return every score under one name: those of figures, of the catalogue, the profile and the relations."""
    found: dict[str, float] = {name: score or 0.0 for name, score in report.total.items()}
    for part in ("catalogue", "profile"):
        found |= {f"{part}.{name}": told["share"] for name, told in getattr(report, part).items()}
    found |= {f"relations.{name}": score for name, score in report.relations.items()}
    return {name: score if isinstance(score, int) else round(score, 4) for name, score in found.items()}


@pytest.mark.parametrize("part", ["reports", "wider"])
def test_scores_on_the_corpus_do_not_fall(root: Path, tmp_path: Path, part: str) -> None:
    corpus = root / "corpus" / part
    ex.extract(corpus, tmp_path / "out")
    scores = flat(evaluate(tmp_path / "out", corpus))
    pinned = json.loads(PINNED.read_text("utf-8"))[part]
    now = {"digest": corpus_digest(corpus)} | {name: scores[name] for name in pinned if name != "digest"}
    shown = json.dumps({part: now}, indent=2)
    fallen = [name for name in pinned if name != "digest" and now[name] < pinned[name]]
    assert not fallen, f"fallen below {PINNED.name}: {', '.join(fallen)}; now:\n{shown}"
    assert now["digest"] == pinned["digest"], f"the corpus has changed: look at the scores, then pin\n{shown}"


def test_the_gate_holds_every_score_that_the_contract_names() -> None:
    pinned = json.loads(PINNED.read_text("utf-8"))
    named = {"gold", "precision", "recall", "value", "unit", "mask", "relation", "status", "change", "label"}
    named |= {"flagged", "row_f1", "profile.period_of_figure", "relations.recall", "relations.precision"}
    assert named <= set(pinned["wider"])
    assert named | {"catalogue.coverage", "catalogue.correct"} <= set(pinned["reports"])
