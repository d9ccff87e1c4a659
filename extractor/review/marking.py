"""The raw text as HTML: every figure a mark, every ledger number a faint span, nothing else.

The text of the page has exactly as many code points as the raw text, so that a selection on the page
counts the same as the tables do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = dict[str, Any]

# What HTML would drop, or show as nothing: one visible character for each.
_REPLACED = "\ufffd"
_BREAKS = {"\x0b": "\n", "\x0c": "\n", "\x85": "\n"}
_KEPT = {"\t", "\n", "\r"}


def states(row: Mapping[str, Any]) -> list[str]:
    """Return the states of a figure, by which pages colour and filter it."""
    found = [
        name
        for name, holds in (
            ("masked", row["mask"] != "none"),
            ("flagged", bool(row["flags"])),
            ("target", row["status"] == "target"),
            ("baseline", row["status"] == "baseline"),
        )
        if holds
    ]
    # Read is a figure whose number is known; a target may be read or masked.
    return found if "masked" in found else ["read", *found]


def shown(text: str) -> Markup:
    """Return a stretch of raw text for a page: escaped, and as long as it was."""
    lines = "".join(map(_visible, text)).split("\r\n")
    # A parser makes one line break of CR and LF; as a reference the CR stays a character of its own.
    return Markup("&#13;\n").join(escape(line.replace("\r", "\n")) for line in lines)


def _visible(character: str) -> str:
    """Return the one character that stands for this one on a page."""
    if character.isprintable() or character in _KEPT:
        return character
    if character in _BREAKS:
        return _BREAKS[character]
    return character if character.isspace() else _REPLACED


def marked(text: str, figures: Sequence[Row], ledger: Iterable[Row]) -> Markup:
    """Return the whole text with its marks; ``data-f`` is the place of a figure in ``figures``."""
    parts: list[Markup] = []
    at = 0
    for start, end, opening, closing in _spans(figures, ledger):
        # Spans do not overlap in a sound table; in any other, what is left of the later one is marked.
        first, last = max(start, at), max(end, at)
        parts += [shown(text[at:first]), opening, shown(text[first:last]), closing]
        at = last
    parts.append(shown(text[at:]))
    return Markup("").join(parts)


def _spans(figures: Sequence[Row], ledger: Iterable[Row]) -> Iterator[tuple[int, int, Markup, Markup]]:
    """Return every mark in the order of the text: its place, its opening and its closing tag."""
    spans: list[tuple[int, int, Markup, Markup]] = []
    for place, row in enumerate(figures):
        classes = " ".join(["fig", *states(row)])
        opening = Markup('<mark id="f{}" class="{}" data-f="{}" tabindex="-1">').format(place, classes, place)
        spans.append((row["start"], row["end"], opening, Markup("</mark>")))
    for row in ledger:
        reason = f"{row['reason']} ({row['rule']})"
        opening = Markup('<span class="led" title="{}">').format(reason)
        spans.append((row["start"], row["end"], opening, Markup("</span>")))
    yield from sorted(spans, key=lambda span: (span[0], -span[1]))
