# ruff: noqa: E501  (one document a line: WordprocessingML reads no better when folded)
"""Whole office forms, as offices have them: many features in one document."""

from __future__ import annotations

from tests.typeset.docx import cell, document, par, replaced, row, run, section, table
from tests.typeset.features import LONG, Feature, anchored, field, with_picture

_C = '<w:jc w:val="center"/>'
_MID = '<w:vAlign w:val="center"/>'
_SONG = '<w:rFonts w:ascii="宋体" w:eastAsia="宋体" w:hAnsi="宋体"/>'
_HEI = '<w:rFonts w:ascii="黑体" w:eastAsia="黑体" w:hAnsi="黑体"/>'
_FANG = '<w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hAnsi="仿宋_GB2312"/>'
_BLANK = '<w:u w:val="single"/>'
_TIGHT = section(margins='w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"', grid="")


def _height(value: int, exact: bool = False) -> str:
    return f'<w:trHeight w:val="{value}"{" w:hRule=" + chr(34) + "exact" + chr(34) if exact else ""}/>'


def _label(text: str, width: int, more: str = "") -> str:
    return cell(par(text, _C, _SONG), width, _MID + more)


def _title(text: str, size: int = 36) -> str:
    return par(text, _C, f'{_HEI}<w:b/><w:sz w:val="{size}"/>')


def approval_form() -> bytes:
    """审批表: spans, merges, a vertical label, signatures at the foot of tall cells."""
    side = '<w:vMerge w:val="restart"/><w:textDirection w:val="tbRlV"/>'
    opinion = (
        par("同意。")
        + par("")
        + par("签字（盖章）：            ", '<w:jc w:val="right"/>')
        + par("年    月    日", '<w:jc w:val="right"/>')
    )
    body = _title("延缓入学（休学）审批表") + table(
        row(_label("学生姓名", 1500), _label("陈测试", 1800), _label("性别", 900), _label("女", 900), _label("出生日期", 1300), _label("2012年3月5日", 3200), properties=_height(560)),
        row(_label("身份证号", 1500), _label("110101201203050991", 3600, '<w:gridSpan w:val="3"/>'), _label("学校", 1300), _label("某某县第一中心学校", 3200), properties=_height(560)),
        row(_label("家庭成员", 1500, side), _label("姓名", 1800), _label("关系", 1800, '<w:gridSpan w:val="2"/>'), _label("联系电话", 4500, '<w:gridSpan w:val="2"/>'), properties=_height(480)),
        row(_label("", 1500, "<w:vMerge/>"), _label("陈父", 1800), _label("父亲", 1800, '<w:gridSpan w:val="2"/>'), _label("13900000991", 4500, '<w:gridSpan w:val="2"/>'), properties=_height(480)),
        row(_label("", 1500, "<w:vMerge/>"), _label("", 1800), _label("", 1800, '<w:gridSpan w:val="2"/>'), _label("", 4500, '<w:gridSpan w:val="2"/>'), properties=_height(480)),
        row(_label("申请理由", 1500), cell(par(LONG, '<w:ind w:firstLineChars="200"/>', _FANG), 8100, '<w:gridSpan w:val="5"/>'), properties=_height(2200)),
        *(row(_label(name, 1500), cell(opinion, 8100, '<w:gridSpan w:val="5"/><w:vAlign w:val="bottom"/>'), properties=_height(2000)) for name in ("学校意见", "乡镇意见", "县教育局意见")),
        grid=(1500, 1800, 900, 900, 1300, 3200), properties='<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>',
    ) + par("注：本表一式三份。", "", '<w:sz w:val="18"/>')  # fmt: skip
    return document(body, last=_TIGHT)


def notice_with_stub() -> bytes:
    """通知书: stub and notice on one sheet, a dashed line to cut along between them."""
    cut = '<w:pBdr><w:bottom w:val="dashed" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
    exact = '<w:spacing w:line="480" w:lineRule="exact"/>'
    text = par(
        run("        ", _BLANK) + run("家长：你的孩子") + run("          ", _BLANK)
        + run("于    年    月    日起未到校上课，根据《中华人民共和国义务教育法》第五条、第十一条规定，限你于    年    月    日前送其复学。"),
        f'{exact}<w:ind w:firstLineChars="200" w:firstLine="560"/>', '<w:sz w:val="28"/>',
    )  # fmt: skip
    foot = par("某某县第一中心学校（章）", f'{exact}<w:jc w:val="right"/><w:ind w:right="560"/>') + par(
        "年    月    日", f'{exact}<w:jc w:val="right"/><w:ind w:right="560"/>'
    )
    head = _title("限期复学通知书（存根）") + par("编号：〔2022〕第    号", f'{exact}<w:jc w:val="right"/>')
    main = _title("限期复学通知书") + par("编号：〔2022〕第    号", f'{exact}<w:jc w:val="right"/>')
    return document(head + text + foot + par("", cut) + main + text + foot, last=_TIGHT)


def service_receipt() -> bytes:
    """送达回证."""
    names = ("送达文书名称", "受送达人", "送达地点", "送达方式", "收件人签名", "代收人签名及理由", "送达人签名", "备注")
    rows = "".join(
        row(
            _label(name, 2600),
            cell(par("年    月    日", '<w:jc w:val="right"/>'), 6200, '<w:vAlign w:val="bottom"/>'),
            properties=_height(1100),
        )
        for name in names
    )
    return document(
        _title("送 达 回 证", 44)
        + table(rows, grid=(2600, 6200), properties='<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'),
        last=_TIGHT,
    )


def certificate() -> bytes:
    """证明: large letters, letter spacing, a seal in front of the signature."""
    body = (
        par("证    明", f'{_C}<w:spacing w:before="600" w:after="400"/>', f'{_HEI}<w:spacing w:val="40"/><w:sz w:val="52"/>')
        + par(f"兹证明{'陈测试'}，身份证号110101201203050991，系我村村民，现随父母在外居住。{LONG}", '<w:spacing w:line="600" w:lineRule="exact"/><w:ind w:firstLineChars="200"/>', f'{_FANG}<w:sz w:val="32"/>')
        + par("特此证明。", '<w:spacing w:line="600" w:lineRule="exact"/><w:ind w:firstLineChars="200"/>', f'{_FANG}<w:sz w:val="32"/>')
        + par(anchored(90, 60, 260, -10) + run("某某村村民委员会", f'{_FANG}<w:sz w:val="32"/>'), '<w:spacing w:line="600" w:lineRule="exact"/><w:jc w:val="right"/>')
        + par("2022年3月18日", '<w:spacing w:line="600" w:lineRule="exact"/><w:jc w:val="right"/>', f'{_FANG}<w:sz w:val="32"/>')
    )  # fmt: skip
    return with_picture(body, last=section(grid=""))


def landscape_list() -> bytes:
    """横向名册: a repeated header row over three pages, page numbers in the footer."""
    widths = (700, 1400, 700, 2600, 2200, 2600, 3400)
    head = row(
        *(
            _label(text, width)
            for text, width in zip(
                ("序号", "姓名", "性别", "身份证号", "学校", "监护人电话", "备注"), widths, strict=True
            )
        ),
        properties=_height(600) + "<w:tblHeader/>",
    )
    rows = "".join(
        row(*(_label(text, width) for text, width in zip((str(n), f"学生{n}", "男", f"11010120120305{n:04d}", "第一中心学校", "13900000991", ""), widths, strict=True)), properties=_height(480, True) + "<w:cantSplit/>")
        for n in range(1, 51)
    )  # fmt: skip
    last = section(
        size='w:w="16838" w:h="11906" w:orient="landscape"',
        margins='w:top="1134" w:right="1134" w:bottom="1134" w:left="1134"',
        grid="",
        inside='<w:footerReference w:type="default" r:id="footer1"/>',
    )
    footer = par(f"{run('第 ')}{field('PAGE')}{run(' 页，共 ')}{field('NUMPAGES', '3')}{run(' 页')}", _C, "")
    return document(
        _title("控辍保学学生名册")
        + table(head, rows, grid=widths, properties='<w:jc w:val="center"/><w:tblLayout w:type="fixed"/>'),
        last=last,
        stories={"footer1.xml": footer},
    )


def official_letter() -> bytes:
    """红头公文: red head with a line under it, 三号 on exact lines, numbered headings, right-aligned end."""
    exact = '<w:spacing w:line="560" w:lineRule="exact"/>'
    big = f'{_FANG}<w:sz w:val="32"/>'
    body = (
        par("某某县教育体育局", _C, f'{_SONG}<w:b/><w:color w:val="FF0000"/><w:spacing w:val="60"/><w:sz w:val="64"/>')
        + par("教体函〔2022〕18号", '<w:pBdr><w:bottom w:val="single" w:sz="18" w:space="6" w:color="FF0000"/></w:pBdr><w:jc w:val="center"/>' + exact, big)
        + par("关于告知及时办理学生转学的函", f'{_C}<w:spacing w:before="400" w:after="300" w:line="700" w:lineRule="exact"/>', f'{_SONG}<w:b/><w:sz w:val="44"/>')
        + par("某某市教育局：", exact, big)
        + "".join(par(text, f'{exact}<w:ind w:firstLineChars="200" w:firstLine="640"/>', big) for text in (LONG, "一、基本情况", LONG, "二、有关要求", LONG))
        + par("", exact, big)
        + par("某某县教育体育局", f'{exact}<w:jc w:val="right"/><w:ind w:rightChars="400" w:right="1280"/>', big)
        + par("2022年3月18日", f'{exact}<w:jc w:val="right"/><w:ind w:rightChars="400" w:right="1280"/>', big)
    )  # fmt: skip
    return document(body, last=section(margins='w:top="2098" w:right="1474" w:bottom="1985" w:left="1588"', grid=""))


def wps_form() -> bytes:
    """What WPS writes: paraIds, its own data, no table grid, row alignment, symbols in content controls, hints."""
    extra = 'xmlns:wpsCustomData="http://www.wps.cn/officeDocument/2013/wpsCustomData" mc:Ignorable="w14 wpsCustomData"'
    hint = '<w:rFonts w:hint="eastAsia" w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体" w:cs="宋体"/><w:b w:val="0"/><w:bCs/>'
    go_back = '<w:bookmarkStart w:id="0" w:name="_GoBack"/><w:bookmarkEnd w:id="0"/>'
    box = (
        '<w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="0"/></w14:checkbox></w:sdtPr><w:sdtContent>'
        + run("□", hint)
        + "</w:sdtContent></w:sdt>"
    )
    choice = f'<w:p w14:paraId="1A2B3C4D"><w:pPr><w:jc w:val="center"/></w:pPr>{box}{run("是 ", hint)}{box}{run("否", hint)}{go_back}</w:p>'
    rows = row(
        cell(par("是否同意", _C, hint), 2400, _MID),
        cell(choice, 5900, _MID),
        properties=_height(620) + '<w:jc w:val="center"/>',
    )
    rows += row(
        cell(par("“意见”", _C, hint), 2400, _MID), cell(par("同意……", "", hint), 5900), properties=_height(1200)
    )
    body = (
        par(f'{run("登记表", hint)}<w:proofErr w:type="spellStart"/>', _C)
        + table(rows, properties='<w:tblLayout w:type="autofit"/>')
        + par()
    )
    plain = document(body, mode=14)
    return replaced(
        plain, "word/document.xml", lambda xml: xml.replace(b"<w:document ", f"<w:document {extra} ".encode(), 1)
    )


MIXES: dict[str, Feature] = {
    "wps-form": Feature("WPS 写出的表格", wps_form()),
    "approval-form": Feature("审批表", approval_form(), spread=4.0),
    "notice-with-stub": Feature(
        "通知书：存根与正本同页",
        notice_with_stub(),
        "无网格处行高按宋体 1.3 倍字号，LibreOffice 用替代字体的 1.44 倍；LibreOffice 不认 firstLineChars",
    ),
    "service-receipt": Feature("送达回证", service_receipt(), spread=4.5),
    "certificate": Feature(
        "证明",
        certificate(),
        "无网格处行高按宋体 1.3 倍字号，LibreOffice 用替代字体的 1.44 倍；LibreOffice 不认 firstLineChars",
    ),
    "landscape-list": Feature("横向名册，标题行重复", landscape_list(), spread=4.0),
    "official-letter": Feature("红头公文", official_letter(), spread=5.0),
}
