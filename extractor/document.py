"""One text read by itself: its figures and ledger as tables, and its picture in a notebook."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extractor.pipeline import kernel
from extractor.table import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas as pd

    from extractor.settings import Settings


@dataclass(frozen=True, slots=True)
class Document:
    """The rows of one text; ``profile`` is its row of documents."""

    text: str
    profile: dict[str, Any]
    figures: pd.DataFrame
    ledger: pd.DataFrame
    relations: pd.DataFrame

    def __repr__(self) -> str:
        """Say how much was found, not all of it."""
        return f"<Document: {len(self.figures)} figures, {len(self.ledger)} other numbers>"

    def _repr_html_(self) -> str:
        """Show the text with every figure marked by its state, and what it was read as in the tooltip."""
        parts: list[str] = []
        at = 0
        spans = [*_figures(self.figures), *_others(self.ledger)]
        for start, end, tag, style, tip in sorted(spans):
            # A number in what cleaning took out may reach over others: what is shown once is enough.
            if start < at:
                continue
            parts.append(html.escape(self.text[at:start]))
            parts.append(f'<{tag} style="{style}" title="{html.escape(tip)}">')
            parts.append(f"{html.escape(self.text[start:end])}</{tag}>")
            at = end
        parts.append(html.escape(self.text[at:]))
        return f'<div style="white-space:pre-wrap">{"".join(parts)}</div>'


# The colours of the review pages, with ink that reads on them in light and dark notebooks alike.
_STYLES = {
    "read": "background:#d9ecdf;color:#1d2328",
    "masked": "background:repeating-linear-gradient(135deg,#e4dcf5 0 5px,#fdfdfb 5px 8px);color:#1d2328",
    "flagged": "background:#ffe3a8;color:#8a4b00",
    "other": "opacity:.55",
    "target": ";border-bottom:2px solid #0b6bcb",
    "baseline": ";border-bottom:2px dashed #6b7780",
    "actual": "",
}


def _figures(figures: pd.DataFrame) -> Iterator[tuple[int, int, str, str, str]]:
    """Yield place, tag, style and explanation of every figure."""
    for row in figures.astype(object).where(figures.notna(), None).to_dict("records"):
        flags = list(row["flags"])
        state = "flagged" if flags else "masked" if row["mask"] != "none" else "read"
        notes = [f"{row['label']}: {_reading(row)}", row["status"], row["period"], row["indicator"], *flags]
        yield (
            row["start"],
            row["end"],
            "mark",
            _STYLES[state] + _STYLES[row["status"]],
            " · ".join(note for note in notes if note),
        )


def _others(ledger: pd.DataFrame) -> Iterator[tuple[int, int, str, str, str]]:
    """Yield place, tag, style and reason of every number that is no figure."""
    for row in ledger.to_dict("records"):
        yield row["start"], row["end"], "s", _STYLES["other"], f"{row['reason']} ({row['rule']})"


def _reading(row: dict[str, Any]) -> str:
    """Return what a figure was read as: its number, or the interval that it leaves."""
    unit = row["unit"] or ""
    if row["value"] is not None:
        sign = {"ge": "\u2265 ", "le": "\u2264 ", "approx": "\u2248 "}.get(row["relation"], "")
        return f"{sign}{row['value']:.12g}{unit}"
    if row["low"] is None and row["high"] is None:
        return f"unknown{f' ({unit})' if unit else ''}"
    ends = ("" if end is None else f"{end:.12g}" for end in (row["low"], row["high"]))
    return f"{' to '.join(ends)}{unit}".strip()


def extract_text(text: str, source: str = "text", settings: Settings | None = None) -> Document:
    """Read one text; the same kernel as for a folder, without files."""
    import pandas as pd

    # Arrow holds no lone surrogates; a text that has some (a torn UTF-16 pair) keeps its offsets.
    clean = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    batch = pa.RecordBatch.from_pylist([{"source": source, "text": clean}])
    batches = kernel(batch, settings)
    frames = {
        name: pa.Table.from_batches([batches[name]], schema).to_pandas(types_mapper=pd.ArrowDtype)
        for name, schema in TABLES.items()
    }
    profile = batches["documents"].to_pylist()[0]
    return Document(clean, profile, frames["indicators"], frames["ledger"], frames["audit"])
