"""The records that the stages hand to one another: small, and never changed later.

Those of which a document has thousands are not declared frozen: it takes five times as long to make a frozen
one. They are treated as if they were, so they can be hashed all the same.

Offsets are code points. ``start``/``end`` count in the *clean* text unless a name says ``raw``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Mask = Literal["none", "partial", "full", "lost"]
Relation = Literal["eq", "approx", "ge", "le", "range"]
Status = Literal["actual", "target", "baseline"]
Change = Literal["up", "down"]
DocumentStatus = Literal["ok", "partial", "failed", "skipped"]


@dataclass(slots=True, unsafe_hash=True)
class Numeral:
    """One number read by itself, with scale words applied (``2***万`` is 20000000 to 29990000).

    ``value`` is null unless one number is known; ``low``/``high`` are the interval the text
    states: both equal to value for ``eq`` and ``approx``, one open for ``ge``/``le``, both for a
    range and a partial mask, none for a full mask.
    """

    value: float | None
    low: float | None
    high: float | None
    relation: Relation = "eq"
    mask: Mask = "none"


@dataclass(slots=True, unsafe_hash=True)
class Clause:
    """A stretch between commas that no bracket or quote tears; half open, clean offsets."""

    start: int
    end: int


@dataclass(slots=True, unsafe_hash=True)
class Sentence:
    """One sentence of the body, or a heading line, with its clauses and its heading path.

    ``section`` is the path of headings above it, outermost first. ``role`` is ``heading`` when
    the sentence is itself a heading line, ``title`` for the report's title line.
    """

    start: int
    end: int
    clauses: tuple[Clause, ...]
    section: tuple[str, ...] = ()
    role: Literal["body", "heading", "title"] = "body"


@dataclass(slots=True, unsafe_hash=True)
class Quantity:
    """A figure before anyone knows what it measures; added by the quantities stage.

    ``start:end`` is the figure with scale word and unit, ``number_end`` where its number (with
    余/多) ends and the unit begins. ``form`` is the way it was written: ``plain``, ``rank``,
    ``zero`` (零死亡), ``bare`` (no unit in the text), ``lost``, ``shared`` (unit stands later).
    ``rule`` names the pattern that read it.
    """

    start: int
    end: int
    number_end: int
    text: str
    value: float | None
    low: float | None
    high: float | None
    unit: str | None
    dimension: str
    mask: Mask
    relation: Relation
    flags: tuple[str, ...] = ()
    form: str = "plain"
    rule: str = ""


@dataclass(slots=True, unsafe_hash=True)
class LedgerEntry:
    """A number that is no figure, with the named reason; clean offsets."""

    start: int
    end: int
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class Period:
    """A period in the gold notation (``2022``, ``2022-H1``, ``..2022-10-24``) and its dates."""

    text: str
    start: date | None
    end: date | None


@dataclass(slots=True, unsafe_hash=True)
class Link:
    """What one quantity measures; added by the linking stage, one per quantity, same order.

    ``rule`` names the construction that gave the label; ``trace`` holds the decisions in order
    as (question, answer) for ``explain``.
    """

    label: str
    population: str | None = None
    qualifiers: tuple[str, ...] = ()
    status: Status = "actual"
    change: Change | None = None
    compared_with: str | None = None
    period: Period | None = None
    rule: str = ""
    trace: tuple[tuple[str, str], ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Profile:
    """What is known of the document as a whole: title, who reports, on where and when."""

    title: str | None = None
    organization: str | None = None
    region: str | None = None
    report_year: int | None = None
    period: Period | None = None
    posted: date | None = None
    flags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a document as its format has it; raw offsets, half open.

    ``kind`` is ``heading``, ``paragraph``, ``table`` or ``note``. ``page`` counts from 1, null in a
    format without fixed pages. ``confidence`` (0 to 1) is there only for what was read from an image.
    """

    kind: str
    start: int
    end: int
    page: int | None = None
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One input file (or archive member) after reading: raw text, or the reason there is none.

    ``blocks`` lie in order; a plain text has none. ``flags`` are of the document as a whole.
    """

    doc_id: str
    source: str
    format: str
    encoding: str | None
    bytes: int
    text: str | None
    status: DocumentStatus = "ok"
    reason: str | None = None
    seconds: float = 0.0
    blocks: tuple[Block, ...] = ()
    flags: tuple[str, ...] = ()
