"""Papers of visits and notices: persuasion, home visits, home teaching, what offices serve on families."""

from __future__ import annotations

from typing import Any

from dossier.demo.drawing import Block, Paper
from dossier.demo.papers.pen import Pen

_VISITORS = (
    "赵文博、李春梅",
    "赵文博（学校教师）、刘支书（村委会）",
    "孙校长、王老师、驻村干部张明",
    "李春梅、镇干部周涛",
)


def persuasion_sheet(pen: Pen) -> list[Paper]:
    """劝返记录 as a form that was filled in and scanned."""
    pen.written = pen.by_hand(0.5)
    child = pen.child
    told = pen.pick(
        "向家长和孩子宣讲义务教育法，了解辍学原因，动员返校。家长表示理解，同意尽快送孩子返校。",
        "到学生家中与家长谈心，孩子厌学，在家帮忙干活，经反复劝说，孩子答应下周返校上课。",
        "联系到学生父亲，告知其法定义务，说明辍学的危害，家长同意带孩子回来上学。",
    )
    words = pen.number(0, 2)
    when, who, how, what, result = (
        ("劝返时间", "劝返人员", "劝返方式", "劝返经过", "劝返结果"),
        ("时间", "参加人员", "方式", "劝返过程", "结果"),
        ("劝返日期", "劝返人", "劝返形式", "劝返情况记录", "学生去向"),
    )[words]
    rows: list[list[Any]] = [
        ["学生姓名", pen.fill(child.name), "性别", pen.fill(child.sex)],
        ["身份证号", pen.fill(child.id_number), "年级", pen.fill(child.grade)],
        ["家长姓名", pen.fill(child.guardian), "联系电话", pen.fill(child.phone)],
        [when, pen.fill(pen.plain_day(pen.ago(20, 50))), how, pen.fill(pen.pick("入户", "电话"))],
        [who, pen.fill(pen.pick(*_VISITORS), across=3)],
        ["家庭住址", pen.fill(child.address, across=3)],
        [what, pen.fill(told, across=3, left=True)],
        [result, pen.fill(pen.pick("同意返校", "已返校"), across=3, left=True)],
    ]
    if pen.chance(0.3):
        rows.pop(5)
    title = pen.title(
        "劝返记录表",
        "辍学学生劝返工作记录",
        "劝返记录",
        "劝返复学记录表",
        "控辍保学劝返记录",
        "劝返工作记录表",
        "控辍保学劝返登记表",
        "疑似辍学学生劝返记录表",
        "联合劝返记录",
        "入户劝返记录",
        after=0.8,
    )
    head = [pen.line(f"学校：{child.place.central_school}")] if pen.chance(0.4) else []
    foot = [pen.signature("监护人签字：", child.guardian, above=1.2)] if pen.chance(0.8) else []
    return [pen.paper(title, head, pen.table([2.4, 5, 2.4, 4], rows, 13), foot, tint=pen.pick("", "#fffdf8"))]


def home_visit_record(pen: Pen) -> list[Paper]:
    """家访记录, a form or a page of prose."""
    pen.written = pen.by_hand(0.5)
    child = pen.child
    told = pen.pick(
        f"经走访了解，{child.name}父母离异后随母亲外出生活，现在外地就读。教师向家长宣讲了义务教育法，请家长督促孩子按时上学。",
        f"到{child.name}家中走访，祖父母在家，父母离异，孩子被母亲带走，在外地上学，家里联系不多。",
    )
    title = pen.title(
        "家访记录表",
        "家访记录",
        "教师家访登记表",
        "家访登记表",
        "控辍保学家访登记表",
        "控辍保学家访记录表",
        "班主任家访记录",
        "入户走访记录表",
        "家庭走访记录表",
        "家访情况记录",
        after=0.8,
    )
    foot = [
        pen.signature(pen.pick("家长签字：", "家长签名："), child.guardian, above=1.2),
        pen.signature(pen.pick("教师签字：", "家访教师签名："), "赵文博", above=0.4),
    ]
    if pen.chance(0.25):
        lines: list[Block] = [
            pen.prose("学生姓名：{name}　　班级：{grade}", {"name": child.name, "grade": child.grade}, indent=False),
            pen.prose("家访时间：{day}", {"day": pen.plain_day(pen.ago(15, 45))}, indent=False),
            pen.prose("家访教师：赵文博、李春梅", indent=False),
            pen.prose("家访内容：{told}", {"told": told}, indent=False),
            pen.prose("家长意见：{word}", {"word": "理解支持。"}, indent=False),
        ]
        return [pen.paper(title, lines, foot, tint="#fffdf8")]
    rows: list[list[Any]] = [
        [
            pen.pick("学生姓名", "姓名"),
            pen.fill(child.name),
            "性别",
            pen.fill(child.sex),
            "班级",
            pen.fill(child.grade),
        ],
        [
            pen.pick("家访时间", "走访时间"),
            pen.fill(pen.plain_day(pen.ago(15, 45)), across=2),
            pen.pick("家访方式", "方式"),
            pen.fill("入户", across=2),
        ],
        [
            pen.pick("家访教师", "走访人员"),
            pen.fill("赵文博、李春梅", across=2),
            "受访家长",
            pen.fill(child.guardian, across=2),
        ],
        ["家庭住址", pen.fill(child.address, across=5)],
        [pen.pick("家访内容", "家访情况", "谈话内容", "走访情况"), pen.fill(told, across=5, left=True)],
        ["家长意见", pen.fill("理解支持，一定让孩子按时上学。", across=5, left=True)],
    ]
    return [pen.paper(title, pen.table([2.4, 2.6, 1.6, 2.4, 1.8, 2.6], rows, 15), foot, tint=pen.pick("", "#fffdf8"))]


def home_teaching_sheet(pen: Pen) -> list[Paper]:
    """送教上门记录 as a form that was filled in, signed and scanned."""
    pen.written = pen.by_hand(0.5)
    child = pen.child
    lesson = pen.pick(
        "生活适应：认识常用餐具，练习用勺子独立进餐。",
        "认知训练：认识红、黄、蓝三种颜色并配对。",
        "康复训练：扶站练习与手部抓握。",
        "语文：学习生字“大、小、人”；数学：1到5的认识。",
    )
    rows: list[list[Any]] = [
        ["学生姓名", pen.fill(child.name), "性别", pen.fill(child.sex)],
        ["身份证号", pen.fill(child.id_number), "残疾类别", pen.fill("肢体二级")],
        [
            pen.pick("送教时间", "送教日期", "时间"),
            pen.fill(pen.plain_day(pen.ago(15, 45))),
            "送教地点",
            pen.fill("学生家中"),
        ],
        [pen.pick("送教教师", "送教老师", "授课教师"), pen.fill("李春梅、赵文博"), "课时", pen.fill("2")],
        [pen.pick("教学内容", "送教内容", "教学目标及内容"), pen.fill(lesson, across=3, left=True)],
        [pen.pick("学生表现", "教学效果", "教学反思"), pen.fill("能在提示下完成三次，情绪稳定。", across=3, left=True)],
        ["家长意见", pen.fill("感谢老师上门教孩子。", across=3, left=True)],
    ]
    title = pen.title(
        "送教上门记录表",
        "送教上门工作记录",
        "送教上门记录",
        "送教上门工作记录表",
        "送教上门教学记录",
        "送教上门教学记录表",
        "送教上门服务记录表",
        "重度残疾儿童少年送教上门记录",
        "送教上门活动记录",
        "送教记录表",
        after=0.8,
    )
    head = [pen.line(f"送教学校：{child.place.special_school}")] if pen.chance(0.4) else []
    foot = [
        pen.signature(pen.pick("家长签字：", "家长签名：", "家长（签字）："), child.guardian, above=1.2),
        pen.signature(pen.pick("教师签字：", "送教教师签字：", "教师（签名）："), "李春梅", above=0.4),
    ]
    return [pen.paper(title, head, pen.table([2.4, 5, 2.4, 4], rows, 13), foot)]


def return_notice(pen: Pen) -> list[Paper]:
    """限期复学通知书 of the township, 劝返复学通知书 of the school."""
    child, place = pen.child, pen.child.place
    by_school = pen.chance(0.35)
    office = (child.school or place.central_school) if by_school else place.government
    until = pen.plain_day(pen.ago(3, 12))
    if by_school:
        title = pen.title(
            "劝返复学通知书",
            "劝返复学通知书（存根）",
            "复学通知书",
            "劝学通知书",
            "督促复学通知书",
            "返校通知书",
            after=0.5,
        )
        told = (
            f"您的孩子{child.name}（身份证号{child.id_number}）自开学以来未到校上课。依据《中华人民共和国义务教育法》第五条，"
            f"父母应当保证其按时入学接受并完成义务教育，请您于{until}前送其返校复学。"
        )
    else:
        title = pen.title(
            "限期复学通知书（存根）",
            "责令限期复学通知书",
            "限期复学通知书",
            "责令改正通知书",
            "行政复学督促令",
            "督促入学通知书",
            "责令送被监护人接受义务教育通知书",
            "限期返校通知书（存根）",
            after=0.5,
        )
        told = pen.pick(
            f"你的被监护人{child.name}（身份证号{child.id_number}）自开学起无正当理由未入学就读，经学校多次劝返仍未返校。"
            f"依据《中华人民共和国义务教育法》第五十八条，现责令你于{until}前送其复学。",
            f"经查，你未依法送适龄子女{child.name}（身份证号：{child.id_number}）接受义务教育，违反《中华人民共和国义务教育法》"
            f"第十一条规定，现责令限期改正，务必于{until}前送其到校就读。",
        )
    number = pen.line(f"{place.town[:2]}政限学〔{child.today.year}〕{pen.number(1, 30)}号", "center")
    to = pen.prose(f"{child.guardian}{pen.pick('', '（监护人）')}：", indent=False)
    foot = pen.signoff(office, pen.ago(15, 35))
    receipt = [pen.signature("签收人：", child.guardian, above=0.6)] if pen.chance(0.4) else []
    return [pen.paper(title, number if pen.chance(0.7) else [], to, pen.prose(told), foot, receipt)]


def judicial_notice_stub(pen: Pen) -> list[Paper]:
    """司法部门劝返文书（存根）."""
    child, place = pen.child, pen.child.place
    office = place.justice
    number = f"{place.county[0]}司劝〔{child.today.year}〕{pen.number(1, 30)}号"
    title = pen.title(
        "义务教育劝返文书（存根）",
        "司法劝返通知书（存根）",
        "义务教育法律告知书（存根）",
        "司法劝返文书（存根）",
        "司法建议书",
        "司法劝返告知书",
        "司法所劝返文书存根",
        "敦促复学法律文书",
        "控辍保学司法劝返书（存根）",
        after=0.5,
    )
    told = pen.pick(
        f"经查，你的被监护人{child.name}（身份证号{child.id_number}）未按规定接受义务教育。依据《中华人民共和国义务教育法》第五条、"
        "第十一条规定，请你自收到本文书之日起七日内送其返校复学。",
        f"你监护的{child.name}（身份证号{child.id_number}）至今辍学在家。我所依法向你告知：父母有保证适龄子女完成义务教育的法定义务，"
        "请于收到之日起五日内依法送其入学，逾期将依法处理。",
    )
    foot = pen.signoff(office, pen.ago(10, 25))
    cut = {"kind": "cut", "text": f"{number}　骑缝章", "seal": pen.stamp(office) if pen.seal == "own" else None}
    to = pen.prose(f"{child.guardian}：", indent=False)
    return [pen.paper(title, pen.line(number, "center"), to, pen.prose(told), foot, cut if pen.chance(0.5) else [])]


def service_receipt(pen: Pen) -> list[Paper]:
    """送达回证."""
    child, place = pen.child, pen.child.place
    office = pen.pick(place.government, place.justice)
    paper = pen.pick("限期复学通知书", "司法劝返文书", "责令改正通知书")
    rows: list[list[Any]] = [
        ["送达文书名称", f"{paper}（{child.name}）"],
        ["受送达人", pen.fill(child.guardian)],
        ["送达地点", pen.fill(child.address)],
        ["送达时间", pen.fill(pen.plain_day(pen.ago(8, 20)))],
        ["送达方式", "直接送达"],
        ["受送达人签名", pen.fill(child.guardian)],
        ["送达人", "周涛、刘国庆"],
        ["备注", ""],
    ]
    head = [pen.line(office, "center")] if pen.chance(0.6) else []
    title = pen.title("送达回证", "送达回证", "文书送达回证", "送达回执", after=0.8)
    foot = pen.signoff(office, pen.ago(8, 20)) if pen.chance(0.5) else []
    return [pen.paper(head, title, pen.table([3, 8], rows, 14), foot)]


def reply_letter(pen: Pen) -> list[Paper]:
    """复函, 接收函 of the school or bureau far away."""
    child = pen.child
    school = pen.where or "浙江省义乌市稠山第三小学"
    title = pen.title("复函", "回执", "接收函", f"关于{child.name}同学就读情况的复函", "回函", after=0.8)
    told = pen.pick(
        f"贵校来函收悉。经查，{child.name}（身份证号{child.id_number}）现在我校{child.grade}就读，学籍正在办理中。特此函复。",
        f"来函收悉，贵地学生{child.name}（身份证号{child.id_number}）确在我校就读，我校同意接收并办理学籍转入手续。特此函复。",
    )
    to = pen.prose(f"{child.place.central_school}：", indent=False)
    return [pen.paper(title, to, pen.prose(told), pen.signoff(school, pen.ago(5, 15), above=2))]
