"""Which office by name a paper is to be asked from: the issuer's kind and the child's address or school, by data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from dossier.errors import SpecError
from dossier.files.yaml import open_yaml
from dossier.model import Specs, Student

FILE = "offices.yaml"
_TOWN = re.compile(r"(?:.*[省市县区州旗])?([一-鿿]{1,7}?(?:街道|镇|乡))")
_VILLAGE = re.compile(r"(?:街道办事处|街道|镇|乡)([一-鿿]{1,10}?(?:村|社区|居委会))")
_BY = ("household_address", "live_address", "school")
_PLACEHOLDERS = re.compile(r"\{([^}]*)\}")
_KNOWN = ("乡镇", "地名", "村", "学校")


@dataclass(frozen=True)
class Office:
    """How the office of one kind of issuer is found."""

    by: str
    name: str
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _File:
    offices: Mapping[str, Office] = field(default_factory=dict)


def load_offices(specs: Specs) -> Mapping[str, Office]:
    """Issuer's kind → how its office is found, by offices.yaml. Raises SpecError with all that is wrong."""
    document = open_yaml(specs.folder / FILE, SpecError)
    offices = document.read(_File, SpecError).offices
    wrong = []
    for kind, one in offices.items():
        if one.by not in _BY:
            wrong.append(document.place(f"by 不能写「{one.by}」，可以写：{'、'.join(_BY)}", "offices", kind, "by"))
        strange = [word for word in _PLACEHOLDERS.findall(one.name) if word not in _KNOWN]
        if strange:
            words = "、".join(f"{{{word}}}" for word in _KNOWN)
            wrong.append(document.place(f"name 里没有 {{{strange[0]}}}，可以用 {words}", "offices", kind, "name"))
    if wrong:
        raise SpecError(f"{FILE} 有 {len(wrong)} 处错误", places=tuple(wrong), hint="请按行号逐处改正后再试。")
    return offices


def office_of(kind: str, student: Student, offices: Mapping[str, Office]) -> str:
    """The office by name; the kind itself where the child's row does not tell which one. PURE."""
    office = offices.get(kind)
    if office is None:
        return kind
    text = "".join(str(getattr(student, office.by)).split())
    for piece, name in office.known.items():
        if piece in text:
            return name
    told = _told(text, student)
    if any(not told.get(word) for word in _PLACEHOLDERS.findall(office.name)):
        return kind
    return _PLACEHOLDERS.sub(lambda found: told[found[1]], office.name)


def _told(address: str, student: Student) -> dict[str, str]:
    town, village = _TOWN.match(address), _VILLAGE.search(address)
    name = town[1] if town else ""
    return {
        "乡镇": name,
        "地名": re.sub(r"(?:街道|镇|乡)$", "", name),
        "村": village[1] if village else "",
        "学校": student.school,
    }
