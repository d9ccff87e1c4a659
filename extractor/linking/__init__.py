"""The linking stage: what each quantity measures, its status and its period, and what the document is.

Reads the parsed text and the quantities; adds one Link a quantity, in order, and the document's Profile.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.linking import labels, periods, plans, profile, status
from extractor.linking.layout import lay_out
from extractor.models import Link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.models import Profile, Quantity
    from extractor.text import ParsedText

__all__ = ["link"]


def link(parsed: ParsedText, quantities: Sequence[Quantity]) -> tuple[Profile, list[Link]]:
    """Return the document's profile and a Link for every quantity, in order."""
    rows = lay_out(parsed, quantities)
    planned = plans.plans(parsed)
    named = labels.label(parsed, quantities, rows)
    judged = status.judge(parsed, quantities, rows, planned)
    about = profile.profile(parsed, planned)
    when = periods.assign(parsed, about, quantities, judged, rows, planned)
    made = [
        Link(
            label.label,
            label.population,
            label.qualifiers,
            judgement.status,
            judgement.change,
            judgement.compared_with,
            period,
            label.rule,
            (*label.trace, *judgement.trace),
        )
        for label, judgement, period in zip(named, judged, when, strict=True)
    ]
    return about, made
