"""Writes every format that the readers know, from the texts of the corpus: fixtures are made, not found.

    python tests/formats/make.py OUT [REPORT.txt...]

A report is a list of paragraphs and tables; the text files write a table as lines with tabs.
"""

from __future__ import annotations

import html
import io
import shutil
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent.parent.parent
CORPUS = ROOT / "corpus" / "reports"
FONTS = tuple(
    Path("/usr/share/fonts") / name
    for name in (
        "truetype/wqy/wqy-microhei.ttc",
        "truetype/wqy/wqy-zenhei.ttc",
        "opentype/noto/NotoSansCJK-Regular.ttc",
    )
)


@dataclass(frozen=True)
class Table:
    """A table of the fixtures: rows of cells, and which cells span: (row, column) -> (rows, columns)."""

    rows: tuple[tuple[str, ...], ...]
    spans: tuple[tuple[tuple[int, int], tuple[int, int]], ...] = ()

    def cell(self, row: int, column: int) -> tuple[str, int, int] | None:
        """Return text and spans of the cell that begins here, null where another covers the place."""
        spans = dict(self.spans)
        for (top, left), (rows, columns) in spans.items():
            if top <= row < top + rows and left <= column < left + columns and (row, column) != (top, left):
                return None
        return (self.rows[row][column], *spans.get((row, column), (1, 1)))


Block = str | Table


def blocks(text: str) -> list[Block]:
    """Return the paragraphs and tables of a text; two lines with tabs make a table."""
    found: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*text.split("\n"), ""]:
        if "\t" in line:
            rows.append(tuple(line.split("\t")))
            continue
        if rows:
            width = max(len(row) for row in rows)
            found.append(Table(tuple(row + ("",) * (width - len(row)) for row in rows)))
            rows = []
        found.append(line)
    return found[:-1]


def font() -> Path:
    """Return a font with Chinese characters."""
    for path in FONTS:
        if path.exists():
            return path
    message = "no Chinese font: apt-get install fonts-wqy-microhei"
    raise FileNotFoundError(message)


def docx(content: Sequence[Block]) -> bytes:
    """Return a Word document."""
    import docx as library

    document = library.Document()
    for block in content:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block.rows), len(block.rows[0]))
        for row, line in enumerate(block.rows):
            for column, text in enumerate(line):
                if block.cell(row, column) is not None:
                    table.cell(row, column).text = text
        for (row, column), (rows, columns) in block.spans:
            table.cell(row, column).merge(table.cell(row + rows - 1, column + columns - 1))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


PAGE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="utf-8"><title>{title}_示例县人民政府</title>
<style>body{{font-size:16px}}</style><script>var visits=20231;</script></head>
<body><div class="header"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk">政务公开</a></li>
<li><a href="/hd">互动交流</a></li></ul></div>
<div class="crumb">当前位置:<a href="/">首页</a> &gt; <a href="/zw">工作总结</a></div>
<div class="main"><div class="article" id="zoom">
{body}
</div></div>
<div class="side"><h3>相关阅读</h3><ul><li><a href="/a1">某镇召开2023年部署会</a></li>
<li><a href="/a2">关于3处地块的公示</a></li></ul></div>
<div class="footer"><p>版权所有:示例县人民政府 备案号:000012345号 访问量:88231</p></div></body></html>
"""


def page(content: Sequence[Block]) -> bytes:
    """Return a web page with the site's own words around the report."""
    lines = [_html(block) for block in content if block]
    title = next((block for block in content if isinstance(block, str) and block.strip()), "")
    return PAGE.format(title=html.escape(title), body="\n".join(lines)).encode()


def _html(block: Block) -> str:
    if isinstance(block, str):
        return f"<p>{html.escape(block)}</p>"
    lines = ["<table border='1'>"]
    for row in range(len(block.rows)):
        lines.append("<tr>")
        for column in range(len(block.rows[0])):
            cell = block.cell(row, column)
            if cell is not None:
                text, rows, columns = cell
                lines.append(f'<td rowspan="{rows}" colspan="{columns}">{html.escape(text)}</td>')
        lines.append("</tr>")
    return "".join([*lines, "</table>"])


def pdf(content: Sequence[Block], *, indent: int = 2) -> bytes:
    """Return a PDF with an embedded font, running heads and page numbers."""
    from fpdf import FPDF
    from fpdf.enums import WrapMode

    head = next((block for block in content if isinstance(block, str) and block.strip()), "")[:24]

    class Report(FPDF):
        def header(self) -> None:
            self.set_font("han", size=9)
            self.cell(0, 8, head, align="C", new_x="LMARGIN", new_y="NEXT")

        def footer(self) -> None:
            self.set_y(-16)
            self.set_font("han", size=9)
            self.cell(0, 8, f"— {self.page_no()} —", align="C")

    document = Report(format="A4")
    document.set_auto_page_break(True, margin=24)
    document.set_margins(26, 22, 26)
    document.add_font("han", fname=font())
    document.add_page()
    document.set_font("han", size=12)
    for block in content:
        if isinstance(block, Table):
            _pdf_table(document, block)
        elif block.strip():
            document.multi_cell(
                0,
                7.5,
                "\u3000" * indent + block,
                align="L",
                wrapmode=WrapMode.CHAR,
                new_x="LMARGIN",
                new_y="NEXT",
            )
        else:
            document.ln(4)
    return bytes(document.output())


def _pdf_table(document: object, block: Table) -> None:
    with document.table(text_align="CENTER", first_row_as_headings=False) as table:  # pyright: ignore[reportAttributeAccessIssue]
        for row in range(len(block.rows)):
            line = table.row()
            for column in range(len(block.rows[0])):
                cell = block.cell(row, column)
                if cell is not None:
                    text, rows, columns = cell
                    line.cell(text, rowspan=rows, colspan=columns)
    document.ln(4)  # pyright: ignore[reportAttributeAccessIssue]


def xlsx(content: Sequence[Block]) -> bytes:
    """Return a workbook: paragraphs in the first column, tables as cells."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet: Any = book.active
    row = 1
    for block in content:
        if isinstance(block, str):
            sheet.cell(row, 1, block)
            row += 1
            continue
        for number, line in enumerate(block.rows):
            for column, text in enumerate(line):
                if block.cell(number, column) is not None:
                    sheet.cell(row + number, column + 1, _value(text))
        for (top, left), (rows, columns) in block.spans:
            sheet.merge_cells(
                start_row=row + top,
                start_column=left + 1,
                end_row=row + top + rows - 1,
                end_column=left + columns,
            )
        row += len(block.rows) + 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _value(text: str) -> str | float | None:
    """Return a number as a number, as people type them into a sheet."""
    try:
        return float(text) if "." in text else int(text)
    except ValueError:
        return text or None


OFD = "http://www.ofdspec.org/2016"
MM = 4.2
LEFT, TOP, BOTTOM, PER_LINE, STEP = 26.0, 30.0, 265.0, 37, 7.5


def ofd(content: Sequence[Block]) -> bytes:
    """Return an OFD: positioned runs of text and the lines of the tables on pages of A4."""
    pages: list[list[str]] = [[]]
    y = TOP

    def step(size: float = STEP) -> float:
        nonlocal y
        if y + size > BOTTOM:
            pages.append([])
            y = TOP
        y += size
        return y - size

    for block in content:
        if isinstance(block, Table):
            step()
            for row, line in enumerate(block.rows):
                at = step(8)
                width = 158 / len(line)
                for column in range(len(line)):
                    cell = block.cell(row, column)
                    if cell is None:
                        continue
                    text, rows, columns = cell
                    x = LEFT + column * width
                    pages[-1].append(_ofd_box(x, at, width * columns, 8.0 * rows))
                    for piece in range(0, len(text), 12):
                        pages[-1].append(_ofd_text(x + 1, at + 1 + piece / 4, text[piece : piece + 12], 3.0))
            step()
        elif block.strip():
            for line in _wrapped("\u3000\u3000" + block):
                at = step()
                pages[-1].append(_ofd_text(LEFT, at, line, MM))
        else:
            step(4)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in _ofd_parts(pages):
            package.writestr(name, text)
    return out.getvalue()


def _wrapped(text: str) -> list[str]:
    """Return the lines of a paragraph, full to the last character that fits."""
    lines, width = [""], 0.0
    for char in text:
        wide = 1.0 if char > "\xff" else 0.5
        if width + wide > PER_LINE:
            lines.append("")
            width = 0.0
        lines[-1] += char
        width += wide
    return lines


def _ofd_text(x: float, y: float, text: str, size: float) -> str:
    """Return one run of text; the indent is a matter of its place, not of characters."""
    bare = text.lstrip("\u3000")
    x += size * (len(text) - len(bare))
    steps = [size if char > "\xff" else size / 2 for char in bare]
    return (
        f'<ofd:TextObject ID="1" Boundary="{x:.2f} {y:.2f} {sum(steps):.2f} {size * 1.2:.2f}" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size:.2f}" DeltaX="{" ".join(f"{s:.2f}" for s in steps[:-1])}">'
        f"{html.escape(bare)}</ofd:TextCode></ofd:TextObject>"
    )


def _ofd_box(x: float, y: float, width: float, height: float) -> str:
    path = f"M 0 0 L {width:.2f} 0 L {width:.2f} {height:.2f} L 0 {height:.2f} C"
    return (
        f'<ofd:PathObject ID="2" Boundary="{x:.2f} {y:.2f} {width:.2f} {height:.2f}" LineWidth="0.25">'
        f"<ofd:AbbreviatedData>{path}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def _ofd_parts(pages: list[list[str]]) -> list[tuple[str, str]]:
    """Return the parts of the package by name."""
    start = '<?xml version="1.0" encoding="UTF-8"?>\n'
    links = "".join(
        f'<ofd:Page ID="{n + 10}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(len(pages))
    )
    parts = [
        (
            "OFD.xml",
            (
                f'<ofd:OFD xmlns:ofd="{OFD}" Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocInfo/>'
                "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
            ),
        ),
        (
            "Doc_0/Document.xml",
            (
                f'<ofd:Document xmlns:ofd="{OFD}"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297'
                f"</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>{links}</ofd:Pages></ofd:Document>"
            ),
        ),
    ]
    for number, objects in enumerate(pages):
        head = _ofd_text(90, 15, "示例县卫生简报", 3.0)
        foot = _ofd_text(100, 280, f"— {number + 1} —", 3.0)
        body = "".join([head, *objects, foot])
        parts.append(
            (
                f"Doc_0/Pages/Page_{number}/Content.xml",
                f'<ofd:Page xmlns:ofd="{OFD}"><ofd:Content><ofd:Layer ID="3">{body}</ofd:Layer></ofd:Content></ofd:Page>',
            )
        )
    return [(name, start + text) for name, text in parts]


def scans(content: Sequence[Block], *, dpi: int = 150) -> list[object]:
    """Return the pages as a scanner sees them: grey, a little crooked, speckled."""
    import pypdfium2
    from PIL import Image, ImageFilter

    found: list[object] = []
    document: Any = pypdfium2.PdfDocument(pdf(content))
    for number in range(len(document)):
        image = document[number].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
        noise = Image.effect_noise(image.size, 24)
        image = Image.blend(image.filter(ImageFilter.GaussianBlur(0.4)), noise, 0.08)
        found.append(image.rotate(0.3, fillcolor=240, resample=Image.Resampling.BICUBIC))
    return found


def scanned_pdf(content: Sequence[Block]) -> bytes:
    """Return a PDF that holds pictures of pages and no text."""
    first, *others = scans(content)
    out = io.BytesIO()
    first.save(out, "PDF", save_all=True, append_images=others, resolution=150)  # pyright: ignore[reportAttributeAccessIssue]
    return out.getvalue()


def picture(content: Sequence[Block]) -> bytes:
    """Return the first page as a picture."""
    out = io.BytesIO()
    scans(content)[0].save(out, "PNG")  # pyright: ignore[reportAttributeAccessIssue]
    return out.getvalue()


def office() -> str | None:
    """Return LibreOffice where it is installed: it alone writes old Word files."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def docs(contents: Mapping[str, Sequence[Block]], kind: str = "doc") -> dict[str, bytes]:
    """Return old Word documents (or rtf, odt), all written by one start of LibreOffice."""
    program = office()
    assert program is not None
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, content in contents.items():
            path = Path(folder) / f"{name}.docx"
            path.write_bytes(docx(content))
            paths.append(str(path))
        command = [
            program,
            f"-env:UserInstallation=file://{folder}/profile",
            "--headless",
            "--convert-to",
            kind,
        ]
        subprocess.run([*command, "--outdir", folder, *paths], check=True, capture_output=True, timeout=300)
        return {name: (Path(folder) / f"{name}.{kind}").read_bytes() for name in contents}


WRITERS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "docx": docx,
    "html": page,
    "pdf": pdf,
    "ofd": ofd,
    "xlsx": xlsx,
    "scan.pdf": scanned_pdf,
    "png": picture,
}


def main() -> None:
    """Write every format of the given reports, or of the whole corpus."""
    out, *given = map(Path, sys.argv[1:])
    out.mkdir(parents=True, exist_ok=True)
    contents = {p.stem: blocks(p.read_text("utf-8")) for p in given or sorted(CORPUS.rglob("*.txt"))}
    for name, content in contents.items():
        for suffix, write in WRITERS.items():
            (out / f"{name}.{suffix}").write_bytes(write(content))
    if office() is not None:
        for name, data in docs(contents).items():
            (out / f"{name}.doc").write_bytes(data)


if __name__ == "__main__":
    main()
