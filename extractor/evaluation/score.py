"""Scores of an indicator table against gold: over all, by folder, profile, catalogue and relations."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from extractor.errors import SettingsError
from extractor.evaluation.gold import gold_documents
from extractor.evaluation.judge import ATTRIBUTES, contains_all, is_null, judge, pair, topic, words
from extractor.evaluation.relations import judge_relations, relation_scores

if TYPE_CHECKING:
    from extractor.evaluation.gold import GoldDocument, GoldFigure
    from extractor.evaluation.judge import Row

# How much of the text an error line shows before and after the figure.
CONTEXT_BEFORE = 18
CONTEXT_AFTER = 10


@dataclass(slots=True)
class Tally:
    """Counts that grow while documents are judged."""

    n: Counter[str] = field(default_factory=Counter)

    def scores(self) -> dict[str, float | int | None]:
        """Return the scores in the order in which they are printed."""
        n = self.n
        predicted = n["hit"] + n["false"]
        precision, recall = _share(n["hit"], predicted), _share(n["hit"], n["gold"])
        out: dict[str, float | int | None] = {"gold": n["gold"], "predicted": predicted}
        out |= {"precision": precision, "recall": recall}
        out["f1"] = _share(2 * precision * recall, precision + recall)
        out |= {name: _share(n[name], n["hit"]) for name in ATTRIBUTES}
        out["flagged"] = n["flag_hit"] / n["flag_gold"] if n["flag_gold"] else None
        out["row"] = _share(n["row"], n["gold"])
        out["row_f1"] = _share(2 * n["row"], n["gold"] + predicted)
        return out

    def extras(self, kind: str) -> dict[str, dict[str, int | float]]:
        """Return right, asked and share of each question of one kind, for those that were asked."""
        asked = sorted(key for key in self.n if key.startswith(f"{kind}:asked:"))
        out: dict[str, dict[str, int | float]] = {}
        for key in asked:
            name = key.rpartition(":")[2]
            right = self.n[f"{kind}:right:{name}"]
            out[name] = {"right": right, "asked": self.n[key], "share": _share(right, self.n[key])}
        return out

    def ask(self, kind: str, name: str, *, right: bool) -> None:
        """Count one question of a kind."""
        self.n[f"{kind}:asked:{name}"] += 1
        self.n[f"{kind}:right:{name}"] += right


@dataclass(frozen=True, slots=True)
class Report:
    """What an evaluation found; ``errors`` are (kind, line) in the order of the texts, relations last."""

    total: dict[str, float | int | None]
    folders: dict[str, dict[str, float | int | None]]
    profile: dict[str, dict[str, int | float]]
    catalogue: dict[str, dict[str, int | float]]
    errors: list[tuple[str, str]]
    relations: dict[str, float | int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return the scores over all, and the other parts under names of their own."""
        parts = {"folders": self.folders, "profile": self.profile, "catalogue": self.catalogue}
        return {**self.total, **parts, "relations": self.relations}


def evaluate(table: Path, gold_folder: Path) -> Report:
    """Judge a table (or an output folder) against every gold text below a folder."""
    rows, documents = _tables(table)
    stated = _audit(table)
    total, folders = Tally(), defaultdict(Tally)
    errors: list[tuple[str, str]] = []
    stated_errors: list[tuple[str, str]] = []
    seen = 0
    for gold in gold_documents(gold_folder):
        seen += 1
        found = rows.get(gold.name, [])
        partner = pair(gold.figures, found)
        for tally in (total, folders[gold.folder]):
            noted = errors if tally is total else []
            _judge_document(gold, found, partner, tally, noted)
        _judge_profile(gold, found, partner, documents.get(gold.name), total)
        if stated is not None:
            judge_relations(gold, found, partner, stated.get(gold.name, []), total, stated_errors)
    if not seen:
        message = f"no gold files (*.gold.jsonl) below {gold_folder}"
        raise SettingsError(message)
    by_folder = {name: tally.scores() for name, tally in sorted(folders.items())}
    extras = (total.extras("profile"), total.extras("catalogue"))
    return Report(total.scores(), by_folder, *extras, errors + stated_errors, relation_scores(total))


def _tables(table: Path) -> tuple[dict[str, list[Row]], dict[str, Row]]:
    """Return the figures, and the documents where their table is there too, by the base name of the source."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    figures = table / "indicators.parquet" if table.is_dir() else table
    try:
        rows = pq.read_table(figures).to_pylist()
    except (OSError, pa.ArrowInvalid) as error:
        message = f"{figures} is no table: {error}"
        raise SettingsError(message) from error
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_name[PurePosixPath(str(row["source"])).name].append(row)
    about = figures.with_name("documents.parquet")
    if not about.is_file():
        return by_name, {}
    columns = ["source", "organization", "region", "report_year", "period"]
    documents = pq.read_table(about, columns=columns).to_pylist()
    return by_name, {PurePosixPath(str(row["source"])).name: row for row in documents}


def _audit(table: Path) -> dict[str, list[Row]] | None:
    """Return the relations by the base name of the source; null when their table is not there."""
    import pyarrow.parquet as pq

    file = table / "audit.parquet" if table.is_dir() else table.with_name("audit.parquet")
    if not file.exists():
        return None
    by_name: dict[str, list[Row]] = defaultdict(list)
    for row in pq.read_table(file).to_pylist():
        by_name[PurePosixPath(str(row["source"])).name].append(row)
    return by_name


def _judge_document(
    gold: GoldDocument, rows: list[Row], partner: dict[int, int], tally: Tally, errors: list[tuple[str, str]]
) -> None:
    """Count hits, misses and false alarms of one document, with a line for each error."""
    n = tally.n
    for i, figure in enumerate(gold.figures):
        if figure.optional:
            continue
        n["gold"] += 1
        where = _where(gold, figure.start, figure.end, CONTEXT_AFTER)
        if i not in partner:
            errors.append(("missed", where))
            continue
        row = rows[partner[i]]
        right = judge(figure.row, row)
        n["hit"] += 1
        n["row"] += all(right.values())
        if figure.row["flag"]:
            n["flag_gold"] += 1
            n["flag_hit"] += bool(words(row.get("flags")))
        for name in ATTRIBUTES:
            n[name] += right[name]
            if not right[name]:
                errors.append((name, f"{where} got {_got(name, row)} want {_want(name, figure.row)}"))
    taken = set(partner.values())
    for j, row in enumerate(rows):
        excused = any(f.optional and f.start < row["end"] and row["start"] < f.end for f in gold.figures)
        if j not in taken and not excused:
            n["false"] += 1
            errors.append(("false", _where(gold, row["start"], row["end"], 0)))


def _judge_profile(
    gold: GoldDocument, rows: list[Row], partner: dict[int, int], document: Row | None, tally: Tally
) -> None:
    """Count what is right about the document as a whole, the periods and the catalogue names of figures."""
    profile = gold.profile or {}
    if document is not None:
        for name in ("organization", "region"):
            if f"{name}_accepts" in profile:
                musts, got = profile[f"{name}_accepts"], document[name]
                right = contains_all(got or "", musts) if profile[name] is not None else got is None
                tally.ask("profile", name, right=right)
        for name, column in (("year", "report_year"), ("period", "period")):
            if name in profile:
                tally.ask("profile", name, right=document[column] == profile[name])
    own = {entry["figure"] - 1: entry["period"] for entry in profile.get("periods", ())}
    for i, figure in enumerate(gold.figures):
        if figure.optional:
            continue
        row = rows[partner[i]] if i in partner else None
        if row is not None and "period" in profile:
            right = row.get("period") == own.get(i, profile["period"])
            tally.ask("profile", "period_of_figure", right=right)
            if i in own:
                tally.ask("profile", "period_of_figure_own", right=right)
        if "indicator" in figure.row:
            _judge_indicator(figure, row, tally)


def _judge_indicator(figure: GoldFigure, row: Row | None, tally: Tally) -> None:
    """Count coverage (a known indicator got some name) and correctness (a given name is the right one)."""
    want = figure.row["indicator"]
    got = None if row is None or is_null(row.get("indicator")) else row["indicator"]
    if want is not None:
        tally.ask("catalogue", "coverage", right=got is not None)
    if got is not None:
        tally.ask("catalogue", "correct", right=got == want)


def _share(part: float, whole: float) -> float:
    """Return a quotient, 0 when there is nothing to divide by."""
    return part / whole if whole else 0.0


def _where(gold: GoldDocument, start: int, end: int, after: int) -> str:
    """Return the place of a figure with some text around it, on one line."""
    text = gold.text
    tail = text[end : end + after]
    line = f"{gold.name}:{start} …{text[max(0, start - CONTEXT_BEFORE) : start]}【{text[start:end]}】{tail}…"
    return line.replace("\n", "⏎")


def _got(name: str, row: Row) -> object:
    """Return what the table says, for an error line."""
    if name == "value":
        return (row["value"], row["low"], row["high"])
    return topic(row) if name == "label" else row.get(name)


def _want(name: str, gold: Row) -> object:
    """Return what the gold says, for an error line."""
    if name == "value":
        return (gold["value"], gold["low"], gold["high"])
    return (gold.get("label"), gold["must"]) if name == "label" else gold.get(name)
