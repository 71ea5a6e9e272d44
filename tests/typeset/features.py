# ruff: noqa: E501  (one document a line: WordprocessingML reads no better when folded)
"""Feature documents: one feature of Word each. What is compared with LibreOffice, and what LibreOffice does otherwise."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageDraw

from tests.typeset.docx import cell, document, par, row, run, section, table

LONG = (
    "为贯彻落实《中华人民共和国义务教育法》，切实做好控辍保学工作，根据上级文件精神，结合我县实际，"
    "现就有关事项通知如下：各乡镇人民政府、各中心学校要高度重视，逐一核查，建立台账，做到一人一案。"
)
NO_GRID = section(grid="")


@dataclass(frozen=True, slots=True)
class Feature:
    """One document. Rows stand within `spread` pt of LibreOffice's, or `differs` says why they may not."""

    title: str
    docx: bytes
    differs: str = ""
    spread: float = 3.0
    characters: tuple[str, str] = ("", "")
    """What only we print, what only LibreOffice prints."""


def png(width: int = 120, height: int = 80) -> bytes:
    """A small picture with a frame, so that its place can be seen."""
    image = Image.new("RGB", (width, height), "lightblue")
    ImageDraw.Draw(image).rectangle((2, 2, width - 3, height - 3), outline="red", width=3)
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def rows(count: int, properties: str = "", start: int = 1) -> str:
    """Plain rows of three cells."""
    return "".join(
        row(cell(f"第{n}行", 2000), cell(f"内容{n}", 3000), cell(f"备注{n}", 3300), properties=properties)
        for n in range(start, start + count)
    )


def lines(count: int, name: str = "第") -> str:
    """Short paragraphs, each with its own text."""
    return "".join(par(f"{name}{n}段") for n in range(1, count + 1))


def picture(width_pt: float, height_pt: float, *, relation: str = "rIdPic", crop: str = "", turn: int = 0) -> str:
    """The a:graphic of a picture."""
    cx, cy = int(width_pt * 12700), int(height_pt * 12700)
    rot = f' rot="{turn * 60000}"' if turn else ""
    return (
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr id="1" name="图片"/><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="1" '
        f'name="图片"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>{crop}<a:stretch>'
        f'<a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm{rot}><a:off x="0" y="0"/><a:ext cx="{cx}" '
        f'cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData>'
        "</a:graphic>"
    )


def inline(width_pt: float, height_pt: float, **options: object) -> str:
    """A run with an inline picture."""
    graphic = picture(width_pt, height_pt, **options)  # type: ignore[arg-type]
    head, tail = graphic.split("<wp:docPr", 1)
    return f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">{head}<wp:docPr{tail}</wp:inline></w:drawing></w:r>'


def anchored(
    width_pt: float, height_pt: float, x: float, y: float, wrap: str = "<wp:wrapNone/>", behind: int = 0
) -> str:
    """A run with a picture anchored x, y pt from its column and paragraph."""
    graphic = picture(width_pt, height_pt)
    head, tail = graphic.split("<wp:docPr", 1)
    return (
        f'<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="114300" distR="114300" simplePos="0" '
        f'relativeHeight="2" behindDoc="{behind}" locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        f'<wp:positionH relativeFrom="column"><wp:posOffset>{int(x * 12700)}</wp:posOffset></wp:positionH>'
        f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{int(y * 12700)}</wp:posOffset></wp:positionV>'
        f"{head}{wrap}<wp:docPr{tail}</wp:anchor></w:drawing></w:r>"
    )


def with_picture(body: str, **options: object) -> bytes:
    """A document that holds one PNG under rIdPic."""
    return document(
        body, parts={"word/media/image1.png": png()}, relations={"rIdPic": ("image", "media/image1.png")}, **options  # type: ignore[arg-type]
    )  # fmt: skip


def level(depth: int, kind: str, text: str, left: int, hanging: int, suffix: str = "tab") -> str:
    """A w:lvl."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="{suffix}"/><w:lvlText '
        f'w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{left}" w:hanging="{hanging}"/></w:pPr></w:lvl>'
    )


NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
    + level(0, "chineseCountingThousand", "%1、", 640, 640)
    + level(1, "decimal", "%1.%2", 1060, 420)
    + level(2, "decimalEnclosedCircleChinese", "%3", 1480, 420)
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def listed(text: str, depth: int) -> str:
    """A numbered paragraph."""
    return par(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>')


def field(code: str, shown: str = "1") -> str:
    """A complex field with its stored result."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{shown}</w:t></w:r><w:r><w:fldChar '
        'w:fldCharType="end"/></w:r>'
    )


_MARGIN = '<w:tblCellMar><w:top w:w="60" w:type="dxa"/><w:left w:w="200" w:type="dxa"/><w:bottom w:w="60" w:type="dxa"/></w:tblCellMar>'
_FIXED = '<w:tblLayout w:type="fixed"/>'
_CENTER = '<w:vAlign w:val="center"/>'
_NIL = '<w:tcBorders><w:top w:val="nil"/><w:left w:val="nil"/><w:right w:val="nil"/></w:tcBorders>'
_STYLE = (
    '<w:style w:type="paragraph" w:styleId="p"><w:name w:val="parent"/><w:basedOn w:val="a"/><w:pPr><w:spacing w:before="120"/>'
    '</w:pPr><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="c"><w:name '
    'w:val="child"/><w:basedOn w:val="p"/><w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:i/></w:rPr></w:style>'
)

FEATURES: dict[str, Feature] = {
    "plain": Feature("正文、两端对齐", document("".join(par(f"{n}、{LONG}") for n in range(1, 6)))),
    "hanging": Feature("标点溢出边界", document(par(LONG) * 3), ""),
    "first-line-chars": Feature(
        "首行缩进 2 字符", document(par(LONG, '<w:ind w:firstLineChars="200" w:firstLine="420"/>') * 3)
    ),
    "indents": Feature(
        "左右缩进、悬挂缩进", document(par(LONG, '<w:ind w:left="840" w:right="420" w:hanging="420"/>') * 3)
    ),
    "no-grid": Feature(
        "无文档网格",
        document(par(LONG) * 4, last=NO_GRID),
        "行高按宋体 1.3 倍字号（Word），LibreOffice 用替代字体的 1.44 倍",
    ),
    "grid-left-over": Feature(
        "网格排不满版心",
        document(
            par(LONG) * 3 + table(rows(10), grid=(2000, 3000, 3300)) + par(LONG),
            last=section(margins='w:top="1440" w:right="1800" w:bottom="1440" w:left="1800"'),
        ),
    ),
    "grid-not-in-header": Feature(
        "页眉不贴网格",
        document(
            par(LONG),
            last=section(inside='<w:headerReference w:type="default" r:id="header1"/>'),
            stories={"header1.xml": par("县教育体育局", "", '<w:sz w:val="28"/>') * 3},
        ),
        "无网格处行高按宋体 1.3 倍字号（Word），LibreOffice 用替代字体的 1.44 倍",
    ),
    "large-on-grid": Feature("三号字在网格上占两行", document(par(LONG, "", '<w:sz w:val="32"/>') * 3)),
    "line-exact": Feature(
        "固定行距",
        document(par(LONG, '<w:spacing w:line="560" w:lineRule="exact"/>', '<w:sz w:val="32"/>') * 3, last=NO_GRID),
    ),
    "line-exact-on-grid": Feature(
        "固定行距（有网格）",
        document(par(LONG, '<w:spacing w:line="560" w:lineRule="exact"/>', '<w:sz w:val="32"/>') * 3),
        "Word 的固定行距不贴网格，LibreOffice 贴",
    ),
    "line-at-least": Feature(
        "最小行距", document(par(LONG, '<w:spacing w:line="500" w:lineRule="atLeast"/>') * 3, last=NO_GRID)
    ),
    "line-one-and-half": Feature(
        "1.5 倍行距",
        document(par(LONG, '<w:spacing w:line="360" w:lineRule="auto"/>') * 4),
        "网格上的多倍行距：行在其高度里居中，LibreOffice 放在上方",
    ),
    "spacing-lines": Feature(
        "段前段后按行",
        document(
            (
                par(
                    "标题",
                    '<w:spacing w:beforeLines="100" w:before="312" w:afterLines="50" w:after="156"/><w:jc w:val="center"/>',
                )
                + par(LONG)
            )
            * 3
        ),
    ),
    "snap-off": Feature(
        "段落不贴网格",
        document(par(LONG, '<w:snapToGrid w:val="0"/>') * 3),
        "行高按宋体 1.3 倍字号（Word），LibreOffice 用替代字体的 1.44 倍",
    ),
    "alignment": Feature(
        "居中、右对齐、分散对齐",
        document(
            par("居中的一行", '<w:jc w:val="center"/>')
            + par("右对齐的一行", '<w:jc w:val="right"/>')
            + par("分散对齐", '<w:jc w:val="distribute"/>')
            + par(LONG, '<w:jc w:val="left"/>')
        ),
    ),
    "styles": Feature(
        "样式继承",
        document(
            par("子样式的标题", '<w:pStyle w:val="c"/>') + par(LONG) + par("父样式", '<w:pStyle w:val="p"/>'),
            styles=_STYLE,
        ),
    ),
    "run-looks": Feature(
        "加粗、斜体、下划线、删除线、颜色、底纹",
        document(
            par(
                run("加粗", "<w:b/>")
                + run("斜体", "<w:i/>")
                + run("下划线", '<w:u w:val="single"/>')
                + run("双线", '<w:u w:val="double"/>')
                + run("删除线", "<w:strike/>")
                + run("红字", '<w:color w:val="FF0000"/>')
                + run("底纹", '<w:shd w:val="clear" w:fill="FFFF00"/>')
                + run("上标", '<w:vertAlign w:val="superscript"/>')
                + run("加宽", '<w:spacing w:val="40"/>')
                + run("缩放", '<w:w w:val="80"/>')
                + run("提升", '<w:position w:val="6"/>')
                + run("边框", '<w:bdr w:val="single" w:sz="4" w:space="0"/>')
            )
        ),
    ),
    "underlined-blanks": Feature(
        "下划线空格（填空）",
        document(
            par(
                run("姓名：")
                + run("            ", '<w:u w:val="single"/>')
                + run("，身份证号：")
                + run("                    ", '<w:u w:val="single"/>')
                + run("。")
            )
            * 3
        ),
    ),
    "tabs": Feature(
        "制表位与前导符",
        document(
            par(
                "<w:r><w:t>第一章</w:t></w:r><w:r><w:tab/><w:t>12</w:t></w:r>",
                '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8300"/></w:tabs>',
            )
            + par("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:tab/><w:t>丙</w:t></w:r>")
            + par("<w:r><w:tab/><w:t>居中</w:t></w:r>", '<w:tabs><w:tab w:val="center" w:pos="4150"/></w:tabs>')
        ),
    ),
    "numbering": Feature(
        "多级编号",
        document(
            listed("总则", 0)
            + listed("第一条", 1)
            + listed("第二条", 1)
            + listed("子项", 2)
            + listed("附则", 0)
            + listed("其他", 1),
            numbering=NUMBERING,
        ),
    ),
    "rows-auto": Feature("表格", document(table(rows(20), grid=(2000, 3000, 3300)))),
    "rows-at-least": Feature(
        "行高最小值", document(table(rows(20, '<w:trHeight w:val="567"/>'), grid=(2000, 3000, 3300)))
    ),
    "rows-exact": Feature(
        "行高固定值", document(table(rows(20, '<w:trHeight w:val="454" w:hRule="exact"/>'), grid=(2000, 3000, 3300)))
    ),
    "rows-no-grid": Feature(
        "表格内不贴网格",
        document(table(rows(20), grid=(2000, 3000, 3300)), grid_in_tables=False),
        "没有 adjustLineHeightInTable 时 Word 表格内不贴网格，LibreOffice 仍贴",
    ),
    "cell-valign": Feature(
        "单元格垂直对齐",
        document(
            table(
                row(
                    cell("上", 2000),
                    cell("中", 3000, _CENTER),
                    cell("下", 3300, '<w:vAlign w:val="bottom"/>'),
                    properties='<w:trHeight w:val="1200"/>',
                )
                * 3,
                grid=(2000, 3000, 3300),
            )
        ),
    ),
    "spans": Feature(
        "横向合并",
        document(
            table(
                row(cell("一", 2000), cell("二三", 6300, '<w:gridSpan w:val="2"/>'))
                + rows(2)
                + row(cell("全", 8300, '<w:gridSpan w:val="3"/>')),
                grid=(2000, 3000, 3300),
            )
        ),
    ),
    "merges": Feature(
        "纵向合并",
        document(
            table(
                row(cell("合并三行", 2000, f'<w:vMerge w:val="restart"/>{_CENTER}'), cell("甲", 6300))
                + row(cell("", 2000, "<w:vMerge/>"), cell("乙", 6300))
                + row(cell("", 2000, "<w:vMerge/>"), cell("丙", 6300)),
                grid=(2000, 6300),
            )
        ),
    ),
    "cell-margins": Feature("单元格边距", document(table(rows(4), grid=(2000, 3000, 3300), properties=_MARGIN))),
    "table-old-indent": Feature(
        "表格左缘（Word 2010 及以前）",
        document(table(rows(3), grid=(2000, 3000, 3300), properties='<w:tblInd w:w="300" w:type="dxa"/>'), mode=14),
    ),
    "table-new-indent": Feature(
        "表格左缘（Word 2013 起）",
        document(table(rows(3), grid=(2000, 3000, 3300), properties='<w:tblInd w:w="300" w:type="dxa"/>')),
    ),
    "table-centred": Feature(
        "表格居中",
        document(
            table(row(cell("甲", 2000), cell("乙", 2000)), grid=(2000, 2000), properties='<w:jc w:val="center"/>')
        ),
    ),
    "table-percent": Feature(
        "表格宽度百分比",
        document(table(row(cell("甲"), cell("乙")), grid=(2000, 2000), properties='<w:tblW w:w="5000" w:type="pct"/>')),
    ),
    "cell-borders": Feature(
        "单元格自己的边框",
        document(
            table(
                row(cell("无边框", 2000, _NIL), cell("乙", 6300)) + row(cell("丙", 2000), cell("丁", 6300)),
                grid=(2000, 6300),
            )
        ),
    ),
    "cell-shade": Feature(
        "单元格底纹",
        document(
            table(row(cell("灰", 2000, '<w:shd w:val="clear" w:fill="D9D9D9"/>'), cell("白", 6300)), grid=(2000, 6300))
        ),
    ),
    "vertical-text": Feature(
        "竖排文字",
        document(
            table(
                row(
                    cell("家庭成员", 600, f'<w:vMerge w:val="restart"/><w:textDirection w:val="tbRlV"/>{_CENTER}'),
                    cell("父亲", 7700),
                    properties='<w:trHeight w:val="900"/>',
                )
                + row(cell("", 600, "<w:vMerge/>"), cell("母亲", 7700), properties='<w:trHeight w:val="900"/>'),
                grid=(600, 7700),
            )
        ),
    ),
    "header-row": Feature(
        "标题行重复、跨页表格",
        document(
            table(
                row(cell("序号", 2000), cell("内容", 3000), cell("备注", 3300), properties="<w:tblHeader/>") + rows(70),
                grid=(2000, 3000, 3300),
            )
        ),
    ),
    "row-breaks": Feature(
        "行跨页断开",
        document(lines(38) + table(row(cell("长文", 1500), cell(lines(15, "内"), 6800)), grid=(1500, 6800))),
    ),
    "row-kept": Feature(
        "行不跨页",
        document(
            lines(38)
            + table(
                row(cell("长文", 1500), cell(lines(15, "内"), 6800), properties="<w:cantSplit/>"), grid=(1500, 6800)
            )
        ),
    ),
    "landscape": Feature(
        "横向节",
        document(
            par(LONG) + par("", section(inside='<w:type w:val="nextPage"/>')) + par(LONG),
            last=section(size='w:w="16838" w:h="11906" w:orient="landscape"'),
        ),
    ),
    "header-footer": Feature(
        "页眉页脚与页码",
        document(
            "".join(par(f"第{n}段") for n in range(1, 60)),
            last=section(
                inside='<w:headerReference w:type="default" r:id="header1"/><w:footerReference w:type="default" r:id="footer1"/>'
            ),
            stories={
                "header1.xml": par("县教育体育局", '<w:jc w:val="center"/>'),
                "footer1.xml": par(
                    f"{run('第')}{field('PAGE')}{run('页 共')}{field('NUMPAGES', '2')}{run('页')}",
                    '<w:jc w:val="center"/>',
                ),
            },
        ),
    ),
    "first-page": Feature(
        "首页不同",
        document(
            "".join(par(f"第{n}段") for n in range(1, 60)),
            last=section(
                inside='<w:headerReference w:type="default" r:id="header1"/><w:headerReference w:type="first" r:id="header2"/><w:titlePg/>'
            ),
            stories={"header1.xml": par("以后各页"), "header2.xml": par("首页")},
        ),
    ),
    "tall-header": Feature(
        "高于上边距的页眉",
        document(
            par(LONG),
            last=section(
                margins='w:top="900" w:right="1800" w:bottom="1440" w:left="1800"',
                inside='<w:headerReference w:type="default" r:id="header1"/>',
                grid="",
            ),
            stories={"header1.xml": par("一") + par("二") + par("三") + par("四")},
        ),
        "页眉行高按宋体 1.3 倍字号，LibreOffice 用替代字体的 1.44 倍",
        9.0,
    ),
    "columns": Feature(
        "分栏",
        document(
            par(LONG) * 8,
            last=section(inside="").replace('<w:cols w:space="425"/>', '<w:cols w:num="2" w:space="425"/>'),
        ),
        "行末的右括号可以压缩（Word），LibreOffice 不压",
    ),
    "page-break": Feature(
        "分页符与段前分页",
        document(par("一") + par('<w:r><w:br w:type="page"/></w:r>') + par("二") + par("三", "<w:pageBreakBefore/>")),
    ),
    "keep-next": Feature(
        "与下段同页", document("".join(par(f"{n}") for n in range(43)) + par("标题", "<w:keepNext/>") + par("正文"))
    ),
    "picture": Feature(
        "嵌入型图片",
        with_picture(par("前") + par(inline(200, 120), '<w:jc w:val="center"/>') + par("后"), last=NO_GRID),
    ),
    "picture-floating": Feature(
        "浮动图片（四周型）",
        with_picture(par(anchored(100, 60, 0, 5, '<wp:wrapSquare wrapText="bothSides"/>') + run(LONG)) + par(LONG)),
    ),
    "picture-front": Feature(
        "浮于文字上方的图片（印章）", with_picture(par(anchored(100, 60, 200, 5) + run(LONG)) + par(LONG))
    ),
    "footnote": Feature(
        "脚注",
        document(
            par(
                run("正文")
                + '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
                + run("继续。")
            ),
            stories={
                "footnotes.xml": '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="1"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote><w:footnote w:id="2">'
                + par(
                    '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>' + run(" 这是脚注。")
                )
                + "</w:footnote>"
            },
        ),
        "脚注行高",
        4.0,
    ),
    "checkbox": Feature(
        "符号字体的方框与勾",
        document(
            par(
                '<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
                + run("是 ")
                + '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
                + run("否")
            )
        ),
        "LibreOffice 用 OpenSymbol 的私用码",
        characters=("√□□", "\uf0a8\uf0fe"),
    ),
    "paragraph-border": Feature(
        "段落边框与底纹",
        document(
            par(
                "红头",
                '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="1" w:color="FF0000"/></w:pBdr><w:jc w:val="center"/>',
            )
            + par(LONG)
            + par("有底纹", '<w:shd w:val="clear" w:fill="D9D9D9"/>')
        ),
    ),
    "content-control": Feature(
        "内容控件、智能标记、修订外的包装",
        document(
            f"<w:sdt><w:sdtContent>{par('块级控件')}</w:sdtContent></w:sdt>"
            + par(
                f'<w:sdt><w:sdtContent>{run("行内控件")}</w:sdtContent></w:sdt><w:smartTag w:element="x">{run("智能标记")}</w:smartTag>'
            )
        ),
    ),
    "floating-table": Feature(
        "浮动表格",
        document(
            par(LONG)
            + table(
                rows(3),
                grid=(2000, 3000, 3300),
                properties='<w:tblpPr w:leftFromText="180" w:rightFromText="180" w:vertAnchor="text" w:horzAnchor="margin" w:tblpXSpec="center" w:tblpY="1"/>',
            )
            + par(LONG)
        ),
        "",
        8.0,
    ),
    "floating-table-at-foot": Feature(
        "浮动表格贴版心底部",
        document(
            par(LONG)
            + table(
                row(cell("经办人", 1500), cell("", 1500)),
                row(cell("日期", 1500), cell("2022年3月5日", 1500)),
                grid=(1500, 1500),
                properties='<w:tblpPr w:leftFromText="180" w:rightFromText="180" w:horzAnchor="margin" w:tblpXSpec="right" w:tblpYSpec="bottom"/>',
            )
            + par(LONG)
        ),
    ),
    "page-border": Feature(
        "页面边框",
        document(
            par("荣誉证书", '<w:jc w:val="center"/>', '<w:sz w:val="36"/>'),
            last=section(grid="").replace(
                "<w:cols",
                '<w:pgBorders w:offsetFrom="page"><w:top w:val="double" w:sz="12" w:space="24" w:color="C00000"/><w:left w:val="double" w:sz="12" w:space="24" w:color="C00000"/><w:bottom w:val="double" w:sz="12" w:space="24" w:color="C00000"/><w:right w:val="double" w:sz="12" w:space="24" w:color="C00000"/></w:pgBorders><w:cols',
            ),
        ),
    ),
    "grid-before": Feature(
        "行首缺格（gridBefore）",
        document(
            table(
                row(cell("甲", 2000), cell("乙", 3000), cell("丙", 3300))
                + row(
                    cell("丁", 3000),
                    cell("戊", 3300),
                    properties='<w:gridBefore w:val="1"/><w:wBefore w:w="2000" w:type="dxa"/>',
                ),
                grid=(2000, 3000, 3300),
            )
        ),
    ),
    "no-grid-columns": Feature(
        "缺少 tblGrid 的表格",
        document(table(row(cell("甲", 2000), cell("乙", 3000)) + row(cell("丙", 2000), cell("丁", 3000)))),
    ),
    "autofit": Feature(
        "自动列宽",
        document(table(row(cell("13900001111222233334444", 1000), cell("乙", 7000)), grid=(1000, 7000))),
        "Word 加宽放不下的列，LibreOffice 在列内断开",
    ),
}
