"""Bytes of a text file turned into characters: which of the Chinese encodings it is, and how sure.

Order of evidence: byte-order mark, the pattern of zero bytes (UTF-16), strict UTF-8, then a contest
of GB18030, Big5 and UTF-16 by the share of characters that are frequent in Chinese.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field

from extractor.errors import ReadError
from extractor.packs import PackModel, load_vocabulary

# Byte-order marks, the longer first: UTF-32 LE begins with the mark of UTF-16 LE.
MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32"),
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16"),
)
# Codecs of one family, tried in turn: the plain standard before its extensions. UTF-16 takes part
# since a text without any ASCII has no zero bytes that would tell.
FAMILIES: dict[str, tuple[str, ...]] = {
    "gb18030": ("gb18030",),
    "big5": ("big5", "big5hkscs", "cp950"),
    "utf-16-le": ("utf-16-le",),
    "utf-16-be": ("utf-16-be",),
}
# The contest looks at so many bytes: a verdict needs no more, and a 60 MB file would take seconds.
SAMPLE = 200_000
# Control characters but for tabs, breaks of lines and pages, and the end mark of old files.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


class Encodings(PackModel):
    """Model of patterns/encodings.yaml: the frequent characters and the limits of the decision."""

    kind: Literal["encodings"]
    frequent: Annotated[str, Field(min_length=500)]
    least_share: float
    least_share_damaged: float
    clear_margin: float
    most_replaced: float
    most_controls: float


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, its encoding as recorded, and how many places could not be decoded."""

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes) -> Decoded:
    """Return the text of ``data`` with nothing changed but a byte-order mark dropped; ReadError if none."""
    found = _marked(data) or _utf16(data) or _utf8(data) or _chinese(data)
    if found is None:
        found = _repaired(data)
    if found is None:
        message = "encoding not recognized"
        raise ReadError(message)
    if _control_share(found.text) > _rules().most_controls:
        message = "binary data (control characters), not text"
        raise ReadError(message)
    return found


@cache
def _rules() -> Encodings:
    """Return the limits and characters of the decision."""
    return load_vocabulary("encodings", Encodings)


@cache
def _frequent() -> frozenset[str]:
    """Return the frequent characters as a set, without the line breaks of the file and other ASCII."""
    return frozenset(char for char in _rules().frequent if char > "\x7f")


def _try(data: bytes, codec: str) -> str | None:
    """Return the strict decoding, null when there is none."""
    try:
        return data.decode(codec)
    except UnicodeDecodeError:
        return None


def _replaced(data: bytes, codec: str, name: str) -> Decoded:
    """Decode with U+FFFD for what does not fit, counting those that the text did not hold itself."""
    text = data.decode(codec, "replace")
    own = "\ufffd".encode(codec, "ignore")
    return Decoded(text, name, text.count("\ufffd") - (data.count(own) if own else 0))


def _marked(data: bytes) -> Decoded | None:
    """Decode by a byte-order mark, tolerating damage further on since the mark is certain."""
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            body = data[len(mark) :]
            text = _try(body, codec)
            found = Decoded(text, name) if text is not None else _replaced(body, codec, name)
            return found if _tolerable(found) else None
    return None


def _utf16(data: bytes) -> Decoded | None:
    """Decode UTF-16 without a mark: its ASCII characters put zero bytes on one side of every pair."""
    sample = data[: SAMPLE - SAMPLE % 2]
    high = sample[0::2].count(0)
    low = sample[1::2].count(0)
    if not high and not low:
        return None
    # A zero on the other side is half of a character such as U+4E00: seldom, but not never.
    if low > 4 * high:
        codecs_of = ("utf-16-le",)
    elif high > 4 * low:
        codecs_of = ("utf-16-be",)
    else:
        codecs_of = ("utf-16-le", "utf-16-be")
    best = max(
        (_replaced(data, codec, codec) for codec in codecs_of), key=lambda found: _share(found.text[:SAMPLE])
    )
    unsure = len(codecs_of) > 1 and _share(best.text[:SAMPLE]) < _rules().least_share
    if "\x00" in best.text or unsure or not _tolerable(best):
        message = "binary data (zero bytes), not text"
        raise ReadError(message)
    return best


def _utf8(data: bytes) -> Decoded | None:
    """Decode strict UTF-8, unless it gives no Chinese and another encoding does.

    A few words in GB18030 may be valid UTF-8 by chance, of Latin, Greek or Arabic letters.
    """
    text = _try(data, "utf-8")
    if text is None:
        return None
    if text.isascii() or not _frequent().isdisjoint(text[:SAMPLE]):
        return Decoded(text, "utf-8")
    return _chinese(data) or Decoded(text, "utf-8")


def _chinese(data: bytes) -> Decoded | None:
    """Decide between the families by how frequent the characters of each reading are."""
    readings: dict[str, Decoded] = {}
    for family, codecs_of in FAMILIES.items():
        for codec in codecs_of:
            text = _try(data, codec)
            if text is not None:
                readings[family] = Decoded(text, codec)
                break
    if not readings:
        return None
    shares = {family: _share(found.text[:SAMPLE]) for family, found in readings.items()}
    ranked = sorted(shares, key=lambda family: shares[family], reverse=True)
    if shares[ranked[0]] < _rules().least_share:
        return None
    if len(ranked) > 1 and shares[ranked[0]] - shares[ranked[1]] < _rules().clear_margin:
        return readings[_second_opinion(data, ranked)]
    return readings[ranked[0]]


def _second_opinion(data: bytes, ranked: list[str]) -> str:
    """Ask charset-normalizer when both readings look alike; it is slow, and worse at the clear cases."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:SAMPLE], cp_isolation=list(FAMILIES)).best()
    name = best.encoding.replace("_", "-") if best is not None else ranked[0]
    return next((family for family in ranked if name.startswith(family)), ranked[0])


def _repaired(data: bytes) -> Decoded | None:
    """Decode a text with a few damaged bytes, each shown as U+FFFD, if one encoding clearly fits the rest."""
    tries = [_replaced(data, codec, codec) for codec in ("utf-8", *FAMILIES)]
    best = max(tries, key=lambda found: _share(found.text[:SAMPLE]) - found.replaced / (len(found.text) + 1))
    return best if _tolerable(best) and _share(best.text[:SAMPLE]) >= _rules().least_share_damaged else None


def _tolerable(found: Decoded) -> bool:
    """Tell whether the damage is a blemish: a single place, or a small share of the text."""
    return found.replaced <= max(1, _rules().most_replaced * len(found.text))


def _share(text: str) -> float:
    """Return the share of frequent characters among all that are not ASCII; 0 when there are none."""
    others = len(text) - len(text.encode("ascii", "ignore"))
    return sum(map(_frequent().__contains__, text)) / others if others else 0.0


def _control_share(text: str) -> float:
    """Return the share of control characters that no text file has, in a sample of the text."""
    sample = text[:SAMPLE]
    return len(_CONTROL.findall(sample)) / len(sample) if sample else 0.0
