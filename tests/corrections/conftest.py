"""A text, figures that a run might have read in it, and the gold that comes of corrections."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from extractor.corrections import apply

TEXT = (
    "😀丙县2023年工作总结\n全年签约25人、续签约25人,签约率达到80%。培训学员XX人,补助8至9万元,参会30余人。\n"
)


def span(text: str, nth: int = 0) -> dict[str, int]:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(text, start + 1)
    return {"start": start, "end": start + len(text)}


def corrected(*corrections: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A file about TEXT with the figures that a run might have read."""
    figures = [
        span("25人")
        | {"label": "签约", "value": 25.0, "low": 25.0, "high": 25.0, "unit": "人", "indicator": "a.b"},
        span("25人", 1) | {"label": "续签约", "value": 25.0, "low": 25.0, "high": 25.0, "unit": "人"},
        span("80%")
        | {"label": "签约率", "value": 80.0, "low": 80.0, "high": 80.0, "unit": "%", "flags": ["ocr"]},
        span("XX人") | {"label": "培训学员", "unit": "人", "mask": "full"},
    ]
    document = {
        "doc_id": "0123456789abcdef",
        "source": "sub/丙县 2023.docx",
        "text": TEXT,
        "figures": figures,
    }
    document |= {"corrections": list(corrections)} | more
    return {"format": "zhibiao-corrections", "version": 1, "made_with": "test", "documents": [document]}


def applied(tmp_path: Path, *corrections: dict[str, Any], **more: Any) -> list[dict[str, Any]]:
    """The gold lines that come of some corrections."""
    file = tmp_path / "corrections.json"
    file.write_text(json.dumps(corrected(*corrections, **more)), "utf-8")
    (gold,) = apply([file], tmp_path / "corpus").gold
    return [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
