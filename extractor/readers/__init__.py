"""Bytes to raw text: the walk over the inputs and the reading of one file.

Reads paths; gives ``Source`` records. Whatever is wrong with a file is said in its record.
"""

from __future__ import annotations

from extractor.readers.encodings import Decoded, decode
from extractor.readers.files import read, read_all, size_of
from extractor.readers.walk import Found, walk

__all__ = ["Decoded", "Found", "decode", "read", "read_all", "size_of", "walk"]
