"""Every format gives the figures of the text it was made from."""

from __future__ import annotations

import pytest

# Of a hundred figures so many may differ.
MOST = 1


@pytest.mark.parametrize("format", ["docx", "html", "pdf", "ofd"])
def test_same_figures_as_the_text(format, make, reports, reading, compare) -> None:
    assert len(reports) >= 10
    total = wrong = 0
    shown = []
    for name, text in reports.items():
        source = reading.source(f"{name}.{format}", make.WRITERS[format](make.blocks(text)))
        assert (source.status, source.format) == ("ok", format)
        count, different, which = compare(reading.figures(source), reading.twin(text))
        total, wrong = total + count, wrong + different
        if which:
            shown.append(f"{name}\n{which}")
    assert wrong * 100 <= MOST * total, f"{wrong} of {total}\n" + "\n".join(shown)
