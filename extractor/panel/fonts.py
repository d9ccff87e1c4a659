"""A font that shows Chinese in plots, or a clear word that there is none.

matplotlib keeps its list of fonts from the first time it was started, and its own fonts have no
Chinese: a font that was installed later is looked for on disk and added.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from extractor.errors import ResourceError, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable

# Tried first, in this order; any other font that has the glyphs will do.
PREFERRED = (
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "SimHei",
)
# What a font must have: common characters of the tables, and the signs of rates and masks.
SAMPLE = "\u4e2d\u5e74\u7387\u4eba\u4e07\u5143\u53bf\u95e8\u8bca\u7b7e\u7ea6\u2030\uff05\uff08\uff09"


def use_chinese(sample: str = SAMPLE) -> str:
    """Make matplotlib draw Chinese from now on; return the name of the font."""
    pyplot_settings = _matplotlib().rcParams
    name = chinese_font(sample)
    # The default stays behind it, for what the Chinese font lacks.
    pyplot_settings["font.family"] = [name, "DejaVu Sans"]
    pyplot_settings["axes.unicode_minus"] = False
    # A sum of money in a title is no formula.
    pyplot_settings["text.parse_math"] = False
    return name


@cache
def chinese_font(sample: str = SAMPLE) -> str:
    """Return the name of an installed font that has every character of the sample."""
    _matplotlib()
    from matplotlib import font_manager

    manager = font_manager.fontManager
    listed = {entry.fname for entry in manager.ttflist}
    for path in font_manager.findSystemFonts():
        if path not in listed:
            _add(manager, path)
    entries = sorted(
        manager.ttflist, key=lambda entry: (_preference(entry.name), entry.weight != 400, entry.name)
    )
    wanted = {ord(character) for character in sample}
    for entry in entries:
        if _has(entry.fname, wanted):
            return str(entry.name)
    message = "no font with Chinese glyphs; on Debian: apt-get install fonts-wqy-microhei"
    raise ResourceError(message)


def _matplotlib() -> Any:
    """Return matplotlib, which only plots need."""
    try:
        import matplotlib as mpl
    except ModuleNotFoundError as error:
        message = "plots need matplotlib: pip install 'zhibiao[notebook]'"
        raise SettingsError(message) from error
    return mpl


def _preference(name: str) -> int:
    """Return the rank of a font's name."""
    return PREFERRED.index(name) if name in PREFERRED else len(PREFERRED)


def _add(manager: Any, path: str) -> None:
    """Add a font file to the list, unless it is of a kind that cannot be drawn with."""
    try:
        manager.addfont(path)
    except (OSError, RuntimeError, ValueError):
        # A bitmap or damaged font among the others is no reason to draw nothing.
        return


@cache
def _characters(path: str) -> frozenset[int]:
    """Return the characters that a font file has; none for one that cannot be read."""
    from matplotlib.ft2font import FT2Font

    try:
        return frozenset(FT2Font(path).get_charmap())
    except (OSError, RuntimeError):
        return frozenset()


def _has(path: str, wanted: Iterable[int]) -> bool:
    """Whether a font file has every character."""
    return _characters(path).issuperset(wanted)
