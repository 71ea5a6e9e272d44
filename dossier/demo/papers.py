"""The papers of invented cases: certificates, cards, letters. Each builder gives the page(s) of one paper.

Every builder takes the child, a layout `variant` (0, 1, 2 …: wording, type sizes, order) and what may go wrong
with such a paper in life (no seal, another office's seal, no signature).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dossier.demo.blocks import one_of, para, right, sealed_by, signoff, style_of, title
from dossier.demo.drawing import Paper
from dossier.demo.people import Child, chinese_day
from dossier.demo.seals import Seal

_VILLAGE_TEXTS = {
    "查无此人": "兹有{name}（身份证号：{id}），经我村逐户排查并走访群众，我村无此人居住，也无此户籍人员，情况属实。",
    "户籍重复": "兹证明我村村民{name}，{sex}，身份证号{id}，系重复登记户口，现由家长申请注销。",
    "迁出注销": "兹有原我村村民{name}，{sex}，身份证号{id}，户口已随父母迁往外省，现不在我村居住。",
}
_POLICE_TEXTS = {
    "查无此人": "经查询人口信息系统并实地走访，{name}（公民身份号码{id}）在我辖区查无此人。",
    "户籍重复": "经核查，{name}，{sex}，公民身份号码{id}，系重复登记户口，我所已按规定受理注销。",
    "迁出注销": "{name}，{sex}，{birth}出生，公民身份号码{id}，其户口已迁出我辖区并注销。",
    "失踪失联": "{name}，{sex}，{birth}出生，公民身份号码{id}。家属报案称其失去联系，我所已受理，至今未查到下落。",
    "出国": "{name}，{sex}，公民身份号码{id}，经查询出入境记录，已随父母出国，至今未入境。",
}


def _said(text: str, child: Child) -> str:
    birth = chinese_day(child.birth)
    return text.format(name=child.name, id=child.id_number, sex=child.sex, birth=birth)


def village_certificate(child: Child, variant: int = 0, *, kind: str = "查无此人", sealed: bool = True) -> list[Paper]:
    """村（居）委会证明."""
    office = child.place.committee
    blocks = (
        title(one_of(variant, "证明", "证明", "证明", "村委会证明", f"关于{child.name}同学的情况证明"), 0.3),
        para(_said(_VILLAGE_TEXTS[kind], child)),
        para("特此证明。"),
        signoff(office, child.ago(20 + variant), sealed_by(office, sealed=sealed), variant, above=2),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def police_certificate(child: Child, variant: int = 0, *, kind: str = "查无此人", sealed: bool = True) -> list[Paper]:
    """派出所证明."""
    office = child.place.police
    start = "兹证明" if variant % 2 else ""
    blocks = (
        title(
            one_of(variant, "户籍核查情况证明", "证明", "派出所证明", "查询证明", f"关于{child.name}户籍情况的证明"),
            0.2,
        ),
        para(f"{child.place.central_school}：", indent=False),
        para(start + _said(_POLICE_TEXTS[kind], child)),
        para("特此证明。"),
        signoff(office, child.ago(18 + variant), sealed_by(office, sealed=sealed), variant, above=2),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def household_certificate(child: Child, variant: int = 0, *, sealed: bool = True) -> list[Paper]:
    """户籍证明 of the police station."""
    seal = sealed_by(child.place.police, sealed=sealed, below="户口专用章")
    rows = [
        ["姓名", child.name, "性别", child.sex],
        ["民族", child.nation, "出生日期", chinese_day(child.birth)],
        ["公民身份号码", {"text": child.id_number, "across": 3}],
        ["户籍地址", {"text": child.address, "across": 3}],
        ["与户主关系", "子" if child.sex == "男" else "女", "户主姓名", child.guardian],
    ]
    blocks = (
        title(one_of(variant, "户籍证明", "户籍证明", "户口证明", "常住人口户籍证明"), 0.4),
        para("兹证明下列人员系我所辖区常住户口居民："),
        {"kind": "table", "widths": [3, 4, 3, 4], "rows": rows, "height": 11},
        para("情况属实，特此证明。"),
        signoff(child.place.police, child.ago(15), seal, variant, above=1),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def household_register(child: Child, variant: int = 0) -> list[Paper]:
    """户口簿 page, copied, landscape."""
    rows = [
        ["姓 名", child.name, "户主或与户主关系", "子" if child.sex == "男" else "女"],
        ["曾 用 名", "", "性 别", child.sex],
        ["出 生 地", "河南省唐河县", "民 族", child.nation],
        ["籍 贯", "河南省唐河县", "出 生 日 期", chinese_day(child.birth)],
        ["本市（县）其他住址", {"text": child.address, "across": 3}],
        ["公民身份证件编号", {"text": child.id_number, "across": 3}],
        ["何时由何地迁来本址", {"text": "出生申报", "across": 3}],
    ]
    blocks = (
        title("常住人口登记卡", 0.6),
        {"kind": "table", "widths": [3, 4, 3, 3], "rows": rows, "height": 11, "size": 12},
        {
            "kind": "signoff",
            "lines": [f"承办人签章：　　　　登记日期：{chinese_day(child.ago(3200))}"],
            "seal": Seal(text=child.place.police, below="户口专用章", diameter=36),
        },
    )
    style = replace(style_of(variant), title_size=18, body_size=12, margin_top=12, margin_x=16)
    return [Paper(blocks=blocks, width=230, height=160, style=style, tint="#fbf3e6")]


def enrolment_card(
    child: Child, variant: int = 0, *, sealed: bool = True, school: str = "", heading: str = "", days: int = 12
) -> list[Paper]:
    """学籍卡（学生基本信息表）, as printed from the enrolment system."""
    where = school or child.school or child.place.central_school
    photo = {"text": "照\n片", "down": 4}
    rows: list[list[Any]] = [
        ["姓名", child.name, "性别", child.sex, photo],
        ["出生日期", f"{child.birth:%Y-%m-%d}", "民族", child.nation],
        ["身份证件号", {"text": child.id_number, "across": 3}],
        ["全国学籍号", {"text": child.student_no, "across": 3}],
        ["学校名称", {"text": where, "across": 4}],
        ["年级", child.grade, "班级", {"text": child.class_name, "across": 2}],
        ["学籍状态", "在校", "就读方式", {"text": "走读", "across": 2}],
        ["户口所在地", {"text": child.address, "across": 4}],
        ["现住址", {"text": child.address, "across": 4}],
        ["监护人姓名", child.guardian, "关系", {"text": child.relation, "across": 2}],
        ["联系电话", child.phone, "是否监护人", {"text": "是", "across": 2}],
    ]
    named = heading or one_of(
        variant, "学生基本信息表", "学生基本信息表（学籍卡）", "中小学生学籍卡", "学生学籍基本信息", "学籍卡"
    )
    blocks = (
        title(named, 0.15, after=0.8),
        {"kind": "table", "widths": [3, 4, 3, 2.4, 3], "rows": rows, "height": 10.5},
        signoff(where, child.ago(days), sealed_by(where, sealed=sealed), variant, above=1.2),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def special_school_card(child: Child, variant: int = 0, *, sealed: bool = True) -> list[Paper]:
    """The special school's card."""
    return enrolment_card(child, variant, sealed=sealed, school=child.place.special_school)


def guardian_statement(
    child: Child, variant: int = 0, *, where: str = "", signed: bool = True, days: int = 25
) -> list[Paper]:
    """家长签字证明材料."""
    blocks = (
        title(one_of(variant, "家长证明材料", "情况说明", "家长签字证明材料", "家长说明"), 0.4),
        para(
            f"我是{child.name}（身份证号{child.id_number}）的{child.relation}{child.guardian}，我的孩子现在跟随父母在"
            f"{where}就读{child.grade}，孩子学习生活正常，没有辍学。"
        ),
        para("以上情况属实，如有不实，愿承担一切责任。"),
        {
            "kind": "signature",
            "label": "家长签字：",
            "name": child.guardian if signed else None,
            "finger": signed,
            "above": 1.5,
        },
        right(f"联系电话：{child.phone}"),
        right(chinese_day(child.ago(days))),
    )
    return [Paper(blocks=blocks, style=style_of(variant), tint="#fffef9")]


def liaison_letter_stub(child: Child, variant: int = 0, *, where: str = "", sealed: bool = True) -> list[Paper]:
    """督促注册学籍联系函（存根）."""
    office = child.place.central_school
    why = f"该生现在{where}{child.grade}就读，请及时为其注册学籍，并反馈加盖公章的学籍卡。"
    rows = [
        ["编号", f"城郊中函〔{child.today.year}〕{variant + 3}号", "受函单位", where],
        ["学生姓名", child.name, "身份证号", child.id_number],
        ["监护人", child.guardian, "联系电话", child.phone],
        ["事由", {"text": why, "across": 3, "left": True}],
        ["经办人", "赵文博", "发函日期", chinese_day(child.ago(22))],
    ]  # fmt: skip
    seal = sealed_by(office, sealed=sealed)
    blocks = (
        title(one_of(variant, "督促注册学籍联系函（存根）", "关于督促注册学籍的联系函（存根）"), after=0.8),
        {"kind": "table", "widths": [2, 4, 2, 4], "rows": rows, "height": 13},
        signoff(office, child.ago(22), seal, variant, above=1),
        {"kind": "cut", "text": f"城郊中函〔{child.today.year}〕{variant + 3}号　骑缝章", "seal": seal},
    )
    return [Paper(blocks=blocks, style=style_of(variant + 1))]


def transfer_notice(child: Child, variant: int = 0, *, where: str = "", sealed: bool = True) -> list[Paper]:
    """关于告知及时办理学生转学的函, red-headed."""
    office = child.place.bureau
    county = where[: where.find("县") + 1] or where[: where.find("市") + 1] or where[: where.find("区") + 1] or "贵县"
    blocks = (
        {"kind": "headed", "text": office, "number": f"唐教体函〔{child.today.year}〕{variant + 11}号"},
        title(one_of(variant, f"关于告知{county}及时办理学生转学的函", "关于及时办理学生转学手续的函"), after=0.8),
        para(f"{county}教育体育局：", indent=False),
        para(
            f"经排查，我县户籍学生{child.name}（{child.sex}，身份证号{child.id_number}）现在{where}就读，尚未办理转学"
            "（学籍注册）手续。请贵局督促就读学校及时办理学籍转接，并将办理结果函告我局。"
        ),
        signoff(office, child.ago(10), sealed_by(office, sealed=sealed, diameter=45), variant, above=2),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def kindergarten_form(child: Child, variant: int = 0, *, sealed: bool = True) -> list[Paper]:
    """幼儿信息表."""
    office = child.place.kindergarten
    rows: list[list[Any]] = [
        ["幼儿姓名", child.name, "性别", child.sex, {"text": "照\n片", "down": 3}],
        ["出生日期", f"{child.birth:%Y-%m-%d}", "民族", child.nation],
        ["身份证号", {"text": child.id_number, "across": 3}],
        ["所在班级", {"text": "大班", "across": 2}, "入园时间", f"{child.today.year - 3}年9月"],
        ["家庭住址", {"text": child.address, "across": 4}],
        ["监护人", {"text": child.guardian, "across": 2}, "联系电话", child.phone],
        ["健康状况", {"text": "健康", "across": 2}, "延缓原因", "未满入学年龄体弱"],
    ]
    blocks = (
        title(one_of(variant, "幼儿信息表", "幼儿基本信息登记表", "在园幼儿信息表"), 0.3, after=0.8),
        {"kind": "table", "widths": [3, 3, 2.2, 3, 3.4], "rows": rows, "height": 11},
        signoff(office, child.ago(14), sealed_by(office, sealed=sealed, diameter=38), variant, above=1),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def government_certificate(child: Child, variant: int = 0, *, sealed: bool = True) -> list[Paper]:
    """政府部门证明 (gone abroad)."""
    office = child.place.government
    blocks = (
        title("证明", 1.2),
        para(
            f"兹证明我乡{child.place.village}村民{child.guardian}之{'子' if child.sex == '男' else '女'}{child.name}"
            f"（{child.sex}，身份证号{child.id_number}），已随父母出国，现居住国外，并在当地学校就读。"
        ),
        para("特此证明。"),
        signoff(office, child.ago(30), sealed_by(office, sealed=sealed), variant, above=2),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def leading_group_approval(child: Child, variant: int = 0) -> list[Paper]:
    """领导小组核实同意件."""
    office = f"{child.place.county}乡村振兴工作领导小组"
    blocks = (
        {"kind": "headed", "text": f"{office}文件", "number": f"唐振组〔{child.today.year}〕6号"},
        title(f"关于同意{child.name}同学延缓入学的批复", after=0.8),
        para(f"{child.place.government}：", indent=False),
        para(
            f"你乡《关于{child.name}同学办理延缓入学的请示》收悉。经核实，{child.name}（身份证号{child.id_number}）"
            "经多次联合劝返，确因身体原因暂不能入学，同意先办理延缓入学手续，并继续做好劝返工作。"
        ),
        signoff(office, child.ago(9), Seal(text=office, diameter=45), variant, above=2),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def leave_approval(child: Child, variant: int = 0) -> list[Paper]:
    """延缓入学申请审批表."""
    rows = [
        ["姓名", child.name, "性别", child.sex],
        ["身份证号", {"text": child.id_number, "across": 3}],
        ["监护人", child.guardian, "联系电话", child.phone],
        ["延缓原因", {"text": "身体瘦弱，语言发育迟缓，需继续康复训练", "across": 3, "left": True}],
        ["延缓期限", {"text": f"{child.today.year - 1}年9月1日至{child.today.year}年8月31日", "across": 3}],
        ["学校意见", {"text": "情况属实，同意。", "across": 3, "left": True}],
        ["教育部门意见", {"text": "同意延缓入学。", "across": 3, "left": True}],
    ]
    blocks = (
        title("延缓入学申请审批表", 0.2, after=0.8),
        {"kind": "table", "widths": [3, 4, 3, 4], "rows": rows, "height": 14},
        signoff(child.place.bureau, child.ago(8), Seal(text=child.place.bureau, diameter=45), variant, above=1),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]
