"""Loading of the data in ``patterns/``: YAML with line-numbered errors, checked by pydantic, cached.

A stage defines its model next to its own code, as a subclass of ``PackModel``, and asks
``load_vocabulary('units', Units)``. Catalogue files are read one by one with ``load_file``, whose
``line_of(('indicators', 3, 'unit'))`` gives the place for a message.
"""

from __future__ import annotations

from extractor.packs.beginnings import branches, first_characters
from extractor.packs.characters import CharacterIndex, Characters
from extractor.packs.compiling import compile_ends, compile_quick, compile_starts
from extractor.packs.installed import installed_packs
from extractor.packs.models import PackModel, RuleExamples
from extractor.packs.vocabulary import (
    catalogue_files,
    load_vocabulary,
    pack_digest,
    pattern_files,
    validate,
    validate_part,
)
from extractor.packs.yaml_file import Loaded, load_file

__all__ = [
    "CharacterIndex",
    "Characters",
    "Loaded",
    "PackModel",
    "RuleExamples",
    "branches",
    "catalogue_files",
    "compile_ends",
    "compile_quick",
    "compile_starts",
    "first_characters",
    "installed_packs",
    "load_file",
    "load_vocabulary",
    "pack_digest",
    "pattern_files",
    "validate",
    "validate_part",
]
