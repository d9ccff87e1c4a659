"""The report as a whole: title, reporter, area, year, its own period, and the day it was posted.

Reads the parsed text; adds one Profile. What the text does not say is null, and where title, body and
posting date disagree, a flag says so.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from extractor.linking import dates
from extractor.linking.expressions import find, period_of
from extractor.linking.names import organization_of, region_in, region_of
from extractor.linking.plans import plans
from extractor.linking.profile_words import pattern
from extractor.linking.titles import heading_of
from extractor.linking.years import year_of
from extractor.models import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.linking.expressions import Saying
    from extractor.models import Period
    from extractor.text import ParsedText

# Kinds of expression that can be a report's own period.
_SPANS = frozenset(("months", "first_months", "half", "first_quarters", "quarter", "month", "days"))
# The first sentences may say the report's period.
_LEAD = 4


def profile(parsed: ParsedText, planned: Sequence[str | None] | None = None) -> Profile:
    """Return what is known of the document as a whole."""
    planned = plans(parsed) if planned is None else planned
    heading = heading_of(parsed)
    posted = _posted(parsed)
    evidence = year_of(parsed, heading, posted, planned)
    titles = tuple(dict.fromkeys((heading.title or "", *heading.others)))
    region = region_of(parsed, titles)
    organization = organization_of(parsed, titles, region)
    return Profile(
        heading.title,
        organization,
        region or region_in(organization or ""),
        evidence.year,
        _period(parsed, heading.text, evidence.year),
        posted,
        evidence.flags,
    )


def _period(parsed: ParsedText, heading: str, year: int | None) -> Period | None:
    """Return the report's own period: what its title says, else its first sentences, else its year."""
    own = dates.year(year) if year else None
    for saying in find(heading, 0, len(heading)):
        if saying.kind in _SPANS:
            return period_of(saying, year, own)
    dated = pattern("year", "written").search(heading) is not None
    for sentence in parsed.sentences[:_LEAD]:
        start, end = sentence.start, sentence.end
        sayings = list(find(parsed.clean, start, end))
        if not sayings:
            continue
        reports = pattern("title", "leads").search(parsed.clean, start, end) is not None
        first = sayings[0]
        # Where the title names a year, a span in a sentence with figures is that of the figures.
        leads = not dated or not re.search(r"\d", parsed.clean[first.end : end])
        if (
            leads
            and _opens(parsed.clean, start, first)
            and (first.kind in _SPANS or (reports and first.kind == "until"))
        ):
            return period_of(first, year, own)
        inside = [saying for saying in sayings if saying.kind in _SPANS]
        if reports and inside:
            return period_of(inside[0], year, own)
    return own


def _opens(text: str, start: int, saying: Saying) -> bool:
    """Tell whether an expression stands at the head of its sentence."""
    return not text[start : saying.start].strip(" \t(【《")


def _posted(parsed: ParsedText) -> date | None:
    """Return the day on the site's lines; a date inside the report is no posting date."""
    for start, end, _ in parsed.site:
        for line in parsed.clean[start:end].split("\n"):
            match = pattern("posted", "date").search(line)
            if match and pattern("posted", "cue").search(line):
                try:
                    return date(int(match.group("y")), int(match.group("m")), int(match.group("d")))
                except ValueError:
                    continue
    return None
