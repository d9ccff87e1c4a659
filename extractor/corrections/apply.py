"""Corrections written into a corpus: NAME.txt, NAME.gold.jsonl and NAME.examples.yaml."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from extractor.corrections.examples import as_yaml, examples, joined
from extractor.corrections.gold import Spanned, merged, unambiguous
from extractor.corrections.models import load_corrections
from extractor.errors import ReadError, SettingsError
from extractor.evaluation.gold import GOLD, gold_figures
from extractor.readers import decode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.corrections.models import CorrectedDocument

EXAMPLES = ".examples.yaml"


@dataclass(slots=True)
class Applied:
    """What came of the corrections: files written, and how many figures of each kind."""

    gold: list[Path] = field(default_factory=list)
    examples: list[Path] = field(default_factory=list)
    counts: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("confirm", "change", "remove", "add"), 0)
    )


def apply(files: Iterable[Path], corpus: Path) -> Applied:
    """Write every corrected document of some files into a corpus folder."""
    # All files are read and checked before anything is written.
    documents = [document for path in files for document in load_corrections(path).documents]
    texts = _texts(corpus)
    made = Applied()
    for document in documents:
        if not document.corrections and not document.complete:
            continue
        path = texts.get(document.text) or _new_text(document, corpus)
        texts[document.text] = path
        _write(document, path, made)
        for correction in document.corrections:
            made.counts[correction.kind] += 1
    return made


def _texts(corpus: Path) -> dict[str, Path]:
    """Return the texts that the corpus already has: a second correction finds the first one's gold."""
    found: dict[str, Path] = {}
    for path in sorted(corpus.rglob("*.txt")):
        try:
            found.setdefault(decode(path.read_bytes()).text, path)
        except ReadError:
            # A file of the corpus that is meant not to be readable is nobody's text.
            continue
    return found


def _new_text(document: CorrectedDocument, corpus: Path) -> Path:
    """Write the raw text under a name made of the source's, and make sure that it reads back the same."""
    stem = re.sub(r"[^\w-]+", "_", PurePosixPath(document.source).stem).strip("_") or "document"
    path = corpus / f"{stem}.txt"
    if path.exists():
        path = corpus / f"{stem}-{document.doc_id[:8]}.txt"
    corpus.mkdir(parents=True, exist_ok=True)
    content = document.text.encode()
    if decode(content).text != document.text:
        # Text that looks like another encoding, or begins with a mark that reading drops.
        content = b"\xef\xbb\xbf" + content
    if decode(content).text != document.text:
        message = f"{document.source}: its text does not read back the same from a text file"
        raise SettingsError(message)
    path.write_bytes(content)
    return path


def _write(document: CorrectedDocument, path: Path, made: Applied) -> None:
    """Write gold and examples beside the text."""
    gold = path.with_name(path.stem + GOLD)
    existing = None
    if gold.is_file():
        existing = [Spanned(one.start, one.end, one.row) for one in gold_figures(gold, document.text)]
    spanned = merged(document, existing)
    lines = unambiguous(document.text, spanned)
    gold.write_text(
        "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8", newline="\n"
    )
    found = [(one.start, one.end) for one in gold_figures(gold, document.text)]
    assert found == [(one.start, one.end) for one in spanned], "gold does not find its own figures"
    made.gold.append(gold)
    told = examples(document, spanned)
    if told:
        place = path.with_name(path.stem + EXAMPLES)
        if place.is_file():
            told = joined(place, told)
        place.write_text(as_yaml(told), encoding="utf-8", newline="\n")
        made.examples.append(place)
