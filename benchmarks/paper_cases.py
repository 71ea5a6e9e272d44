"""Invented cases for measuring: children of many places, the papers of their category, a fault in every other one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from dossier.demo import papers, reasons
from dossier.demo.cases import school_year
from dossier.demo.drawing import Paper
from dossier.demo.people import Child, Place
from dossier.demo.seals import Seal

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余"
GIVEN = "明宇轩涵梓佳怡浩雨欣思远琪泽阳晨若曦沐言嘉禾清安然悦童星野子墨书瑶俊杰婷静雅志强伟娜磊鑫䶮喆赟玥珺翀垚"
_DOUBLE = ("欧阳", "上官", "司马")
_LONG = ("阿依古丽·买买提", "古丽娜尔·艾山", "买买提江·吐尔逊", "扎西·次仁")
_TOWNS = ("湖阳镇", "源潭镇", "郭滩镇", "张店镇", "桐寨铺镇", "上屯镇", "毕店镇", "古城乡", "东王集乡", "大河屯镇")
_VILLAGES = ("王岗村", "前刘村", "李庄村", "后张村", "小河村", "双庙村", "大杨村", "石桥村", "柳树村", "胡营村")
_COUNTIES = (("唐河县", "411328"), ("社旗县", "411327"), ("方城县", "411322"), ("桐柏县", "411330"))
_FAR = ("浙江省义乌市稠山第三小学", "江苏省昆山市新城第二中学", "广东省惠东县平海第一小学", "湖北省枣阳市南城第四小学")
_NEAR = ("河南省泌阳县花园路第二小学", "河南省新野县城关第三初级中学", "河南省镇平县玉都第五小学")

SEALED = frozenset({
    "village-certificate", "police-certificate", "household-certificate", "enrolment-card",
    "special-school-enrolment-card", "liaison-letter-stub", "transfer-notice", "kindergarten-form",
    "government-certificate", "diagnosis-certificate", "return-notice", "judicial-notice-stub",
})  # fmt: skip
SIGNED = frozenset({"guardian-statement"})
PHOTOS = {"home-teaching-photo": "home_teaching", "class-photo": "class_room", "persuasion-photo": "yard"}
_WRONG_SEALS = ("唐河县第一粮库", "唐河县兴农种子有限公司", "南阳市宏达汽车服务中心")


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One paper of a case, before it is drawn."""

    type: str
    papers: list[Paper] = field(default_factory=list)
    child: Child
    scene_seed: int | None = None
    word: str = ""
    """lesson or talks: a Word record."""
    days: int = 20
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class EvalCase:
    """A child, the papers, and what is wrong."""

    number: int
    child: Child
    category: str
    subtype: str = ""
    sheets: list[Sheet] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    """Faults of the roster's row."""

    @property
    def folder(self) -> str:
        """The case folder."""
        return f"{self.number:03}-{self.child.name}"


Maker = Callable[[Child, int], list[Paper]]


def _makers(case: EvalCase, where: str, today: date) -> dict[str, Maker]:
    """How each type's pages are made for this case."""
    kind = case.subtype if case.category == "A" else {"G": "失踪失联", "H": "出国"}.get(case.category, "查无此人")
    school = where if case.category in "CD" else ""
    good = date(today.year + 3, 6, 1)
    return {
        "village-certificate": lambda c, v: papers.village_certificate(c, v, kind=kind if kind in _A else "查无此人"),
        "police-certificate": lambda c, v: papers.police_certificate(c, v, kind=kind if kind != "死亡" else "迁出注销"),
        "household-certificate": papers.household_certificate,
        "household-register": papers.household_register,
        "enrolment-card": lambda c, v: papers.enrolment_card(c, v, school=school),
        "special-school-enrolment-card": papers.special_school_card,
        "guardian-statement": lambda c, v: papers.guardian_statement(c, v, where=where),
        "liaison-letter-stub": lambda c, v: papers.liaison_letter_stub(c, v, where=where),
        "transfer-notice": lambda c, v: papers.transfer_notice(c, v, where=where),
        "kindergarten-form": papers.kindergarten_form,
        "government-certificate": papers.government_certificate,
        "exit-record": reasons.exit_record,
        "disability-certificate": lambda c, v: reasons.disability_certificate(c, v, expires=good),
        "diagnosis-certificate": reasons.diagnosis_certificate,
        "home-teaching-record": reasons.home_teaching_sheet,
        "persuasion-record": reasons.persuasion_sheet,
        "judicial-notice-stub": reasons.judicial_notice_stub,
        "return-notice": reasons.return_notice,
        "key-data-change": lambda c, v: reasons.key_data_change(c, v, old_name=c.name[0] + "紫" + c.name[2:]),
        "civil-affairs-certificate": reasons.civil_affairs_certificate,
        "court-judgment": reasons.court_judgment,
        "home-visit-record": reasons.home_visit_record,
        "other": reasons.other_statement,
    }


_A = ("查无此人", "户籍重复", "迁出注销")
_RETURNED = ("persuasion-record", "judicial-notice-stub", "enrolment-card", "class-photo")
_WANTED: dict[str, tuple[str, ...]] = {
    "A": ("village-certificate", "police-certificate"),
    "B": ("enrolment-card",),
    "C": ("guardian-statement", "liaison-letter-stub", "enrolment-card", "transfer-notice"),
    "D": ("guardian-statement", "liaison-letter-stub", "enrolment-card", "transfer-notice"),
    "E": ("kindergarten-form",),
    "F": ("household-certificate",),
    "G": ("police-certificate",),
    "H": ("government-certificate", "police-certificate"),
    "I": ("disability-certificate", "diagnosis-certificate", "home-teaching-record", "home-teaching-record",
          "home-teaching-photo", "home-teaching-photo", "special-school-enrolment-card"),
    "J": _RETURNED, "K": _RETURNED, "L": _RETURNED,
    "M姓名错别字": ("enrolment-card", "household-register", "key-data-change"),
    "M父母离异": ("civil-affairs-certificate", "home-visit-record"),
    "M其他": ("other",),
}  # fmt: skip
_AGES = {"E": (6, 6), "F": (16, 18)}


def make_cases(count: int, dice: Any, today: date) -> list[EvalCase]:
    """`count` cases, their categories in turn, names and places by dice; a fault in a little over half of them."""
    cases: list[EvalCase] = []
    letters = "ABCDEFGHIJKLM"
    for number in range(1, count + 1):
        category = letters[(number - 1) % len(letters)] if number <= 13 else str(dice.choice(list("ABCCDDEFGHIIJKLMM")))
        subtype = str(dice.choice(_A)) if category == "A" else ""
        if category == "M":
            subtype = str(dice.choice(["姓名错别字", "父母离异", "其他"]))
        case = EvalCase(number=number, child=_child(category, dice, today, cases), category=category, subtype=subtype)
        where = str(dice.choice(_NEAR if category == "C" else _FAR))
        makers = _makers(case, where, today)
        wanted = list(_WANTED[category + subtype if category == "M" else category])
        if category == "M" and subtype == "父母离异" and dice.random() < 0.5:
            wanted[0] = "court-judgment"
        if category in "JKL" and dice.random() < 0.5:
            wanted.append("persuasion-photo")
        if category in "JKL" and dice.random() < 0.3:
            wanted.append("return-notice")
        case.sheets = [_sheet(one, case.child, makers, dice) for one in wanted]
        cases.append(case)
    _plant(cases, dice, today)
    return cases


def _child(category: str, dice: Any, today: date, before: list[EvalCase]) -> Child:
    least, most = _AGES.get(category, (7, 14))
    if before and dice.random() < 0.04 and category not in "EF" and before[-1].category not in "EF":
        twin = before[-1].child  # same day, same house, another number
        name = twin.name[:-1] + str(dice.choice(list(GIVEN)))
        return replace(twin, name=name, sequence=twin.sequence + (2 if twin.sequence < 995 else -2))
    age = int(dice.integers(least, most + 1))
    month, day = int(dice.integers(1, 13)), int(dice.integers(1, 29))
    year = school_year(today) - age - ((month, day) > (8, 31))
    sex = str(dice.choice(["男", "女"]))
    county, region = _COUNTIES[int(dice.integers(len(_COUNTIES)))]
    name, guardian = _name(dice)
    return Child(
        name=name, sex=sex, birth=date(year, month, day), today=today, region=region,
        sequence=int(dice.choice([991, 993, 995, 997] if sex == "男" else [990, 992, 994, 996])),
        place=Place(county=county, town=str(dice.choice(_TOWNS)), village=str(dice.choice(_VILLAGES))),
        guardian=guardian, relation=str(dice.choice(["父亲", "母亲", "祖父"])),
        grade="一二三四五六七八九"[max(0, min(8, age - 6))] + "年级", class_name=f"{int(dice.integers(1, 6))}班",
        phone=f"13{int(dice.integers(10**8, 10**9 - 1))}",
        house=f"{int(dice.integers(1, 9))}组{int(dice.integers(1, 60))}号",
    )  # fmt: skip


def _name(dice: Any) -> tuple[str, str]:
    if dice.random() < 0.06:
        return str(dice.choice(_LONG)), str(dice.choice(["买买提·艾力", "艾山·吐尔逊"]))
    family = str(dice.choice(_DOUBLE)) if dice.random() < 0.04 else str(dice.choice(list(SURNAMES)))
    given = "".join(dice.choice(list(GIVEN), size=int(dice.integers(1, 3))))
    return family + given, family + str(dice.choice(["建国", "秀英", "海涛", "桂兰", "永强", "国庆", "红梅"]))


def _sheet(type_: str, child: Child, makers: dict[str, Maker], dice: Any) -> Sheet:
    days = int(dice.integers(15, 45))
    if type_ in PHOTOS:
        return Sheet(type=type_, child=child, scene_seed=int(dice.integers(10**6)), days=days)
    if type_ in {"home-teaching-record", "persuasion-record"} and dice.random() < 0.6:
        word = "lesson" if type_ == "home-teaching-record" else "talks"
        return Sheet(type=type_, child=child, word=word, days=days)
    return Sheet(type=type_, child=child, papers=makers[type_](child, int(dice.integers(0, 60))), days=days)


def _plant(cases: list[EvalCase], dice: Any, today: date) -> None:
    """One fault in a little over half of the cases, each kind in turn as far as the case has what it needs."""
    kinds = list(_PLANTS)
    for case in cases:
        if dice.random() > 0.58:
            continue
        for kind in dice.permutation(kinds):
            if _PLANTS[str(kind)](case, cases, dice, today):
                kinds.remove(str(kind))
                break
        if len(kinds) < 4:
            kinds = list(_PLANTS)


def _some(case: EvalCase, dice: Any, fits: Callable[[Sheet], bool]) -> Sheet | None:
    found = [sheet for sheet in case.sheets if fits(sheet) and not sheet.faults]
    return found[int(dice.integers(len(found)))] if found else None


def _mark(sheet: Sheet | None, fault: str) -> bool:
    if sheet is None:
        return False
    sheet.faults.append(fault)
    return True


def _seal_fault(fault: str, seal: Callable[[Any], Seal | None]) -> Callable[..., bool]:
    def plant(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
        sheet = _some(case, dice, lambda one: one.type in SEALED and bool(one.papers))
        if sheet is not None:
            wrong = seal(dice)
            sheet.papers = [
                _with(page, lambda block: {**block, "seal": wrong} if "seal" in block else block)
                for page in sheet.papers
            ]
        return _mark(sheet, fault)

    return plant


def _with(page: Paper, change: Callable[[Any], Any]) -> Paper:
    return replace(page, blocks=tuple(change(block) for block in page.blocks))


def _grey(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    return _mark(_some(case, dice, lambda one: one.type in SEALED and bool(one.papers)), "grey-seal")


def _unsigned(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    sheet = _some(case, dice, lambda one: one.type in SIGNED)
    if sheet is not None:
        sheet.papers = [
            _with(
                page, lambda block: {**block, "name": None, "finger": False} if block["kind"] == "signature" else block
            )
            for page in sheet.papers
        ]
    return _mark(sheet, "no-signature")


def _other_person(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    """The same paper, but of another child of the roster."""
    others = [one.child for one in cases if one is not case and one.child.birth != case.child.birth]
    sheet = _some(case, dice, lambda one: one.type in {"enrolment-card", "household-certificate", "kindergarten-form"})
    if sheet is None or not others:
        return False
    other = others[int(dice.integers(len(others)))]
    maker = _makers(case, _FAR[0], today)[sheet.type]
    sheet.papers = maker(replace(other, school=other.place.central_school), int(dice.integers(0, 60)))
    return _mark(sheet, "other-person")


def _validity(fault: str, days: int) -> Callable[..., bool]:
    def plant(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
        sheet = _some(case, dice, lambda one: one.type == "disability-certificate")
        if sheet is not None:
            until = today + timedelta(days=days)
            sheet.papers = reasons.disability_certificate(case.child, int(dice.integers(0, 60)), expires=until)
        return _mark(sheet, fault)

    return plant


def _page_fault(fault: str, *, photo: bool) -> Callable[..., bool]:
    def plant(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
        return _mark(_some(case, dice, lambda one: (one.type in PHOTOS) if photo else bool(one.papers)), fault)

    return plant


def _reused(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    mine = _some(case, dice, lambda one: one.type in PHOTOS)
    theirs = [
        sheet
        for other in cases
        if other is not case
        for sheet in other.sheets
        if mine is not None and sheet.type == mine.type and not sheet.faults
    ]
    if mine is None or not theirs:
        return False
    other = theirs[int(dice.integers(len(theirs)))]
    mine.scene_seed = other.scene_seed
    other.faults.append("reused-photo")
    return _mark(mine, "reused-photo")


def _missing(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    once = [sheet for sheet in case.sheets if sum(one.type == sheet.type for one in case.sheets) == 1]
    wanted = [sheet for sheet in once if sheet.type not in {"key-data-change", "persuasion-photo", "return-notice"}]
    if not wanted or len(case.sheets) < 2:
        return False
    gone = wanted[int(dice.integers(len(wanted)))]
    case.sheets.remove(gone)
    case.missing.append(gone.type)
    return True


def _bad_digit(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    right = case.child.id_number
    last = str((int(right[-1]) + 3) % 10) if right[-1] != "X" else "4"
    case.facts |= {"身份证号": right[:-1] + last, "全国学籍号": ""}
    case.faults.append("id-check-digit")
    return True


_PLANTS: dict[str, Callable[..., bool]] = {
    "missing": _missing,
    "no-seal": _seal_fault("no-seal", lambda dice: None),
    "wrong-seal": _seal_fault("wrong-seal", lambda dice: Seal(text=str(dice.choice(_WRONG_SEALS)))),
    "grey-seal": _grey,
    "no-signature": _unsigned,
    "other-person": _other_person,
    "expired": _validity("expired", -200),
    "expires-soon": _validity("expires-soon", 40),
    "blurred": _page_fault("blurred", photo=True),
    "too-dark": _page_fault("too-dark", photo=True),
    "low-resolution": _page_fault("low-resolution", photo=True),
    "upside-down": _page_fault("upside-down", photo=False),
    "reused-photo": _reused,
    "encrypted": _page_fault("encrypted", photo=False),
    "empty-file": _page_fault("empty-file", photo=False),
    "unreadable": _page_fault("unreadable", photo=True),
    "wrong-extension": _page_fault("wrong-extension", photo=False),
    "id-check-digit": _bad_digit,
}
