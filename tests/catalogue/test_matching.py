"""What decides which indicator a label is."""

from __future__ import annotations

import pickle

import pytest

from extractor.catalogue import Catalogue
from extractor.catalogue.loading import read_packs
from extractor.catalogue.models import Variants, fold, spell
from extractor.packs import load_vocabulary


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue(read_packs()[0])


def test_population_and_qualifiers_belong_to_the_topic(catalogue: Catalogue) -> None:
    bare = catalogue.match("签约率", unit="%", section=["家庭医生签约"])
    aged = catalogue.match("签约率", "65岁及以上老年人", ["累计"], ["家庭医生签约"], "%", "ratio")
    assert bare is not None
    assert aged is not None
    assert bare.id != aged.id


def test_signing_rate_of_care_homes_is_not_that_of_the_aged(catalogue: Catalogue) -> None:
    homes = catalogue.match("养老机构签约率", unit="%", section=["医养结合"])
    aged = catalogue.match("65岁以上老年人签约率", unit="%", section=["家庭医生签约"])
    assert aged is not None
    assert homes is None or homes.id != aged.id


def test_the_unit_has_to_be_an_accepted_one(catalogue: Catalogue) -> None:
    assert catalogue.match("城镇登记失业率", unit="%") is not None
    assert catalogue.match("城镇登记失业率", unit="人") is None


def test_a_figure_without_unit_is_never_a_rate(catalogue: Catalogue) -> None:
    assert catalogue.match("城镇登记失业率") is None
    assert catalogue.match("农村低保户数", unit="户") is not None
    bare = catalogue.match("城镇新增就业")
    assert bare is not None
    assert bare.id == "employment.new_urban_jobs"


def test_the_dimension_tells_a_rank_from_a_count(catalogue: Catalogue) -> None:
    rank = catalogue.match("绩效考核全市排名", unit="位", dimension="rank")
    assert rank is not None
    assert rank.id == "appraisal.rank"
    assert catalogue.match("绩效考核全市排名", unit="位", dimension="count") is None


def test_a_size_of_change_is_no_level(catalogue: Catalogue) -> None:
    level = catalogue.match("税收收入", unit="元", dimension="money")
    growth = catalogue.match("税收收入增长", unit="%", dimension="ratio", change="up")
    assert level is not None
    assert growth is not None
    assert (level.id, growth.id) == ("finance.tax_revenue", "finance.tax_revenue.growth")
    assert catalogue.match("城镇新增就业", unit="人", change="up") is None


def test_terms_do_not_reach_across_the_parts_of_a_topic(catalogue: Catalogue) -> None:
    assert catalogue.match("失业", "率", unit="%") is None


def test_context_may_stand_in_the_section(make_pack) -> None:
    packs = make_pack(**{"topic: ['外借|借阅', '图书|册']": "topic: ['外借']\n      context: ['图书馆']"})
    entries, errors = read_packs([packs])
    catalogue = Catalogue(entries)
    assert [error.message for error in errors] == []
    found = catalogue.match("外借", section=["三、图书馆服务"], unit="册次")
    assert found is not None
    assert found.id == "library.loans"
    assert catalogue.match("外借", section=["三、工会服务"], unit="册次") is None


def test_explain_names_what_is_lacking(catalogue: Catalogue) -> None:
    told = catalogue.explain("城镇登记失业率", unit="人", dimension="count")
    assert told.match is None
    near = {near.id: near.reasons for near in told.nearly}
    assert near["employment.unemployment_rate"] == ("unit 人 is not among %",)


def test_explain_says_what_lost_to_a_more_specific_one(catalogue: Catalogue) -> None:
    told = catalogue.explain("税收收入增长", unit="%", change="up", most=50)
    assert told.match is not None
    assert all(near.id != told.match.id for near in told.nearly)
    assert all(near.reasons for near in told.nearly)


def test_the_same_question_has_the_same_answer(catalogue: Catalogue) -> None:
    first = catalogue.match("农村低保户数", unit="户")
    assert catalogue.match("农村低保户数", unit="户") is first
    assert pickle.loads(pickle.dumps(first)) == first


def test_range(catalogue: Catalogue) -> None:
    match = catalogue.match("城镇登记失业率", unit="%")
    assert match is not None
    assert match.plausible(3.1)
    assert match.plausible(None)
    assert not match.plausible(310)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("０—6 岁儿童", "0-6岁儿童"),
        ("“4050”人员", "4050人员"),
        ("ＰＣＲ（台）", "pcr(台)"),
        ("𠮷 市", "𠮷市"),
    ],
    ids=["dash", "quotes", "width", "beyond_bmp"],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "variant", load_vocabulary("variants", Variants).variants, ids=lambda one: ascii(one.written)
)
def test_variants_are_read_as_the_word_they_stand_for(variant) -> None:
    for example in variant.examples:
        assert variant.written in example
        assert spell(example) == example.replace(variant.written, variant.meant)
