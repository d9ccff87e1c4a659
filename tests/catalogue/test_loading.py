"""Where packs come from, and what one is told when they are wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from extractor.catalogue import Catalogue, loading
from extractor.catalogue.lint import check_packs
from extractor.distributions import versions
from extractor.errors import PackError
from extractor.packs import installed

DOCS = Path(__file__).parents[2] / "docs"


def test_a_user_pack_adds_an_indicator(make_pack) -> None:
    match = Catalogue.load([make_pack()]).match("外借图书", qualifiers=["累计"], unit="册")
    assert match is not None
    assert (match.id, match.terms) == ("library.loans", ("外借", "图书"))


def test_a_second_definition_is_an_error_with_its_line(make_pack) -> None:
    pack = make_pack(**{"id: library.loans": "id: finance.tax_revenue"})
    with pytest.raises(PackError) as caught:
        Catalogue.load([pack])
    assert (caught.value.path, caught.value.line) == (str(pack / "library.yaml"), 5)
    assert "finance.yaml:" in caught.value.message


def test_replaces_takes_the_place_of_a_shipped_one(make_pack) -> None:
    pack = make_pack(**{"id: library.loans": "id: finance.tax_revenue\n    replaces: true"})
    catalogue = Catalogue.load([pack])
    match = catalogue.match("外借图书", unit="册")
    assert match is not None
    assert match.id == "finance.tax_revenue"
    assert catalogue.match("税收收入", unit="元") is None


def test_replacing_nothing_is_an_error(make_pack) -> None:
    pack = make_pack(**{"id: library.loans": "id: library.loans\n    replaces: true"})
    with pytest.raises(PackError, match="replaces nothing") as caught:
        Catalogue.load([pack])
    assert caught.value.line == 6


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("dimension: count", "dimension: number", 8, "dimension"),
        ("    unit: '册次'", "    unit: '册次'\n    unti: '册'", 10, "unti"),
        ("range: [0, null]", "range: [9, 1]", 5, "above"),
        ("units: ['册次', '册']", "units: ['册']", 5, "not among them"),
        ("topic: ['外借|借阅', '图书|册']", "topic: []", 13, "topic"),
        ("['外借|借阅', '图书|册']", "['外借||借阅']", 13, "topic"),
        ("title_en: 'Books lent'", "title: 'again'", 7, "duplicate"),
        ("id: library.loans", "id: Library", 5, "id"),
        ("      - {label: '新购图书', unit: '册'}\n", "      []\n", 18, "counterexamples"),
        ("title_en: 'Books lent'", "title_en: 'Books lent", None, ""),
    ],
    ids=["value", "key", "range", "units", "empty", "bar", "duplicate", "id", "negative", "syntax"],
)
def test_errors_say_file_and_line(make_pack, old: str, new: str, line: int | None, message: str) -> None:
    pack = make_pack(**{old: new})
    with pytest.raises(PackError) as caught:
        Catalogue.load([pack])
    assert caught.value.path == str(pack / "library.yaml")
    assert caught.value.line is not None
    assert line is None or caught.value.line == line
    assert message in caught.value.message


def test_a_wrong_head_is_told_once(make_pack) -> None:
    with pytest.raises(PackError, match="kind") as caught:
        Catalogue.load([make_pack(**{"kind: catalogue": "kind: units"})])
    assert caught.value.line == 1


def test_all_errors_are_found_not_only_the_first(make_pack) -> None:
    packs = [make_pack(**{"dimension: count": "dimension: x"}), make_pack(text="indicators: 3\n")]
    _, errors = loading.read_packs(packs)
    assert len(errors) == 2


def test_a_folder_that_does_not_exist(tmp_path) -> None:
    with pytest.raises(PackError, match="does not exist"):
        Catalogue.load([tmp_path / "nowhere"])


class _Point:
    """An installed entry point whose object is what the test says."""

    def __init__(self, offered: object) -> None:
        self.name, self.value, self.offered = "demo", "demo:packs", offered

    def load(self) -> object:
        if isinstance(self.offered, Exception):
            raise self.offered
        return self.offered


def _offering(offered: object) -> Callable[..., list[_Point]]:
    """What stands in for ``entry_points``: one package in the group, nothing in any other."""

    def found(*, group: str) -> list[_Point]:
        return [_Point(offered)] if group == "extractor.packs" else []

    return found


def test_entry_points_offer_a_folder_or_a_callable(make_pack, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = make_pack()
    for offered in (str(pack), lambda: pack):
        monkeypatch.setattr(installed, "entry_points", _offering(offered))
        assert Catalogue.load().match("外借图书", unit="册") is not None


def test_a_broken_entry_point_is_a_pack_error(monkeypatch: pytest.MonkeyPatch) -> None:
    for offered in (RuntimeError("boom"), "/no/such/folder"):
        monkeypatch.setattr(installed, "entry_points", _offering(offered))
        with pytest.raises(PackError, match="demo"):
            Catalogue.load()


def test_a_distribution_on_the_path_is_seen(make_pack, tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "site"
    about = place / "Demo_Packs-1.5.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: Demo.Packs\nVersion: 1.5\n")
    monkeypatch.syspath_prepend(place)
    assert versions(["demo-packs", "absent"]) == ["demo_packs 1.5.dist-info"]
    assert installed.installed_packs() == ()
    (about / "entry_points.txt").write_text("[extractor.packs]\ndemo = demo_packs:FOLDER\n")
    (place / "demo_packs.py").write_text(f"FOLDER = {str(make_pack())!r}\n", encoding="utf-8")
    assert [folder.is_dir() for folder in installed.installed_packs()] == [True]
    assert Catalogue.load().match("外借图书", unit="册") is not None


@pytest.mark.parametrize("name", ["adding-an-indicator.md", "adding-an-indicator.zh-CN.md"], ids=["en", "zh"])
def test_the_pack_of_the_docs_works(make_pack, name: str) -> None:
    page = (DOCS / name).read_text("utf-8")
    pack = page.split("```yaml\n")[1].split("```")[0]
    assert len(pack.splitlines()) < 15
    folder = make_pack(text=pack)
    found = check_packs([folder], expressions=False)
    assert [one for one in found if one.path.parent == folder and one.severity == "error"] == []
    match = Catalogue.load([folder]).match("借阅图书", unit="册")
    assert match is not None
    assert match.id == "library.loans"
