"""A look ahead changes no match: every pattern finds the same with and without it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.packs import compile_quick

GUARDED = [
    r"(?P<a>abc)|(?:x|yz)?\d+",
    r"(?<!\d)[一-十]+月",
    r"(?:完成|达到)?(?P<b>率|[a-c]{2})(?=\s|$)",
    r"(?:-|\]|\^|&|~|\|)+x?",
    r"(?>a|b)c++",
]
PLAIN = [r"(?:a)*", r"[^a]b", r"(?i:ab)c", r".b", r"(?m)^b", r"(a)\1|(?=b)", r"\w+", ""]


@pytest.mark.parametrize("pattern", GUARDED)
def test_guarded(pattern):
    assert compile_quick(pattern).pattern.startswith("(?=[")


@pytest.mark.parametrize("pattern", PLAIN)
def test_left_alone(pattern):
    assert compile_quick(pattern).pattern == pattern


@given(text=st.text(alphabet=st.sampled_from("abcxyz019一五十月完成达到率 -]^&~|\n"), max_size=30))
def test_same_matches(text):
    for pattern in (*GUARDED, *PLAIN):
        plain, quick = re.compile(pattern), compile_quick(pattern)
        found = [(match.span(), match.groupdict(), match.lastgroup) for match in plain.finditer(text)]
        assert found == [(match.span(), match.groupdict(), match.lastgroup) for match in quick.finditer(text)]
