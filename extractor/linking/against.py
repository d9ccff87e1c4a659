"""What a figure is compared with, in one spelling: 同比, 环比, 较上年, 较任务, 较全省平均.

Reads the words of the sentence before (and a few after) a figure that is a change or a gap.
"""

from __future__ import annotations

import re
from functools import cache

from extractor.linking.cues import cues
from extractor.packs import compile_quick


@cache
def _earlier() -> re.Pattern[str]:
    """Return the pattern of a comparison with an earlier level."""
    words = cues().comparison
    return compile_quick(
        f"(?P<same>{words.same_time})|(?P<last>{words.last_time})|{words.against}[^,;。\\d]{{0,4}}?(?P<earlier>{words.earlier})"
    )


@cache
def _standard() -> re.Pattern[str]:
    """Return the pattern of a comparison with a goal or an average."""
    words = cues().comparison
    return compile_quick(
        f"{words.against}(?P<whole>{words.whole})[^,;。\\d]{{0,6}}?(?P<standard>{words.standard})"
    )


def compared_with_earlier(text: str, start: int, end: int) -> str | None:
    """Return the last comparison with an earlier level in ``start:end``, in one spelling."""
    last = None
    for match in _earlier().finditer(text, start, end):
        last = match
    if last is None:
        return None
    words = cues().comparison
    if last.group("same") or last.group("last"):
        return words.same_name if last.group("same") else words.last_name
    return words.normal + last.group("earlier")


def compared_with_standard(text: str, start: int, end: int) -> str | None:
    """Return the last comparison with a goal or an average in ``start:end``, in one spelling."""
    last = None
    for match in _standard().finditer(text, start, end):
        last = match
    return cues().comparison.normal + (last.group("whole") or "") + last.group("standard") if last else None
