"""The invented cases of the demo: children, their papers, and what is wrong with some of them. Only data.

Fifteen of the twenty-four children on the roster are complete; the others show the commonest faults.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from dossier.demo.drawing import Paper
from dossier.demo.papers import certificates, family, school
from dossier.demo.papers import visits as visit_papers
from dossier.demo.papers.pen import plain
from dossier.demo.people import Child, school_year
from dossier.demo.records import Talk

_LOST = {"辍学原因": "失踪失联", "未复学原因": "失踪失联", "劝返结果": "未复学", "劝返责任人": "赵文博"}
_FAR, _NEAR = "浙江省义乌市稠山第三小学", "河南省泌阳县花园路第二小学"


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """One file of a case folder: papers seen by a camera or scanner, a photograph, a Word record, or plain bytes."""

    path: str
    papers: tuple[Paper, ...] = ()
    look: str = "scan"
    """scan, grey, photo or clean (a screenshot); the file's ending says the format."""
    scene: str = ""
    """home_teaching, class_room or yard."""
    seed: int = 0
    taken: date | None = None
    lesson: tuple[date, int] | None = None
    talks: tuple[Talk, ...] = ()
    data: bytes | None = None
    damage: str = ""
    """truncated, encrypted, blurred, sideways, cropped, or png (the ending lies)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoCase:
    """A row of the roster and its folder; `child` None for a folder that nobody listed."""

    number: int
    child: Child
    category: str
    subtype: str = ""
    files: tuple[File, ...] = ()
    facts: dict[str, object] = field(default_factory=dict)
    """Roster columns that differ from what the child itself says."""
    visits: tuple[Talk, ...] = ()
    decisions: str = ""
    """case.yaml."""
    in_roster: bool = True
    has_folder: bool = True

    @property
    def folder(self) -> str:
        """Name of the case folder."""
        return f"{self.number:03}-{self.child.name}"


def make_cases(today: date) -> list[DemoCase]:
    """All cases, as they would stand on `today`."""
    children = _Children(today)
    makers: tuple[Callable[[_Children], Iterator[DemoCase]], ...] = (
        _household,
        _school,
        _away,
        _ill,
        _returned,
        _other,
    )
    return sorted((case for maker in makers for case in maker(children)), key=lambda case: case.number)


@dataclass(frozen=True, slots=True)
class _Children:
    """Makes the children, each of a given age on 31 August that began the school year."""

    today: date

    def make(self, name: str, sex: str, age: int, month: int, day: int, **more: object) -> Child:
        year = school_year(self.today) - age - ((month, day) > (8, 31))
        grades = dict(zip(range(6, 15), "一二三四五六七八九", strict=True))
        given: dict[str, object] = {
            "name": name,
            "sex": sex,
            "birth": date(year, month, day),
            "today": self.today,
            "sequence": 991 if sex == "男" else 992,
            "guardian": name[0] + ("建军" if day % 2 else "永强"),
            "phone": f"137{month:02}{day:02}{age:02}99",
            "grade": f"{grades.get(age, '九')}年级",
            "class_name": f"{day % 4 + 1}班",
            "house": f"{month % 6 + 1}组{day}号",
        }
        return Child(**{**given, **more})  # type: ignore[arg-type]

    def ago(self, days: int) -> date:
        return self.today - timedelta(days=days)


def _scan(path: str, pages: list[Paper], look: str = "scan", damage: str = "") -> File:
    return File(path=path, papers=tuple(pages), look=look, damage=damage)


def _household(make: _Children) -> Iterator[DemoCase]:
    """A: 户籍原因; F: 超龄离校; G: 失踪失联; H: 出国."""
    child = make.make("黄晓禾", "女", 12, 4, 9)
    yield DemoCase(
        number=1, child=child, category="A", subtype="查无此人",
        files=(
            _scan("村委会证明.jpg", plain(certificates.village_certificate, child, 0), "photo"),
            _scan("派出所证明.pdf", plain(certificates.police_certificate, child, 0)),
            File(path="Thumbs.db", data=b"\xd0\xcf\x11\xe0"),
        ),
    )  # fmt: skip
    child = make.make("李沐言", "男", 10, 11, 2)
    yield DemoCase(
        number=2, child=child, category="A", subtype="迁出注销",
        files=(
            _scan("村委证明.JPG", plain(certificates.village_certificate, child, 1, kind="迁出注销"), "photo"),
            File(path="扫描_0001.pdf", data=b""),
        ),
    )  # fmt: skip
    child = make.make("周子墨", "男", 8, 6, 21)
    yield DemoCase(
        number=3, child=child, category="A", subtype="户籍重复",
        files=(
            _scan("村委会证明.pdf", plain(certificates.village_certificate, child, 2, kind="户籍重复")),
            _scan("户籍证明.jpg", plain(certificates.household_certificate, child, 1), "photo"),
        ),
    )  # fmt: skip
    child = make.make("吴思远", "男", 16, 3, 5, grade="九年级")
    yield DemoCase(
        number=9,
        child=child,
        category="F",
        files=(_scan("户籍证明.pdf", plain(certificates.household_certificate, child, 0)),),
    )
    child = make.make("徐念安", "女", 13, 10, 17)
    yield DemoCase(
        number=10, child=child, category="G", facts=_LOST | {"辍学日期": make.ago(60)},
        files=(_scan("公安证明.heic", plain(certificates.police_certificate, child, 2, kind="失踪失联"), "photo"),),
        decisions="# 失踪失联从严掌握：由人核实后写在这里\nconfirmed:\n  by: 赵文博\n"
        f"  on: {make.ago(5)}\n  reason: 已到派出所当面核实报案记录\n",
    )  # fmt: skip
    child = make.make("郑嘉禾", "女", 11, 7, 30)
    both = plain(certificates.government_certificate, child, 0) + plain(
        certificates.police_certificate, child, 1, kind="出国"
    )
    yield DemoCase(
        number=11, child=child, category="H",
        files=(
            _scan("出国证明（镇政府、派出所）.pdf", both),
            _scan("出入境记录.jpg", plain(family.exit_record, child, 0), "photo"),
        ),
    )  # fmt: skip


def _school(make: _Children) -> Iterator[DemoCase]:
    """B: 在校有学籍; E: 延缓入学."""
    child = make.make("王䶮", "男", 12, 5, 6)
    yield DemoCase(
        number=4, child=child, category="B",
        files=(_scan("学籍卡.jpg", plain(school.enrolment_card, child, 0), "photo"),),
    )  # fmt: skip
    child = _unsealed_child(make)
    yield DemoCase(
        number=5, child=child, category="B",
        files=(_scan("学籍卡 打印件.pdf", plain(school.enrolment_card, child, 1, seal="none")),),
    )  # fmt: skip
    child = make.make("陈𤩽", "男", 9, 9, 13)
    wrong = child.id_number[:-1] + ("0" if child.id_number[-1] != "0" else "1")
    yield DemoCase(
        number=20, child=child, category="B",
        files=(_scan("学籍卡.jpg", plain(school.enrolment_card, child, 2), "clean", damage="png"),),
        facts={"身份证号": wrong, "全国学籍号": ""},
    )  # fmt: skip
    yield DemoCase(number=22, child=make.make("罗欣怡", "女", 10, 1, 25), category="B", has_folder=False)
    child = make.make("宋小满", "女", 9, 5, 21)
    yield DemoCase(
        number=23, child=child, category="B", in_roster=False,
        files=(_scan("学籍卡.pdf", plain(school.enrolment_card, child, 0)),),
    )  # fmt: skip
    child = make.make("孙悦童", "男", 6, 2, 14)
    yield DemoCase(
        number=8, child=child, category="E",
        files=(_scan("幼儿信息表.png", plain(school.kindergarten_form, child, 0), "clean"),),
    )  # fmt: skip
    child = make.make("谢安然", "女", 7, 12, 1)
    talks = tuple(
        Talk(
            day=make.ago(days), persons="赵文博（中心学校教师）、王志远（城郊乡政府干部）、刘支书（村委会）",
            place="唐河县城郊乡王岗村学生家中", method="入户", result=result,
        )
        for days, result in ((70, "孩子语言发育迟缓，正在康复"), (48, "家长申请延缓入学"), (30, "同意康复后入学"))
    )  # fmt: skip
    yield DemoCase(
        number=24, child=child, category="E",
        files=(
            _scan("幼儿信息表.pdf", plain(school.kindergarten_form, child, 1)),
            _scan("领导小组核实同意件.pdf", plain(school.leading_group_approval, child, 0)),
            _scan("延缓入学审批表.jpg", plain(school.leave_approval, child, 0), "photo"),
        ),
        facts={"是否属于经县级乡村振兴工作领导小组核实同意、准许先办理延缓入学或休学手续的学生": "是", "劝返次数": 3,
               "是否已开展劝返工作": "是", "劝返结果": "已办延缓入学"},
        visits=talks,
    )  # fmt: skip


def _unsealed_child(make: _Children) -> Child:
    """Her card also lies in another child's folder."""
    return make.make("赵一诺", "女", 13, 8, 8)


def _away(make: _Children) -> Iterator[DemoCase]:
    """C and D: at school elsewhere, not enrolled."""
    child = make.make("陈星野", "男", 11, 3, 19)
    yield DemoCase(
        number=6, child=child, category="C",
        files=(
            _scan("家长签字证明.jpg", plain(certificates.guardian_statement, child, 0, where=_NEAR), "photo"),
            _scan("联系函（存根）.pdf", plain(school.liaison_letter_stub, child, 0, where=_NEAR)),
            _scan("新学籍卡.pdf", plain(school.enrolment_card, child, 0, where=_NEAR)),
            _scan("告知转学函.pdf", plain(school.transfer_notice, child, 0, where=_NEAR)),
        ),
    )  # fmt: skip
    child = make.make("刘雨桐", "女", 10, 10, 11)
    yield DemoCase(
        number=7, child=child, category="D",
        files=(
            _scan("家长签字证明.jpg", plain(certificates.guardian_statement, child, 1, where=_FAR), "photo"),
            _scan("联系函存根.pdf", plain(school.liaison_letter_stub, child, 1, where=_FAR)),
            _scan("新学籍卡.pdf", plain(school.enrolment_card, _unsealed_child(make), 0)),
            _scan("mmexport1646445330123.jpg", plain(school.transfer_notice, child, 1, where=_FAR), "photo"),
        ),
    )  # fmt: skip


def _ill(make: _Children) -> Iterator[DemoCase]:
    """I: 因病因残, taught at home."""
    child = make.make("阿依古丽·买买提", "女", 11, 9, 3, nation="维吾尔族", guardian="买买提·艾力", region="653101")
    days = [make.ago(62), make.ago(41), make.ago(20)]
    valid = date(make.today.year + 4, 5, 1)
    yield DemoCase(
        number=12, child=child, category="I", subtype="残疾",
        files=(
            _scan("残疾证复印件.jpg", _disability(child, 0, valid), "photo"),
            _scan("诊断证明.pdf", plain(certificates.diagnosis_certificate, child, 0)),
            *(File(path=f"送教上门/第{n + 1}次送教记录.docx", lesson=(day, n)) for n, day in enumerate(days)),
            *(
                File(path=f"送教照片/第{n + 1}次.jpg", scene="home_teaching", seed=120 + n, taken=day,
                     damage="sideways" if n == 1 else "")
                for n, day in enumerate(days)
            ),
            _scan("特校学籍卡.pdf", plain(school.special_school_card, child, 0)),
        ),
        facts={"残疾证号": f"{child.id_number}42", "健康情况": "残疾"},
    )  # fmt: skip
    child = make.make("杨晨曦", "男", 9, 4, 27)
    old = date(make.today.year - 1, 3, 1)
    yield DemoCase(
        number=13, child=child, category="I", subtype="残疾",
        files=(
            _scan("残疾证.jpg", _disability(child, 1, old), "photo"),
            _scan("医院诊断证明.pdf", plain(certificates.diagnosis_certificate, child, 1)),
            File(path="送教记录1.docx", lesson=(make.ago(33), 2)),
            File(path="送教照片1.jpg", scene="home_teaching", seed=130, taken=make.ago(33), damage="blurred"),
            _scan("县特殊教育学校学籍卡.pdf", plain(school.special_school_card, child, 1)),
        ),
        facts={"残疾证号": f"{child.id_number}42", "健康情况": "残疾"},
    )  # fmt: skip


def _disability(child: Child, variant: int, expires: date) -> list[Paper]:
    """肢体二级, as the roster's 残疾证号 says."""
    return plain(family.disability_certificate, child, variant, expires=expires, disability=(4, 2))


def _talks(make: _Children, result: str) -> tuple[Talk, ...]:
    place = "唐河县城郊乡王岗村学生家中"
    return (
        Talk(
            day=make.ago(46),
            persons="赵文博、李春梅（中心学校教师）",
            place=place,
            method="入户",
            result="家长答应考虑",
        ),
        Talk(
            day=make.ago(34),
            persons="赵文博（中心学校教师）、刘支书（村委会）",
            place=place,
            method="入户",
            result=result,
        ),
    )


def _dropout(make: _Children, reason: str, visits: tuple[Talk, ...]) -> dict[str, object]:
    return {
        "辍学日期": make.ago(60),
        "辍学原因": reason,
        "家庭情况简述": "父母在外务工，由祖父母照看",
        "是否已开展劝返工作": "是",
        "劝返次数": len(visits),
        "劝返结果": "已返原校复学",
        "劝返单位": "唐河县城郊乡中心学校",
        "劝返责任人": "赵文博",
        "劝返责任人电话": "13700000099",
        "复学日期": make.ago(14),
    }


def _returned_files(child: Child, visits: tuple[Talk, ...], variant: int, seed: int) -> tuple[File, ...]:
    """The four papers of a child who was brought back to school."""
    return (
        File(path="劝返记录.docx", talks=visits),
        _scan("司法劝返文书（存根）.pdf", plain(visit_papers.judicial_notice_stub, child, variant)),
        _scan("学籍卡（新）.pdf", plain(school.enrolment_card, child, variant)),
        File(path="班级学习照片.jpg", scene="class_room", seed=seed, taken=child.ago(11)),
    )


def _returned(make: _Children) -> Iterator[DemoCase]:
    """J, K, L: brought back to school."""
    child, visits = make.make("何清扬", "男", 13, 6, 18), _talks(make, "同意返校")
    again = replace(_returned_files(child, visits, 0, 140)[1], path="司法文书 重复扫描.pdf", look="grey")
    yield DemoCase(
        number=14, child=child, category="J", facts=_dropout(make, "信教", visits), visits=visits,
        files=(
            *_returned_files(child, visits, 0, 140),
            again,
            File(path="劝返照片.jpg", scene="yard", seed=141, taken=make.ago(34)),
        ),
        decisions="files:\n  司法文书 重复扫描.pdf:\n    left_out: 与司法劝返文书（存根）重复，只留彩色扫描件\n",
    )  # fmt: skip
    child, visits = make.make("高子航", "男", 14, 2, 23), _talks(make, "已返校")
    record, notice, card, lesson = _returned_files(child, visits, 1, 150)
    yield DemoCase(
        number=15, child=child, category="K", facts=_dropout(make, "外出打工", visits), visits=visits,
        files=(
            record, replace(notice, damage="encrypted"), card, replace(lesson, damage="truncated"),
            File(path="劝返照片.jpg", scene="yard", seed=151, taken=make.ago(34)),
        ),
    )  # fmt: skip
    child, visits = make.make("林静好", "女", 8, 8, 15), _talks(make, "家长同意送孩子到校")
    yield DemoCase(
        number=16, child=child, category="L", facts=_dropout(make, "在家自学", visits), visits=visits,
        files=_returned_files(child, visits, 2, 160),
    )  # fmt: skip
    child, visits = make.make("郭雨泽", "男", 13, 11, 29), _talks(make, "已返校")
    yield DemoCase(
        number=21, child=child, category="K", visits=visits,
        facts={**_dropout(make, "外出打工", visits), "身份证号": float(child.id_number[:15] + "000")},
        files=(
            *_returned_files(child, visits, 0, 210),
            File(path="劝返照片.jpg", scene="yard", seed=151, taken=make.ago(34), damage="cropped"),
        ),
    )  # fmt: skip


def _other(make: _Children) -> Iterator[DemoCase]:
    """M: 其他."""
    child = make.make("朱梓萱", "女", 9, 1, 9)
    yield DemoCase(
        number=17, child=child, category="M", subtype="姓名错别字",
        files=(
            _scan("学籍卡（更正后）.pdf", plain(school.enrolment_card, child, 1)),
            _scan("户口簿.jpg", plain(family.household_register, child, 0), "photo"),
            _scan("关键数据变更截图.png", plain(school.key_data_change, child, 0, old_name="朱紫萱"), "clean"),
        ),
    )  # fmt: skip
    child = make.make("马若曦", "女", 10, 7, 4)
    yield DemoCase(
        number=18, child=child, category="M", subtype="父母离异",
        files=(
            _scan("离婚证.jpg", plain(family.civil_affairs_certificate, child, 0), "photo"),
            _scan("IMG_0318.jpg", plain(visit_papers.home_visit_record, child, 0), "photo"),
            File(path="~$访记录.docx", data=b"\x06lock"),
        ),
        decisions="files:\n  IMG_0318.jpg: {type: home-visit-record}\n",
    )  # fmt: skip
    child = make.make("胡家乐", "男", 12, 12, 20)
    yield DemoCase(
        number=19, child=child, category="M", subtype="寄居亲戚家",
        files=(_scan("其他证明材料.jpg", plain(certificates.other_statement, child, 0), "photo"),),
    )  # fmt: skip
    child = make.make("唐书瑶", "女", 11, 2, 2)
    yield DemoCase(
        number=25, child=child, category="M", subtype="父母离异",
        files=(
            _scan("民事调解书.pdf", plain(family.court_judgment, child, 0)),
            _scan("家访记录.pdf", plain(visit_papers.home_visit_record, child, 1)),
        ),
    )  # fmt: skip
