"""Certificates in prose: of the village, the police, the township, the hospital; and the guardian's own word.

Wordings and titles are such as counties use; each call picks its own. A maker is (pen) → the pages of one paper.
"""

from __future__ import annotations

from typing import Any

from dossier.demo.drawing import Paper
from dossier.demo.papers.pen import Pen
from dossier.demo.people import chinese_day

_VILLAGE = {
    "查无此人": (
        "兹有{name}（身份证号：{id}），经我村两委逐户排查并走访群众，我村无此人居住，也无此户籍人员，情况属实。",
        "经核实，我村现有户籍人口中没有{name}（{sex}，身份证号{id}）这个人，也无此人的亲属，查无此人。",
        "兹证明{name}，身份证号{id}，户籍登记地址为我村{house}，经本村多方查找，查无此人。",
    ),
    "户籍重复": (
        "兹证明我村村民{name}，{sex}，身份证号{id}，系重复登记户口，现由家长申请注销。",
        "我村村民{guardian}之{kin}{name}，因早年登记时误报，有两个户口，本次核查的号码{id}为重户，特予说明。",
    ),
    "迁出注销": (
        "兹有原我村村民{name}，{sex}，身份证号{id}，户口已随父母迁往外省，现不在我村居住。",
        "{name}，身份证号{id}，原住我村{house}，其户口已于前年迁出，我村已无该户人家。",
    ),
    "死亡": (
        "兹证明我村村民{guardian}之{kin}{name}，{sex}，{birth}出生，身份证号{id}，因病医治无效，已于上年死亡，情况属实。",
        "我村{house}居民{name}（身份证号{id}），因意外溺水身亡，户口已申请注销。",
    ),
}
_POLICE = {
    "查无此人": (
        "经查询人口信息系统并实地走访，{name}（公民身份号码{id}）在我辖区查无此人。",
        "兹有{name}，{sex}，公民身份号码{id}，经在全国人口信息管理系统中查询，未查到该人员信息。",
    ),
    "户籍重复": (
        "经核查，{name}，{sex}，公民身份号码{id}，系重复登记户口，我所已按规定受理注销。",
        "{name}，{sex}，{birth}出生，因重复户口，其公民身份号码{id}已被我所依法删除。",
    ),
    "迁出注销": (
        "{name}，{sex}，{birth}出生，公民身份号码{id}，其户口已迁出我辖区并注销。",
        "兹证明{name}（公民身份号码{id}）原系我辖区居民，因随父母迁移，户口已于{past}注销。",
    ),
    "死亡": (
        "{name}，{sex}，{birth}出生，公民身份号码{id}，生前户籍在我辖区，因死亡于{past}注销户口。",
        "兹证明{name}（公民身份号码：{id}）已死亡，户口已依法注销。",
    ),
    "失踪失联": (
        "{name}，{sex}，{birth}出生，公民身份号码{id}。家属报案称其失去联系，我所已受理，至今未查到下落。",
        "{past}，{guardian}来我所报称其{kin}{name}（公民身份号码{id}）走失，我所接警后立即开展查找，目前尚无下落。",
    ),
    "出国": (
        "{name}，{sex}，公民身份号码{id}，经查询出入境记录，已随父母出国，至今未入境。",
        "经查，{name}（公民身份号码{id}）于{past}从上海口岸出境，截至目前无入境记录。",
    ),
}
_POLICE_TITLES = {
    "迁出注销": ("户口注销证明", "户籍注销证明", "证明", "户口迁出注销证明"),
    "死亡": ("户口注销证明", "死亡注销证明", "证明", "注销户口证明"),
    "失踪失联": ("证明", "接处警情况说明", "受案回执", "报警证明", "关于{name}失踪情况的说明"),
    "出国": ("证明", "出国（境）证明", "查询证明", "关于{name}出境情况的证明"),
}
_CLOSINGS = ("特此证明。", "特此证明", "情况属实，特此证明。", "特此说明。")


def _values(pen: Pen) -> dict[str, str]:
    child = pen.child
    return {
        "name": pen.name,
        "id": child.id_number,
        "sex": child.sex,
        "nation": child.nation,
        "birth": chinese_day(child.birth),
        "guardian": child.guardian,
        "kin": "子" if child.sex == "男" else "女",
        "house": child.house,
        "where": pen.where,
        "grade": child.grade,
        "relation": child.relation,
        "address": child.address,
        "past": chinese_day(pen.ago(200, 700)),
    }


def village_certificate(pen: Pen) -> list[Paper]:
    """村（居）委会证明."""
    office = pen.child.place.committee
    pen.written = pen.by_hand(0.3)
    kind = pen.kind if pen.kind in _VILLAGE else "查无此人"
    special = {"死亡": "死亡证明", "查无此人": "查无此人证明"}.get(kind, "情况说明")
    head = [pen.line(office, "center")] if pen.chance(0.25) else []
    to = [pen.prose(f"{pen.pick(pen.child.place.central_school, pen.child.place.bureau)}：", indent=False)]
    blocks = [
        *head,
        pen.title(
            "证明",
            "证明",
            "证明信",
            "村委会证明",
            special,
            f"关于{pen.child.name}同学的情况证明",
            "情况说明",
            f"关于{pen.child.name}{kind}的证明",
        ),
        *(to if pen.chance(0.4) else []),
        pen.prose(pen.pick(*_VILLAGE[kind]), _values(pen)),
        pen.prose(pen.pick(*_CLOSINGS)),
        *(
            [pen.line(f"经办人：{pen.pick('刘国庆', '张支书', '李长河')}　电话：13837700{pen.number(100, 999)}")]
            if pen.chance(0.3)
            else []
        ),
        *pen.signoff(office, pen.ago(), who=pen.pick("", "村支书：刘国庆"), above=2),
    ]
    return [pen.paper(blocks)]


def police_certificate(pen: Pen) -> list[Paper]:
    """派出所证明, 公安局证明."""
    place = pen.child.place
    kind = pen.kind if pen.kind in _POLICE else "查无此人"
    office = f"{place.county}公安局出入境管理大队" if kind == "出国" and pen.chance(0.4) else place.police
    titles = _POLICE_TITLES.get(
        kind,
        (
            "户籍核查情况证明",
            "证明",
            "派出所证明",
            "查询证明",
            "户籍核查情况说明",
            "关于{name}户籍情况的证明",
            "人口信息查询证明",
        ),
    )
    to = [pen.prose(f"{place.central_school}：", indent=False)] if pen.chance(0.5) else []
    number = f"{place.county[0]}公（户）证字〔{pen.child.today.year}〕第{pen.number(10, 300)}号"
    blocks = [
        pen.title(*(title.format(name=pen.child.name) for title in titles)),
        *([pen.line(number, "right")] if pen.chance(0.4) else []),
        *to,
        pen.prose(pen.pick(*_POLICE[kind]), _values(pen)),
        pen.prose(pen.pick(*_CLOSINGS)),
        *pen.signoff(office, pen.ago(), who=pen.pick("", "民警：王建军"), below=pen.pick("", "户口专用章"), above=2),
    ]
    return [pen.paper(blocks)]


def household_certificate(pen: Pen) -> list[Paper]:
    """户籍证明 of the police station, as a table or in prose."""
    child, place = pen.child, pen.child.place
    head = pen.title(
        "户籍证明", "户籍证明", "户口证明", "常住人口户籍证明", "户籍证明信", "户籍信息证明", "常住户口证明"
    )
    foot = pen.signoff(place.police, pen.ago(), below=pen.pick("户口专用章", ""), above=1)
    if pen.chance(0.5):
        told = pen.pick(
            "兹证明{name}，{sex}，{nation}，{birth}出生，公民身份号码{id}，系我所辖区常住户口居民，户籍地址：{address}。",
            "{name}，{sex}，出生日期：{birth}，公民身份号码：{id}，户口登记在{address}，户主{guardian}，情况属实。",
            "经查，{name}（公民身份号码{id}），户籍所在地为{address}，现已年满十六周岁。",
        )
        return [pen.paper(head, pen.prose(told, _values(pen)), pen.prose(pen.pick(*_CLOSINGS)), foot)]
    rows: list[list[Any]] = [
        ["姓名", child.name, "性别", child.sex],
        ["民族", child.nation, "出生日期", pen.plain_day(child.birth)],
        ["公民身份号码", {"text": child.id_number, "across": 3}],
        [pen.pick("户籍地址", "户口所在地", "住址"), {"text": child.address, "across": 3}],
        ["与户主关系", "子" if child.sex == "男" else "女", "户主姓名", child.guardian],
    ]
    if pen.chance(0.5):
        rows += [["出生地", child.place.county, "迁入时间", "自出生"]]
    first = pen.prose(pen.pick("兹证明下列人员系我所辖区常住户口居民：", "经查询，该人员户籍信息如下："))
    return [pen.paper(head, first, pen.table([3, 4, 3, 4], rows), pen.prose("情况属实，特此证明。"), foot)]


def government_certificate(pen: Pen) -> list[Paper]:
    """政府证明 (gone abroad)."""
    place = pen.child.place
    we = "我街道" if "办事处" in place.government else "我镇" if place.town.endswith("镇") else "我乡"
    told = pen.pick(
        "兹证明{we}{village}村民{guardian}之{kin}{name}（{sex}，身份证号{id}），已随父母出国，现居住国外，并在当地就读。",
        "经查，{name}，{sex}，身份证号码{id}，系{we}{village}居民，于{past}随父母赴国外定居，现在国外接受教育。",
        "{we}{village}{guardian}家庭于{past}办理出国手续，其{kin}{name}（身份证号{id}）一同出国，目前未回国。",
    )
    values = {**_values(pen), "we": we, "village": place.village}
    red = [{"kind": "headed", "text": place.government, "number": ""}] if pen.chance(0.3) else []
    blocks = [
        *red,
        pen.title("证明", "证明", "出国证明", "出国（境）证明", f"关于{pen.child.name}出国情况的证明", "情况证明"),
        *([pen.prose(f"{place.bureau}：", indent=False)] if pen.chance(0.4) else []),
        pen.prose(told, values),
        pen.prose(pen.pick(*_CLOSINGS)),
        *pen.signoff(place.government, pen.ago(), above=2),
    ]
    return [pen.paper(blocks)]


def guardian_statement(pen: Pen) -> list[Paper]:
    """家长签字证明材料, mostly written by hand."""
    pen.written = pen.by_hand(0.5)
    child = pen.child
    told = pen.pick(
        "我是{name}（身份证号{id}）的{relation}{guardian}，我的孩子现在跟随父母在{where}就读{grade}，学习生活正常，没有辍学。",
        "本人{guardian}，系学生{name}的{relation}。{name}身份证号{id}，现随父母在外地生活，就读于{where}{grade}。",
        "我孩子{name}，身份证号{id}，因父母在外务工，于{past}转到{where}上学，现读{grade}，特此说明。",
        "兹有学生{name}，{sex}，身份证号{id}，现在{where}{grade}就读，监护人{guardian}保证其完成义务教育。",
    )
    promise = pen.pick("以上情况属实，如有不实，愿承担一切责任。", "以上所述真实，特此证明。", "本人对以上内容负责。")
    titles = (
        *("家长证明材料", "情况说明", "家长签字证明材料", "家长说明", "证明", "说明", "承诺书", "家长承诺书"),
        *("家长声明", "监护人证明", "外出就读情况说明", "学生去向说明", f"关于{child.name}同学就读情况的说明"),
    )
    to = [pen.prose(f"{pen.pick('尊敬的学校领导', child.place.central_school)}：", indent=False)]
    label = pen.pick("家长签字：", "家长签名：", "监护人签字：", "家长（签字）：", "家长签字（手印）：")
    blocks = [
        pen.title(*titles),
        *(to if pen.chance(0.3) else []),
        pen.prose(told, _values(pen)),
        pen.prose(promise),
        pen.signature(label, child.guardian, finger=pen.chance(0.6), above=1.5),
        *([pen.line(f"联系电话：{child.phone}", "right")] if pen.chance(0.6) else []),
        pen.line(pen.day(pen.ago()), "right"),
    ]
    return [pen.paper(blocks, tint=pen.pick("", "#fffef9"))]


def diagnosis_certificate(pen: Pen) -> list[Paper]:
    """诊断证明 of a hospital."""
    child = pen.child
    office = child.place.hospital
    pen.written = pen.by_hand(0.25)
    age = f"{child.today.year - child.birth.year}岁"
    found = pen.pick(
        "脑性瘫痪（痉挛型双瘫），运动功能障碍。",
        "精神发育迟滞（重度）。",
        "孤独症谱系障碍。",
        "癫痫；智力障碍。",
        "先天性肌营养不良。",
        "唐氏综合征。",
    )
    advice = pen.pick(
        "需长期康复训练，日常生活需专人照护，建议在家休养。",
        "不能适应学校集体生活，建议居家康复。",
        "建议休养，定期复查，不适随诊。",
    )
    title = pen.title(
        "诊断证明书", "疾病诊断证明书", "诊断证明", "疾病证明书", "门诊诊断证明书", "医学诊断证明书", "病情诊断证明书"
    )
    foot = pen.signoff(office, pen.ago(30, 120), below=pen.pick("诊断证明专用章", "诊断专用章", ""), above=0.5)
    doctor = pen.signature(pen.pick("医师签名：", "医师：", "主治医师签名："), "孟祥")
    if pen.chance(0.4):
        told = [
            pen.line(
                f"姓名：{child.name}　　性别：{child.sex}　　年龄：{age}　　"
                f"科别：{pen.pick('康复科', '神经内科', '儿科')}"
            ),
            pen.line(f"门诊号：{pen.number(10**7, 10**8 - 1)}　　住址：{child.address}"),
            pen.prose(f"{pen.pick('临床诊断', '诊断', '诊断意见')}：{found}"),
            pen.prose(f"{pen.pick('处理意见', '建议', '处理意见及建议')}：{advice}"),
        ]
    else:
        rows = [
            ["姓名", pen.fill(child.name), "性别", pen.fill(child.sex), "年龄", pen.fill(age)],
            ["科别", pen.fill("康复科"), "门诊号", str(pen.number(10**7, 10**8 - 1)), "电话", child.phone],
            ["住址", {"text": child.address, "across": 5}],
            [pen.pick("诊断", "临床诊断", "诊断意见"), pen.fill(found, across=5, left=True)],
            ["处理意见", pen.fill(advice, across=5, left=True)],
        ]
        told = [pen.table([2, 3, 2, 3, 2, 3.2], rows, 13)]
    head = pen.line(office, "center") if pen.chance(0.7) else {"kind": "headed", "text": office, "number": ""}
    note = [pen.line("注：未盖本院诊断证明专用章无效。")] if pen.chance(0.5) else []
    return [pen.paper(head, title, told, doctor, foot, note)]


def other_statement(pen: Pen) -> list[Paper]:
    """A school's 情况说明 and the like, for an unusual case."""
    office = pen.child.school or pen.child.place.central_school
    told = pen.pick(
        "{name}，{sex}，身份证号{id}，系我校{grade}学生。该生因家庭搬迁，暂时寄居亲戚家，学校已安排教师联系，正在协调就近就读。",
        "我校{grade}学生{name}（身份证号{id}）因随父母短期外出未到校，经联系，家长承诺近期返回。",
    )
    blocks = [
        pen.title("情况说明", "说明", "证明", f"关于{pen.child.name}同学情况的说明", "学校证明"),
        pen.prose(told, _values(pen)),
        pen.prose("特此说明。"),
        *pen.signoff(office, pen.ago(), above=2),
    ]
    return [pen.paper(blocks)]
