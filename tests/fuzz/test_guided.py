"""Coverage-guided fuzzing for a bounded number of executions; `make fuzz` lets it run for long."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

# Beyond the seeds, which are all executed first.
RUNS = 1500


def test_text_to_rows(tmp_path: Path, root: Path) -> None:
    if find_spec("atheris") is None:
        pytest.skip("atheris is not installed: it has wheels for Linux on x86-64 and Python up to 3.13 only")
    told = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "tests.fuzz.guided",
            str(tmp_path / "seeds"),
            f"-runs={RUNS}",
            "-seed=1",
        ],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
        cwd=tmp_path,
        timeout=300,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    assert told.returncode == 0, told.stderr[-3000:]
    done = re.search(r"Done (\d+) runs", told.stderr)
    assert done is not None, told.stderr[-3000:]
    assert int(done[1]) >= RUNS
