"""An invented child, for those who want to see a form as it will print."""

from __future__ import annotations

from collections.abc import Mapping

from dossier.forms.fields import Values, Vocabulary

_CHILD: Mapping[str, str] = {
    "学期": "2022年春季学期",
    "县": "唐河县",
    "单位": "唐河县城郊乡中心学校",
    "表名": "义务教育辍学学生登记表",
    "填表日期": "2022年3月18日",
    "姓名": "王晓磊",
    "身份证号": "411328201203059995",
    "出生日期": "2012年3月5日",
    "性别": "男",
    "年龄": "10",
    "民族": "汉族",
    "健康情况": "健康或良好",
    "全国学籍号": "G411328201203059995",
    "监护人1": "王建军",
    "监护人1关系": "父亲",
    "监护人1电话": "13708150899",
    "户籍所在地": "唐河县城郊乡王岗村",
    "学籍所在地": "唐河县城郊乡",
    "现居住地": "唐河县城郊乡王岗村",
    "学校": "城郊乡第一小学",
    "年级": "四年级",
    "班级": "2班",
    "类别": "K",
    "情形": "打工务农",
    "辍学日期": "2022年2月14日",
    "辍学原因": "随亲属外出务工",
    "家庭情况简述": "父母在外务工，随祖父母生活",
    "是否已开展劝返工作": "是",
    "劝返次数": "2",
    "劝返结果": "已返原校复学",
    "劝返单位": "城郊乡中心学校",
    "劝返责任人": "赵文博",
    "劝返责任人电话": "13700000899",
    "领导小组核实同意": "否",
    "复学日期": "2022年3月14日",
    "个案编号": "007",
    "全宗名称": "唐河县城郊乡中心学校",
    "案卷题名": "城郊乡第一小学王晓磊义务教育控辍保学个案材料（K 打工务农）",
    "起止时间": "2022年2月25日至2022年3月18日",
    "保管期限": "永久",
    "件数": "3",
    "页数": "5",
    "立卷人": "赵文博",
    "检查人": "李春梅",
    "立卷时间": "2022年3月18日",
}
_LISTS: Mapping[str, tuple[object, ...]] = {
    "劝返过程": (
        "第1次：2022年2月25日，赵文博（中心学校）、刘支书（村委会）赴王岗村学生家中，以入户方式开展劝返；结果：家长答应考虑。",
        "第2次：2022年3月7日，赵文博（中心学校）赴王岗村学生家中，以入户方式开展劝返；结果：家长同意返校。",
    ),
    "情况说明": ("本卷共3件5页，其中文字材料4页、照片1张。", "缺件：无。", "复印件：无。"),
    "条目": (
        {"顺序号": "1", "责任者": "城郊乡中心学校", "题名": "辍学学生登记表", "日期": "20220318", "页号": "1"},
        {"顺序号": "2", "题名": "劝返记录", "日期": "20220225", "页号": "2"},
        {"顺序号": "3", "责任者": "城郊乡第一小学", "题名": "学籍卡", "日期": "20220314", "页号": "3-5"},
    ),
}  # fmt: skip


def sample_values(words: Vocabulary) -> Values:
    """A value for every field of `words`: the invented child's, else the field's own name in brackets."""
    filled: Values = {**words.empty, **{name: _sample(name, told) for name, told in words.fields.items()}}
    for name, entry in words.lists.items():
        given = _LISTS.get(name) or ((dict.fromkeys(entry, "…"),) if entry else ("…",))
        filled[name] = tuple(
            {**dict.fromkeys((*entry, "锚点"), ""), **one} if isinstance(one, dict) else one for one in given
        )
    return {**filled, **dict.fromkeys(words.flags, False), **{name: "" for name in _BLANK if name in words.fields}}


def _sample(name: str, told: str) -> str:
    return told if told and name.startswith(_OF_LAW) else _CHILD.get(name, f"［{name}］")


_OF_LAW = ("依据_", "条文_")
"""Fields that are the same for every child: what they say stands beside them."""
_BLANK = (
    "不完整说明",
    "缺件",
    "缺件数",
    "残疾人证号",
    "监护人2",
    "监护人2关系",
    "监护人2电话",
    "未复学原因",
    "附页号",
    "归档号",
    "档号",
    "全宗号",
)
"""Empty in most forms."""
