from __future__ import annotations

import pytest

from extractor import audit, linking, quantities, text


def flags(raw: str) -> dict[str, tuple[str, ...]]:
    parsed = text.parse(raw)
    figures, _ = quantities.find(parsed)
    links = linking.link(parsed, figures)[1]
    found = audit.examine(parsed, figures, links).flags
    return {figures[index].text: doubts for index, doubts in found.items()}


@pytest.mark.parametrize(
    ("raw", "want"),
    [
        ("水样合格率104.2%。", {"104.2%": ("implausible", "over_range")}),
        ("全年任务完成率104.2%。", {}),
        ("门诊收入增长104.2%。", {}),
        ("全镇常住人口3.2万人,建立健康档案41000人。", {"41000人": ("implausible", "over_population")}),
        ("全镇常住人口3.2万人,门诊累计接诊41000人。", {}),
        ("应查验证件4120份,实查验3914份,查验率97.6%。", {"97.6%": ("inconsistent",)}),
        ("应查验证件4120份,实查验3914份,查验率95.0%。", {}),
    ],
    ids=["share", "completion", "growth", "people", "visits", "refuted", "sound"],
)
def test_doubts(raw: str, want: dict[str, tuple[str, ...]]) -> None:
    assert flags(raw) == want
