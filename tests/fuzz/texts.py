"""Texts to fuzz with: reports in pieces, from our own corpus, the examples of the packs and made-up sentences."""

from __future__ import annotations

import random
import re
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from extractor.packs import load_file, pattern_files

ROOT = Path(__file__).resolve().parents[2]
_SENTENCE = re.compile(r"[^。\n]{2,160}[。\n]")


@cache
def reports() -> tuple[str, ...]:
    """The reports of our own corpus."""
    found = sorted((ROOT / "corpus" / "reports").rglob("*.txt"))
    texts: list[str] = []
    for path in found:
        try:
            texts.append(path.read_bytes().decode("utf-8"))
        except UnicodeDecodeError:
            continue
    return tuple(texts)


@cache
def sentences() -> tuple[str, ...]:
    """The sentences of our own corpus."""
    return tuple(sorted({part for text in reports() for part in _SENTENCE.findall(text)}))


@cache
def examples() -> tuple[str, ...]:
    """Every example and counterexample of the pattern files."""
    found: set[str] = set()
    for path in pattern_files():
        _collect(load_file(path).data, found, inside=False)
    return tuple(sorted(found))


def _collect(node: object, found: set[str], *, inside: bool) -> None:
    """Gather the texts below the keys that hold examples."""
    if isinstance(node, dict):
        for key, value in node.items():
            _collect(value, found, inside=inside or "example" in str(key))
    elif isinstance(node, list):
        for value in node:
            _collect(value, found, inside=inside)
    elif inside and isinstance(node, str) and 1 < len(node) < 120:
        found.add(node)


SIGNS = [
    *"建约近达第每一二两十百千万亿零多余%‰元人个家年月日岁型()“”《》【】,。;:、.-*_X×□○NIlO0123456789\t\n ３％｜|/+\\<>&"
]
WORDS = [
    *(
        "2023",
        "20XX年",
        "2022年1-6月",
        "人次",
        "以上",
        "/10万",
        "分之",
        "&#37;",
        "&lt;",
        "\n2、",
        "第 3 页",
        "***",
        "**.*%",
    ),
    *(
        "个百分点",
        "𠮷",
        "(wàn)",
        "其中",
        "同比增长",
        "较上年",
        "下降",
        "分别为",
        "、",
        "目标",
        "完成",
        "合计",
        "平均每",
        "占",
        "率",
    ),
    *(
        "由12%提高到15%",
        "应检120人,实检100人",
        "1,234.5万元",
        "一、",
        "(一)",
        "①",
        "其中:",
        "\t12\t13\n",
        "|12|13|\n",
        "床位",
    ),
    *(
        "\r\n",
        "\u3000\u3000",
        "\ufeff",
        "\u200b",
        "\u2028",
        "e+308",
        "9" * 60,
        "百" * 30,
        "零死亡",
        "第一位",
        "1:1.5",
        "<br>",
    ),
    *(
        "20233家",
        "lO0%",
        "近三成",
        "翻一番",
        "二〇二三",
        "３．５％",
        "NN",
        "X.X",
        "约N亿元",
        "。%",
        "-3.5",
        "−7",
        "～",
    ),
]


@st.composite
def report_texts(draw: st.DrawFn) -> str:
    """A text made of sentences, examples, signs and words, in any order."""
    piece = st.one_of(
        st.sampled_from(sentences()),
        st.sampled_from(examples()),
        st.sampled_from(WORDS),
        st.sampled_from(SIGNS),
        st.integers(0, 10**9).map(str),
        st.decimals(0, 10**6, places=2).map(str),
        st.text(max_size=12),
    )
    return "".join(draw(st.lists(piece, max_size=14)))


ANY = st.one_of(
    report_texts(), st.text(max_size=200), st.lists(st.sampled_from(SIGNS + WORDS), max_size=60).map("".join)
)


def excerpt(choose: random.Random, longest: int = 500) -> str:
    """A stretch of one of our own reports, or a few of the packs' examples."""
    if choose.random() < 0.2:
        return choose.choice(("", "\n", "。")).join(choose.choices(examples(), k=choose.randint(1, 8)))
    text = choose.choice(reports())
    start = choose.randrange(max(1, len(text) - longest // 2))
    return text[start : start + choose.randint(longest // 8, longest)]
