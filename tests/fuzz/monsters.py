"""Texts that hurt: one thing repeated, in every way that could make a step look at all of it again and again.

`python -m tests.fuzz.monsters` prints what each of them costs at 0.1, 0.5 and 2 MB.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator

from .checks import catalogue, rows_of

SENTENCE = "全县有医疗卫生机构286个,床位1250张,其中县级医院3个,比上年增长5.6%,累计签约12.5万人,签约率78.3%。"
# What is repeated; a pair is what stands before and what is repeated.
MONSTERS: dict[str, str | tuple[str, str]] = {
    "report": ("某县工作总结\n一、工作情况\n", SENTENCE * 5 + "\n"),
    "headings": "一、主要工作\n(一)基本工作\n1、建档34.2万份,建档率92.5%。\n",
    "only_headings": "一、主要工作\n(一)基本工作\n",
    "digits": "8",
    "zeros_and_points": "0.",
    "thousands": "1,",
    "ordinals": "第",
    "open_brackets": "(",
    "brackets": "()",
    "crossed_brackets": "(【)】",
    "closing_marks": ("(" * 20, "]"),
    "quotes": "“一",
    "titles": "《",
    "stops": "。",
    "tabs": "\t",
    "digits_and_tabs": "8\t",
    "spaces": " ",
    "breaks": "\n",
    "returns": "8\r",
    "digits_on_lines": "12\n",
    "counters": "\n1、",
    "running_counters": ("", "\n1、工作\n2、工作"),
    "masks": "*",
    "letters_as_masks": "X",
    "masked_years": "20XX年",
    "list_marks": "、",
    "digits_in_a_list": "8、",
    "nouns_in_a_list": "医院、",
    "numbers_in_a_list": ("床位分别为", "12张、"),
    "figures_without_marks": "医院12个",
    "rates_without_marks": "签约12.5万人增长3%",
    "figures_and_commas": "医院12个,",
    "figures_and_semicolons": "医院12个;",
    "percentages": "5%",
    "fractions": "1/",
    "ranges": "1-",
    "proportions": "1:",
    "sums": "1+",
    "dates": "2022年1月",
    "numerals": "三万四千",
    "numerals_one_by_one": "一",
    "scales": "万",
    "percent_words": "百分之",
    "letters": "l",
    "letters_and_digits": "a1",
    "addresses": "http://a.b/",
    "tags": "<p ",
    "entities": "&#1",
    "ampersands": "&",
    "page_numbers": "第 3 页",
    "characters": "的",
    "words": "医疗卫生服务体系建设",
    "names": "某某县",
    "colons": "床位:12张 ",
    "of_which": "其中县级3个,",
    "sums_of_parts": "共有医院12个,其中县级3个,乡镇9个,",
    "rates_of_counts": "常住人口12.3万人,签约10万人,签约率81.3%,",
    "averages": "救助12人,每人5元,",
    "respectively": "门诊、住院分别为12人、13人,",
    "goals": "目标完成12个,",
    "plans": ("今年计划", "目标:新建12个,"),
    "changes": "由12%提高到15%,",
    "enumerated": "其中,①3个;",
    "damaged": ("2023年", "20233家,"),
    "table": ("项目\t床位数\t占比\n", "县医院\t1250\t5.6%\n"),
    "table_of_bars": ("|项目|数|\n", "|县医院|1250|\n"),
    "lines": "床位12张\n",
    "beyond_the_bmp": "𠮷3个",
}
# From this on a time is no noise.
ENOUGH = 0.08
LARGEST = 2_000_000


def monster(name: str, size: int) -> str:
    """This text, so long."""
    found = MONSTERS[name]
    before, repeated = found if isinstance(found, tuple) else ("", found)
    return (before + repeated * (size // len(repeated) + 1))[:size]


def cost(text: str) -> float:
    """Seconds of processor time for all rows of a text."""
    began = time.process_time()
    rows_of(text)
    return time.process_time() - began


def growing(name: str, *, enough: float = ENOUGH) -> Iterator[tuple[int, float]]:
    """Yield size and seconds, each size four times the one before, until a time is no noise any more."""
    catalogue()
    size = 2000
    while True:
        seconds = cost(monster(name, size))
        yield size, seconds
        if seconds >= enough or size >= LARGEST:
            return
        size *= 4


def main() -> None:
    """Print what each text costs at growing sizes."""
    options = argparse.ArgumentParser(description=main.__doc__)
    options.add_argument("names", nargs="*", default=list(MONSTERS))
    options.add_argument("--sizes", type=float, nargs="*", default=[0.1, 0.5, 2])
    chosen = options.parse_args()
    catalogue()
    for name in chosen.names:
        taken = [cost(monster(name, int(size * 1e6))) for size in chosen.sizes]
        print(f"| {name} | {' | '.join(f'{seconds:.2f}' for seconds in taken)} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
