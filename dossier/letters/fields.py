"""What a template of 文书 may say, and on which facts of a child each field rests (contract §8). PURE."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from dossier.forms import Vocabulary
from dossier.model import LetterSpecs


class Field(NamedTuple):
    """A field of a letter: what it is, the facts it rests on, and how long a line stands for it when it is unknown."""

    told: str = ""
    facts: tuple[str, ...] = ()
    blank: str = "＿＿＿＿"


_LONG = "＿" * 12
_DAY = "＿＿＿＿年＿＿月＿＿日"

CHILD: Mapping[str, Field] = {
    "个案编号": Field("三位序号"),
    "姓名": Field("", ("name",)),
    "性别": Field("由身份证号推算", ("sex", "id_number"), "＿＿"),
    "出生日期": Field("由身份证号推算", ("birth", "id_number"), _DAY),
    "年龄": Field("发文日期时的周岁", ("birth", "id_number"), "＿＿"),
    "身份证号": Field("", ("id_number",), "＿" * 9),
    "民族": Field("", ("nation",), "＿＿"),
    "健康情况": Field("", ("health",)),
    "全国学籍号": Field("", ("student_no",), "＿" * 9),
    "残疾人证号": Field("", ("disability_no",), "＿" * 9),
    "监护人": Field("监护人1", ("guardian1_name",)),
    "监护人关系": Field("", ("guardian1_relation",), "＿＿"),
    "监护人电话": Field("", ("guardian1_phone",), "＿" * 6),
    "监护人身份证号": Field("", ("guardian1_id_number",), "＿" * 9),
    "监护人2": Field("", ("guardian2_name",)),
    "监护人2关系": Field("", ("guardian2_relation",), "＿＿"),
    "监护人2电话": Field("", ("guardian2_phone",), "＿" * 6),
    "住址": Field("现居住地；没有时为户籍所在地", ("live_address", "household_address"), _LONG),
    "户籍所在地": Field("", ("household_address",), _LONG),
    "学籍所在地": Field("", ("school_address",), _LONG),
    "现居住地": Field("", ("live_address",), _LONG),
    "学校": Field("学籍学校", ("school",), "＿" * 8),
    "就读学校": Field("现在就读的学校；没有时为学校", ("current_school", "school"), "＿" * 8),
    "年级": Field("", ("grade",), "＿＿＿"),
    "班级": Field("", ("class_name",), "＿＿"),
    "类别": Field("字母 A–M"),
    "情形": Field("如 查无此人、姓名错别字"),
    "辍学日期": Field("", ("dropout_date",), _DAY),
    "辍学原因": Field("", ("dropout_reason",), _LONG),
    "家庭情况": Field("", ("family",), _LONG),
    "劝返次数": Field("劝返记录的条数", ("persuasion_count",), "＿＿"),
    "劝返日期": Field("如 2022年3月5日、3月9日", ("persuasion_count",), "＿" * 10),
    "劝返单位": Field("", ("persuasion_unit",), "＿" * 6),
    "劝返责任人": Field("", ("persuader",)),
    "责任人电话": Field("", ("persuader_phone",), "＿" * 6),
}
"""Of the child; of the first one, where a letter names several."""
LETTER: Mapping[str, Field] = {
    "文号": Field("如 唐城教劝〔2022〕3号；代别的机关起草时只有空的括号"),
    "发文机关": Field("出文书的单位全称", (), _LONG),
    "发文日期": Field("如 2022年3月18日"),
    "受文者": Field("监护人、学校或外地教育部门", (), "＿" * 8),
    "限期": Field("如 2022年3月25日", (), _DAY),
    "限期天数": Field("从发文日期算起", (), "＿＿"),
    "经办人": Field("命令里的 --by；没有时为 workspace.yaml 的 clerk"),
    "联系人": Field("workspace.yaml 的 letters 里这个单位的联系人；没有时同经办人"),
    "联系电话": Field("workspace.yaml 的 letters 里这个单位的电话", (), "＿" * 6),
    "通信地址": Field("workspace.yaml 的 letters 里这个单位的地址", (), _LONG),
    "县": Field("workspace.yaml 的 county", (), "＿＿＿"),
    "学期": Field("如 2022年春季学期"),
    "学生人数": Field("一件文书里的学生数"),
}
"""Of the letter itself."""
_COLUMNS = "序号 姓名 性别 身份证号 全国学籍号 就读学校 年级 监护人 监护人电话 学校 辍学日期 户籍所在地"
LISTS: Mapping[str, tuple[str, ...]] = {
    "学生名单": tuple(_COLUMNS.split()),
    "文书": ("名称", "文号"),
    "劝返过程": (),
    "补件": ("序号", "材料", "要求"),
}
HAND_OVER = Vocabulary(
    fields={"发文机关": "", "发文日期": "", "件数": ""},
    lists={"交接": ("序号", "文号", "文书", "学生", "受文者", "页")},
)
"""What the list of letters that go out together may say."""
OF_LAW, TEXT_OF_LAW = "依据_", "条文_"


def vocabulary(specs: LetterSpecs, required: Mapping[str, tuple[str, ...]] | None = None) -> Vocabulary:
    """What templates of 文书 may say where these laws are known."""
    told = {name: field.told for name, field in {**LETTER, **CHILD}.items()}
    for law in specs.laws:
        told[f"{OF_LAW}{law.name}"] = law.citation
        told[f"{TEXT_OF_LAW}{law.name}"] = f"{law.text[:20]}…" if law.text else ""
    return Vocabulary(fields=told, lists=LISTS, required=required or {})


def facts_of(used: Iterable[str]) -> dict[str, str]:
    """Fact → the field of a template that says it, for the fields and lists that a template uses."""
    found: dict[str, str] = {}
    fields = [name for word in sorted(used) if (name := word.removeprefix(".")) in CHILD]
    for rest in (False, True):  # a field whose own fact it is goes before one that is only worked out from it
        for name in fields:
            for fact in CHILD[name].facts[1:] if rest else CHILD[name].facts[:1]:
                found.setdefault(fact, name)
    return found
