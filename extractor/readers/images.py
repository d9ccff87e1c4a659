"""Pictures of pages as raw text, by rapidocr: offline, its models are in its wheel.

Every line keeps the recogniser's confidence, and every figure read here will carry the flag ``ocr``.
"""

from __future__ import annotations

import io
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

# Imported here, not inside: who cannot recognise is to know it before a page is drawn.
import rapidocr

from extractor.errors import ReadError
from extractor.readers.layout import Page, TextLine, drop_heads, lay_out_lines, write
from extractor.readers.raw import Limits, RawText, Read
from extractor.readers.rulings import Line

if TYPE_CHECKING:
    from collections.abc import Iterator

# A picture with more pixels than this is no page; the longer side is brought down to this.
MOST_PIXELS = 60_000_000
LONGEST_SIDE = 2400
# What a pixel of a picture counts in points: only proportions matter.
POINT = 0.5
# Shorter strokes of a picture, in pixels, belong to characters.
STROKE = 45
MOST_STROKES = 3000
# The models take this much beside what a document may.
MODELS = 2 * 1024**3


def read(data: bytes, limits: Limits) -> Read:
    """Return the text of a picture, of each picture in a TIFF; ReadError when there is none."""
    pages: list[Page] = []
    count = 0
    for count, image in enumerate(_images(data), 1):
        if count <= limits.scan_pages:
            pages.append(recognise(image, count, POINT))
    drop_heads(pages)
    raw = RawText()
    write(pages, raw)
    reason = f"only the first {len(pages)} of {count} pictures were read" if count > len(pages) else None
    return raw.done(reason=reason, flags=("ocr",))


def _images(data: bytes) -> Iterator[Any]:
    """Yield every picture of a file as an array, upright and of bearable size."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as file:
            if file.width * file.height > MOST_PIXELS:
                message = f"picture of {file.width} x {file.height} pixels, the limit is {MOST_PIXELS}"
                raise ReadError(message)
            for frame in ImageSequence.Iterator(file):
                upright = ImageOps.exif_transpose(frame).convert("RGB")
                upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
                yield np.asarray(upright)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        message = f"damaged picture: {str(error)[:200]}"
        raise ReadError(message) from error


def recognise(image: Any, number: int, point: float) -> Page:
    """Return the page that a picture shows; ``point`` is the size of a pixel in points."""
    found = _engine()(image)
    height = image.shape[0] * point
    if found.boxes is None:
        return Page(number, height)
    lines = [
        TextLine(
            text.strip(),
            *(float(box[:, 0].min()) * point, float(box[:, 1].min()) * point),
            *(float(box[:, 0].max()) * point, float(box[:, 1].max()) * point),
            confidence=round(float(score), 3),
        )
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        if text.strip()
    ]
    return lay_out_lines(number, height, lines, _rulings(image, point))


def _rulings(image: Any, point: float) -> Iterator[Line]:
    """Yield the level and upright lines of a picture: what is left when only long strokes are kept."""
    import cv2

    grey = cv2.cvtColor(image, cv2.COLOR_RGB2GRAY) if image.ndim > 2 else image
    ink = cv2.adaptiveThreshold(255 - grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, 25, -12)
    for upright in (False, True):
        shape = (1, STROKE) if upright else (STROKE, 1)
        strokes = cv2.morphologyEx(ink, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
        # A line that is not quite level comes in steps; they touch once they are made a little thicker.
        strokes = cv2.dilate(strokes, cv2.getStructuringElement(cv2.MORPH_RECT, (5, 5)))
        for left, top, width, height, _ in cv2.connectedComponentsWithStats(strokes)[2][1:MOST_STROKES]:
            if upright and width * 4 < height:
                yield Line((left + width / 2) * point, top * point, (top + height) * point, upright)
            elif not upright and height * 4 < width:
                yield Line((top + height / 2) * point, left * point, (left + width) * point, upright)


@cache
def _engine() -> Any:
    """Return the recogniser, loaded once a process; one line at a time takes a third less memory."""
    _more_memory()
    threads = "EngineConfig.onnxruntime.intra_op_num_threads"
    return rapidocr.RapidOCR(
        params={"Global.log_level": "critical", "Global.use_cls": False, "Rec.rec_batch_num": 1, threads: 2}
    )


def _more_memory() -> None:
    """Make room for the models, which the limit of the first document that needs them does not foresee."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        if soft != resource.RLIM_INFINITY:
            resource.setrlimit(resource.RLIMIT_AS, (soft + MODELS, hard))
