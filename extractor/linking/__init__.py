"""The linking stage: what each figure measures, of whom, for which period, reached or only planned.

Reads a ParsedText and its quantities; adds a Profile of the document and a Link for every quantity.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.linking import labels, periods, status
from extractor.linking.layout import lay_out
from extractor.linking.profile import profile
from extractor.models import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.models import Profile, Quantity
    from extractor.text import ParsedText

__all__ = ["link"]


def link(parsed: ParsedText, quantities: Sequence[Quantity]) -> tuple[Profile, list[Link]]:
    """Return what is known of the document and one link for each quantity, in order."""
    rows = lay_out(parsed, quantities)
    about = profile(parsed)
    named = labels.label(parsed, quantities, rows)
    judged = status.judge(parsed, quantities, rows)
    dated = periods.assign(parsed, about, quantities, judged, rows)
    links = [
        Link(
            label=name.label,
            population=name.population,
            qualifiers=name.qualifiers,
            status=judgement.status,
            change=judgement.change,
            compared_with=judgement.compared_with,
            period=period,
            rule=name.rule,
            trace=(*name.trace, *judgement.trace),
        )
        for name, judgement, period in zip(named, judged, dated, strict=True)
    ]
    return about, links
