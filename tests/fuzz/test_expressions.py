"""No regular expression runs away: those that code puts together of the patterns, and those of users."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractor.catalogue.lint import check_packs
from extractor.catalogue.slow import PATIENCE
from extractor.errors import PackError
from extractor.packs import load_file


def test_every_expression_is_quick_on_strings_made_to_hurt(tmp_path: Path, root: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "tests.fuzz.expressions"],
        capture_output=True,
        encoding="utf-8",
        check=True,
        cwd=root,
        timeout=300,
        env=os.environ | {"XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(root)},
    )
    *slow, last = [json.loads(line) for line in told.stdout.splitlines()]
    assert not slow
    assert last["expressions"] > 300


@pytest.mark.parametrize("pattern", ["(a+)+$", "(x|xx)*y", "(?:\\d+)*%"])
def test_a_runaway_expression_of_a_user_is_reported_in_time(pattern: str, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(f"kind: own\nrules:\n  - pattern: '{pattern}'\n", "utf-8")
    began = time.monotonic()
    found = [finding for finding in check_packs([tmp_path]) if finding.path.name == "own.yaml"]
    assert any("regular expression takes" in finding.message for finding in found), found
    assert time.monotonic() - began < PATIENCE * 12


def test_a_file_that_grows_when_it_is_read_is_refused(tmp_path: Path) -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    file = tmp_path / "laughs.yaml"
    file.write_text("kind: own\n" + "\n".join(lines) + "\n", "utf-8")
    with pytest.raises(PackError, match="too large"):
        load_file(file)
