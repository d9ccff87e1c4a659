"""The tokens are jieba's own: same dictionary, same choice, our lexicon added."""

import logging
import re
from itertools import takewhile

import jieba
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.text.deeds import first_deed, is_certain_verb, leading_deeds
from extractor.text.dictionary import jieba_blocks
from extractor.text.tokens import DEEDS, FREQUENCY, cut, first_word, flags, tokens, word_over, words_of

CHARACTERS = "全市新建标准化发热门诊家庭医生签约率达到孕产妇系统管理完成疫苗接种万人次比上年增长ABCx 09.,%-_+#&\r\n\t·。“龘𠀀é"


@pytest.fixture(scope="module")
def theirs():
    jieba.setLogLevel(logging.ERROR)
    made = jieba.Tokenizer()
    made.initialize()
    for word in flags():
        if len(word) > 1:
            made.add_word(word, FREQUENCY)
    return made


def test_words_of_the_corpus(theirs, root):
    texts = [path.read_text("utf-8", "replace") for path in (root / "corpus").rglob("*.txt")]
    assert texts
    for text in texts:
        for line in text.splitlines():
            assert [token.word for token in tokens(line)] == list(theirs.cut(line, HMM=False))


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet=st.sampled_from(CHARACTERS), max_size=40))
def test_any_text(theirs, text):
    found = tokens(text)
    assert [token.word for token in found] == list(theirs.cut(text, HMM=False))
    assert "".join(text[token.start : token.end] for token in found) == text


def test_words_one_by_one_are_the_same(root):
    for path in (root / "corpus").rglob("*.txt"):
        for line in path.read_text("utf-8", "replace").splitlines():
            for piece in filter(None, re.split(r"[\d,。;:]+", line)):
                words = cut(piece)
                assert list(words_of(piece)) == words
                assert first_word(piece) == words[0]
                deeds = list(takewhile(lambda word: flags().get(word) in DEEDS, words))
                assert leading_deeds(piece) == deeds
                assert first_deed(piece) == "".join(deeds[:1])
                starts = [sum(map(len, words[:place])) for place in range(len(words))]
                for at in range(1, min(len(piece), 8)):
                    if is_certain_verb(piece, at):
                        assert flags()[words[starts.index(at)]] == "verb"
                    over = word_over(piece, at)
                    assert over is None or over in tokens(piece)


def test_the_cache_folder_is_only_a_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    read = jieba_blocks.__wrapped__()
    kept = jieba_blocks.__wrapped__()
    assert read == kept
    written = next((tmp_path / "zhibiao").glob("words-*.txt"))
    written.write_text("{", encoding="utf-8")
    assert jieba_blocks.__wrapped__() == read
