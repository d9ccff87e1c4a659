"""Web pages as raw text: the article without what the site puts around it, tables as tables.

Trafilatura finds the article. Tables are taken out before, each leaving a mark in its place, since
only here their merged cells are understood.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from extractor.errors import ReadError
from extractor.readers.encodings import decode
from extractor.readers.grid import MOST_CELLS, TOO_WIDE, Cell, Grid, flat
from extractor.readers.packages import damage
from extractor.readers.raw import Limits, RawText, Read
from extractor.readers.xml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "zhibiao-table-{}-in-its-place"
_MARK = re.compile(r"zhibiao-table-(\d+)-in-its-place")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# A cell as long as this holds paragraphs: the table only lays out the page.
LONGEST_CELL = 300
# Lines as long as this are sentences; menus have none.
SENTENCE = 25
# When the article has less of the page's sentences than this, it was not found.
LEAST_SHARE = 0.6
MOST_SPAN = 1000
MOST_ASIDE = 300

ASIDE = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "nav",
    "footer",
    "form",
    "select",
    "button",
    "svg",
)
# What sites call the parts that are on every page.
_ASIDE = re.compile(
    r"(?:^|[-_\s])(?:nav\w*|foot\w*|side\w*|(?:bread)?crumbs?|menu|copyright|related)(?:$|[-_\s])",
    re.IGNORECASE,
)
LINES = frozenset(
    {
        "address",
        "article",
        "blockquote",
        "body",
        "br",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "th",
        "tr",
        "ul",
        "title",
    }
)


def read(data: bytes, limits: Limits) -> Read:
    """Return the article of a page; ReadError when there is no page."""
    from lxml import html as library

    decoded = decode(data)
    if len(decoded.text) > limits.chars * 10:
        message = f"too long: {len(decoded.text)} characters of HTML"
        raise ReadError(message)
    try:
        tree = library.document_fromstring(_DECLARATION.sub("", decoded.text))
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        kind = "html"
        raise damage(kind, error) from error
    _drop_aside(tree)
    grids = _take_tables(tree)
    title = _title(tree)
    lines = _article(tree)
    raw = RawText()
    if title and not any(title in "".join(line.split()) for line in lines[:5]):
        raw.add("heading", title)
    for line in lines:
        mark = _MARK.search(line)
        if mark is not None and int(mark[1]) < len(grids):
            raw.table(grids[int(mark[1])])
        else:
            raw.add("paragraph", line)
    reason = f"{decoded.replaced} undecodable places replaced by U+FFFD" if decoded.replaced else None
    return raw.done(encoding=decoded.encoding, reason=reason)


def _drop_aside(tree: Any) -> None:
    """Take out what is no article: by its element, or by the name of its class unless most of the page is in it."""
    for element in list(tree.iter(*ASIDE)):
        element.drop_tree()
    whole = len(tree.text_content())
    named = [
        e
        for e in tree.iter()
        if isinstance(e.tag, str) and _ASIDE.search(f"{e.get('class', '')} {e.get('id', '')}")
    ]
    for element in named[:MOST_ASIDE]:
        if element.getparent() is not None and len(element.text_content()) * 2 < whole:
            element.drop_tree()


def _title(tree: Any) -> str:
    """Return the title that the page gives its article, without blanks."""
    named = tree.xpath("//meta[@name='ArticleTitle']/@content")
    heads = named or [head.text_content() for head in tree.iter("h1")]
    return "".join(heads[0].split()) if heads else ""


def _article(tree: Any) -> list[str]:
    """Return the lines of the article; those of the whole page when trafilatura finds too little."""
    import trafilatura
    from lxml import html as library

    plain = [line for line in _lines(tree) if line]
    copy = library.document_fromstring(library.tostring(tree, encoding="unicode"))
    found = trafilatura.extract(copy, output_format="txt", favor_recall=True, include_comments=False) or ""
    lines = [line for line in found.split("\n") if line.strip()]
    return lines if _sentences(lines) >= LEAST_SHARE * _sentences(plain) and lines else plain


def _sentences(lines: list[str]) -> int:
    """Return how much of some lines is sentences."""
    return sum(len(line) for line in lines if len(line) >= SENTENCE)


def _lines(tree: Any) -> list[str]:
    """Return the text of a page line by line, links that stand alone left out."""
    lines: list[str] = [""]

    def put(text: str | None) -> None:
        lines[-1] += re.sub(r"\s+", " ", text or "")

    # No recursion: a hostile page nests deeper than Python does.
    for event, element in _walk(tree):
        if not isinstance(element.tag, str):
            if event == "end":
                put(element.tail)
            continue
        if element.tag in LINES and lines[-1]:
            lines.append("")
        if event == "start":
            put(element.text)
        else:
            put(element.tail)
    return [line.strip() for line in lines]


def _walk(tree: Any) -> Iterator[tuple[str, Any]]:
    body = tree.find("body")
    return iter(etree.iterwalk(body if body is not None else tree, events=("start", "end", "comment", "pi")))


def _take_tables(tree: Any) -> list[Grid]:
    """Take the data tables out of a page, a mark left in the place of each."""
    grids: list[Grid] = []
    for table in list(tree.iter("table")):
        if table.getparent() is None or table.find(".//table") is not None:
            continue
        grid = Grid(_cells(table))
        if grid.is_layout() or any(len(words) > LONGEST_CELL for words in grid.words()):
            continue
        mark = etree.Element("p")
        mark.text = MARK.format(len(grids))
        mark.tail = table.tail
        table.getparent().replace(table, mark)
        grids.append(grid)
    return grids


def _cells(table: Any) -> Iterator[Cell]:
    """Yield the cells of a table by the rules of HTML: each takes the next free place of its row."""
    rows = list(table.iter("tr"))
    caption = table.find("caption")
    first = 0 if caption is None else 1
    if caption is not None:
        wide = max((sum(_span(cell, "colspan") for cell in row.iter("td", "th")) for row in rows), default=1)
        yield Cell(0, 0, flat(caption.text_content()), 1, max(wide, 1))
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows, first):
        column = 0
        for cell in row.iter("td", "th"):
            while (number, column) in taken:
                column += 1
            height = min(_span(cell, "rowspan") or 1, first + len(rows) - number)
            width = _span(cell, "colspan") or 1
            if len(taken) + height * width > MOST_CELLS:
                raise ReadError(TOO_WIDE)
            taken.update((number + down, column + right) for down in range(height) for right in range(width))
            yield Cell(number, column, _words(cell), height, width)
            column += width


def _words(cell: Any) -> str:
    """Return the words of a cell, its lines kept apart."""
    parts: list[str] = []
    for element in cell.iter():
        if isinstance(element.tag, str):
            if element.tag in LINES and element is not cell:
                parts.append("\n")
            parts.append(re.sub(r"\s+", " ", element.text or ""))
        if element is not cell:
            parts.append(re.sub(r"\s+", " ", element.tail or ""))
    return flat("".join(parts))


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(int(value), MOST_SPAN) if value.isdecimal() else 1
