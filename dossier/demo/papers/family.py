"""Papers that families hold: booklets, cards, certificates, most of them copied. A maker is (pen) → pages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from dossier.demo.drawing import Block, Paper
from dossier.demo.papers.pen import Pen
from dossier.demo.people import Child, chinese_day
from dossier.demo.seals import Seal

_KINDS = ("", "视力", "听力", "言语", "肢体", "智力", "精神", "多重")


def _copied(pen: Pen) -> list[Block]:
    """What is stamped or written on a copy now and then."""
    seal = Seal(text="复印件与原件一致", star=False, diameter=30)
    x, y = pen.number(20, 110), pen.number(60, 90)
    return [{"kind": "stamp", "x": x, "y": y, "seal": seal}] if pen.chance(0.15) else []


def household_register(pen: Pen) -> list[Paper]:
    """户口簿: the child's page, sometimes with the householder's page or the cover before it."""
    child = pen.child
    pages = [_register_page(pen, child.name, child.birth, child.id_number, "子" if child.sex == "男" else "女")]
    if pen.chance(0.3):
        cover = pen.card(
            pen.title("居民户口簿", after=0.6),
            pen.table(
                [3, 4, 3, 4],
                [
                    ["户别", "家庭户", "户主姓名", child.guardian],
                    ["户号", f"{pen.number(10**8, 10**9 - 1)}", "住址", child.address],
                ],
                14,
            ),
            pen.line("承办人签章：　　　　　　签发日期：" + chinese_day(pen.ago(900, 3000))),
            width=230,
            height=150,
            tint="#fbf3e6",
        )
        pages.insert(0, cover)
    return pages


def _register_page(pen: Pen, name: str, birth: date, number: str, relation: str) -> Paper:
    child = pen.child
    rows: list[list[Any]] = [
        ["姓 名", name, "户主或与户主关系", relation],
        ["曾 用 名", "", "性 别", child.sex],
        ["出 生 地", f"河南省{child.place.county}", "民 族", child.nation],
        ["籍 贯", f"河南省{child.place.county}", "出 生 日 期", chinese_day(birth)],
        ["本市（县）其他住址", {"text": child.address, "across": 3}],
        ["公民身份证件编号", {"text": number, "across": 3}],
    ]
    if pen.chance(0.5):
        rows += [["文化程度", "小学", "婚姻状况", "未婚"], ["服务处所", "", "职 业", "学生"]]
    rows += [["何时由何地迁来本址", {"text": "出生申报", "across": 3}]]
    foot: Block = {
        "kind": "signoff",
        "lines": [f"承办人签章：　　　　登记日期：{chinese_day(child.ago(2200))}"],
        "seal": Seal(text=child.place.police, below="户口专用章", diameter=36) if pen.chance(0.8) else None,
    }
    return pen.card(
        _copied(pen),
        pen.title("常住人口登记卡", after=0.6),
        pen.table([3, 4, 3, 3], rows, 10),
        foot,
        width=230,
        height=175,
        tint=pen.pick("#fbf3e6", "", "#f6f2ea"),
    )


def disability_certificate(pen: Pen) -> list[Paper]:
    """残疾人证: the open booklet, an older sheet, or two sides one below the other."""
    child = pen.child
    until = pen.expires or date(child.today.year + 3, 6, 1)
    issued = date(until.year - 10, until.month, min(until.day, 28))
    kind, level = pen.disability or (pen.number(1, 7), pen.number(1, 2))
    number = f"{child.id_number}{kind}{level}"
    office = f"{child.place.county}残疾人联合会"
    title = pen.title("中华人民共和国残疾人证", "中华人民共和国残疾人证", "残疾人证", after=0.5, colour="#7a1010")
    grade = "零一二三四"[level] + "级"
    way = pen.pick(0, 1, 2)
    if way == 0:
        rows: list[list[Any]] = [
            ["姓名", child.name, "性别", child.sex, {"text": "照\n片", "down": 4}],
            ["出生日期", chinese_day(child.birth), "民族", child.nation],
            ["残疾类别", _KINDS[kind], "残疾等级", grade],
            [pen.pick("证号", "残疾人证号"), {"text": number, "across": 3}],
            ["监护人", child.guardian, "联系电话", {"text": child.phone, "across": 2}],
            ["家庭住址", {"text": child.address, "across": 4}],
            [pen.pick("有效期至", "有效期限至"), {"text": chinese_day(until, padded=True), "across": 4}],
        ]
        body: list[Block] = [pen.table([2.6, 4, 2.4, 3, 3], rows, 10)]
        foot = [pen.line(f"批准残联：{office}　　签发日期：{chinese_day(issued)}", "right")]
        foot += pen.signoff(office, issued, above=0.3)
        return [pen.card(_copied(pen), title, body, foot, width=210, height=165, tint="#f3f6ee")]
    term = f"{issued:%Y.%m.%d}－{until:%Y.%m.%d}"
    if way == 1:
        lines = [
            pen.line(f"姓　名：{child.name}　　　性　别：{child.sex}　　　民　族：{child.nation}"),
            pen.line(f"出生日期：{chinese_day(child.birth)}"),
            pen.line(f"残疾类别：{_KINDS[kind]}残疾　　　残疾等级：{grade}"),
            pen.line(f"残疾人证号：{number}"),
            pen.line(f"监护人：{child.guardian}　　　联系电话：{child.phone}"),
            pen.line(f"住　址：{child.address}"),
            pen.line(f"发证机关：{office}"),
            pen.line(f"签发日期：{chinese_day(issued)}　　　有效期限：{chinese_day(until)}"),
        ]
        return [pen.card(_copied(pen), title, lines, width=200, height=140, tint=pen.pick("#f3f6ee", ""))]
    front = [
        title,
        pen.line(f"姓名 {child.name}　　性别 {child.sex}　　民族 {child.nation}"),
        pen.line(f"残疾类别 {_KINDS[kind]}　　残疾等级 {grade}"),
        pen.line(f"住址 {child.address}"),
        pen.line(f"证号 {number}"),
        {"kind": "space", "em": 6},
        pen.line("监护人 " + child.guardian + "　　联系电话 " + child.phone),
        pen.line(f"签发机关 {office}"),
        pen.line(f"有效期限 {term}"),
    ]
    return [pen.paper(_copied(pen), front)]


def civil_affairs_certificate(pen: Pen) -> list[Paper]:
    """离婚证, the open booklet, copied; or the civil affairs office's word."""
    child = pen.child
    office = f"{child.place.county}民政局{pen.pick('婚姻登记处', '')}"
    other = f"刘{pen.pick('梅', '兰', '芳', '玲')}"
    day = pen.ago(300, 900)
    if pen.chance(0.3):
        told = (
            f"经查，{child.guardian}与{other}于{chinese_day(day)}在我处办理离婚登记，"
            f"婚生子女{child.name}由女方抚养。特此证明。"
        )
        title = pen.title("婚姻登记记录证明", "离婚登记证明", "证明", "民政局证明")
        return [pen.paper(title, pen.prose(told), pen.signoff(office, pen.ago(20, 60), above=2))]
    rows: list[list[Any]] = [
        ["持证人", child.guardian, {"text": "照\n片", "down": 3}],
        ["登记日期", chinese_day(day)],
        ["离婚证字号", f"L{child.region}-{day.year}-00{pen.number(1000, 9999)}"],
        ["姓名", {"text": f"{child.guardian}　　性别：男　　国籍：中国", "across": 2}],
        ["姓名", {"text": f"{other}　　性别：女　　国籍：中国", "across": 2}],
        ["备注", {"text": f"婚生子女{child.name}由女方抚养" if pen.chance(0.6) else "", "across": 2}],
    ]
    blocks: list[Block | Sequence[Block]] = [
        _copied(pen),
        pen.title("离婚证", "中华人民共和国离婚证", after=0.5, colour="#8c1a1a"),
        pen.prose("离婚申请，符合《中华人民共和国民法典》规定，予以登记，发给此证。"),
        pen.table([2.4, 6, 3], rows, 11),
        pen.signoff(f"登记机关：{office}", day, above=0.6),
    ]
    return [pen.card(*blocks, width=210, height=178, tint=pen.pick("#f8eeee", ""))]


def court_judgment(pen: Pen) -> list[Paper]:
    """民事判决书 or 调解书, two pages, copied."""
    child = pen.child
    court = f"{child.place.county}人民法院"
    mediated = pen.chance(0.6)
    kind = "民事调解书" if mediated else "民事判决书"
    other = "刘梅"
    first = [
        pen.title(f"河南省{court}", court, after=0.4),
        pen.title(kind, after=0.6),
        pen.line(f"（{child.today.year - 1}）豫{child.region[2:]}民初{pen.number(100, 6000)}号", "right"),
        pen.prose(f"原告：{other}，女，汉族，住{child.place.county}{child.place.town}。"),
        pen.prose(f"被告：{child.guardian}，男，汉族，住{child.address}。"),
        pen.prose(
            f"原告{other}与被告{child.guardian}离婚纠纷一案，本院受理后依法适用简易程序公开开庭进行了审理，现已审理终结。"
        ),
        pen.prose(
            "本案在审理过程中，经本院主持调解，当事人自愿达成如下协议："
            if mediated
            else "本院认为，原、被告感情确已破裂，判决如下："
        ),
        pen.prose(f"一、准予原告{other}与被告{child.guardian}离婚；"),
    ]
    second = [
        pen.prose(f"二、婚生子女{child.name}（{chinese_day(child.birth)}出生）由原告{other}抚养，随原告生活就读；"),
        pen.prose("三、双方无共同财产及债务纠纷。"),
        pen.prose(
            "上述协议，不违反法律规定，本院予以确认。"
            if mediated
            else "如不服本判决，可在判决书送达之日起十五日内上诉。"
        ),
        pen.signature("审判员　", "高远", above=1.5),
        *pen.signoff(court, pen.ago(200, 500), above=0.5),
        pen.line("书记员　田苗", "right"),
    ]
    return [pen.paper(first), pen.paper(second)]


def exit_record(pen: Pen) -> list[Paper]:
    """护照, 签证, 出入境记录."""
    child = pen.child
    if pen.chance(0.5):
        rows: list[list[Any]] = [
            ["姓名", child.name, "性别", child.sex],
            ["出生日期", f"{child.birth:%Y-%m-%d}", "证件号码", f"E{pen.number(10**7, 10**8 - 1)}"],
            ["序号", "出境/入境", "日期", "口岸"],
            ["1", "出境", f"{pen.ago(200, 500):%Y-%m-%d}", "上海浦东"],
        ]
        title = pen.title("出入境记录查询结果", "出入境记录", after=0.8)
        foot = pen.signoff(f"{child.place.county}公安局出入境管理大队", pen.ago(10, 30))
        return [pen.paper(title, pen.table([2, 4, 3, 4], rows, 12), foot)]
    rows = [
        [{"text": "照\n片", "down": 4}, "姓名 Name", child.name],
        ["性别 Sex", child.sex],
        ["出生日期 Date of birth", f"{child.birth:%Y-%m-%d}"],
        ["护照号 Passport No.", f"E{pen.number(10**7, 10**8 - 1)}"],
    ]
    title = pen.title("中华人民共和国护照", after=0.6, colour="#20304f")
    return [pen.card(title, pen.table([3, 4, 5], rows, 13), width=190, height=135, tint="#eef2f7")]


# ---------------------------------------------------------------------------- what nobody asked for: 其他材料


def other_paper(pen: Pen) -> list[Paper]:
    """A paper of life that no list asks for."""
    return pen.pick(_identity_card, _birth, _death, _diploma, _admission, _work, _studying, _low_income)(pen)


def _identity_card(pen: Pen) -> list[Paper]:
    child = pen.child
    whose: tuple[str, str] = (child.name, child.id_number)
    lines = [
        pen.line(f"姓　名　{whose[0]}"),
        pen.line(f"性　别　{child.sex}　　民　族　{child.nation[0]}"),
        pen.line(f"出　生　{child.birth.year}年{child.birth.month}月{child.birth.day}日"),
        pen.line(f"住　址　{child.address}"),
        pen.line(f"公民身份号码　{whose[1]}"),
        {"kind": "space", "em": 4},
        pen.title("中华人民共和国", after=0.2),
        pen.title("居民身份证", after=0.8),
        pen.line(f"签发机关　{child.place.county}公安局"),
        pen.line(f"有效期限　{pen.ago(300, 900):%Y.%m.%d}-{child.today.year + 8}.05.01"),
    ]
    return [pen.paper({"kind": "space", "em": pen.number(1, 5)}, lines)]


def _birth(pen: Pen) -> list[Paper]:
    child = pen.child
    rows: list[list[Any]] = [
        ["新生儿姓名", child.name, "性别", child.sex],
        ["出生日期", chinese_day(child.birth), "出生孕周", "39周"],
        ["母亲姓名", "刘梅", "父亲姓名", child.guardian],
        ["出生地点", f"河南省{child.place.county}", "接生机构", child.place.hospital],
    ]
    title = pen.title("出生医学证明", after=0.8, colour="#205080")
    return [pen.card(title, pen.table([3, 4, 3, 4], rows, 13), width=210, height=148, tint="#eef6f2")]


def _death(pen: Pen) -> list[Paper]:
    child = pen.child
    rows: list[list[Any]] = [
        ["死者姓名", child.name, "性别", child.sex],
        ["身份证件号码", {"text": child.id_number, "across": 3}],
        ["死亡日期", chinese_day(pen.ago(100, 400)), "死亡地点", "医疗卫生机构"],
        ["死亡原因", {"text": "急性白血病", "across": 3}],
        ["家属姓名", child.guardian, "联系电话", child.phone],
    ]
    title = pen.title("居民死亡医学证明（推断）书", "死亡医学证明书", after=0.8)
    return [pen.paper(title, pen.table([3, 4, 3, 4], rows, 13), pen.signoff(child.place.hospital, pen.ago(100, 400)))]


def _diploma(pen: Pen) -> list[Paper]:
    child = pen.child
    years = f"{child.today.year - 6}年9月至{child.today.year}年6月"
    told = f"学生{child.name}，{child.sex}，于{years}在本校修完小学全部课程，成绩合格，准予毕业。"
    title = pen.title("毕业证书", "小学毕业证书", "肄业证书")
    return [
        pen.card(
            title,
            pen.prose(told),
            pen.signoff(child.school or child.place.central_school, pen.ago(200, 500)),
            width=210,
            height=148,
        )
    ]


def _admission(pen: Pen) -> list[Paper]:
    child = pen.child
    school = f"{child.place.county}职业教育中心"
    day = chinese_day(pen.ago(20, 60))
    told = f"{child.name}同学：经审核，你已被我校中等职业教育录取，请持本通知书于{day}到校报到注册。"
    title = pen.title("录取通知书", "中等职业学校录取通知书")
    return [pen.paper(title, pen.prose(told), pen.signoff(school, pen.ago(60, 90)))]


def _work(pen: Pen) -> list[Paper]:
    child = pen.child
    office = "浙江省义乌市鸿泰服饰有限公司"
    told = f"兹证明{child.guardian}自{child.today.year - 2}年起在我公司务工，其子女{child.name}随同居住。特此证明。"
    return [
        pen.paper(
            pen.title("务工证明", "在职证明", "工作证明"), pen.prose(told), pen.signoff(office, pen.ago(), above=2)
        )
    ]


def _studying(pen: Pen) -> list[Paper]:
    child = pen.child
    school = pen.where or "浙江省义乌市稠山第三小学"
    room = f"{child.grade}{child.class_name}"
    told = f"兹证明{child.name}，{child.sex}，身份证号{child.id_number}，现在我校{room}就读。特此证明。"
    return [
        pen.paper(
            pen.title("在读证明", "就读证明", "在校证明"), pen.prose(told), pen.signoff(school, pen.ago(), above=2)
        )
    ]


def _low_income(pen: Pen) -> list[Paper]:
    child = pen.child
    rows: list[list[Any]] = [
        ["户主姓名", child.guardian, "保障人口", "3"],
        ["家庭住址", {"text": child.address, "across": 3}],
        ["家庭成员", f"{child.guardian}、{child.name}", "月保障金", "720元"],
    ]
    title = pen.title("城乡居民最低生活保障金领取证", "最低生活保障证", after=0.8)
    office = f"{child.place.county}民政局"
    return [
        pen.card(
            title, pen.table([3, 4, 3, 4], rows, 13), pen.signoff(office, pen.ago(100, 300)), width=210, height=148
        )
    ]


def of_other_child(pen: Pen, other: Child) -> Pen:
    """The same pen, setting another child's paper."""
    return Pen(child=other, dice=pen.dice, hands=pen.hands, where=pen.where, kind=pen.kind, old_name=pen.old_name)
