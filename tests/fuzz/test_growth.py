"""Cost grows as the text does, for texts made to hurt as well."""

from __future__ import annotations

import pytest

from .monsters import MONSTERS, growing

# Four times the text may take four times as long, with room for what a machine does beside.
FACTOR = 4 * 2.2
ROOM = 0.05
ROUNDS = 5


def grows_linearly(name: str) -> bool:
    taken = list(growing(name))
    (_, before), (_, last) = taken[-2:] if len(taken) > 1 else (taken[0], taken[0])
    return last <= before * FACTOR + ROOM


@pytest.mark.parametrize("name", MONSTERS)
def test_cost_grows_linearly(name: str) -> None:
    # Again, for a machine may have been busy with something else; what grows too fast does so every time.
    assert any(grows_linearly(name) for _ in range(ROUNDS)), list(growing(name))
