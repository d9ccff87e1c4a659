"""The gate: scores on the corpus may not fall below those in pinned.json, except by editing that file."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

import extractor as ex
from extractor.evaluation import evaluate

PINNED = Path(__file__).with_name("pinned.json")


def corpus_digest(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def test_scores_on_the_corpus_do_not_fall(root: Path, tmp_path: Path) -> None:
    corpus = root / "corpus" / "reports"
    if not any(corpus.rglob("*.gold.jsonl")):
        pytest.fail("the corpus has no gold")
    ex.extract(corpus, tmp_path / "out")
    scores = evaluate(tmp_path / "out", corpus).total
    pinned = json.loads(PINNED.read_text("utf-8"))
    now = {"corpus": corpus_digest(corpus)} | {
        name: scores[name] if isinstance(scores[name], int) else round(scores[name] or 0.0, 4)
        for name in pinned
        if name != "corpus"
    }
    shown = json.dumps(now, indent=2)
    fallen = [name for name in pinned if name != "corpus" and now[name] < pinned[name]]
    assert not fallen, f"fallen below {PINNED.name}: {', '.join(fallen)}; now:\n{shown}"
    assert now["corpus"] == pinned["corpus"], f"the corpus has changed: look at the scores, then pin\n{shown}"
