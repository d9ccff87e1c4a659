"""The report as a whole: title, reporter, area, year, its own period, and the day it was posted.

Reads the parsed text; adds one Profile. What the text does not say is null, and where title, body and
posting date disagree, a flag says so.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from extractor.linking.areas import region_in, region_of
from extractor.linking.extent import own_period
from extractor.linking.names import account_region, organization_of
from extractor.linking.plans import plans
from extractor.linking.profile_words import pattern
from extractor.linking.titles import heading_of
from extractor.linking.years import year_of
from extractor.models import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.text import ParsedText


def profile(parsed: ParsedText, planned: Sequence[str | None] | None = None) -> Profile:
    """Return what is known of the document as a whole."""
    planned = plans(parsed) if planned is None else planned
    heading = heading_of(parsed)
    posted = posted_on(parsed)
    evidence = year_of(parsed, heading, posted, planned)
    titles = tuple(dict.fromkeys((heading.title or "", *heading.others)))
    region = region_of(parsed, titles)
    organization = organization_of(parsed, titles, region)
    period = own_period(parsed, heading.text, evidence.year)
    year, flags = evidence.year, evidence.flags
    # Where the report's own year runs over two calendar years, it is named after the second.
    if year and period and period.start and period.end and period.start.year != period.end.year:
        year, flags = period.end.year, tuple(flag for flag in flags if flag != "year_conflict")
    return Profile(
        heading.title,
        organization,
        region or region_in(organization or "") or account_region(parsed, organization),
        year,
        period,
        posted,
        flags,
    )


def posted_on(parsed: ParsedText) -> date | None:
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
