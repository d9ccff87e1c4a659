"""What the catalogue lacks: the labels of a finished run without an indicator, as YAML to paste.

The output is a pack that loads as it is; ids, English titles and definitions want a person's words.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, get_args

from extractor.catalogue.models import Dimension, fold
from extractor.errors import ContractError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from extractor.catalogue.matching import Catalogue

SAMPLE = 60
"""Characters of a sample sentence that are shown around the figure."""

COLUMNS = (
    "source",
    "section",
    "sentence",
    "figure",
    "label",
    "population",
    "qualifiers",
    "indicator",
    "dimension",
    "unit",
    "change",
)

DIMENSIONS = frozenset(get_args(Dimension))

_BRACKETS = re.compile(r"[(\[][^)\]]*[)\]]")
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")


class Key(NamedTuple):
    """What makes two labels the same suggestion."""

    label: str
    population: str
    unit: str


@dataclass(slots=True)
class Suggestion:
    """One label that no indicator covers, with how often and where it was seen."""

    key: Key
    label: str
    population: str | None
    unit: str | None
    dimension: str
    figures: int = 0
    documents: set[str] = field(default_factory=set)
    samples: list[str] = field(default_factory=list)
    nearest: str | None = None


def suggest(out_dir: str | Path, catalogue: Catalogue, most: int = 50) -> list[Suggestion]:
    """Rank the labels of a run that no indicator covers: by documents, then by figures."""
    return rank(_rows(Path(out_dir)), catalogue, most)


def rank(rows: Iterable[Mapping[str, object]], catalogue: Catalogue, most: int = 50) -> list[Suggestion]:
    """Group rows of indicators.parquet by normalised label; sizes of change are left out."""
    groups: dict[Key, Suggestion] = {}
    spellings: defaultdict[Key, Counter[str]] = defaultdict(Counter)
    for row in rows:
        label = str(row["label"] or "")
        plain = normal(label)
        if row["indicator"] is not None or row["change"] is not None or not plain:
            continue
        population, unit = _text(row["population"]), _text(row["unit"])
        key = Key(plain, fold(population or ""), fold(unit or ""))
        seen = groups.setdefault(key, Suggestion(key, label, population, unit, str(row["dimension"])))
        seen.figures += 1
        seen.documents.add(str(row["source"]))
        spellings[key][label] += 1
        if len(seen.samples) < 2:
            sample = clip(str(row["sentence"]), str(row["figure"]))
            if sample not in seen.samples:
                seen.samples.append(sample)
    # A label seen with and without unit is one suggestion, the one with the unit.
    united = {key[:2] for key in groups if key.unit}
    groups = {key: one for key, one in groups.items() if key.unit or key[:2] not in united}
    ranked = sorted(groups.values(), key=lambda one: (-len(one.documents), -one.figures, one.key))[:most]
    for one in ranked:
        one.label = spellings[one.key].most_common(1)[0][0]
        near = catalogue.explain(one.label, one.population, (), (), one.unit, one.dimension, most=1).nearly
        one.nearest = f"{near[0].id}: {'; '.join(near[0].reasons)}" if near else None
    return ranked


def normal(label: str) -> str:
    """A label without brackets and numbers, in one spelling: what two reports have in common."""
    return _NUMBERS.sub("", _BRACKETS.sub("", fold(label)))


def clip(sentence: str, figure: str) -> str:
    """The part of a sentence around a figure, on one line."""
    line = " ".join(sentence.split())
    if len(line) <= SAMPLE:
        return line
    place = max(line.find(figure), 0)
    start = max(0, min(place - SAMPLE // 2, len(line) - SAMPLE))
    return ("…" if start else "") + line[start : start + SAMPLE] + ("…" if start + SAMPLE < len(line) else "")


def as_yaml(suggestions: Iterable[Suggestion], domain: str = "local") -> str:
    """The suggestions as a pack file: each under its counts, samples and nearest indicator."""
    lines = ["kind: catalogue", f"domain: {domain}", "source: 'zhibiao patterns suggest'", "indicators:"]
    titles: Counter[str] = Counter()
    for number, one in enumerate(suggestions, 1):
        title = (one.population or "") + one.label
        titles[fold(title)] += 1
        if titles[fold(title)] > 1:
            title = f"{title} ({one.unit or number})"
        lines += _item(one, title, f"{domain}.label_{number:03d}")
    if not titles:
        return "# Every label of this run has an indicator.\n"
    return "\n".join(lines) + "\n"


def _item(one: Suggestion, title: str, id: str) -> Iterator[str]:
    """The lines of one suggestion."""
    yield f"  # {one.figures} figures in {len(one.documents)} documents"
    for sample in one.samples:
        yield f"  #   {sample}"
    if one.nearest:
        yield f"  # nearest {_line(one.nearest)}"
    # A bar separates alternatives: the first stretch without one has to do.
    terms = [part.strip("|").split("|")[0] for part in (one.label, one.population) if part]
    yield f"  - id: {id}"
    yield f"    title: {quoted(title)}"
    yield f"    title_en: {quoted(id)}"
    yield f"    dimension: {one.dimension if one.dimension in DIMENSIONS else 'count'}"
    yield f"    unit: {quoted(one.unit) if one.unit else 'null'}"
    yield f"    definition: {quoted(title)}"
    yield "    match:"
    yield f"      topic: [{', '.join(map(quoted, terms))}]"
    example = [f"label: {quoted(one.label)}"]
    example += [f"population: {quoted(one.population)}"] if one.population else []
    example += [f"unit: {quoted(one.unit)}"] if one.unit else []
    yield "    examples:"
    yield f"      - {{{', '.join(example)}}}"
    yield "    counterexamples:"
    yield f"      - {{{', '.join([*example, 'change: up'])}}}"


def quoted(text: str) -> str:
    """A single-quoted YAML string on one line."""
    return "'" + _line(text).replace("'", "''") + "'"


def _line(text: str) -> str:
    """A text without line breaks and other characters that YAML forbids."""
    return "".join(character if character.isprintable() else " " for character in text)


def _text(value: object) -> str | None:
    """A cell as text, null for null and empty."""
    return str(value) if value else None


def _rows(folder: Path) -> Iterator[dict[str, object]]:
    """The columns needed of ``indicators.parquet`` in an output folder."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "indicators.parquet" if folder.is_dir() else folder
    if not path.exists():
        message = f"{path} does not exist: run `zhibiao extract` first"
        raise SettingsError(message)
    try:
        with pq.ParquetFile(path) as file:
            missing = [name for name in COLUMNS if name not in file.schema_arrow.names]
            if missing:
                message = f"{path} is no indicator table: it lacks the columns {', '.join(missing)}"
                raise ContractError(message)
            for batch in file.iter_batches(columns=list(COLUMNS)):
                yield from batch.to_pylist()
    except pa.ArrowInvalid as error:
        message = f"{path} is not a Parquet file: {error}"
        raise ContractError(message) from error
