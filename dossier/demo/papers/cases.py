"""Invented cases for measuring: children of many places, the papers of their category, a fault in every other one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from dossier.demo.drawing import Paper
from dossier.demo.papers import certificates, family, school, visits
from dossier.demo.papers.pen import Maker, Pen
from dossier.demo.papers.people import FAR, GIVEN, NEAR, make_child
from dossier.demo.people import Child, Place

SEALED = frozenset(
    {
        "village-certificate",
        "police-certificate",
        "household-certificate",
        "enrolment-card",
        "special-school-enrolment-card",
        "liaison-letter-stub",
        "transfer-notice",
        "kindergarten-form",
        "government-certificate",
        "diagnosis-certificate",
        "return-notice",
        "judicial-notice-stub",
    }
)
SIGNED = frozenset({"guardian-statement", "home-teaching-record"})
PHOTOS = {"home-teaching-photo": "home_teaching", "class-photo": "class_room", "persuasion-photo": "yard"}
_WORD = {"home-teaching-record": "lesson", "persuasion-record": "talks"}
_WRONG_SEALS = ("{}第一粮库", "{}兴农种子有限公司", "南阳市宏达汽车服务中心", "{}农业机械管理局", "{}烟草专卖局")

MAKERS: dict[str, Maker] = {
    "village-certificate": certificates.village_certificate,
    "police-certificate": certificates.police_certificate,
    "household-certificate": certificates.household_certificate,
    "government-certificate": certificates.government_certificate,
    "guardian-statement": certificates.guardian_statement,
    "diagnosis-certificate": certificates.diagnosis_certificate,
    "enrolment-card": school.enrolment_card,
    "special-school-enrolment-card": school.special_school_card,
    "liaison-letter-stub": school.liaison_letter_stub,
    "transfer-notice": school.transfer_notice,
    "kindergarten-form": school.kindergarten_form,
    "key-data-change": school.key_data_change,
    "leave-approval": school.leave_approval,
    "leading-group-approval": school.leading_group_approval,
    "registration-form": school.registration_form,
    "persuasion-record": visits.persuasion_sheet,
    "home-visit-record": visits.home_visit_record,
    "home-teaching-record": visits.home_teaching_sheet,
    "return-notice": visits.return_notice,
    "judicial-notice-stub": visits.judicial_notice_stub,
    "service-receipt": visits.service_receipt,
    "reply-letter": visits.reply_letter,
    "household-register": family.household_register,
    "disability-certificate": family.disability_certificate,
    "civil-affairs-certificate": family.civil_affairs_certificate,
    "court-judgment": family.court_judgment,
    "exit-record": family.exit_record,
    "other": family.other_paper,
}


@dataclass(slots=True, kw_only=True)
class Sheet:
    """One paper of a case, before it is drawn."""

    type: str
    papers: list[Paper] = field(default_factory=list)
    child: Child
    pen: Pen | None = None
    """What it was set with; None for photographs and Word files."""
    scene_seed: int | None = None
    word: str = ""
    """lesson or talks: a Word record."""
    days: int = 20
    faults: list[str] = field(default_factory=list)

    def redraw(self, **changes: Any) -> None:
        """Set it again, with something wrong; the wording may change too."""
        assert self.pen is not None
        self.pen = replace_pen(self.pen, **changes)
        self.papers = MAKERS[self.type](self.pen)


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

    @property
    def wanted(self) -> tuple[str, ...]:
        """The types that its category asks for."""
        return _WANTED[self.category + self.subtype if self.category == "M" else self.category]


def replace_pen(pen: Pen, **changes: Any) -> Pen:
    """Another pen for the same kind of paper."""
    kept = {
        name: getattr(pen, name)
        for name in ("child", "dice", "hands", "where", "kind", "old_name", "expires", "seal", "signed")
    }
    return Pen(**{**kept, **changes})


_A = ("查无此人", "户籍重复", "迁出注销", "死亡")
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
    "I": (
        "disability-certificate",
        "diagnosis-certificate",
        "home-teaching-record",
        "home-teaching-record",
        "home-teaching-photo",
        "home-teaching-photo",
        "special-school-enrolment-card",
    ),
    "J": _RETURNED,
    "K": _RETURNED,
    "L": _RETURNED,
    "M姓名错别字": ("enrolment-card", "household-register", "key-data-change"),
    "M父母离异": ("civil-affairs-certificate", "home-visit-record"),
    "M其他": ("other",),
}
_EXTRAS: dict[str, tuple[str, ...]] = {
    "A": ("household-register", "other"),
    "B": ("household-register", "other"),
    "C": ("reply-letter", "other"),
    "D": ("reply-letter", "household-register", "other"),
    "E": ("household-register", "leave-approval", "other"),
    "F": ("other",),
    "G": ("village-certificate", "home-visit-record"),
    "H": ("exit-record", "other"),
    "I": ("household-register", "other"),
    "J": ("persuasion-photo", "return-notice", "service-receipt", "home-visit-record", "registration-form"),
    "K": ("persuasion-photo", "return-notice", "service-receipt", "guardian-statement", "registration-form", "other"),
    "L": ("persuasion-photo", "return-notice", "service-receipt", "leave-approval", "leading-group-approval"),
    "M": ("household-register", "other"),
}


def make_cases(count: int, dice: Any, today: date, hands: tuple[str, ...]) -> list[EvalCase]:
    """`count` cases, their categories in turn, names and places by dice; a fault in a little over half of them."""
    cases: list[EvalCase] = []
    letters = "ABCDEFGHIJKLM"
    start = int(dice.integers(13))
    for number in range(1, count + 1):
        category = letters[(start + number) % 13] if number <= 13 else str(dice.choice(list("ABCCDDEFGHIIJKLMM")))
        subtype = str(dice.choice(_A)) if category == "A" else ""
        if category == "M":
            subtype = str(dice.choice(["姓名错别字", "父母离异", "其他"]))
        before = (cases[-1].category, cases[-1].child) if cases else None
        child = make_child(category, dice, today, before)
        case = EvalCase(number=number, child=child, category=category, subtype=subtype)
        wanted = list(case.wanted)
        if category == "M" and subtype == "父母离异" and dice.random() < 0.5:
            wanted[0] = "court-judgment"
        if category in "AF" and dice.random() < 0.25:  # the police station's papers stand for each other
            wanted = [SWAPPED.get(one, one) for one in wanted]
        wanted += [one for one in _EXTRAS[category] if dice.random() < 0.22]
        where = str(dice.choice(NEAR if category == "C" else FAR))
        case.sheets = [_sheet(one, case, where, dice, hands) for one in wanted]
        cases.append(case)
    _plant(cases, dice, today)
    return cases


SWAPPED = {"police-certificate": "household-certificate", "household-certificate": "police-certificate"}


def _sheet(type_: str, case: EvalCase, where: str, dice: Any, hands: tuple[str, ...]) -> Sheet:
    days = int(dice.integers(15, 45))
    child = case.child
    if type_ in PHOTOS:
        return Sheet(type=type_, child=child, scene_seed=int(dice.integers(10**6)), days=days)
    if type_ in _WORD and dice.random() < 0.35:
        return Sheet(type=type_, child=child, word=_WORD[type_], days=days)
    pen = Pen(
        child=child,
        dice=dice,
        hands=hands,
        where=where if case.category in "CD" else "",
        kind=case.subtype if case.category == "A" else {"G": "失踪失联", "H": "出国"}.get(case.category, "查无此人"),
        old_name=child.name[0] + "紫" + child.name[2:],
    )
    if type_ == "other" and case.category == "M" and dice.random() < 0.5:
        return Sheet(type=type_, papers=certificates.other_statement(pen), child=child, pen=pen, days=days)
    return Sheet(type=type_, papers=MAKERS[type_](pen), child=child, pen=pen, days=days)


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


def _unsealed(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    return _resealed(_some(case, dice, _is_sealed), "no-seal", "none")


def _wrong_seal(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    """The seal of a firm or bureau that has nothing to do with it, or of another office of the place."""
    sheet = _some(case, dice, _is_sealed)
    place = case.child.place
    others = [_WRONG_SEALS[int(dice.integers(len(_WRONG_SEALS)))].format(place.county)]
    if sheet is not None:
        others += _OFFICES[sheet.type](place) if sheet.type in _OFFICES else []
    return _resealed(sheet, "wrong-seal", str(dice.choice(others)))


_OFFICES: dict[str, Callable[[Place], list[str]]] = {
    "police-certificate": lambda place: [place.committee],
    "village-certificate": lambda place: [place.central_school],
    "special-school-enrolment-card": lambda place: [place.central_school],
    "kindergarten-form": lambda place: [place.committee],
    "diagnosis-certificate": lambda place: [place.committee],
    "judicial-notice-stub": lambda place: [place.central_school],
    "enrolment-card": lambda place: [place.committee],
}


def _is_sealed(sheet: Sheet) -> bool:
    return sheet.type in SEALED and bool(sheet.papers)


def _resealed(sheet: Sheet | None, fault: str, seal: str) -> bool:
    if sheet is not None:
        sheet.redraw(seal=seal)
    return _mark(sheet, fault)


def _grey(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    return _mark(_some(case, dice, lambda one: one.type in SEALED and bool(one.papers)), "grey-seal")


def _unsigned(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    sheet = _some(case, dice, lambda one: one.type in SIGNED and bool(one.papers))
    if sheet is not None:
        sheet.redraw(signed=False)
    return _mark(sheet, "no-signature")


_NAMED = frozenset({"enrolment-card", "household-certificate", "kindergarten-form", "diagnosis-certificate"})


def _other_person(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
    """The same paper, but of another child: of the roster, or one whom nobody knows."""
    others = [one.child for one in cases if one is not case and one.child.birth != case.child.birth]
    sheet = _some(case, dice, lambda one: one.type in _NAMED)
    if sheet is None or not others:
        return False
    other = others[int(dice.integers(len(others)))]
    if dice.random() < 0.35:
        given = "".join(dice.choice(list(GIVEN), size=2))
        other = replace(other, name="姚" + given, birth=other.birth - timedelta(days=41), house="9组66号")
    sheet.redraw(child=replace(other, place=case.child.place))
    return _mark(sheet, "other-person")


def _validity(fault: str, days: int) -> Callable[..., bool]:
    def plant(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
        sheet = _some(case, dice, lambda one: one.type == "disability-certificate")
        if sheet is not None:
            sheet.redraw(expires=today + timedelta(days=days))
        return _mark(sheet, fault)

    return plant


def _page_fault(fault: str, *, photo: bool) -> Callable[..., bool]:
    def plant(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
        return _mark(_some(case, dice, lambda one: (one.type in PHOTOS) if photo else bool(one.papers)), fault)

    return plant


def _one_page_fault(fault: str) -> Callable[..., bool]:
    def plant(case: EvalCase, cases: list[EvalCase], dice: Any, today: date) -> bool:
        return _mark(_some(case, dice, lambda one: len(one.papers) == 1), fault)

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
    wanted = [sheet for sheet in once if sheet.type in {*case.wanted, *SWAPPED} and sheet.type != "key-data-change"]
    if not wanted or len(case.sheets) < 2 or case.subtype == "其他":  # any paper serves there
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
    "no-seal": _unsealed,
    "wrong-seal": _wrong_seal,
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
    "wrong-extension": _one_page_fault("wrong-extension"),
    "id-check-digit": _bad_digit,
}
