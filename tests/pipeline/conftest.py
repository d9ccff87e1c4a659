"""Stages of the simplest kind, so that what the pipeline itself promises is tested by itself."""

from __future__ import annotations

import re

import pytest

from extractor import linking, pipeline, quantities
from extractor.models import LedgerEntry, Link, Profile, Quantity
from extractor.text import ParsedText


@pytest.fixture
def plain_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every number before a person sign is a figure, every other one stands in the ledger."""

    def find(parsed: ParsedText) -> tuple[list[Quantity], list[LedgerEntry]]:
        if "爆" in parsed.clean:
            message = "a stage that breaks"
            raise ValueError(message)
        figures: list[Quantity] = []
        others: list[LedgerEntry] = []
        for found in re.finditer(r"([0-9*]+)(人?)", parsed.clean):
            if found[2]:
                masked = "*" in found[1]
                value = None if masked else float(found[1])
                mask = "full" if masked else "none"
                figures.append(
                    Quantity(
                        start=found.start(),
                        end=found.end(),
                        number_end=found.end(1),
                        text=found[0],
                        value=value,
                        low=value,
                        high=value,
                        unit="人",
                        dimension="count",
                        mask=mask,
                        relation="eq",
                        flags=("ocr",) if value == 0 else (),
                        rule="test",
                    )
                )
            else:
                others.append(LedgerEntry(*found.span(), "numbering", "test"))
        return figures, others

    def link(parsed: ParsedText, found: list[Quantity]) -> tuple[Profile, list[Link]]:
        return Profile(title="标题", report_year=2023, flags=("year_conflict",)), [
            Link(f"第{index}项", qualifiers=("累计",), rule="test") for index, _ in enumerate(found)
        ]

    monkeypatch.setattr(quantities, "find", find, raising=False)
    monkeypatch.setattr(linking, "link", link, raising=False)
    # Packs are loaded for real, once for all tests.
    pipeline._catalogue(())
