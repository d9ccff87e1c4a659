"""A real browser, and runs over reports of our own to look at."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import extractor as ex
from extractor.review import write_site
from extractor.table import TABLES

REPORT = (
    "𠮷川县卫生健康局2023年工作总结\n"
    "一、2023年工作情况\n"
    "全县医疗卫生机构126家,其中医院6家、基层医疗卫生机构117家、专业公共卫生机构3家。"
    "😀截至12月底,家庭医生签约26.5万人,签约率84.36%,超过80%的省定目标。\n"
    "投入2***万元新建发热门诊四家,参训XX人,咨询电话0351-1234567。健康教育覆盖率l00%。\n"
    "二、2024年工作计划\n"
    "力争家庭医生签约28万人,建成村卫生室15个。\n"
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
FLAGS += ["--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium as the system has it; without one these tests are skipped, except in CI."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((path for name in names if (path := shutil.which(name))), None)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("CI has no Chromium")
        pytest.skip("no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api")
    with api.sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield made
        made.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that notes its errors and every address that it asks for."""
    context = browser.new_context(viewport={"width": 1500, "height": 900}, accept_downloads=True)
    made = context.new_page()
    made.errors, made.asked = [], []
    made.on("pageerror", lambda error: made.errors.append(str(error)))
    made.on("console", lambda message: made.errors.append(message.text) if message.type == "error" else None)
    made.on("request", lambda request: made.asked.append(request.url))
    yield made
    assert not made.errors
    assert all(address.startswith(("file://", "blob:null/", "blob:file://")) for address in made.asked)
    context.close()


def write_report(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(text.encode())


def rewrite(out: Path, change: Callable[[dict[str, Any]], dict[str, Any] | None]) -> None:
    """Make a run that misread: every figure becomes what ``change`` makes of it, or goes."""
    file = out / "indicators.parquet"
    rows = [made for row in pq.read_table(file).to_pylist() if (made := change(row)) is not None]
    pq.write_table(pa.Table.from_pylist(rows, schema=TABLES["indicators"]), file)


def address(out: Path, source: str) -> str:
    """The address of a document's page."""
    (row,) = [row for row in pq.read_table(out / "documents.parquet").to_pylist() if row["source"] == source]
    return (out / "review" / "documents" / f"{row['doc_id']}.html").as_uri()


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A run over one good report and one file that is none, with its pages."""
    folder = tmp_path_factory.mktemp("review")
    write_report(folder / "in", "county.txt", REPORT)
    (folder / "in" / "broken.txt").write_bytes(b"\x00\x01\x02\x03" * 200)
    ex.extract(folder / "in", folder / "out")
    write_site(folder / "out")
    return folder / "out"
