"""Why a number was read as it was: the trace of every stage for the numbers of one report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor import linking, quantities, readers, text
from extractor.catalogue import Catalogue
from extractor.errors import ReadError, SettingsError
from extractor.readers import Found
from extractor.rows import Places
from extractor.text.tokens import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from extractor.models import LedgerEntry, Link, Quantity, Sentence
    from extractor.settings import Settings
    from extractor.text import ParsedText


def explain_file(file: Path, settings: Settings, at: int | None, figure: str | None) -> Iterator[str]:
    """Yield the lines about one report, or about its numbers at an offset or with a text in them."""
    if not file.is_file():
        message = f"{file} is not a file"
        raise SettingsError(message)
    source = readers.read(Found(file, file.name), settings)
    if source.text is None:
        message = f"{file}: {source.reason}"
        raise ReadError(message)
    yield from explain(source.text, settings, at, figure)


def explain(raw: str, settings: Settings, at: int | None = None, figure: str | None = None) -> Iterator[str]:
    """Yield the lines about one text, in the order of the text."""
    parsed = text.parse(raw)
    found, no_figures = quantities.find(parsed)
    _, links = linking.link(parsed, found)
    catalogue = Catalogue.load(settings.packs)
    places = Places(parsed.sentences)
    told: list[tuple[int, list[str]]] = []
    for quantity, link in zip(found, links, strict=True):
        start, end = parsed.to_raw(quantity.start, quantity.end)
        if _asked(parsed, start, end, at, figure):
            sentence = places.at(quantity.start)
            section = sentence.section if sentence else ()
            told.append(
                (
                    start,
                    [
                        *_figure(parsed, start, quantity, link, sentence),
                        *_named(catalogue, quantity, link, section),
                    ],
                )
            )
    for entry in no_figures:
        start, end = parsed.to_raw(entry.start, entry.end)
        if _asked(parsed, start, end, at, figure):
            told.append((start, [_ledger(parsed, start, end, entry)]))
    for _, lines in sorted(told):
        yield from lines


def _asked(parsed: ParsedText, start: int, end: int, at: int | None, figure: str | None) -> bool:
    """Tell whether a number is among those asked for."""
    return (at is None or start <= at < end) and (figure is None or figure in parsed.raw[start:end])


def _figure(
    parsed: ParsedText, start: int, quantity: Quantity, link: Link, sentence: Sentence | None
) -> Iterator[str]:
    """Yield what was read and how it was labelled."""
    raw = parsed.raw[slice(*parsed.to_raw(quantity.start, quantity.end))]
    yield f"{start}: figure {raw!r}"
    if sentence is not None:
        yield f"    sentence   {parsed.clean[sentence.start : sentence.end].strip()}"
        yield f"    section    {' / '.join(sentence.section) or '-'}"
        yield f"    tokens     {' '.join(_words(parsed.clean, quantity, sentence))}"
    bounds = f"value {quantity.value}, low {quantity.low}, high {quantity.high}, unit {quantity.unit}"
    yield f"    read as    {bounds}, {quantity.dimension}, mask {quantity.mask}, {quantity.relation}"
    yield f"    by         {quantity.rule} ({quantity.form})"
    if quantity.flags:
        yield f"    flags      {', '.join(quantity.flags)}"
    yield f"    label      {link.label!r}, population {link.population!r}, qualifiers {list(link.qualifiers)}"
    yield f"    by         {link.rule}"
    yield f"    status     {link.status}, change {link.change}, compared with {link.compared_with}"
    if link.period:
        yield f"    period     {link.period.text}"
    for question, answer in link.trace:
        yield f"      {question}: {answer}"


def _words(clean: str, quantity: Quantity, sentence: Sentence) -> Iterator[str]:
    """Yield the tokens of the clause that holds the figure, the figure itself in brackets."""
    home = next((c for c in sentence.clauses if c.start <= quantity.start < c.end), sentence)
    yield from (token.word for token in tokens(clean[home.start : quantity.start]))
    yield f"[{quantity.text}]"
    yield from (token.word for token in tokens(clean[quantity.end : max(quantity.end, home.end)]))


def _named(catalogue: Catalogue, quantity: Quantity, link: Link, section: tuple[str, ...]) -> Iterator[str]:
    """Yield the indicator, and those that nearly were it with the reason why not."""
    told = catalogue.explain(
        link.label,
        link.population,
        link.qualifiers,
        section,
        quantity.unit,
        quantity.dimension,
        link.change,
    )
    yield f"    indicator  {f'{told.match.id} ({told.match.title})' if told.match else 'none'}"
    for near in told.nearly:
        yield f"      not {near.id} ({near.title}): {'; '.join(near.reasons)}"


def _ledger(parsed: ParsedText, start: int, end: int, entry: LedgerEntry) -> str:
    """Return the line of a number that is no figure."""
    return f"{start}: no figure {parsed.raw[start:end]!r}: {entry.reason}, by {entry.rule}"
