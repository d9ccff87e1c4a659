"""What only a whole run knows: counts, the digest of the input, and which documents are duplicates."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from extractor.duplicates import Seen
from extractor.table.columns import make_array

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

COUNTED = ("documents", "ok", "partial", "failed", "skipped", "figures", "masked", "flagged")
# The columns of documents that the tally looks at.
LOOKED_AT = ("doc_id", "source", "status", "figures", "masked", "flagged")

Mark = tuple[str, bool]


class Tally:
    """The documents of a run, told in its order."""

    def __init__(self) -> None:
        self.counts = dict.fromkeys(COUNTED, 0)
        self.digest = hashlib.sha256()
        self._seen = Seen()

    def add(self, documents: pa.RecordBatch, prints: Iterable[bytes | None]) -> dict[int, Mark]:
        """Count some documents; return the duplicates among them by their row: what they repeat, and how."""
        columns = [documents.column(name).to_pylist() for name in LOOKED_AT]
        marks: dict[int, Mark] = {}
        rows = zip(*columns, prints, strict=True)
        for row, (doc_id, source, status, figures, masked, flagged, made) in enumerate(rows):
            self.counts["documents"] += 1
            self.counts[status] += 1
            self.counts["figures"] += figures
            self.counts["masked"] += masked
            self.counts["flagged"] += flagged
            self.digest.update(f"{source}\0{doc_id}\n".encode())
            first, near = self._seen.first(doc_id, source, made)
            if first is not None:
                marks[row] = (first, near)
        return marks


def marked(documents: pa.RecordBatch, marks: dict[int, Mark]) -> pa.RecordBatch:
    """Return the rows of documents with the duplicates among them named."""
    if not marks:
        return documents
    firsts = documents.column("duplicate_of").to_pylist()
    flags = documents.column("flags").to_pylist()
    for row, (first, near) in marks.items():
        firsts[row] = first
        flags[row] = [*flags[row], "near_duplicate"] if near else flags[row]
    for name, values in (("duplicate_of", firsts), ("flags", flags)):
        place = documents.schema.get_field_index(name)
        field = documents.schema.field(place)
        documents = documents.set_column(place, field, make_array(values, field.type))
    return documents
