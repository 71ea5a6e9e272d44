"""Papers of schools and the education bureau: cards, forms, letters. A maker is (pen) → the pages of one paper."""

from __future__ import annotations

from typing import Any

from dossier.demo.drawing import Block, Paper
from dossier.demo.papers.pen import Pen

_CARDS = (
    *("学生基本信息表", "学生基本信息表（学籍卡）", "中小学生学籍卡", "学生学籍基本信息", "学籍卡", "学籍基础信息表"),
    *(
        "学生基础信息表",
        "河南省义务教育学生学籍卡",
        "小学生学籍卡片",
        "学生学籍信息表",
        "学生个人基本信息",
        "学籍信息卡",
    ),
)


def enrolment_card(pen: Pen) -> list[Paper]:
    """学籍卡（学生基本信息表）, as printed from the enrolment system or kept as a card."""
    child = pen.child
    return _card(pen, pen.where or child.school or child.place.central_school, _CARDS)


def special_school_card(pen: Pen) -> list[Paper]:
    """The special school's card."""
    school = pen.child.place.special_school
    return _card(pen, school, (*_CARDS, f"{school}学籍卡", f"{school}学生基本信息表"))


def _card(pen: Pen, school: str, titles: tuple[str, ...]) -> list[Paper]:
    system = pen.chance(0.25)
    head: list[Block] = []
    if system:
        head.append(pen.line("全国中小学生学籍信息管理系统", "center"))
    head.append(pen.title("学生基本信息" if system else pen.pick(*titles), after=0.7))
    if pen.chance(0.3):
        head.append(pen.line(f"学校名称：{school}　　打印日期：{pen.plain_day(pen.ago(5, 15))}"))
    body = pen.pick(_card_wide, _card_narrow, _card_sections)(pen, school)
    return [pen.paper(head, body, pen.signoff(school, pen.ago(5, 20), above=1.0))]


def _card_wide(pen: Pen, school: str) -> list[Block]:
    child = pen.child
    rows: list[list[Any]] = [
        ["姓名", child.name, "性别", child.sex, {"text": "照\n片", "down": 4}],
        ["出生日期", pen.plain_day(child.birth), "民族", child.nation],
        [pen.pick("身份证件号", "身份证号", "证件号码"), {"text": child.id_number, "across": 3}],
        ["全国学籍号", {"text": child.student_no, "across": 3}],
        ["学校名称", {"text": school, "across": 4}],
        ["年级", child.grade, "班级", {"text": child.class_name, "across": 2}],
        ["学籍状态", "在校", "就读方式", {"text": pen.pick("走读", "住校"), "across": 2}],
        ["户口所在地", {"text": child.address, "across": 4}],
        ["监护人姓名", child.guardian, "关系", {"text": child.relation, "across": 2}],
        ["联系电话", child.phone, "是否监护人", {"text": "是", "across": 2}],
    ]
    return [pen.table([3, 4, 3, 2.4, 3], rows, 10.5)]


def _card_narrow(pen: Pen, school: str) -> list[Block]:
    """The old card: filled by hand or typewriter, a year a row."""
    child = pen.child
    pen.written = pen.by_hand(0.4)
    rows: list[list[Any]] = [
        ["学生姓名", pen.fill(child.name), "曾用名", "", "性别", pen.fill(child.sex)],
        ["出生年月", pen.fill(pen.plain_day(child.birth), across=3), "民族", pen.fill(child.nation.removesuffix("族"))],
        ["学籍号", pen.fill(child.student_no, across=3), "入学时间", pen.fill(f"{child.today.year - 2}.9")],
        ["身份证号", pen.fill(child.id_number, across=3), "入学方式", pen.fill("就近")],
        ["家庭住址", pen.fill(child.address, across=5)],
        ["家长姓名", pen.fill(child.guardian), "与学生关系", pen.fill(child.relation), "电话", pen.fill(child.phone)],
        ["学年", "年级", "班级", {"text": "学校", "across": 2}, "备注"],
        [
            f"{child.today.year - 1}-{child.today.year}",
            pen.fill(child.grade),
            pen.fill(child.class_name),
            {"text": school, "across": 2},
            "",
        ],
        ["", "", "", {"text": "", "across": 2}, ""],
    ]
    return [pen.table([2.2, 3, 2.2, 2.6, 2, 3.6], rows, 11)]


def _card_sections(pen: Pen, school: str) -> list[Block]:
    """Long print-out in sections."""
    child = pen.child
    first: list[list[Any]] = [
        ["姓名", child.name, "性别", child.sex],
        ["出生日期", f"{child.birth:%Y%m%d}", "出生地", child.region],
        ["身份证件类型", "居民身份证", "身份证件号", child.id_number],
        ["民族", child.nation, "国籍/地区", "中国"],
        ["健康状况", "健康或良好", "政治面貌", "群众"],
    ]
    second: list[list[Any]] = [
        ["学籍号", child.student_no, "学籍辅号", f"{pen.number(10**7, 10**8 - 1)}"],
        ["学校标识码", f"21410{pen.number(10000, 99999)}", "学校名称", school],
        ["年级", child.grade, "班级", child.class_name],
        ["入学年月", f"{child.today.year - 1}09", "入学方式", "就近入学"],
        ["就读方式", "走读", "学生来源", "正常入学"],
    ]
    third: list[list[Any]] = [
        ["成员姓名", child.guardian, "关系", child.relation],
        ["联系电话", child.phone, "是否监护人", "是"],
        ["现住址", {"text": child.address, "across": 3}],
    ]
    blocks: list[Block] = []
    for head, rows in zip(("学生基础信息", "学籍信息", "家庭成员信息"), (first, second, third), strict=True):
        blocks += [pen.line(head), pen.table([3, 4.4, 3, 4.8], rows, 8.5)]
    return blocks


def liaison_letter_stub(pen: Pen) -> list[Paper]:
    """督促注册学籍联系函（存根）, as a table or in prose."""
    child, where = pen.child, pen.where
    office = child.place.central_school
    number = f"{child.place.town[:2]}中函〔{child.today.year}〕{pen.number(1, 60)}号"
    day = pen.ago(15, 35)
    title = pen.title(
        "督促注册学籍联系函（存根）",
        "关于督促注册学籍的联系函（存根）",
        "督促学籍注册联系函（存根）",
        "学生学籍注册联系函（存根）",
        "督促学生注册学籍联系函（存根联）",
        "督促注册学籍联系函存根",
        "联系函（存根）",
        after=0.8,
    )
    why = f"该生现在{where}{child.grade}就读，请及时为其注册学籍，并反馈加盖公章的学籍卡。"
    foot = pen.signoff(office, day, above=1)
    cut = {"kind": "cut", "text": f"{number}　骑缝章", "seal": pen.stamp(office) if pen.seal == "own" else None}
    if pen.chance(0.45):
        told = pen.prose(
            f"我辖区学生{child.name}（{child.sex}，身份证号{child.id_number}）现在贵校{child.grade}就读，尚未注册学籍。"
            "请贵校于收函后及时为该生办理学籍注册，并将学籍卡（盖章）反馈我校。"
        )
        first = pen.prose(f"{where}：", indent=False)
        return [pen.paper(title, pen.line(number, "right"), first, told, foot, cut if pen.chance(0.6) else [])]
    rows: list[list[Any]] = [
        ["编号", number, "受函单位", where],
        ["学生姓名", child.name, "身份证号", child.id_number],
        ["监护人", child.guardian, "联系电话", child.phone],
        ["事由", {"text": why, "across": 3, "left": True}],
        ["经办人", "赵文博", "发函日期", pen.plain_day(day)],
    ]
    return [pen.paper(title, pen.table([2, 4, 2, 4], rows, 13), foot, cut if pen.chance(0.5) else [])]


def transfer_notice(pen: Pen) -> list[Paper]:
    """关于告知及时办理学生转学的函 of the education bureau."""
    child, where = pen.child, pen.where
    office = child.place.bureau
    county = next((where[: where.find(sign) + 1] for sign in "县市区" if sign in where[2:]), "贵县")
    number = f"{child.place.county[0]}教体函〔{child.today.year}〕{pen.number(2, 90)}号"
    title = pen.title(
        f"关于告知{county}及时办理学生转学的函",
        "关于告知贵县（市、区）及时办理学生转学的函",
        "关于及时办理学生转学手续的函",
        f"关于及时办理{child.name}同学转学手续的函",
        "关于协助办理学生转学手续的函",
        "关于商请办理学生学籍转接的函",
        "告知转学函",
        after=0.8,
    )
    told = pen.pick(
        f"经排查，我县户籍学生{child.name}（{child.sex}，身份证号{child.id_number}）现在{where}就读，尚未办理转学（学籍注册）手续。"
        "请贵局督促就读学校及时办理学籍转接，并将办理结果函告我局。",
        f"{child.name}，身份证号{child.id_number}，系我县户籍适龄少年，现在贵地{where}就读。根据学籍管理办法，请贵县及时为其办理转学手续。",
        f"我县{child.place.town}学生{child.name}（身份证号{child.id_number}）随父母到贵地就读于{where}，至今未转学籍。现告知贵局，请督促学校及时办理转学。",
    )
    head = [{"kind": "headed", "text": office, "number": number}] if pen.chance(0.6) else []
    to = pen.prose(f"{county}{pen.pick('教育体育局', '教育局')}：", indent=False)
    end = [pen.prose("特此函告。")] if pen.chance(0.5) else []
    return [pen.paper(head, title, to, pen.prose(told), end, pen.signoff(office, pen.ago(5, 20), above=2))]


def kindergarten_form(pen: Pen) -> list[Paper]:
    """幼儿信息表."""
    child = pen.child
    office = child.place.kindergarten
    pen.written = pen.by_hand(0.35)
    foot = pen.signoff(office, pen.ago(8, 20), above=1)
    if pen.chance(0.2):
        told = (
            f"兹证明{child.name}，{child.sex}，身份证号{child.id_number}，系我园大班在园幼儿，"
            f"于{child.today.year - 3}年9月入园。"
        )
        return [
            pen.paper(
                pen.title("幼儿在园证明", "在园证明", "在园幼儿证明"), pen.prose(told), pen.prose("特此证明。"), foot
            )
        ]
    rows: list[list[Any]] = [
        [
            pen.pick("幼儿姓名", "姓名"),
            pen.fill(child.name),
            "性别",
            pen.fill(child.sex),
            {"text": "照\n片", "down": 3},
        ],
        ["出生日期", pen.fill(pen.plain_day(child.birth)), "民族", pen.fill(child.nation)],
        ["身份证号", pen.fill(child.id_number, across=3)],
        [
            "所在班级",
            pen.fill(pen.pick("大班", "大二班", "大一班"), across=2),
            pen.pick("入园时间", "入园日期"),
            pen.fill(f"{child.today.year - 3}年9月"),
        ],
        ["家庭住址", pen.fill(child.address, across=4)],
        [pen.pick("监护人", "家长姓名"), pen.fill(child.guardian, across=2), "联系电话", pen.fill(child.phone)],
        ["健康状况", pen.fill("健康", across=2), pen.pick("延缓原因", "备注"), pen.fill("年龄偏小体弱")],
    ]
    title = pen.title(
        "幼儿信息表",
        "幼儿基本信息登记表",
        "在园幼儿信息表",
        "幼儿基本信息表",
        "幼儿入园登记表",
        "幼儿园幼儿信息登记表",
        "幼儿基本情况登记表",
        "幼儿学籍信息表",
        after=0.8,
    )
    named = [pen.line(f"幼儿园名称：{office}")] if pen.chance(0.4) else []
    return [pen.paper(title, named, pen.table([3, 3.6, 2, 3, 3.4], rows), foot)]


def key_data_change(pen: Pen) -> list[Paper]:
    """关键数据变更: a picture of the system's page, or the form that was filed."""
    child, old = pen.child, pen.old_name
    if pen.chance(0.45):
        rows: list[list[Any]] = [
            ["学生姓名", child.name, "学籍号", child.student_no],
            ["变更内容", "姓名", "申请日期", pen.plain_day(pen.ago(30, 60))],
            ["变更前", old, "变更后", child.name],
            ["变更原因", {"text": "录入学籍时误将姓名写错，与户口簿不符，申请更正。", "across": 3, "left": True}],
            ["学校意见", {"text": "情况属实，同意变更。", "across": 3, "left": True}],
            ["教育局意见", {"text": "同意。", "across": 3, "left": True}],
        ]
        title = pen.title("学生学籍关键数据变更申请表", "学籍信息变更申请表", "学生关键信息变更审批表", after=0.8)
        office = child.place.central_school
        return [pen.paper(title, pen.table([2.4, 3.6, 2.2, 4.6], rows, 14), pen.signoff(office, pen.ago(25, 50)))]
    rows = [
        ["变更项目", "变更前", "变更后", "审核状态"],
        ["姓名", old, child.name, "审核通过"],
        ["身份证件号", child.id_number, child.id_number, "未变更"],
        ["全国学籍号", child.student_no, child.student_no, "未变更"],
    ]
    title = pen.title("学生关键数据变更", "关键数据变更审核", "学籍关键数据变更", after=0.6)
    told = pen.line(f"申请日期：{pen.ago(30, 60)}　审核单位：{child.place.bureau}", "right")
    return [pen.card(title, told, pen.table([2, 4.3, 4.3, 2], rows), width=250, height=110, tint="#f4f8fc")]


def leave_approval(pen: Pen) -> list[Paper]:
    """延缓入学 / 休学: the form with the bureau's word, or the certificate."""
    child, place = pen.child, pen.child.place
    if pen.chance(0.35):
        told = (
            f"学生{child.name}（{child.sex}，身份证号{child.id_number}），因病不能坚持学习，经审核，准予休学一年，休学期限自"
            f"{pen.plain_day(pen.ago(20, 40))}起。"
        )
        title = pen.title("休学证明", "休学证明书", "延缓入学证明")
        return [pen.paper(title, pen.prose(told), pen.signoff(place.bureau, pen.ago(8, 20), above=2))]
    what = pen.pick("延缓入学", "休学")
    rows: list[list[Any]] = [
        ["姓名", child.name, "性别", child.sex],
        ["身份证号", {"text": child.id_number, "across": 3}],
        ["监护人", child.guardian, "联系电话", child.phone],
        [f"{what}原因", {"text": "身体瘦弱，语言发育迟缓，需继续康复训练", "across": 3, "left": True}],
        [f"{what}期限", {"text": f"{child.today.year - 1}年9月1日至{child.today.year}年8月31日", "across": 3}],
        ["学校意见", {"text": "情况属实，同意。", "across": 3, "left": True}],
        ["教育行政部门意见", {"text": "同意。", "across": 3, "left": True}],
    ]
    title = pen.title(f"{what}申请审批表", f"{what}审批表", f"义务教育{what}申请表", after=0.8)
    return [pen.paper(title, pen.table([3, 4, 3, 4], rows, 14), pen.signoff(place.bureau, pen.ago(8, 20), above=1))]


def leading_group_approval(pen: Pen) -> list[Paper]:
    """领导小组核实同意件."""
    child, place = pen.child, pen.child.place
    office = f"{place.county}{pen.pick('乡村振兴工作领导小组', '扶贫开发领导小组', '巩固脱贫成果领导小组')}"
    told = (
        f"你{place.town[-1]}《关于{child.name}同学办理延缓入学的请示》收悉。经核实，{child.name}（身份证号{child.id_number}）"
        "经多次联合劝返，本人仍拒不返校，同意先办理相关手续，并继续做好劝返工作。"
    )
    head = [{"kind": "headed", "text": office, "number": f"振组〔{child.today.year}〕{pen.number(2, 20)}号"}]
    title = pen.title(
        f"关于同意{child.name}同学延缓入学的批复", "关于控辍保学个案的核实意见", "领导小组核实意见", after=0.8
    )
    to = pen.prose(f"{place.government}：", indent=False)
    return [pen.paper(head if pen.chance(0.7) else [], title, to, pen.prose(told), pen.signoff(office, pen.ago(6, 20)))]


def registration_form(pen: Pen) -> list[Paper]:
    """附件1, printed, sealed and scanned."""
    child, place = pen.child, pen.child.place
    told = "3月2日，教师赵文博、村干部刘国庆赴学生家中宣讲义务教育法，家长表示理解。"
    rows: list[list[Any]] = [
        ["姓名", child.name, "身份证号", {"text": child.id_number, "across": 3}],
        ["出生日期", pen.plain_day(child.birth), "性别", child.sex, "民族", child.nation],
        ["健康情况", "良好", "全国学籍号", {"text": child.student_no, "across": 3}],
        ["监护人1", child.guardian, "与被核查人关系", child.relation, "联系电话", child.phone],
        ["户籍所在地", {"text": child.address, "across": 5}],
        ["辍学原因", "厌学", "家庭情况简述", {"text": "父母务农", "across": 3}],
        ["是否已开展劝返工作", "是", "劝返次数", "1", "未复学原因", "外出"],
        ["劝返单位", place.central_school, "劝返责任人", "赵文博", "联系电话", "13837700114"],
        ["劝返过程详细记录", {"text": told, "across": 5, "left": True}],
    ]
    title = pen.title(f"{child.today.year}年春季学期义务教育辍学学生登记表", after=0.5)
    line = pen.line(f"单位（盖章）：{place.central_school}　　填表日期：{pen.plain_day(pen.ago(3, 12))}")
    mark = {"kind": "stamp", "x": pen.number(10, 50), "y": pen.number(5, 15), "seal": pen.stamp(place.central_school)}
    marks = [mark] if mark["seal"] is not None else []
    return [pen.paper(marks, pen.line("附件1"), title, line, pen.table([2.4, 3.4, 2.4, 2.2, 2, 2.8], rows, 13))]
