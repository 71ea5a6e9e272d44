# ruff: noqa: E501  (one document a line: WordprocessingML reads no better when folded)
"""Text boxes, VML, nested tables and diagonals: what Chinese forms draw beside their text."""

from __future__ import annotations

from tests.typeset.docx import cell, document, par, row, run, section, table
from tests.typeset.features import LONG, Feature, field, with_picture

_C = '<w:jc w:val="center"/>'
_NO_LINE = "<a:noFill/><a:ln><a:noFill/></a:ln>"
_LINE = '<a:noFill/><a:ln w="9525"><a:solidFill><a:srgbClr val="000000"/></a:solidFill></a:ln>'
_DIAGONAL = '<w:tcBorders><w:tl2br w:val="single" w:sz="4" w:space="0" w:color="auto"/></w:tcBorders>'
_TYPE_75 = '<v:shapetype id="_x0000_t75" coordsize="21600,21600" o:spt="75" filled="f" stroked="f"/>'
_TYPE_202 = '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202"/>'


def text_box(
    content: str,
    width: float,
    height: float,
    x: str = "<wp:posOffset>0</wp:posOffset>",
    y: float = 0.0,
    *,
    across: str = "column",
    wrap: str = "<wp:wrapNone/>",
    look: str = _LINE,
    body: str = 'lIns="91440" tIns="45720" rIns="91440" bIns="45720" anchor="t"',
    fit: str = "<a:noAutofit/>",
    shape: str = "rect",
) -> str:
    """A run with an anchored DrawingML text box."""
    size = f'cx="{int(width * 12700)}" cy="{int(height * 12700)}"'
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" relativeHeight="2" '
        'behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="{across}">{x}</wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>{int(y * 12700)}'
        f'</wp:posOffset></wp:positionV><wp:extent {size}/><wp:effectExtent l="0" t="0" r="0" b="0"/>{wrap}<wp:docPr id="2" name="文本框"/>'
        '<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        f'<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="{shape}">'
        f"<a:avLst/></a:prstGeom>{look}</wps:spPr><wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        f"<wps:bodyPr {body}>{fit}</wps:bodyPr></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></w:r>"
    )


def vml_box(content: str, style: str, attributes: str = "") -> str:
    """A run with a VML text box."""
    return (
        f'<w:r><w:pict>{_TYPE_202}<v:shape id="box" type="#_x0000_t202" style="position:absolute;{style}" {attributes}>'
        f"<v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def vml_picture(style: str) -> str:
    """A run with a VML picture."""
    return (
        f'<w:r><w:pict>{_TYPE_75}<v:shape id="seal" type="#_x0000_t75" style="{style}"><v:imagedata r:id="rIdPic" '
        'o:title=""/></v:shape></w:pict></w:r>'
    )


def page_box() -> str:
    """The page number that WPS puts into a footer: a text box as large as what it holds."""
    return text_box(
        par(run("第") + field("PAGE", "9") + run("页 共") + field("NUMPAGES", "9") + run("页")), 144, 144, "<wp:align>center</wp:align>",
        across="margin", look=_NO_LINE, body='wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"', fit="<a:spAutoFit/>",
    )  # fmt: skip


_FOOTER = section(inside='<w:footerReference w:type="default" r:id="footer1"/>')
_HEADER = section(inside='<w:headerReference w:type="default" r:id="header1"/>')
_INNER = table(
    row(cell("甲一", 1200), cell("甲二", 1200)), row(cell("乙一", 1200), cell("乙二", 1200)), grid=(1200, 1200)
)

DRAWN: dict[str, Feature] = {
    "text-box": Feature(
        "文本框",
        document(par(run("正文") + text_box(par("框里第一行", _C) + par("框里第二行"), 160, 50, "<wp:posOffset>1270000</wp:posOffset>", 30)) + par("下一段") * 8),
    ),
    "text-box-wrapped": Feature(
        "四周型文本框",
        document(par(text_box(par("编号：003"), 120, 40, "<wp:align>right</wp:align>", 5, across="margin", wrap='<wp:wrapSquare wrapText="bothSides"/>') + run(LONG * 2))),
        "绕排处的换行差一两个字",
    ),
    "text-box-round": Feature(
        "圆角、椭圆文本框，垂直居中",
        document(par(run("正文") + text_box(par("居中", _C), 120, 60, "<wp:posOffset>0</wp:posOffset>", 20, shape="roundRect", body='anchor="ctr"')) + par("下一段") * 6),
    ),
    "text-box-in-footer": Feature(
        "页脚文本框里的页码（WPS）",
        document(par(LONG) * 30, last=_FOOTER, stories={"footer1.xml": par(page_box())}),
    ),
    "text-box-in-cell": Feature(
        "单元格里的文本框",
        document(table(row(cell("甲", 2000), cell(par(run("乙") + text_box(par("盖章"), 80, 30, "<wp:posOffset>508000</wp:posOffset>", 20)), 4000), properties='<w:trHeight w:val="1200"/>'), grid=(2000, 4000))),
    ),
    "vml-text-box": Feature(
        "VML 文本框",
        document(par(run("正文") + vml_box(par("旧式文本框"), "margin-left:120pt;margin-top:20pt;width:120pt;height:40pt;z-index:1")) + par("下一段") * 6),
    ),
    "vml-picture": Feature(
        "VML 浮动图片",
        with_picture(par(run("正文") + vml_picture("position:absolute;margin-left:60pt;margin-top:20pt;width:90pt;height:60pt;z-index:1")) + par("下一段") * 6),
    ),
    "vml-lines": Feature(
        "页眉里的 VML 线条",
        document(par("正文"), last=_HEADER, stories={"header1.xml": par(run("某县教育体育局") + '<w:r><w:pict><v:line id="l" style="position:absolute;z-index:1" from="0,18pt" to="415pt,18pt" strokeweight="1pt"/></w:pict></w:r>')}),
        "无网格处行高按宋体 1.3 倍字号（Word），LibreOffice 用替代字体的 1.44 倍",
    ),
    "nested-table": Feature(
        "嵌套表格",
        document(table(row(cell("外一", 2500), cell(par("内：") + _INNER + par("表后"), 4000)), row(cell("外二", 2500), cell("外三", 4000)), grid=(2500, 4000))),
    ),
    "nested-table-over-pages": Feature(
        "跨页的嵌套表格",
        document(par("甲") * 30 + table(row(cell("外", 1500), cell(table(*(row(cell(f"内{n}", 1500), cell(f"值{n}", 1500)) for n in range(30)), grid=(1500, 1500)) + par(), 4000)), grid=(1500, 4000))),
    ),
    "diagonal": Feature(
        "单元格斜线",
        document(table(row(cell("项目", 2000, _DIAGONAL), cell("一月", 2000)), row(cell("学生", 2000), cell("3", 2000)), grid=(2000, 2000))),
    ),
}  # fmt: skip
