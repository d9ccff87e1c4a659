from __future__ import annotations

import sys
import warnings
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
import pytest

import extractor as ex
from extractor.errors import ResourceError, SettingsError
from extractor.panel import build_panel, fonts
from extractor.panel.plots import plot_series

RATE = "family_doctor.signing_rate.all"


@pytest.fixture(scope="module")
def panel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    out = tmp_path_factory.mktemp("series")
    ex.extract(root / "corpus" / "series", out)
    return build_panel(out).to_pandas()


@pytest.fixture(autouse=True)
def _no_window():
    """Draw into memory, with matplotlib's own settings before and after."""
    import matplotlib.pyplot as plt

    with mpl.rc_context():
        mpl.use("agg")
        yield
        plt.close("all")


def heights(line: Any) -> list[float]:
    """Return the values that a line is drawn through."""
    return list(line.get_ydata())


def saved(axes: Any, path: Path) -> list[str]:
    """Save a picture and return the glyphs that matplotlib misses."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        axes.figure.savefig(path)
    return [str(warning.message) for warning in caught if "missing from font" in str(warning.message)]


def test_every_glyph_of_the_tables_shows(panel: pd.DataFrame, tmp_path: Path) -> None:
    axes = plot_series(panel, RATE)
    # Every label, unit and mask of the panel, each once.
    words = {
        str(cell) for name in ("region", "title", "unit", "actual_figure") for cell in panel[name].dropna()
    }
    axes.set_title("".join(sorted(set("".join(words)) - {"\n"})))
    assert saved(axes, tmp_path / "plot.png") == []
    assert (tmp_path / "plot.png").stat().st_size > 5_000


def test_without_the_helper_glyphs_would_miss(tmp_path: Path) -> None:
    # So that the test above is one that can fail.
    import matplotlib.pyplot as plt

    mpl.rcParams["font.family"] = ["DejaVu Sans"]
    axes = plt.subplots()[1]
    axes.set_title("签约率")
    assert saved(axes, tmp_path / "plot.png")


def test_points_bars_and_targets(panel: pd.DataFrame) -> None:
    axes = plot_series(panel, RATE, "霜泉县")
    actual, target = axes.get_lines()
    assert heights(actual)[:2] == [31.5, 36.2]
    assert pd.isna(heights(actual)[2])
    assert heights(target) == [30.0, 35.0, 40.0, 45.0, 48.0]
    (bar,) = axes.patches
    box: Any = bar
    assert (box.get_y(), box.get_y() + box.get_height()) == (40.0, pytest.approx(49.9))
    assert box.get_x() + box.get_width() / 2 == pytest.approx(2)
    assert [tick.get_text() for tick in axes.get_xticklabels()] == ["2019", "2020", "2021", "2022", "2023"]
    assert axes.get_ylabel() == "%"


def test_a_value_without_bounds_is_a_gap(panel: pd.DataFrame) -> None:
    axes = plot_series(panel, "child.under_5_mortality_rate")
    assert len(axes.patches) == 0
    assert [pd.isna(value) for value in heights(axes.get_lines()[0])] == [False, False, True, False]


def test_several_regions_have_a_line_each(panel: pd.DataFrame) -> None:
    second = panel.assign(region="雾岭县")
    axes = plot_series(pd.concat([panel, second]), RATE)
    legend = axes.get_legend()
    assert legend is not None
    assert [text.get_text() for text in legend.get_texts()][:2] == ["雾岭县 actual", "雾岭县 target"]
    assert "霜泉县" not in axes.get_title()


def test_what_cannot_be_drawn_is_refused(panel: pd.DataFrame) -> None:
    with pytest.raises(SettingsError, match="no dated row of absent in"):
        plot_series(panel, "absent", "霜泉县")


def test_no_font_is_a_clear_word(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts.chinese_font.cache_clear()
    monkeypatch.setattr(fonts, "_has", lambda *_: False)
    with pytest.raises(ResourceError, match="apt-get install fonts-wqy-microhei"):
        fonts.use_chinese()
    fonts.chinese_font.cache_clear()


def test_a_font_that_came_later_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from matplotlib import font_manager

    name = fonts.chinese_font()
    fonts.chinese_font.cache_clear()
    manager = font_manager.fontManager
    monkeypatch.setattr(manager, "ttflist", [entry for entry in manager.ttflist if entry.name != name])
    assert fonts.chinese_font()
    fonts.chinese_font.cache_clear()


def test_without_matplotlib(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(SettingsError, match=r"zhibiao\[notebook\]"):
        fonts.use_chinese()
