"""The site: an index, and one page for every document that has a text."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from extractor.catalogue import Catalogue
from extractor.catalogue.listing import listing
from extractor.errors import SettingsError
from extractor.review.figures import page_figures, page_relations, table_rows
from extractor.review.marking import marked
from extractor.table.run import documents
from extractor.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.table.run import DocumentRows

LANGUAGES = ("en", "zh")
INDEX = "index.html"
PAGES = "documents"
PAGE_NAME = re.compile(r"[0-9a-f]{16}(-\d+)?\.html")

# Joined in this order into the one script of a document page.
SCRIPTS = (
    "core.js",
    "store.js",
    "select.js",
    "filter.js",
    "links.js",
    "form.js",
    "missed.js",
    "keys.js",
)
INDEX_SCRIPTS = ("core.js", "store.js", "overview.js")


@dataclass(frozen=True, slots=True)
class Site:
    """What was written: the page to open, and how many document pages."""

    index: Path
    pages: int


def write_site(out: Path, to: Path | None = None, lang: str = "en", packs: Iterable[Path] = ()) -> Site:
    """Write the pages of a run, to ``OUT/review`` unless told otherwise."""
    if lang not in LANGUAGES:
        message = f"no pages in {lang!r}; there are: {', '.join(LANGUAGES)}"
        raise SettingsError(message)
    folder = to or out / "review"
    found = documents(out)
    first = next(found, None)
    (folder / PAGES).mkdir(parents=True, exist_ok=True)
    for stale in (folder / PAGES).glob("*.html"):
        # Pages of an earlier run, which the index would no longer name.
        if PAGE_NAME.fullmatch(stale.name):
            stale.unlink()
    known = [(row["id"], row["title"]) for row in listing(Catalogue.load(tuple(packs)))]
    writer = _Writer(folder, lang, known)
    rows = [] if first is None else [writer.document(first)]
    rows += [writer.document(document) for document in found]
    writer.index(rows)
    return Site(folder / INDEX, sum(row["page"] is not None for row in rows))


class _Writer:
    """The templates, words and policies of one language, and the folder that the pages go to."""

    def __init__(self, folder: Path, lang: str, indicators: list[tuple[str, str]]) -> None:
        """Load what every page shares."""
        self._folder = folder
        self._lang = lang
        self._words: dict[str, Any] = json.loads(_asset(f"words.{lang}.json"))
        self._indicators = indicators
        self._environment = _environment()
        self._taken: set[str] = set()

    def document(self, document: DocumentRows) -> dict[str, Any]:
        """Write the page of one document, and return its row of the index."""
        row = document.about | {"page": None, "holds": 0, "breaks": 0}
        if document.text is None:
            return row
        relations = page_relations(document)
        name = self._name(document)
        data = {
            "key": f"{document.doc_id}:{document.source}",
            "doc_id": document.doc_id,
            "source": document.source,
            "version": __version__,
            "text": document.text,
            "figures": page_figures(document.figures),
            "relations": relations,
        }
        self._write(
            f"{PAGES}/{name}",
            "document.html.j2",
            SCRIPTS,
            data,
            about=document.about,
            rows=table_rows(document),
            marked=marked(document.text, document.figures, document.ledger),
            relations=relations,
            indicators=self._indicators,
            choices=_choices(document.figures),
        )
        row |= {"page": f"{PAGES}/{name}", "key": data["key"]}
        for relation in relations:
            row["holds"] += relation["holds"] in {"true", "possible"}
            row["breaks"] += relation["holds"] in {"false", "impossible"}
        return row

    def index(self, rows: list[dict[str, Any]]) -> None:
        """Write the page that leads to all others."""
        counted = ("figures", "masked", "flagged")
        totals = {name: sum(row[name] for row in rows) for name in counted}
        totals |= {"documents": len(rows), "failed": sum(row["status"] == "failed" for row in rows)}
        self._write(INDEX, "index.html.j2", INDEX_SCRIPTS, {}, rows=rows, totals=totals)

    def _name(self, document: DocumentRows) -> str:
        """Return a file name of its own: the digest of the document, with a number for a copy."""
        stem = document.doc_id or hashlib.sha256(document.source.encode()).hexdigest()[:16]
        number, name = 1, f"{stem}.html"
        while name in self._taken:
            number += 1
            name = f"{stem}-{number}.html"
        self._taken.add(name)
        return name

    def _write(
        self, name: str, template: str, scripts: tuple[str, ...], data: dict[str, Any], **values: Any
    ) -> None:
        """Write one page with its script, its style and the policy that allows these two alone."""
        script, style = _script(scripts), _asset("review.css")
        policy = "; ".join(
            (
                "default-src 'none'",
                f"script-src '{_digest(script)}'",
                f"style-src '{_digest(style)}'",
                "base-uri 'none'",
                "form-action 'none'",
            )
        )
        page = self._environment.get_template(template).render(
            lang=self._lang,
            words=self._words,
            # The assets are ours; everything else on a page is escaped.
            script=Markup(script),  # noqa: S704
            style=Markup(style),  # noqa: S704
            policy=policy,
            version=__version__,
            data=data | {"words": self._words},
            **values,
        )
        # Newlines as they are: the hashes are of these very bytes.
        (self._folder / name).write_text(page, encoding="utf-8", newline="\n")


def _choices(figures: list[dict[str, Any]]) -> dict[str, list[tuple[str, str]]]:
    """Return what the filters of a page offer: the values that occur, with their titles."""
    indicators = {
        row["indicator"]: row["indicator_title"] or row["indicator"] for row in figures if row["indicator"]
    }
    return {
        "indicator": sorted(indicators.items(), key=lambda item: item[1]),
        "status": [(name, name) for name in sorted({row["status"] for row in figures})],
        "mask": [(name, name) for name in sorted({row["mask"] for row in figures})],
        "flag": [(name, name) for name in sorted({flag for row in figures for flag in row["flags"]})],
    }


@cache
def _asset(name: str) -> str:
    """Return the text of one file of the assets."""
    return (files("extractor.review") / "assets" / name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _script(names: tuple[str, ...]) -> str:
    """Return scripts as one, in a scope of its own."""
    return '(() => {\n"use strict";\n' + "\n".join(_asset(name) for name in names) + "})();\n"


def _digest(text: str) -> str:
    """Return the name by which a policy allows an inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _environment() -> Environment:
    """Return the template engine: everything escaped, unknown names are errors."""
    made = Environment(
        loader=FunctionLoader(_asset),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    # Chinese as it is; what could end the script element is escaped all the same.
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False}
    return made
