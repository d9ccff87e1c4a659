from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from extractor import resources
from extractor.errors import ResourceError

WHERE = "from extractor.resources import data_folder as d; print(d('patterns')); print(d('schemas'))"


def test_a_wheel_carries_its_data(root: Path, tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet", "--no-deps"]
    subprocess.run(
        [*command, "--no-build-isolation", "--wheel-dir", tmp_path, root], check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("zhibiao-*.whl")
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        archive.extractall(site)
    assert {name.split("/")[0] for name in names if "dist-info" not in name} == {"extractor"}
    shipped = {path.relative_to(root / "patterns").as_posix() for path in (root / "patterns").rglob("*.yaml")}
    assert {name.removeprefix("extractor/patterns/") for name in names if name.endswith(".yaml")} == shipped
    told = subprocess.run(
        [sys.executable, "-c", WHERE],
        env=os.environ | {"PYTHONPATH": str(site)},
        cwd=tmp_path,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.split()
    assert told == [str(site / "extractor" / "patterns"), str(site / "extractor" / "schemas")]


def test_a_clone_has_its_data_beside_the_package(root: Path) -> None:
    assert resources.data_folder("patterns") == root / "patterns"


def test_a_stray_folder_in_site_packages_is_not_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "patterns").mkdir()
    monkeypatch.setattr(resources, "PACKAGE", tmp_path / "extractor")
    with pytest.raises(ResourceError, match="broken installation"):
        resources.data_folder("patterns")
    (tmp_path / "pyproject.toml").touch()
    assert resources.data_folder("patterns") == tmp_path / "patterns"
