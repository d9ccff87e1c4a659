"""The tour is run as a reader runs it, and its pictures show Chinese."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

TOUR = "notebooks/tour.ipynb"


@pytest.fixture(scope="module")
def tour(root: Path) -> Any:
    return nbformat.read(root / TOUR, as_version=4)


@pytest.fixture(scope="module")
def done(tour: Any, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The notebook after a run, by a kernel of this very environment that knows no font list yet."""
    patch = pytest.MonkeyPatch()
    patch.setenv("MPLCONFIGDIR", str(tmp_path_factory.mktemp("matplotlib")))
    patch.setenv("JUPYTER_PREFER_ENV_PATH", "1")
    patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
    notebook = copy.deepcopy(tour)
    where = {"metadata": {"path": str(root / "notebooks")}}
    try:
        nbclient.NotebookClient(notebook, timeout=180, kernel_name="python3", resources=where).execute()
    finally:
        patch.undo()
    return notebook


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_the_committed_tour_is_valid_and_without_outputs(tour: Any) -> None:
    nbformat.validate(tour)
    code = [cell for cell in tour.cells if cell.cell_type == "code"]
    assert [(cell.outputs, cell.execution_count) for cell in code] == [([], None)] * len(code)


# What the test is about are the notebook's own cells, not what a client library says of itself.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::RuntimeWarning", "ignore::ResourceWarning")
def test_the_tour_runs_without_a_word_on_stderr(done: Any) -> None:
    # A glyph that the font lacks is a warning there.
    assert [output["text"] for output in outputs(done) if output.output_type == "stream"] == []
    pictures = [output for output in outputs(done) if "image/png" in output.get("data", {})]
    assert len(pictures) == 2


def test_the_tour_shows_what_it_promises(done: Any) -> None:
    shown = "\n".join(str(output.get("data", {}).get("text/html", "")) for output in outputs(done))
    for words in (
        "repeating-linear-gradient",
        "border-bottom:2px solid",
        "decided_by",
        "completion",
        "boilerplate",
    ):
        assert words in shown, words
