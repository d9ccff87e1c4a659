"""OFD documents (the Chinese fixed-layout format, GB/T 33190) as raw text, by zip and lxml.

Reads the page objects with their places: runs of text and stroked paths. The layout is that of PDFs.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from extractor.errors import ReadError
from extractor.readers.layout import Char, Page, drop_heads, lay_out, write
from extractor.readers.packages import check_package, damage, part
from extractor.readers.pdf import straight
from extractor.readers.raw import Limits, RawText, Read
from extractor.readers.xml import etree, safe_parser

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator

    from extractor.readers.rulings import Line

# Places are in millimetres.
POINT = 72 / 25.4
A4 = 297.0
MOST_OBJECTS = 50_000
_PATH = re.compile(r"[SMLQBACsmlqbac]|-?\d+(?:\.\d+)?(?:[eE]-?\d+)?")
# How many numbers each stroke takes; of curves only the end matters.
STROKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7}


def read(data: bytes, limits: Limits) -> Read:
    """Return the text of an OFD; ReadError when it is damaged."""
    package = check_package(data, limits.unpacked)
    names = {name.lstrip("/").lower(): name for name in package.namelist()}
    root = _parse(part(package, names["ofd.xml"]))
    pages: list[Page] = []
    count = 0
    for location in _all(root, "DocRoot"):
        document = _Document(package, names, _resolve("", (location.text or "").strip()))
        for path in document.pages:
            count += 1
            if len(pages) < limits.pages:
                pages.append(document.page(path, len(pages) + 1))
    if not any(page.items for page in pages):
        message = "no text in it: the pages are pictures or outlines"
        raise ReadError(message)
    drop_heads(pages)
    raw = RawText()
    write(pages, raw)
    reason = f"only the first {len(pages)} of {count} pages were read" if len(pages) < count else None
    return raw.done(reason=reason)


class _Document:
    """One document of a package: its pages, templates and the size of paper."""

    def __init__(self, package: zipfile.ZipFile, names: dict[str, str], path: str) -> None:
        self.package = package
        self.names = names
        root = self._load(path)
        base = posixpath.dirname(path)
        self.height = _height(root) or A4
        self.pages = [_resolve(base, page.get("BaseLoc", "")) for page in _all(root, "Page")]
        self.templates = {
            page.get("ID"): _resolve(base, page.get("BaseLoc", "")) for page in _all(root, "TemplatePage")
        }

    def _load(self, path: str) -> Any:
        return _parse(part(self.package, self.names.get(path.lower(), path)))

    def page(self, path: str, number: int) -> Page:
        """Return one page, the template behind it included."""
        root = self._load(path)
        height = _height(root) or self.height
        chars: list[Char] = []
        rulings: list[Line] = []
        behind = [
            self.templates[use.get("TemplateID")]
            for use in _all(root, "Template")
            if use.get("TemplateID") in self.templates
        ]
        for tree in [*(self._load(template) for template in behind), root]:
            for index, thing in enumerate(tree.iter()):
                if index > MOST_OBJECTS:
                    break
                kind = _local(thing)
                if kind == "TextObject":
                    chars += _chars(thing)
                elif kind == "PathObject" and thing.get("Stroke", "true") != "false":
                    rulings += _rulings(thing)
        return lay_out(number, height * POINT, chars, rulings)


def _parse(data: bytes) -> Any:
    try:
        root = etree.fromstring(data, safe_parser())
    except etree.XMLSyntaxError as error:
        kind = "ofd"
        raise damage(kind, error) from error
    if root.getroottree().docinfo.internalDTD is not None:
        message = "damaged ofd: XML that defines entities"
        raise ReadError(message)
    return root


def _local(element: Any) -> str:
    """Return the name of an element; writers disagree on the namespace."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(root: Any, name: str) -> list[Any]:
    return [element for element in root.iter() if _local(element) == name]


def _resolve(base: str, location: str) -> str:
    """Return a location inside the package; one that begins with a slash counts from the top."""
    path = location if location.startswith("/") else posixpath.join(base, location)
    return posixpath.normpath(path).lstrip("/")


def _height(root: Any) -> float | None:
    boxes = [numbers for box in _all(root, "PhysicalBox") if len(numbers := _numbers(box.text)) == 4]
    return boxes[0][3] if boxes and boxes[0][3] > 0 else None


def _numbers(text: str | None) -> list[float]:
    """Return the numbers of an attribute, ``g 3 4.2`` written out as three times 4.2."""
    found: list[float] = []
    words = iter((text or "").split())
    try:
        for word in words:
            if word == "g":
                times, step = min(int(next(words)), 10_000), float(next(words))
                found += [step] * times
            else:
                found.append(float(word))
    except (ValueError, StopIteration):
        return found
    return found


def _matrix(thing: Any) -> tuple[float, ...]:
    numbers = _numbers(thing.get("CTM"))
    return tuple(numbers) if len(numbers) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _place(thing: Any, x: float, y: float) -> tuple[float, float]:
    """Return a place inside an object as a place on the page, in points."""
    box = _numbers(thing.get("Boundary")) or [0.0, 0.0]
    a, b, c, d, e, f = _matrix(thing)
    return (box[0] + a * x + c * y + e) * POINT, (box[1] + b * x + d * y + f) * POINT


def _chars(thing: Any) -> Iterator[Char]:
    """Yield the characters of one run of text."""
    size = (_numbers(thing.get("Size")) or [4.0])[0]
    a, b, _, d, _, _ = _matrix(thing)
    # Turned text is a watermark or a seal.
    if abs(b) > 0.05 * abs(a or 1):
        return
    tall, wide = size * abs(d) * POINT, size * abs(a) * POINT
    x = y = 0.0
    for code in (child for child in thing if _local(child) == "TextCode"):
        x, y = (_numbers(code.get("X")) or [x])[0], (_numbers(code.get("Y")) or [y])[0]
        right, down = iter(_numbers(code.get("DeltaX"))), iter(_numbers(code.get("DeltaY")))
        for character in code.text or "":
            left, base = _place(thing, x, y)
            width = wide if character > "\xff" else wide / 2
            # The place of a character is on its base line.
            yield Char(character, left, base - 0.88 * tall, left + width, base + 0.12 * tall)
            x, y = x + next(right, 0.0), y + next(down, 0.0)


def _rulings(thing: Any) -> Iterator[Line]:
    """Yield the straight strokes of one path."""
    begin = at = (0.0, 0.0)
    for data in (child.text or "" for child in thing if _local(child) == "AbbreviatedData"):
        words = iter(_PATH.findall(data)[:MOST_OBJECTS])
        for word in words:
            if word == "C":
                yield from straight(_place(thing, *at), _place(thing, *begin))
                at = begin
                continue
            numbers = [float(next(words, "0")) for _ in range(STROKES.get(word, 0))]
            if not numbers:
                continue
            point = (numbers[-2], numbers[-1])
            if word == "L":
                yield from straight(_place(thing, *at), _place(thing, *point))
            elif word in {"M", "S"}:
                begin = point
            at = point
