from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import ReadError
from extractor.readers import decode

SIMPLIFIED = (
    "全年完成健康体检26.5万人，签约率达到84.36%。",
    "我县卫生健康工作在县委、县政府的正确领导下，取得新的成绩。",
    "截至12月底，建成发热门诊四家，床位120张；",
    "（二）加强基层服务能力建设，培训乡村医生358人次。\r\n",
)
TRADITIONAL = (
    "全年完成健康體檢26.5萬人，簽約率達到84.36%。",
    "我縣衛生健康工作取得新的成績，建成發熱門診四家。",
    "截至12月底，床位120張；培訓鄉村醫生358人次。\r\n",
)
# A character outside the BMP, where the encoding has one that Python knows.
RARE = "𠮷"
UNMARKED = {"gb18030": "gb18030", "utf-8": "utf-8", "utf-16-le": "utf-16-le", "utf-16-be": "utf-16-be"}
MARKED = {"utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "utf-32": "utf-32"}


def sentences(pool: tuple[str, ...], rare: str) -> st.SearchStrategy[str]:
    # Rare characters between ordinary sentences: what names of places and people put there.
    strange = st.text(alphabet="鄠邑圐圙" + rare, max_size=2)
    pieces = st.lists(st.tuples(st.sampled_from(pool), strange), min_size=1, max_size=6)
    return pieces.map(lambda parts: "".join(sentence + odd for sentence, odd in parts))


@pytest.mark.parametrize(("codec", "name"), (UNMARKED | MARKED).items(), ids=(UNMARKED | MARKED).keys())
def test_round_trip_simplified(codec: str, name: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(sentences(SIMPLIFIED, RARE))
    def check(text: str) -> None:
        found = decode(text.encode(codec))
        assert (found.text, found.encoding, found.replaced) == (text, name, 0)

    check()


@pytest.mark.parametrize(
    ("codec", "rare"), [("big5", ""), ("big5hkscs", "𠮩"), ("gb18030", RARE), ("utf-16-le", RARE)], ids=str
)
def test_round_trip_traditional(codec: str, rare: str) -> None:
    @settings(max_examples=60, deadline=None)
    @given(st.lists(st.sampled_from(TRADITIONAL), min_size=1, max_size=5).map(rare.join))
    def check(text: str) -> None:
        found = decode(text.encode(codec))
        assert found.text == text
        assert found.encoding.startswith(codec) or codec.startswith(found.encoding)

    check()


def test_gbk_is_a_part_of_gb18030() -> None:
    assert decode(SIMPLIFIED[0].encode("gbk")).encoding == "gb18030"


def test_words_that_are_valid_utf8_by_chance() -> None:
    data = "签约 一".encode("gb18030")
    assert data.decode("utf-8").isprintable()
    assert decode(data).text == "签约 一"
    assert decode("naïve café".encode()).encoding == "utf-8"


def test_utf16_without_any_ascii_and_without_mark() -> None:
    text = "全县卫生健康工作取得新的成绩，各项任务全面完成。"
    for codec in ("utf-16-le", "utf-16-be"):
        assert decode(text.encode(codec)).text == text


def test_line_ends_and_odd_characters_are_kept() -> None:
    text = "a\r\nb\rc\nd\u2028e\x0cf\ufeffg全县"
    assert decode(text.encode()).text == text
    assert decode(text.encode("utf-8-sig")).text == text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16-le", "utf-8-sig"])
def test_a_torn_end_is_replaced_and_counted(codec: str) -> None:
    text = TRADITIONAL[1] * 3 if codec == "big5" else SIMPLIFIED[1] * 3
    found = decode(text.encode(codec)[:-1])
    assert found.replaced == 1
    assert found.text.rstrip("\ufffd") == text[:-1]


def test_replacement_characters_of_the_text_itself_are_no_damage() -> None:
    found = decode((SIMPLIFIED[0] + "\ufffd").encode("utf-8-sig"))
    assert found.replaced == 0


BINARY = {
    "zero_bytes": b"\x00\x01\x02abc" * 30,
    "all_bytes": bytes(range(256)) * 4,
    "latin_1": "café crème été naïve façon".encode("latin-1"),
    "shift_jis": "こんにちは世界、これは日本語です".encode("shift_jis"),
    "control_characters": b"\x01\x02\x03\x04 text \x05\x06" * 20,
    "mostly_damaged": SIMPLIFIED[0].encode("gb18030").replace(b"\xa3", b"\xff\xff\xff"),
}


@pytest.mark.parametrize("case", BINARY, ids=str)
def test_what_is_no_chinese_text_is_refused(case: str) -> None:
    with pytest.raises(ReadError):
        decode(BINARY[case])


def test_every_gold_text_is_utf8(shared_gold) -> None:
    for path in shared_gold.rglob("*.txt"):
        data = path.read_bytes()
        assert decode(data).text == data.decode("utf-8")
        for codec in ("gb18030", "utf-16-le"):
            assert decode(data.decode("utf-8").encode(codec)).text == data.decode("utf-8")
