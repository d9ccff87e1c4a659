"""One text read by itself: its figures and ledger as tables, and its picture in a notebook."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from extractor.pipeline import kernel
from extractor.table import TABLES

if TYPE_CHECKING:
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
        """Show the text with every figure marked, its label and value in the tooltip."""
        parts: list[str] = []
        at = 0
        rows = [(*span, "mark", tip) for *span, tip in self._tips()]
        rows += [
            (row["start"], row["end"], "s", f"{row['reason']} ({row['rule']})")
            for row in self.ledger.to_dict("records")
        ]
        for start, end, tag, tip in sorted(rows):
            parts.append(html.escape(self.text[at:start]))
            parts.append(f'<{tag} title="{html.escape(tip)}">{html.escape(self.text[start:end])}</{tag}>')
            at = end
        parts.append(html.escape(self.text[at:]))
        return f'<div style="white-space:pre-wrap">{"".join(parts)}</div>'

    def _tips(self) -> list[tuple[int, int, str]]:
        """Return place and explanation of every figure."""
        tips: list[tuple[int, int, str]] = []
        for row in self.figures.astype(object).where(self.figures.notna(), None).to_dict("records"):
            unit = row["unit"] or ""
            value = (
                f"{row['value']:g}{unit}" if row["value"] is not None else f"{row['mask']} {row['relation']}"
            )
            name = f" [{row['indicator']}]" if row["indicator"] else ""
            tips.append((row["start"], row["end"], f"{row['label']}: {value}{name}"))
        return tips


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
