"""The data dictionary: every table, column and fixed value in words, as Markdown in two languages.

Generated, committed under ``docs/``, and compared by a test, so that it never tells of other columns
than the tables have.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from extractor.contracts import table_contract
from extractor.panel.schema import PANEL_TABLES
from extractor.table.meaning import Words, columns
from extractor.table.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Language = Literal["en", "zh"]

FILES: dict[Language, str] = {"en": "data-dictionary.md", "zh": "data-dictionary.zh-CN.md"}


def dictionary(language: Language) -> str:
    """Return the data dictionary as Markdown."""
    return "\n".join(_lines(language)) + "\n"


def write_dictionary(folder: Path) -> list[Path]:
    """Write the data dictionary in both languages."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for language, name in FILES.items():
        path = folder / name
        path.write_text(dictionary(language), encoding="utf-8")
        paths.append(path)
    return paths


def _lines(language: Language) -> Iterator[str]:
    """Yield the lines: an index, each table, then the values of columns with a fixed set of them."""
    known = columns()

    def say(words: Words) -> str:
        return words.en if language == "en" else words.zh

    def word(name: str) -> str:
        return say(known.words[name])

    tables = TABLES | PANEL_TABLES
    yield from (f"# {word('title')}", "", word("twin"), "", word("generated"), "", word("types"), "")
    yield from (f"## {word('tables')}", "")
    yield from (f"- [{name}.parquet](#{name}parquet)" for name in tables)
    for name, schema in tables.items():
        yield from ("", f"### {name}.parquet", "", say(known.about[name]), "")
        yield _row(word("column"), word("type"), word("nullable"), word("meaning"), word("unit"))
        yield _row(*["---"] * 5)
        for column in table_contract(name, schema)["columns"]:
            meaning = known.tables[name][column["name"]]
            unit = meaning.unit or ""
            yield _row(
                f"`{column['name']}`",
                f"`{column['type']}`",
                word("yes") if column["nullable"] else "",
                say(meaning),
                unit if language == "en" or not unit else known.units[unit],
            )
    yield from ("", f"## {word('values')}")
    for name, values in known.values.items():
        yield from ("", f"### {name}", "", _row(word("value"), word("meaning")), _row("---", "---"))
        yield from (_row(f"`{value}`", say(meaning)) for value, meaning in values.items())


def _row(*cells: str) -> str:
    """Return one line of a table."""
    return "| " + " | ".join(cell.replace("|", "\\|").strip() for cell in cells) + " |"
