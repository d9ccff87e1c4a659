"""A look ahead changes no match: every pattern finds the same with and without it; and what patterns begin with."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.packs import CharacterIndex, compile_quick, compile_starts, first_characters
from extractor.packs.beginnings import beginnings, branches, endings

GUARDED = [
    r"(?P<a>abc)|(?:x|yz)?\d+",
    r"(?<!\d)[一-万]+月",
    r"(?:完成|达到)?(?P<b>率|[a-c]{2})(?=\s|$)",
    r"(?:-|\]|\^|&|~|\|)+x?",
    r"(?>a|b)c++",
]
PLAIN = [
    "ab|cd",
    r"[一-龥]+月",
    r"(?:a)*",
    r"[^a]b",
    r"(?i:ab)c",
    r".b",
    r"(?m)^b",
    r"(a)\1|(?=b)",
    r"\w+",
    "",
]


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


@given(text=st.text(alphabet=st.sampled_from("abcxyz019一五十月完成达到率 -]^&~|\n"), max_size=30))
def test_starts(text):
    for pattern in (*GUARDED, ".b", r"[^a]b", r"\w+"):
        plain, starts = re.compile(pattern), compile_starts(pattern)
        found = [at for at in range(len(text)) if plain.match(text, at)]
        assert found == [match.start() for match in starts.finditer(text)]


BEGINNINGS = {
    "ab|cd": {"a", "c"},
    r"(?<!x)(?:a|b?c)+d": {"a", "b", "c"},
    r"[a-c-]?(?:x{0,2}|y)z": {"a-c", r"\-", "x", "y", "z"},
    r"(?m:^)\(\d": {r"\("},
    r"a(?:[^b]|.)": {"a"},
    r"(?=[^b])a": {"a"},
    "a|": set(),
    "(?:a|b)?": set(),
    r"[^a]b": set(),
    r"(?i:a)b": set(),
    r"a)": set(),
}


@pytest.mark.parametrize(("pattern", "begins"), BEGINNINGS.items(), ids=range(len(BEGINNINGS)))
def test_beginnings(pattern, begins):
    assert beginnings(pattern) == begins


@given(text=st.text(alphabet=st.sampled_from("aAbBkKsSiIİıſ\u212axX9一\n "), max_size=12))
def test_starts_of_either_case(text):
    for pattern in (r"^\s*ab|x\d", "kiss|一a", "[a-c]K"):
        flags = re.IGNORECASE | re.MULTILINE
        plain, starts = re.compile(pattern, flags), compile_starts(pattern, flags)
        found = [at for at in range(len(text)) if plain.match(text, at)]
        assert found == [match.start() for match in starts.finditer(text)]


PASSED = frozenset("0123456789")
# Pattern, a text that it fits, what may stand behind the digits.
BEHIND = [
    (r"\d{1,3}(?=苗|病)", "苗病", "人药"),
    (r"[0-9*]+人?次", "*人次", "家"),
    (r"(?:19|20)[0-9]{2}(?:[-./][0-9])*年|\d+$", "-./年\n", "人"),
    (r"第?[0-9]号", "第号", "年"),
]


@pytest.mark.parametrize(("pattern", "held", "others"), BEHIND, ids=range(len(BEHIND)))
def test_behind_digits(pattern, held, others):
    found = first_characters(pattern, PASSED)
    index = CharacterIndex([None, found])
    assert found is not None
    assert all(character in found and index.bits(character) == 3 for character in held)
    assert not any(character in found or index.bits(character) != 1 for character in others)


@pytest.mark.parametrize("pattern", [r"\d+", r"[0-9](?!号)", r"[0-9].", r"1|a", r"[^a]b", r"[0-9](?=1)"])
def test_behind_digits_uncertain(pattern):
    assert first_characters(pattern, PASSED) is None


def test_branches():
    assert branches(r"a[|]b|(?:c|d)\||^e(?P<f>g|h)") == [r"a[|]b", r"(?:c|d)\|", "^e(?P<f>g|h)"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("ab|c(d|e?)", "bcde"),
        (r"a(?<!b)$|c[xy]{0,2}", "acxy"),
        ("(?:ab)+(?:c(?=d))?", "bc"),
        ("a.", ""),
        ("(?:ab)?", ""),
        (r"(a)\1", ""),
    ],
)
def test_what_a_pattern_can_end_with(pattern: str, found: str) -> None:
    assert endings(pattern) == set(found)
