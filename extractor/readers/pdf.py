"""PDFs as raw text: characters and ruled lines from pypdfium2, laid out here; pages without text are scans."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

from extractor.errors import ReadError
from extractor.readers.layout import Char, Page, drop_heads, lay_out, write
from extractor.readers.raw import Limits, RawText, Read
from extractor.readers.rulings import Line, rectangle

if TYPE_CHECKING:
    from collections.abc import Iterator

# A page with fewer characters than this, on which a picture covers more than this share, is a scan.
FEWEST_CHARS = 16
COVERED = 0.5
# A page that a picture covers like this and that has text was read by somebody's recogniser.
SHOWN_BELOW = 0.85
MOST_CHARS = 100_000
MOST_OBJECTS = 20_000
UPRIGHT = 0.05
# What PDFium gives for a hyphen at the end of a line, and for a character without Unicode.
HYPHEN, UNKNOWN = 0xFFFE, 0xFFFD


def read(data: bytes, limits: Limits) -> Read:
    """Return the text of a PDF; ReadError when it is damaged, encrypted or only pictures."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as error:
        message = "encrypted: needs a password" if "assword" in str(error) else f"damaged pdf: {error}"
        raise ReadError(message) from error
    pages: list[Page] = []
    scans: list[int] = []
    covered = chars = 0
    for index in range(min(count, limits.pages)):
        page, share = _page(document, index)
        pages.append(page)
        length = sum(len(line.text) for line in page.lines())
        chars += length
        if length < FEWEST_CHARS and share > COVERED and not any(page.items[1:]):
            scans.append(index)
        elif share > SHOWN_BELOW:
            page.confidence = 1.0
            covered += 1
        if chars > limits.chars:
            break
    reasons = [f"only the first {len(pages)} of {count} pages were read"] if len(pages) < count else []
    reasons += _read_scans(document, pages, scans, limits) if scans else []
    drop_heads(pages)
    raw = RawText()
    write(pages, raw)
    if not "".join(raw.parts).strip() and reasons:
        raise ReadError("; ".join(reasons))
    flags = (
        ("ocr",)
        if covered or any(page.confidence is not None for page in pages) or _recognised(pages)
        else ()
    )
    return raw.done(reason="; ".join(reasons) or None, flags=flags)


def _recognised(pages: list[Page]) -> bool:
    return any(item.confidence is not None for page in pages for item in page.items)


def _read_scans(document: Any, pages: list[Page], scans: list[int], limits: Limits) -> list[str]:
    """Read the pages that are pictures; return what could not be done."""
    try:
        from extractor.readers.images import recognise
    except ModuleNotFoundError as error:
        from extractor.readers.documents import install_line

        return [
            f"{len(scans)} scanned pages: " + install_line("recognition", "ocr", error.name or "a library")
        ]
    for index in scans[: limits.scan_pages]:
        page = document[index]
        width, height = page.get_size()
        # 150 dots an inch, fewer for a poster.
        scale = min(150 / 72, 2400 / max(width, height, 1))
        pages[index] = recognise(page.render(scale=scale).to_numpy(), index + 1, 1 / scale)
        page.close()
    left = len(scans) - limits.scan_pages
    return (
        [f"{left} of {len(scans)} scanned pages were not read, the limit is {limits.scan_pages}"]
        if left > 0
        else []
    )


def _page(document: Any, index: int) -> tuple[Page, float]:
    """Return one page laid out, and the share of it that its largest picture covers."""
    import pypdfium2

    try:
        page = document[index]
    except pypdfium2.PdfiumError:
        return Page(index + 1, 1.0), 0.0
    width, height = page.get_size()
    text = page.get_textpage()
    chars = list(_chars(text, height))
    lines, share = _drawn(page, width, height)
    text.close()
    page.close()
    return lay_out(index + 1, height, chars, lines), share


def _chars(text: Any, height: float) -> Iterator[Char]:
    """Yield the upright characters of a page with their boxes."""
    import pypdfium2.raw as c

    for index in range(min(text.count_chars(), MOST_CHARS)):
        code = c.FPDFText_GetUnicode(text, index)
        if code in {0, HYPHEN, UNKNOWN} or c.FPDFText_IsGenerated(text, index) == 1:
            continue
        # Slanted characters are a watermark.
        if UPRIGHT < c.FPDFText_GetCharAngle(text, index) < 6.2832 - UPRIGHT:
            continue
        left, bottom, right, top = text.get_charbox(index, loose=True)
        if right > left and top > bottom:
            yield Char(chr(code), left, height - top, right, height - bottom)


def _drawn(page: Any, width: float, height: float) -> tuple[list[Line], float]:
    """Return the ruled lines of a page, and the share that its largest picture covers."""
    import pypdfium2.raw as c

    lines: list[Line] = []
    share = 0.0
    kinds = (c.FPDF_PAGEOBJ_PATH, c.FPDF_PAGEOBJ_IMAGE)
    for number, thing in enumerate(page.get_objects(filter=kinds, max_depth=4)):
        if number > MOST_OBJECTS:
            return [], share
        if thing.type == c.FPDF_PAGEOBJ_IMAGE:
            left, bottom, right, top = thing.get_bounds()
            share = max(share, (right - left) * (top - bottom) / max(width * height, 1))
        else:
            lines += _ruled(thing, height)
    return lines, min(share, 1.0)


def _ruled(path: Any, height: float) -> list[Line]:
    """Return the straight level and upright lines of one path."""
    import pypdfium2.raw as c

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    c.FPDFPath_GetDrawMode(path, fill, stroke)
    if not stroke.value:
        left, bottom, right, top = path.get_bounds()
        thin = min(right - left, top - bottom) < 2.5
        return rectangle(left, height - top, right, height - bottom) if fill.value and thin else []
    matrix = path.get_matrix()
    points: list[tuple[float, float]] = []
    lines: list[Line] = []
    begin = (0.0, 0.0)
    for index in range(min(c.FPDFPath_CountSegments(path), MOST_OBJECTS)):
        segment = c.FPDFPath_GetPathSegment(path, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        c.FPDFPathSegment_GetPoint(segment, x, y)
        px, py = matrix.on_point(x.value, y.value)
        point = (px, height - py)
        kind = c.FPDFPathSegment_GetType(segment)
        if kind == c.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == c.FPDF_SEGMENT_LINETO and points:
            lines += straight(points[-1], point)
        if c.FPDFPathSegment_GetClose(segment):
            lines += straight(point, begin)
        points = [point]
    return lines


def straight(one: tuple[float, float], other: tuple[float, float]) -> list[Line]:
    """Return a stroke as a ruled line, nothing when it is neither level nor upright."""
    (x0, y0), (x1, y1) = one, other
    if abs(y0 - y1) < 1:
        return [Line((y0 + y1) / 2, min(x0, x1), max(x0, x1), upright=False)]
    if abs(x0 - x1) < 1:
        return [Line((x0 + x1) / 2, min(y0, y1), max(y0, y1), upright=True)]
    return []
