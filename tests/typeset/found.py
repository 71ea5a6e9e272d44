# ruff: noqa: E501  (one document a line: WordprocessingML reads no better when folded)
"""What real Word files asked for that the typesetter once set wrongly: one document each, compared with LibreOffice."""

from __future__ import annotations

from tests.typeset.docx import cell, document, par, row, run, section, table
from tests.typeset.features import LONG, NO_GRID, NUMBERING, Feature, field, inline, listed, with_picture

_BREAK = "<w:r><w:br/></w:r>"
_HALF_MORE = '<w:spacing w:line="360" w:lineRule="auto"/>'
_HIDE = "<w:hideMark/>"
_PAGE = '<w:r><w:br w:type="page"/></w:r>'
_TAB = '<w:r><w:rPr><w:u w:val="single"/></w:rPr><w:tab/></w:r>'
_ZEROS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><mc:AlternateContent><mc:Choice Requires="w14">'
    '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
    '</mc:AlternateContent><w:suff w:val="space"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
_PLAIN_TAB = "<w:r><w:tab/></w:r>"
_ROOMY = '<w:tcMar><w:top w:w="200" w:type="dxa"/><w:bottom w:w="300" w:type="dxa"/></w:tcMar>'
_NOTE = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="2"/></w:r>'
_OWN = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
_DROP_DOWN = '<w:ffData><w:name w:val="d"/><w:enabled/><w:ddList><w:result w:val="1"/><w:listEntry w:val="小学"/><w:listEntry w:val="初中"/></w:ddList></w:ffData>'


def fitted(text: str, width: int, number: int, spacing: int = 0) -> str:
    """A run that is spread over a width with all others of the same number."""
    wide = f'<w:spacing w:val="{spacing}"/>' if spacing else ""
    return run(text, f'{wide}<w:kern w:val="0"/><w:fitText w:val="{width}" w:id="{number}"/>')


def bare_field(code: str, data: str = "") -> str:
    """A complex field that stores no result."""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r><w:r><w:instrText xml:space="preserve"> {code} '
        '</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def footnotes(text: str, properties: str = "") -> dict[str, str]:
    """The part that holds one footnote."""
    return {"footnotes.xml": f'<w:footnote w:id="2">{par(f"{_OWN}{run(text, properties)}")}</w:footnote>'}


FOUND: dict[str, Feature] = {
    "break-last": Feature(
        "段末的换行符占一行",
        document(par("甲") + par(f"{run('乙')}{_BREAK}") + par(_BREAK) + par("丙")),
    ),
    "hyphens": Feature(
        "电话、日期可在连字符后换行",
        document(par("联系电话" * 9 + "0871-65120991，" + "返校时间" * 8 + "2022-03-18。", '<w:jc w:val="left"/>') * 3),
    ),
    "cell-punctuation": Feature(
        "单元格内标点不溢出",
        document(table(row(cell("意见", 1000), cell("为贯彻落实《中华人民共和国义务教育法》，切实做好控辍保学工作，根据上级文件精神，", 4261)), grid=(1000, 4261))),
    ),
    "fit-text": Feature(
        "调整宽度（fitText），几段文字合成一组",
        document(
            par(fitted("负责", 1680, 1, 525) + fitted("人", 1680, 1) + run("：陈测试"))
            + par(fitted("联系电", 1680, 2, 280) + fitted("话", 1680, 2) + run("：13900000991"))
        ),
    ),
    "footnote-in-cell": Feature(
        "表格里的脚注",
        document(
            table(row(cell("甲", 2000), cell(par(run("乙") + _NOTE), 3000)), grid=(2000, 3000)) + par(LONG),
            stories=footnotes("表中的脚注"),
        ),
        "脚注行高",
    ),
    "fields-without-result": Feature(
        "没有存结果的域：宏按钮、下拉窗体域",
        document(par(run("姓名：") + bare_field("MACROBUTTON  AcceptAllChanges 单击此处填写") + run("　学段：") + bare_field("FORMDROPDOWN", _DROP_DOWN)) + par(run("学段：") + field("FORMDROPDOWN", "").replace('"begin"/>', f'"begin">{_DROP_DOWN}</w:fldChar>'))),
    ),
    "tab-last": Feature(
        "段末的制表符不另起一行",
        document(par(run("甲" * 38) + _TAB) + par("丙") + table(row(cell(par(run("甲乙丙丁") + _TAB * 3), 2000), cell("戊", 2000)), grid=(2000, 2000))),
    ),
    "break-then-section": Feature(
        "分页符后紧接分节符，不多出一页",
        document(par("甲") + par(_PAGE) + par("", section()) + par("乙") + par(_PAGE) + par() + par("", section()) + par("丙") + par(_PAGE)),
    ),
    "break-before-table": Feature(
        "表格首段段前分页",
        document(par("甲") + table(row(cell(par("乙", "<w:pageBreakBefore/>"), 3000)), row(cell("丙", 3000)), grid=(3000,))),
    ),
    "mark-after-break": Feature(
        "分页符后的段落标记移到下一页（Word 2003 的文件）",
        document(par("甲") + par(f"{run('乙')}{_PAGE}") + par("丙"), compat="<w:splitPgBreakAndParaMark/>"),
    ),
    "picture-in-tall-lines": Feature(
        "多倍行距不放大图片的高度",
        with_picture(
            par("甲") + par(inline(85, 110), _HALF_MORE) + par("乙") + par(run("文字") + inline(40, 20), _HALF_MORE) + par("丙"),
            last=NO_GRID,
        ),
        "行高按宋体 1.3 倍字号（Word），LibreOffice 用替代字体的 1.44 倍",
    ),
    "hidden-marks": Feature(
        "空单元格不撑高行（hideMark）",
        document(
            table(
                row(cell("甲", 2000), cell("", 2000, _HIDE), properties='<w:trHeight w:val="200"/>'),
                row(cell("", 2000, _HIDE), cell("", 2000, _HIDE), properties='<w:trHeight w:val="100"/>'),
                row(cell("乙", 2000), cell("丙", 2000)), grid=(2000, 2000),
            )
        ),
    ),
    "bottom-to-top": Feature(
        "自下而上的文字（btLr）",
        document(
            table(
                row(cell(par("竖排文字", '<w:jc w:val="center"/>'), 1000, '<w:textDirection w:val="btLr"/><w:vAlign w:val="center"/>'), cell("乙", 3000), properties='<w:trHeight w:val="2000"/>'),
                row(cell(par("竖排"), 1000, '<w:textDirection w:val="btLr"/>'), cell("丙", 3000), properties='<w:trHeight w:val="2000"/>'),
                grid=(1000, 3000),
            )
        ),
    ),
    "numbers-with-zeros": Feature(
        "编号 001、002",
        document(listed("甲", 0) + listed("乙", 0), numbering=_ZEROS),
    ),
    "section-end-unnumbered": Feature(
        "只作分节用的空段不编号",
        document(
            listed("甲", 0) + par("", f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{section()}') + listed("乙", 0),
            numbering=NUMBERING,
        ),
    ),
    "fields-unseen": Feature(
        "不显示结果的域（SET）",
        document(par(run("甲") + field("SET a 99", "99") + run("乙"))),
    ),
    "hanging-after-latin": Feature(
        "西文、数字后的标点不溢出",
        document(par("兹有学生" * 6 + "联系电话号码为" + "13900000991，邮箱", '<w:ind w:right="105"/>') * 2 + par("甲" * 31 + "test@example.cn。", '<w:jc w:val="left"/>')),
    ),
    "leaders": Feature(
        "下划线、点前导符",
        document(
            par(run("姓名") + _PLAIN_TAB + run("班级") + _PLAIN_TAB, '<w:tabs><w:tab w:val="left" w:leader="underscore" w:pos="2805"/><w:tab w:val="left" w:leader="underscore" w:pos="5610"/></w:tabs>')
            + par(run("目录") + _PLAIN_TAB + run("12"), '<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="8296"/></w:tabs>', "")
        ),
    ),
    "row-margins": Feature(
        "上下单元格边距按行取最大",
        document(
            table(
                row(cell("甲", 1500), cell("乙", 1500, _ROOMY), cell("丙", 1500, '<w:vAlign w:val="bottom"/>'), cell("丁", 1500, '<w:vAlign w:val="center"/>'), properties='<w:trHeight w:val="1500"/>'),
                row(cell("戊", 1500), cell("己", 1500, _ROOMY), cell("庚", 1500), cell("辛", 1500)),
                grid=(1500,) * 4,
            )
        ),
    ),
    "tab-in-text": Feature(
        "文字里的制表符",
        document(par("<w:r><w:t>姓名：\t陈测试\t班级：\t三班</w:t></w:r>")),
    ),
}  # fmt: skip
