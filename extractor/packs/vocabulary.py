"""Vocabulary files: ``patterns/<name>.yaml``, each validated by the model of the stage that uses it."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import ValidationError

from extractor.errors import PackError
from extractor.packs.models import PackModel
from extractor.packs.yaml_file import Loaded, load_file
from extractor.resources import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Model = TypeVar("Model", bound=PackModel)


def load_vocabulary(name: str, model: type[Model]) -> Model:
    """Return ``patterns/<name>.yaml`` as the stage's own model; the same object on every call."""
    return cast("Model", _vocabulary(name, model))


@cache
def _vocabulary(name: str, model: type[PackModel]) -> PackModel:
    """Load and validate one file, once a process: stages ask for their words at every sentence."""
    return validate(load_file(data_folder("patterns") / f"{name}.yaml"), model)


def validate(loaded: Loaded, model: type[Model]) -> Model:
    """Return the file's data as ``model``, or raise PackError at the line of the first problem."""
    if not isinstance(loaded.data, dict):
        raise loaded.error((), "the file must be a mapping with a `kind:` at its top")
    data = dict(loaded.data)
    if "kind" not in data:
        raise loaded.error((), "the file has no `kind:` at its top")
    # A model may hold `kind` itself (as a Literal); where it does not, it is only the file's own label.
    if "kind" not in model.model_fields:
        del data["kind"]
    return validate_part(loaded, (), data, model)


def validate_part(loaded: Loaded, where: tuple[str | int, ...], data: object, model: type[Model]) -> Model:
    """Validate one part of a file (``data`` stands at ``where``), with errors at the part's own line."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems = error.errors(include_url=False, include_context=False, include_input=False)
        first = problems[0]
        path = (*where, *first["loc"])
        place = ".".join(str(part) for part in path) or "file"
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise loaded.error(path, f"{place}: {first['msg']}{more}") from error


def pattern_files(extra: Iterable[Path] = ()) -> Iterator[Path]:
    """Yield every YAML file of the shipped patterns and of the user's own pack folders, sorted in each."""
    for folder in (data_folder("patterns"), *extra):
        if not folder.is_dir():
            raise PackError(folder, None, "pack folder does not exist")
        yield from sorted(path for path in folder.rglob("*.yaml") if path.is_file())


def catalogue_files(extra: Iterable[Path] = ()) -> Iterator[Path]:
    """Yield the catalogue files: those in subfolders of ``patterns``, and all of the user's packs."""
    shipped = data_folder("patterns")
    for path in pattern_files(extra):
        if path.parent != shipped:
            yield path


def pack_digest(extra: Iterable[Path] = ()) -> str:
    """Return one digest over name and content of every pattern file: what the manifest records."""
    digest = _shipped_digest().copy()
    for folder in extra:
        _take_in(digest, folder)
    return digest.hexdigest()


@cache
def _shipped_digest() -> hashlib._Hash:
    """Return the digest of the shipped patterns, once a process: it loads them once."""
    digest = hashlib.sha256()
    _take_in(digest, data_folder("patterns"))
    return digest


def _take_in(digest: hashlib._Hash, folder: Path) -> None:
    """Add name and content of every pattern file of a folder to a digest."""
    for path in sorted(path for path in folder.rglob("*.yaml") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
