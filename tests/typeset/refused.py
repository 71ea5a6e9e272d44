"""Documents that ask for what is not drawn: each with the name it must be refused by, and its place."""

from __future__ import annotations

from dataclasses import dataclass

from tests.typeset.docx import cell, document, par, replaced, row, run, table
from tests.typeset.drawn import text_box
from tests.typeset.features import NUMBERING, field, inline, listed, with_picture
from tests.typeset.found import bare_field, footnotes

_SHAPE = (
    '<w:r><w:drawing><wp:anchor><wp:simplePos x="0" y="0"/><wp:extent cx="914400" cy="914400"/>'
    '<wp:docPr id="1" name="x"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">{}</a:graphicData>'
    "</a:graphic></wp:anchor></w:drawing></w:r>"
)
_BOX = (
    '<wps:wsp><wps:spPr><a:xfrm rot="2700000"/><a:prstGeom prst="rect"/></wps:spPr><wps:txbx><w:txbxContent><w:p/>'
    "</w:txbxContent></wps:txbx></wps:wsp>"
)
"""A text box that stands askew."""
_STAR = '<wps:wsp><wps:spPr><a:prstGeom prst="star5"/></wps:spPr></wps:wsp>'
_WPS_URI = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_MODEL_URI = "http://schemas.microsoft.com/office/drawing/2017/model3d"
_FOLLOWING = (
    '<wps:wsp><wps:spPr><a:prstGeom prst="rect"/></wps:spPr><wps:linkedTxbx id="1" seq="1"/><wps:bodyPr/></wps:wsp>'
)
_OPEN = f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>REF a</w:instrText></w:r>{run("甲")}'
_LATE = par("乙").encode()
_ROW = row(cell("甲", 2000), cell("乙", 2000))


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """One document, the feature it is refused for, and where."""

    feature: str
    where: str
    docx: bytes


def _table(content: str, properties: str = "") -> str:
    return table(_ROW, row(cell("丙", 2000), cell(content, 2000, properties)), grid=(2000, 2000))


REFUSED: dict[str, RefusedForm] = {
    "text-box": RefusedForm("文本框", "第2段", document(par("甲") + par(_SHAPE.format(_BOX)))),
    "text-box-with-fallback": RefusedForm(
        "文本框",
        "第1段",
        document(
            par(
                f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{_SHAPE.format(_BOX)[5:-6]}</mc:Choice>'
                "<mc:Fallback><w:pict/></mc:Fallback></mc:AlternateContent></w:r>"
            )
        ),
    ),
    "shape": RefusedForm("自选图形", "第1段", document(par(_SHAPE.format(_STAR)))),
    "vml": RefusedForm(
        "VML 图形", "第1段", document(par('<w:r><w:pict><v:shape style="width:10pt;height:10pt"/></w:pict></w:r>'))
    ),
    "vml-text-box": RefusedForm(
        "文本框",
        "表1第2行第2格",
        document(
            _table(
                par(
                    '<w:r><w:pict><v:rect style="rotation:30"><v:textbox><w:txbxContent><w:p/></w:txbxContent>'
                    "</v:textbox></v:rect></w:pict></w:r>"
                )
            )
        ),
    ),
    "word-art-of-no-kind": RefusedForm(
        "艺术字",
        "第1段",
        document(par('<w:r><w:pict><v:shape style="width:90pt"><v:textpath string="甲"/></v:shape></w:pict></w:r>')),
    ),
    "insertion": RefusedForm("修订痕迹", "第1段", document(par(f'<w:ins w:id="1" w:author="x">{run("新")}</w:ins>'))),
    "deletion": RefusedForm(
        "修订痕迹", "第1段", document(par('<w:del w:id="1" w:author="x"><w:r><w:delText>旧</w:delText></w:r></w:del>'))
    ),
    "maths": RefusedForm("公式", "第1段", document(par("<w:r/><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"))),
    "ole": RefusedForm("OLE 对象", "第1段", document(par("<w:r><w:object/></w:r>"))),
    "page-field-over-paragraphs": RefusedForm(
        "页码等域的结果跨了几段",
        "第2段",
        document(
            par(
                '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
                '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
            )
            + par(f'{run("乙")}<w:r><w:fldChar w:fldCharType="end"/></w:r>')
        ),
    ),
    "model": RefusedForm("三维模型", "第1段", document(par(_SHAPE.format("<x/>").replace(_WPS_URI, _MODEL_URI)))),
    "ruby": RefusedForm("拼音指南", "第1段", document(par("<w:r><w:ruby/></w:r>"))),
    "equation-field": RefusedForm("EQ 域（公式、带圈字符）", "第1段", document(par(field(r"EQ \o\ac(○,1)")))),
    "chart": RefusedForm(
        "图表",
        "第1段",
        document(
            par(
                '<w:r><w:drawing><wp:inline><wp:extent cx="1" cy="1"/><a:graphic><a:graphicData '
                'uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/></a:graphic></wp:inline></w:drawing></w:r>'
            )
        ),
    ),
    "emf": RefusedForm(
        "EMF 图片",
        "第1段",
        document(
            par(inline(10, 10)),
            parts={"word/media/image1.emf": b"\x01\x00\x00\x00" + bytes(36) + b" EMF" + bytes(60)},
            relations={"rIdPic": ("image", "media/image1.emf")},
        ),
    ),
    "damaged-picture": RefusedForm(
        "无法读取的图片（PNG）",
        "第1段",
        document(
            par(inline(10, 10)),
            parts={"word/media/image1.png": b"\x89PNG\r\n\x1a\n broken"},
            relations={"rIdPic": ("image", "media/image1.png")},
        ),
    ),
    "missing-picture": RefusedForm("缺失的图片", "第1段", document(par(inline(10, 10)))),
    "linked-picture": RefusedForm(
        "链接到外部的图片",
        "第1段",
        document(par(inline(10, 10)), relations={"rIdPic": ("image", "http://example.invalid/a.png")}),
    ),
    "drop-cap": RefusedForm("首字下沉", "第1段", document(par("甲", '<w:framePr w:dropCap="drop" w:lines="2"/>'))),
    "frame": RefusedForm("图文框", "第1段", document(par("甲", '<w:framePr w:w="500" w:wrap="around"/>'))),
    "alt-chunk": RefusedForm("嵌入的外部文档", "第1段", document(par("甲") + '<w:altChunk r:id="x"/>')),
    "in-header": RefusedForm(
        "文本框",
        "页眉第1段",
        document(
            par("甲"),
            last='<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>',
            stories={"header1.xml": par(_SHAPE.format(_BOX))},
        ),
    ),
    "symbol": RefusedForm(
        "符号字体 Wingdings 的字符 F025", "第1段", document(par('<w:r><w:sym w:font="Wingdings" w:char="F025"/></w:r>'))
    ),
    "table-in-paragraph": RefusedForm("嵌套表格", "第1段", document(par(run("甲") + table(_ROW, grid=(500, 500))))),
    "unknown-in-paragraph": RefusedForm(
        "无法识别的内容（novelty）", "第1段", document(par(f"<w:novelty>{run('甲')}</w:novelty>"))
    ),
    "ink": RefusedForm("墨迹", "第1段", document(par('<w:r/><w:contentPart r:id="rIdInk"/>'))),
    "control": RefusedForm("ActiveX 控件", "第1段", document(par('<w:r><w:control r:id="rId9" w:name="勾"/></w:r>'))),
    "date-of-today": RefusedForm("自动日期", "第1段", document(par("<w:r><w:yearLong/></w:r>"))),
    "maths-as-block": RefusedForm(
        "公式", "正文", document(f"<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r></m:oMath></m:oMathPara>{par()}")
    ),
    "after-the-body": RefusedForm(
        "无法识别的内容（p）",
        "正文",
        replaced(document(par("甲")), "word/document.xml", lambda xml: xml.replace(b"</w:body>", b"</w:body>" + _LATE)),
    ),
    "open-field": RefusedForm("没有结束的域", "第2段", document(par("甲") + par(_OPEN) + par("乙"))),
    "open-field-in-header": RefusedForm(
        "没有结束的域",
        "页眉第1段",
        document(
            par("甲"),
            last='<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>',
            stories={"header1.xml": par(_OPEN)},
        ),
    ),
    "tracked-note": RefusedForm(
        "修订痕迹",
        "第1段",
        document(
            par(f'<w:ins w:id="1" w:author="x"><w:r><w:footnoteReference w:id="2"/></w:r></w:ins>{run("甲")}'),
            stories=footnotes("注"),
        ),
    ),
    "tracked-cell": RefusedForm(
        "修订痕迹", "表1第2行第2格", document(_table("旧", '<w:cellDel w:id="1" w:author="x"/>'))
    ),
    "note-in-text-box": RefusedForm(
        "文本框里的脚注",
        "第1段文本框第1段",
        document(par(text_box(par('<w:r><w:footnoteReference w:id="2"/></w:r>'), 90, 30)), stories=footnotes("注")),
    ),
    "words-of-the-note-line": RefusedForm(
        "脚注分隔线处的文字",
        "脚注",
        document(
            par('<w:r><w:footnoteReference w:id="2"/></w:r>'),
            stories={
                "footnotes.xml": f'<w:footnote w:id="0" w:type="separator">{par("续")}</w:footnote>'
                + footnotes("注")["footnotes.xml"]
            },
        ),
    ),
    "linked-text-boxes": RefusedForm("串联的文本框", "第1段", document(par(_SHAPE.format(_FOLLOWING)))),
    "linked-vml-boxes": RefusedForm(
        "串联的文本框",
        "第1段",
        document(
            par(
                '<w:r><w:pict><v:rect id="a" style="width:90pt;height:30pt"><v:textbox style="mso-next-textbox:#b">'
                "<w:txbxContent><w:p/></w:txbxContent></v:textbox></v:rect></w:pict></w:r>"
            )
        ),
    ),
    "unknown-in-row": RefusedForm(
        "无法识别的内容（p）", "表1", document(table(row(cell("甲", 2000), par("乙")), grid=(2000,)))
    ),
    "two-lines-in-one": RefusedForm(
        "双行合一", "第1段", document(par(run("甲乙", '<w:eastAsianLayout w:id="1" w:combine="1"/>')))
    ),
    "upright-digits": RefusedForm(
        "纵横混排", "第1段", document(par(run("12", '<w:eastAsianLayout w:id="1" w:vert="1"/>')))
    ),
    "number-format": RefusedForm(
        "编号格式 cardinalText",
        "第1段",
        document(listed("甲", 0), numbering=NUMBERING.replace("chineseCountingThousand", "cardinalText")),
    ),
    "missing-note": RefusedForm(
        "缺失的脚注", "第1段", document(par('<w:r><w:footnoteReference w:id="7"/></w:r>'), stories=footnotes("注"))
    ),
    "live-field": RefusedForm("LISTNUM 域", "第1段", document(par(bare_field("LISTNUM")))),
    "outside-field": RefusedForm(
        "INCLUDEPICTURE 域（链接到外部的内容）", "第1段", document(par(bare_field('INCLUDEPICTURE "a.png"')))
    ),
    "vertical-page": RefusedForm(
        "整页竖排", "正文", document(par("甲"), last='<w:sectPr><w:textDirection w:val="tbRl"/></w:sectPr>')
    ),
}

TWO_AT_ONCE = with_picture(par(_SHAPE.format(_BOX)) + par("乙") + _table(par(_SHAPE.format(_STAR))))
