"""Packs written by tests: a folder of a user, with one indicator unless told otherwise."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import pytest

PACK = Path(__file__).parent / "user_pack.yaml"


class MakePack(Protocol):
    def __call__(self, text: str | None = None, **changes: str) -> Path: ...


@pytest.fixture
def make_pack(tmp_path: Path) -> MakePack:
    """Write the sample pack, with literal replacements, or another text, to a folder of its own."""

    def make(text: str | None = None, **changes: str) -> Path:
        folder = tmp_path / f"pack{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        content = PACK.read_text("utf-8") if text is None else text
        for old, new in changes.items():
            assert old in content
            content = content.replace(old, new)
        (folder / "library.yaml").write_text(content, "utf-8")
        return folder

    return make
