"""More papers of invented cases: illness, family, courts, visits, notices. Same manners as papers.py."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from dossier.demo.blocks import one_of, para, right, sealed_by, signoff, style_of, title
from dossier.demo.drawing import Paper
from dossier.demo.people import Child, chinese_day
from dossier.demo.seals import Seal


def disability_certificate(
    child: Child, variant: int = 0, *, expires: date, kind: int = 4, level: int = 2
) -> list[Paper]:
    """残疾人证, the open booklet, landscape. `kind` 1–7 and `level` 1–4 as in the card's number."""
    kinds = ("", "视力", "听力", "言语", "肢体", "智力", "精神", "多重")
    rows: list[list[Any]] = [
        ["姓名", child.name, "性别", child.sex, {"text": "照\n片", "down": 4}],
        ["出生日期", chinese_day(child.birth), "民族", child.nation],
        ["残疾类别", kinds[kind], "残疾等级", "零一二三四"[level] + "级"],
        ["证号", {"text": f"{child.id_number}{kind}{level}", "across": 3}],
        ["监护人", child.guardian, "联系电话", {"text": child.phone, "across": 2}],
        ["家庭住址", {"text": child.address, "across": 4}],
        ["有效期至", {"text": chinese_day(expires, padded=True), "across": 4}],
    ]
    issued = date(expires.year - 10, expires.month, min(expires.day, 28))
    office = f"{child.place.county}残疾人联合会"
    blocks = (
        title("中华人民共和国残疾人证", 0.15, after=0.5, colour="#7a1010"),
        {"kind": "table", "widths": [2.6, 4, 2.4, 3, 3], "rows": rows, "height": 10, "size": 11.5},
        signoff(f"批准残联：{office}", issued, Seal(text=office, diameter=36), variant, above=0.6),
    )
    style = replace(style_of(variant), title_size=18, body_size=11.5, margin_top=11, margin_x=16, leading=0.8)
    return [Paper(blocks=blocks, width=210, height=148, style=style, tint="#f3f6ee")]


def diagnosis_certificate(child: Child, variant: int = 0, *, sealed: bool = True, days: int = 60) -> list[Paper]:
    """诊断证明 of a hospital."""
    office = child.place.hospital
    age = child.today.year - child.birth.year
    rows: list[list[Any]] = [
        ["姓名", child.name, "性别", child.sex, "年龄", f"{age}岁"],
        ["科别", "康复科", "门诊号", f"{child.today.year}0{variant + 3}118", "电话", child.phone],
        ["住址", {"text": child.address, "across": 5}],
        ["诊断", {"text": "脑性瘫痪（痉挛型双瘫），运动功能障碍。", "across": 5, "left": True}],
        ["处理意见", {"text": "需长期康复训练，日常生活需专人照护，建议在家休养。", "across": 5, "left": True}],
    ]
    blocks = (
        {"kind": "line", "text": office, "align": "center"},
        title(one_of(variant, "诊断证明书", "疾病诊断证明书", "诊断证明"), 0.4, after=0.8),
        {"kind": "table", "widths": [2, 3, 2, 3, 2, 3.2], "rows": rows, "height": 13},
        {"kind": "signature", "label": "医师签名：", "name": "孟祥", "day": ""},
        signoff(office, child.ago(days), sealed_by(office, sealed=sealed, below="诊断证明专用章"), variant, above=0.5),
        {"kind": "line", "text": "注：未盖本院诊断证明专用章无效。", "align": "left"},
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def judicial_notice_stub(child: Child, variant: int = 0, *, sealed: bool = True, days: int = 16) -> list[Paper]:
    """司法部门劝返文书（存根）."""
    office = child.place.justice
    number = f"唐司城劝〔{child.today.year}〕{variant + 4}号"
    blocks = (
        title(
            one_of(variant, "义务教育劝返文书（存根）", "司法劝返通知书（存根）", "义务教育法律告知书（存根）"),
            after=0.5,
        ),
        {"kind": "line", "text": number, "align": "center"},
        para(f"{child.guardian}：", indent=False),
        para(
            f"经查，你的被监护人{child.name}（身份证号{child.id_number}）未按规定接受义务教育。依据《中华人民共和国义务"
            f"教育法》第五条、第十一条规定，请你自收到本劝返文书之日起七日内送其返校复学。"
        ),
        signoff(office, child.ago(days), sealed_by(office, sealed=sealed), variant, above=1.5),
        {"kind": "cut", "text": f"{number}　骑缝章", "seal": sealed_by(office, sealed=sealed)},
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def return_notice(child: Child, variant: int = 0, *, days: int = 24, deadline: int = 10) -> list[Paper]:
    """限期复学通知书（存根） of the township."""
    office = child.place.government
    blocks = (
        title("限期复学通知书（存根）", 0.1, after=0.5),
        {"kind": "line", "text": f"城政限学〔{child.today.year}〕{variant + 2}号", "align": "center"},
        para(f"{child.guardian}：", indent=False),
        para(
            f"你的被监护人{child.name}（身份证号{child.id_number}）自开学起无正当理由未入学就读，经学校多次劝返仍未返校。"
            f"依据《中华人民共和国义务教育法》第五十八条，现责令你于{chinese_day(child.ago(deadline))}前送其复学。"
        ),
        signoff(office, child.ago(days), Seal(text=office), variant, above=1.5),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def civil_affairs_certificate(child: Child, variant: int = 0) -> list[Paper]:
    """离婚证, the open booklet, copied."""
    office = f"{child.place.county}民政局婚姻登记处"
    other = f"刘{'梅兰芳玲'[variant % 4]}"
    rows: list[list[Any]] = [
        ["持证人", child.guardian, {"text": "照\n片", "down": 3}],
        ["登记日期", chinese_day(child.ago(700))],
        ["离婚证字号", f"L411328-{child.today.year - 2}-00{variant + 31}2"],
        ["姓名", {"text": f"{child.guardian}　　性别：男　　国籍：中国", "across": 2}],
        ["姓名", {"text": f"{other}　　性别：女　　国籍：中国", "across": 2}],
        ["备注", {"text": f"婚生子女{child.name}由女方抚养", "across": 2}],
    ]
    blocks = (
        title("离婚证", 1, after=0.5, colour="#8c1a1a"),
        para("离婚申请，符合《中华人民共和国民法典》规定，予以登记，发给此证。"),
        {"kind": "table", "widths": [2.4, 6, 3], "rows": rows, "height": 11, "size": 12},
        signoff(f"登记机关：{office}", child.ago(700), Seal(text=office, diameter=36), variant, above=0.6),
    )
    style = replace(style_of(variant), title_size=20, body_size=12.5, margin_top=14, margin_x=20, leading=0.9)
    return [Paper(blocks=blocks, width=210, height=162, style=style, tint="#f8eeee")]


def court_judgment(child: Child, variant: int = 0) -> list[Paper]:
    """民事调解书, two pages, copied."""
    court = f"{child.place.county}人民法院"
    first = (
        title(court, 0.4, after=0.4),
        title("民事调解书", 0.6, after=0.6),
        right(f"（{child.today.year - 1}）豫1328民初{variant + 21}47号"),
        para("原告：刘梅，女，汉族，住唐河县城郊乡。"),
        para(f"被告：{child.guardian}，男，汉族，住{child.address}。"),
        para(
            f"原告刘梅与被告{child.guardian}离婚纠纷一案，本院立案后依法适用简易程序公开开庭进行了审理。"
            "本案在审理过程中，经本院主持调解，当事人自愿达成如下协议："
        ),
        para(f"一、原告刘梅与被告{child.guardian}自愿离婚；"),
    )
    second = (
        para(f"二、婚生子女{child.name}（{chinese_day(child.birth)}出生）由原告刘梅抚养，随原告生活就读；"),
        para("三、双方无共同财产及债务纠纷。"),
        para("上述协议，不违反法律规定，本院予以确认。本调解书经双方当事人签收后，即具有法律效力。"),
        {"kind": "signature", "label": "审判员　", "name": "高远", "above": 1.5},
        signoff(court, child.ago(420), Seal(text=court, diameter=45), variant, above=0.5),
        {"kind": "line", "text": "本件与原本核对无异", "align": "left"},
    )
    style = style_of(variant)
    return [Paper(blocks=first, style=style), Paper(blocks=second, style=style)]


def home_visit_record(child: Child, variant: int = 0, *, days: int = 21, signed: bool = True) -> list[Paper]:
    """家访记录, a form filled in."""
    talk = (
        f"经走访了解，{child.name}父母离异后随母亲外出生活，现在外地就读。家中祖父母身体尚好。教师向家长宣讲了"
        "义务教育法的规定，请家长督促孩子按时上学，并提供就读学校证明。"
    )
    rows: list[list[Any]] = [
        ["学生姓名", child.name, "性别", child.sex, "班级", f"{child.grade}{child.class_name}"],
        ["家访时间", {"text": chinese_day(child.ago(days)), "across": 2}, "家访方式", {"text": "入户", "across": 2}],
        ["家访教师", {"text": "赵文博、李春梅", "across": 2}, "受访家长", {"text": child.guardian, "across": 2}],
        ["家庭住址", {"text": child.address, "across": 5}],
        ["家访内容", {"text": talk, "across": 5, "left": True}],
        ["家长意见", {"text": "理解支持，一定让孩子按时上学。", "across": 5, "left": True}],
    ]
    blocks = (
        title(one_of(variant, "家访记录表", "家访记录", "教师家访登记表"), 0.4, after=0.8),
        {"kind": "table", "widths": [2.4, 2.4, 1.6, 2.4, 1.8, 2.6], "rows": rows, "height": 15},
        {"kind": "signature", "label": "家长签字：", "name": child.guardian if signed else None, "above": 1.2},
        {"kind": "signature", "label": "教师签字：", "name": "赵文博", "above": 0.4},
    )
    return [Paper(blocks=blocks, style=style_of(variant), tint="#fffdf8")]


def key_data_change(child: Child, variant: int = 0, *, old_name: str) -> list[Paper]:
    """关键数据变更 approval, as a picture of the system's page."""
    rows: list[list[Any]] = [
        ["变更项目", "变更前", "变更后", "审核状态"],
        ["姓名", old_name, child.name, "审核通过"],
        ["身份证件号", child.id_number, child.id_number, "未变更"],
        ["全国学籍号", child.student_no, child.student_no, "未变更"],
    ]
    blocks = (
        title("学生关键数据变更", 0.1, after=0.6),
        right(f"申请日期：{child.ago(40)}　审核单位：{child.place.bureau}"),
        {"kind": "table", "widths": [2, 4, 4, 2], "rows": rows, "height": 11, "size": 11},
    )
    style = replace(style_of(variant), title_size=17, body_size=11, margin_top=14, margin_x=14)
    return [Paper(blocks=blocks, width=240, height=110, style=style, tint="#f4f8fc")]


def exit_record(child: Child, variant: int = 0) -> list[Paper]:
    """护照 data page, copied."""
    rows: list[list[Any]] = [
        [{"text": "照\n片", "down": 4}, "姓名 Name", child.name],
        ["性别 Sex", child.sex],
        ["出生日期 Date of birth", f"{child.birth:%Y-%m-%d}"],
        ["护照号 Passport No.", f"E{child.today.year}{variant}4417"],
    ]
    blocks = (
        title("中华人民共和国护照", 0.2, after=0.6, colour="#20304f"),
        {"kind": "table", "widths": [3, 4, 5], "rows": rows, "height": 13, "size": 12},
    )
    style = replace(style_of(variant), title_size=18, body_size=12, margin_top=14, margin_x=18)
    return [Paper(blocks=blocks, width=190, height=130, style=style, tint="#eef2f7")]


def other_statement(child: Child, variant: int = 0) -> list[Paper]:
    """A school's 情况说明 for an unusual case."""
    office = child.place.central_school
    blocks = (
        title("情况说明", 0.6),
        para(
            f"{child.name}，{child.sex}，身份证号{child.id_number}，系我校{child.grade}学生。该生因家庭搬迁，"
            "暂时寄居亲戚家，学校已安排教师联系，目前正在协调就近就读。"
        ),
        para("特此说明。"),
        signoff(office, child.ago(7), Seal(text=office), variant, above=2),
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def home_teaching_sheet(child: Child, variant: int = 0, *, days: int = 20) -> list[Paper]:
    """送教上门记录 as a form that was filled in, signed and scanned."""
    rows: list[list[Any]] = [
        ["学生姓名", child.name, "性别", child.sex],
        ["身份证号", child.id_number, "残疾类别", "肢体二级"],
        ["送教时间", chinese_day(child.ago(days)), "送教地点", "学生家中"],
        ["送教教师", "李春梅、赵文博", "课时", "2"],
        ["教学内容", {"text": "生活适应：认识常用餐具，练习用勺子独立进餐。", "across": 3, "left": True}],
        ["学生表现", {"text": "能在提示下完成三次，情绪稳定。", "across": 3, "left": True}],
        ["家长意见", {"text": "感谢老师上门教孩子。", "across": 3, "left": True}],
    ]
    blocks = (
        title(one_of(variant, "送教上门记录表", "送教上门工作记录", "送教上门记录"), 0.3, after=0.8),
        {"kind": "table", "widths": [2.4, 5, 2.4, 4], "rows": rows, "height": 13},
        {"kind": "signature", "label": "家长签字：", "name": child.guardian, "above": 1.2},
        {"kind": "signature", "label": "教师签字：", "name": "李春梅", "above": 0.4},
    )
    return [Paper(blocks=blocks, style=style_of(variant))]


def persuasion_sheet(child: Child, variant: int = 0, *, days: int = 40) -> list[Paper]:
    """劝返记录 as a form that was filled in and scanned."""
    told = "向家长和孩子宣讲义务教育法，了解辍学原因，动员返校。家长表示理解，同意尽快送孩子返校。"
    rows: list[list[Any]] = [
        ["学生姓名", child.name, "性别", child.sex],
        ["身份证号", child.id_number, "年级", child.grade],
        ["家长姓名", child.guardian, "联系电话", child.phone],
        ["劝返时间", chinese_day(child.ago(days)), "劝返方式", "入户"],
        ["劝返人员", {"text": "赵文博、李春梅、刘支书", "across": 3}],
        ["家庭住址", {"text": child.address, "across": 3}],
        ["劝返经过", {"text": told, "across": 3, "left": True}],
        ["劝返结果", {"text": "同意返校", "across": 3, "left": True}],
    ]
    blocks = (
        title(one_of(variant, "劝返记录表", "辍学学生劝返工作记录", "劝返记录"), 0.3, after=0.8),
        {"kind": "table", "widths": [2.4, 5, 2.4, 4], "rows": rows, "height": 13},
        {"kind": "signature", "label": "监护人签字：", "name": child.guardian, "above": 1.2},
    )
    return [Paper(blocks=blocks, style=style_of(variant))]
