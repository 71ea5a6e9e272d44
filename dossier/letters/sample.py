"""What a letter's template is filled with for those who edit it: an invented letter, or one case's own, unnumbered."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from dossier.forms import Values, sample_values
from dossier.letters.asking import draft_of
from dossier.letters.fields import HAND_OVER, LETTER, LISTS, OF_LAW, TEXT_OF_LAW, vocabulary
from dossier.letters.numbering import blank_number
from dossier.letters.values import letter_values, with_blanks
from dossier.model import Check, LetterKind, LetterSpecs, Review

_DAY = date(2022, 3, 18)
_NUMBER = "唐城教劝〔2022〕3号"
_UNITS: Mapping[str, str] = {
    "school": "城郊乡第一小学",
    "central-school": "唐河县城郊乡中心学校",
    "township": "城郊乡人民政府",
    "county-bureau": "唐河县教育体育局",
}
_TO: Mapping[str, str] = {
    "guardian": "王建军",
    "school": "南阳市第五小学",
    "bureau": "南阳市卧龙区教育体育局",
    "home-bureau": "湖北省枣阳市教育局",
    "asked": "王岗村村民委员会",
}
_LETTER: Mapping[str, str] = {
    "文号": _NUMBER,
    "发文日期": "2022年3月18日",
    "限期": "2022年3月25日",
    "限期天数": "7",
    "经办人": "赵文博",
    "联系人": "赵文博",
    "联系电话": "0377-66660899",
    "通信地址": "唐河县城郊乡中心学校",
    "学生人数": "2",
    "监护人": "王建军",
    "监护人关系": "父亲",
    "监护人电话": "13708150899",
    "监护人身份证号": "411328198503059999",
    "监护人2": "李秀英",
    "监护人2关系": "母亲",
    "监护人2电话": "13708150898",
    "住址": "唐河县城郊乡王岗村3组",
    "就读学校": "城郊乡第一小学",
    "残疾人证号": "41132820120305999543",
    "家庭情况": "父母在外务工，随祖父母生活",
    "劝返日期": "2022年2月25日、3月7日",
    "责任人电话": "13700000899",
}
_CHILDREN = (
    {
        "序号": "1", "姓名": "王晓磊", "性别": "男", "身份证号": "411328201203059995", "就读学校": "南阳市第五小学",
        "全国学籍号": "G411328201203059995", "年级": "四年级", "监护人": "王建军", "监护人电话": "13708150899",
        "学校": "城郊乡第一小学", "辍学日期": "2022年2月14日", "户籍所在地": "唐河县城郊乡王岗村",
    },
    {"序号": "2", "姓名": "李小雨", "性别": "女", "就读学校": "南阳市第五小学", "年级": "五年级", "监护人": "李明"},
)  # fmt: skip
_ROWS: Mapping[str, tuple[Mapping[str, str], ...]] = {
    "学生名单": _CHILDREN,
    "文书": ({"名称": "劝返复学通知书", "文号": _NUMBER},),
    "补件": ({"序号": "1", "材料": "村（居）委会证明", "要求": "请到户籍所在村（居）委会开具并盖章"},),
}
_TOGETHER = (
    {"序号": "1", "文号": _NUMBER, "文书": "劝返复学通知书", "学生": "王晓磊", "受文者": "王建军", "页": "2"},
    {"序号": "2", "文号": "唐城教劝〔2022〕4号", "文书": "督促注册学籍联系函", "学生": "李小雨",
     "受文者": "南阳市第五小学",
     "页": "2"},
)  # fmt: skip


def sample_letter(kind: LetterKind | None, specs: LetterSpecs) -> Values:
    """Every field of a letter of that kind, or of none yet, as an invented office would fill it."""
    day_laws = {f"{OF_LAW}{law.name}": law.citation for law in specs.laws if law.holds_on(_DAY)}
    texts = {f"{TEXT_OF_LAW}{law.name}": law.text for law in specs.laws if law.holds_on(_DAY)}
    issuer = next((_UNITS[unit] for unit in (kind.issuers if kind else ()) if unit in _UNITS), _UNITS["central-school"])
    rows = {name: [{**dict.fromkeys(LISTS[name], ""), **row} for row in held] for name, held in _ROWS.items()}
    return {
        **sample_values(vocabulary(specs)),
        **_LETTER,
        **day_laws,
        **texts,
        **rows,
        "发文机关": issuer,
        "受文者": _TO.get(kind.addressee if kind else "guardian", _TO["guardian"]),
    }


def sample_hand_over() -> Values:
    """The list of letters that go out together, of two invented ones."""
    return {**sample_values(HAND_OVER), "发文机关": _UNITS["central-school"], "发文日期": _LETTER["发文日期"],
            "件数": "2", "交接": list(_TOGETHER)}  # fmt: skip


def letter_of_case(kind: LetterKind, review: Review, check: Check, used: Collection[str]) -> Values:
    """The letter as it would be made for this child today, by whoever may issue it here; its number stays blank."""
    ask = draft_of(kind, review, check)
    values = letter_values(ask, [law for law in check.letters.laws if law.holds_on(check.today)])
    kept = with_blanks({**values, "文号": blank_number(check.today.year)}, used, cells=kind.cells)
    return {**dict.fromkeys((*LETTER, *used), ""), **kept}
