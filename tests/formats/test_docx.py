"""What Word documents have that texts have not: changes, boxes, notes, merged cells."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml

NS = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def document(*paragraphs: str) -> bytes:
    made = docx.Document()
    for inner in paragraphs:
        made.element.body.insert(-1, parse_xml(f"<w:p {NS}>{inner}</w:p>"))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def run(text: str, before: str = "") -> str:
    return f"<w:r>{before}<w:t>{text}</w:t></w:r>"


BOX = f"<w:txbxContent><w:p>{run('框内')}</w:p></w:txbxContent>"
CASES = {
    "insertions_stay": (f"{run('签约')}<w:ins w:id='1' w:author='a'>{run('25人')}</w:ins>", "签约25人"),
    "deletions_go": (f"签{run('约25人')}<w:del w:id='1' w:author='a'><w:r><w:delText>30人</w:delText></w:r></w:del>", "约25人"),
    "moved_text_stands_once": (f"<w:moveFrom w:id='1' w:author='a'>{run('5人')}</w:moveFrom><w:moveTo w:id='2' w:author='a'>{run('5人')}</w:moveTo>", "5人"),
    "hidden_text_goes": (run("可见") + run("隐藏9人", "<w:rPr><w:vanish/></w:rPr>"), "可见"),
    "codes_of_fields_go": (f"<w:r><w:instrText>PAGE 3</w:instrText></w:r>{run('正文')}", "正文"),
    "breaks": ("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t><w:noBreakHyphen/></w:r>", "上\n下-"),
    "boxes_once_after_their_paragraph": (
        (f"{run('段落')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'>{BOX}</mc:Choice>"
        f"<mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent></w:r>"),
        "段落\n框内",
    ),
    "links_and_controls": (f"<w:hyperlink>{run('链接')}</w:hyperlink><w:sdt><w:sdtContent>{run('控件')}</w:sdtContent></w:sdt>", "链接控件"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_text_as_accepted(case: str, reading) -> None:
    inner, text = CASES[case]
    assert (reading.source("a.docx", document(inner)).text or "").strip() == text


def test_headings_are_known_as_such(reading) -> None:
    made = docx.Document()
    made.add_heading("一、签约服务", 1)
    made.add_paragraph("签约25人。")
    out = io.BytesIO()
    made.save(out)
    source = reading.source("a.docx", out.getvalue())
    assert [block.kind for block in source.blocks] == ["heading", "paragraph"]
    assert [source.text[block.start : block.end] for block in source.blocks] == ["一、签约服务", "签约25人。"]


def test_notes_stand_after_their_paragraph(reading) -> None:
    import zipfile

    plain = document(run("签约25人") + '<w:r><w:footnoteReference w:id="2"/></w:r>', run("下一段"))
    notes = f'<w:footnotes {NS}><w:footnote w:id="0" w:type="separator"><w:p/></w:footnote><w:footnote w:id="2"><w:p>{run("其中新签3人")}</w:p></w:footnote></w:footnotes>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    media = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    more = {
        "word/_rels/document.xml.rels": (
            "</Relationships>",
            f'<Relationship Id="rId99" Target="footnotes.xml" Type="{kind}"/></Relationships>',
        ),
        "[Content_Types].xml": (
            "</Types>",
            f'<Override PartName="/word/footnotes.xml" ContentType="{media}"/></Types>',
        ),
    }
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            end, added = more.get(name, ("", ""))
            data = old.read(name)
            new.writestr(name, data.replace(end.encode(), added.encode()) if end else data)
        new.writestr("word/footnotes.xml", notes)
    source = reading.source("a.docx", out.getvalue())
    assert (source.text or "").strip() == "签约25人\n其中新签3人\n下一段"
    assert [block.kind for block in source.blocks] == ["paragraph", "note", "paragraph"]


def test_a_table_that_frames_text_is_text(reading) -> None:
    made = docx.Document()
    made.add_table(1, 1).cell(0, 0).text = "内部资料"
    out = io.BytesIO()
    made.save(out)
    assert reading.source("a.docx", out.getvalue()).text == "内部资料\n"
