"""The cost of one document grows with its length and no faster, whatever it consists of."""

import time

import pytest

from extractor.audit import examine
from extractor.linking import link
from extractor.quantities import find
from extractor.text import parse

# Four times the text may take so much longer, the noise of a busy machine included.
MOST = 9
# A busy machine slows some of the rounds; what grows too fast is too slow in every one of them.
ROUNDS = 6
PROSE = "全县建成村卫生室{n}所,家庭医生签约率达到{r}%,比上年提高2.1个百分点;完成产前筛查{m}人次。"
DOCUMENTS = {
    "paragraphs": lambda n: PROSE.format(n=n, r=n % 100, m=n * 7) + "\n",
    "one_line": lambda n: PROSE.format(n=n, r=n % 100, m=n * 7),
    "table": lambda n: f"第{n % 9}中心\t{n}人\t{n * 3}万元\t{n % 100}%\n",
    "bars": lambda n: f"|{n}|中心|{n % 100}%",
    "headings": lambda n: f"({'一二三四五六七八九'[n % 9]})基层卫生\n新建站点{n}个。\n",
    "digits": lambda n: str(n * 7919),
    "brackets": lambda n: "(" if n % 2 else f"{n}家“",
}


def seconds(text):
    began = time.process_time()
    parsed = parse(text)
    found = find(parsed)[0]
    examine(parsed, found, link(parsed, found)[1])
    return time.process_time() - began


@pytest.mark.parametrize("name", DOCUMENTS)
def test_four_times_the_text(name):
    whole = "".join(map(DOCUMENTS[name], range(1, 4001)))
    size = 6000
    seconds(whole[:2000])
    short = max(min(seconds(whole[:size]) for _ in range(3)), 0.01)
    growth = (seconds(whole[: 4 * size]) / short for _ in range(ROUNDS))
    assert any(times < MOST for times in growth)
