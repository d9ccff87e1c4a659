"""What was measured, as JSON, as a plot, and as ``docs/performance.md``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

TARGET = 1.5
# Above this load others were at work; the measurement itself makes up one of it.
IDLE = 1.3
BUSY = "others were at work, compare the ratios, not the megabytes"
HEAD = """# Performance

Made by `make bench`; do not edit. One process, {files} texts of {size:.2f} MB ({folders}), {rounds} interleaved
rounds, medians. {python} on {system}, {kernel}. Every round begins with empty memories, so each text is met for the first time.
Load of the machine {load}: {advice}.

By processor, a subject is charged with the time that the processor worked at it, not with waiting: for the disk, or for
its turn on a busy machine.

| subject | MB/s | times jieba.lcut | the same by processor |
| --- | ---: | ---: | ---: |
"""


def write(found: dict[str, Any], out: Path, docs: Path) -> None:
    """Write all three and print the table."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "bench.json").write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    page = _page(found)
    print(page)
    if _plot(found, out / "bench.svg"):
        (docs / "images").mkdir(parents=True, exist_ok=True)
        (docs / "images" / "performance.svg").write_bytes((out / "bench.svg").read_bytes())
        page += "\n![Throughput](images/performance.svg)\n"
    (docs / "performance.md").write_text(page, "utf-8")


def _page(found: dict[str, Any]) -> str:
    """Return the page."""
    texts, machine = found["texts"], found["machine"]
    lines = [
        HEAD.format(
            files=texts["files"],
            size=texts["bytes"] / 1e6,
            folders=", ".join(texts["folders"]),
            rounds=found["rounds"],
            python=f"Python {machine['python']}",
            system=machine["system"],
            kernel="stages compiled by `make fast`" if found["compiled"] else "plain Python",
            load=" to ".join(f"{one:.1f}" for one in found["load"]),
            advice=BUSY if max(found["load"]) > IDLE else "nothing else was running",
        ).rstrip("\n")
    ]
    lines += [
        f"| {name} | {one['mb_per_second']:.3g} | {one['to_jieba']:.2f} | {one['to_jieba_by_processor']:.2f} |"
        for name, one in found["subjects"].items()
    ]
    lines += [f"| {name} | failed: {reason} | | |" for name, reason in found["failed"].items()]
    lines += [f"\nNot measured: {what}." for what in found["missing"]]
    reached = found["subjects"]["pipeline"]["to_jieba"]
    verdict = "reached" if reached >= TARGET else "not reached"
    lines.append(
        f"\nThe target is a pipeline {TARGET} times as fast as jieba.lcut on texts never met before: "
        f"{verdict} ({reached:.2f}; by processor {found['subjects']['pipeline']['to_jieba_by_processor']:.2f})."
    )
    start = found["start_up"]
    lines += [
        f"\n`pipeline` goes from bytes to Parquet in a folder; {found['fixed_seconds']:.2f} s of it is what any run spends on digests, locks,",
        "caches and files however little it reads, which weighs on so small an input. `documents to rows` leaves out",
        "reading and writing; each stage below gets what the one before made.",
        "\n## Start-up",
        f"\n`zhibiao extract` over one small file takes {start['seconds']:.2f} s (least {start['least']:.2f} s).",
        "\n## Memory",
        "\n| process | loaded, MB | at most, MB |\n| --- | ---: | ---: |",
    ]
    lines += [
        f"| {name} | {held['loaded_mb']:.0f} | {held['peak_mb']:.0f} |"
        for name, held in found["memory"].items()
    ]
    lines += [
        "\n## One large document",
        "\n| MB | seconds | MB/s | at most, MB |\n| ---: | ---: | ---: | ---: |",
    ]
    lines += [
        f"| {row['mb']:g} | {row['seconds']:.1f} | {row['mb_per_second']:.3f} | {row['peak_mb']:.0f} |"
        for row in found["growth"]
    ]
    return "\n".join(lines) + "\n"


def _plot(found: dict[str, Any], file: Path) -> bool:
    """Draw throughput as bars; say whether there is a library for it."""
    try:
        import matplotlib as mpl
    except ImportError:
        return False
    mpl.use("svg")
    mpl.rcParams["svg.hashsalt"] = "zhibiao"
    import matplotlib.pyplot as plt

    shown = sorted(found["subjects"].items(), key=lambda item: item[1]["mb_per_second"])
    figure, axes = plt.subplots(figsize=(7, 0.35 * len(shown) + 1))
    own = (
        "pipeline, less a run over one line",
        "pipeline",
        "pipeline, unchanged input",
        "documents to rows",
        "documents to rows, interpreted",
        "text",
        "quantities",
        "linking",
        "audit",
    )
    axes.barh(
        [name for name, _ in shown],
        [one["mb_per_second"] for _, one in shown],
        color=["#2c6e9b" if name in own else "#b0b0b0" for name, _ in shown],
    )
    axes.set_xscale("log")
    axes.set_xlabel("MB/s of UTF-8, one process (log scale)")
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
    return True
