from __future__ import annotations

import pytest

from extractor import quantities, text
from extractor.audit.arithmetic import as_shown, bounds, counted, digits, quotient, step, verdict
from extractor.audit.damage import damaged, fits, remains
from extractor.models import Quantity


def figure(raw: str) -> Quantity:
    return quantities.find(text.parse(f"共有{raw}。"))[0][0]


def broken(number: str) -> Quantity:
    return Quantity(
        0, len(number), len(number), number, None, None, None, "人", "count", "none", "eq", ("year_swap",)
    )


@pytest.mark.parametrize(
    ("raw", "size"), [("61.9%", 0.1), ("62%", 1), ("62.8万人", 1000), ("4.2亿元", 1e7), ("1,284张", 1)],
    ids=["tenth", "one", "thousand", "ten_million", "comma"],
)  # fmt: skip
def test_size_of_the_last_digit(raw: str, size: float) -> None:
    assert step(figure(raw)) == pytest.approx(size)


def test_half_a_unit_of_the_last_digit() -> None:
    low, high = as_shown(figure("61.9%")) or (0, 0)
    assert (low, high) == (pytest.approx(61.85), pytest.approx(61.95))


def test_a_count_is_exact_and_a_scaled_one_is_rounded() -> None:
    assert counted(figure("628人")) == (628, 628)
    low, high = counted(figure("62.8万人")) or (0, 0)
    assert (low, high) == (pytest.approx(627500), pytest.approx(628500))


def test_masks_give_bounds_or_none() -> None:
    assert bounds(figure("3**人")) == (300, 399)
    assert bounds(figure("***人")) is None
    assert digits(figure("***人")) == 0


def test_quotient_of_intervals() -> None:
    assert quotient((10, 20), (40, 50), 100) == (20, 50)
    assert quotient((1, 1), (0, 0), 1) is None


def test_verdict_by_what_is_masked() -> None:
    plain, partial, full = figure("5人"), figure("3**人"), figure("***人")
    assert verdict(True, [plain]) == "true"
    assert verdict(False, [plain]) == "false"
    assert verdict(True, [plain, partial]) == "possible"
    assert verdict(False, [plain, partial]) == "impossible"
    assert verdict(True, [partial, full]) is None


def test_a_damaged_figure_still_says_something() -> None:
    swapped = broken("20233")
    assert damaged(swapped)
    assert remains(swapped) == 1
    assert fits(swapped, 103)
    assert not fits(swapped, 104)
    assert fits(broken("99.2023"), 99.1998)
    assert not damaged(figure("103人"))
