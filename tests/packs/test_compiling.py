"""A look ahead changes no match: every pattern finds the same with and without it."""

import atexit
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.packs import compile_quick, compiling

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


def test_kept_patterns_are_the_same(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    first = compiling._Store()
    sources = {
        f"{flags} {pattern}": (pattern, flags)
        for pattern in (*GUARDED, *PLAIN)
        for flags in (0, re.MULTILINE)
    }
    for key, (pattern, flags) in sources.items():
        first.note(key, pattern, flags, re.compile(pattern, flags))
    first._keep()
    again = compiling._Store()
    for key, (pattern, flags) in sources.items():
        plain, kept = re.compile(pattern, flags), again.recall(key)
        assert kept is not None
        assert (kept.pattern, kept.flags, kept.groups, kept.groupindex) == (
            plain.pattern,
            plain.flags,
            plain.groups,
            plain.groupindex,
        )
        text = "abc 12 x1 y一十月 完成率 cb\nbab aa"
        assert [m.groupdict() for m in kept.finditer(text)] == [m.groupdict() for m in plain.finditer(text)]
        assert [m.span() for m in kept.finditer(text)] == [m.span() for m in plain.finditer(text)]
    atexit.unregister(first._keep)


@pytest.mark.parametrize("spoilt", ["", "[]", '{"0 ab": ["ab", 32, 0, {}, "AAAA"]}', '{"0 ab": [1]}'])
def test_an_odd_cache_is_a_miss(spoilt, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    compiling._file().parent.mkdir(parents=True)
    compiling._file().write_text(spoilt, "utf-8")
    assert compiling._Store().recall("0 ab") is None
