"""What the page about reviewing names is there."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import typer

from extractor.cli import app


@pytest.mark.parametrize("name", ["reviewing.md", "reviewing.zh-CN.md"])
def test_commands_images_and_keys(root: Path, name: str) -> None:
    text = (root / "docs" / name).read_text("utf-8")
    group: Any = typer.main.get_command(app)
    options = {
        name: {one for option in command.params for one in option.opts}
        for name, command in group.commands.items()
    }
    applying = group.commands["corrections"].commands["apply"]
    options["corrections"] = {one for option in applying.params for one in option.opts}
    for command, rest in re.findall(r"zhibiao (\w+)([^\n`&]*)", text):
        assert command in options
        assert set(re.findall(r"--\w+", rest)) <= options[command], command
    images = re.findall(r"\]\((images/[^)]+)\)", text)
    assert images
    assert all((root / "docs" / image).is_file() for image in images)
    words = json.loads((root / "extractor" / "review" / "assets" / "words.en.json").read_text("utf-8"))
    told = set(re.findall(r"`(.)`", text))
    assert {key for keys in words["keys"] for key in keys.split(" / ") if len(key) == 1} <= told


def test_both_languages_show_the_same_commands(root: Path) -> None:
    english, chinese = (
        re.findall(r"^    (zhibiao [^#\n]*?)\s*$", (root / "docs" / name).read_text("utf-8"), re.MULTILINE)
        for name in ("reviewing.md", "reviewing.zh-CN.md")
    )
    assert english == chinese
    assert len(english) == 5
