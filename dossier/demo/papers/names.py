"""Names that files have in life: what a telephone, a scanner or a chat gives them, or what a careful clerk writes."""

from __future__ import annotations

from typing import Any

TELLING: dict[str, tuple[str, ...]] = {
    "village-certificate": ("村委会证明", "村委证明", "居委会证明"),
    "police-certificate": ("派出所证明", "公安证明"),
    "household-certificate": ("户籍证明",),
    "household-register": ("户口簿", "户口本复印件"),
    "enrolment-card": ("学籍卡", "新学籍卡", "学籍卡（新）"),
    "special-school-enrolment-card": ("特校学籍卡", "县特殊教育学校学籍卡"),
    "guardian-statement": ("家长签字证明", "家长说明（签字）"),
    "liaison-letter-stub": ("联系函存根", "督促注册学籍联系函（存根）"),
    "transfer-notice": ("告知转学函", "告知及时办理转学的函"),
    "kindergarten-form": ("幼儿信息表",),
    "government-certificate": ("政府证明", "镇政府证明"),
    "disability-certificate": ("残疾证", "残疾证复印件"),
    "diagnosis-certificate": ("诊断证明", "医院诊断证明"),
    "home-teaching-record": ("送教记录", "送教上门记录"),
    "home-teaching-photo": ("送教照片", "送教场景"),
    "persuasion-record": ("劝返记录",),
    "persuasion-photo": ("劝返照片",),
    "return-notice": ("限期复学通知书（存根）",),
    "judicial-notice-stub": ("司法劝返文书存根", "司法劝返文书（存根）"),
    "class-photo": ("班级学习照片", "班级学习照"),
    "key-data-change": ("关键数据变更截图",),
    "civil-affairs-certificate": ("离婚证",),
    "court-judgment": ("民事调解书", "离婚判决书"),
    "home-visit-record": ("家访记录",),
    "leave-approval": ("延缓入学审批表",),
    "leading-group-approval": ("领导小组核实同意件",),
    "exit-record": ("护照复印件",),
    "other": ("其他证明材料",),
}


class Namer:
    """Gives each file of a case a name of its own."""

    def __init__(self, dice: Any, *, telling: bool) -> None:
        self.dice, self.telling, self.taken = dice, telling, set[str]()

    def name(self, types: list[str], suffix: str) -> str:
        """A name for a file that holds papers of these types."""
        for attempt in range(1, 1000):
            stem = self._telling(types, attempt) if self.telling else self._meaningless(suffix)
            if (name := stem + suffix) not in self.taken:
                self.taken.add(name)
                return name
        raise AssertionError("no name left")

    def _telling(self, types: list[str], attempt: int) -> str:
        words = [str(self.dice.choice(TELLING[one])) for one in dict.fromkeys(types)]
        return "、".join(words) + ("" if attempt == 1 else f"{attempt}")

    def _meaningless(self, suffix: str) -> str:
        pick = self.dice.integers
        day = f"202203{pick(1, 15):02}"
        clock = f"{pick(8, 18):02}{pick(60):02}{pick(60):02}"
        if suffix == ".pdf":
            stems = [
                f"扫描全能王 2022-03-{pick(1, 15):02} {pick(8, 18):02}.{pick(60):02}",
                f"CamScanner 03-{pick(1, 15):02}-2022 {pick(8, 18):02}.{pick(60):02}",
                f"SKM_C224e22030{pick(1, 10)}{pick(1000, 9999)}",
                f"{day}{clock}",
                f"扫描_{pick(1, 999):04}",
            ]
        elif suffix == ".docx":
            stems = [f"新建文档({pick(1, 40)})", f"1({pick(2, 30)})", f"新建 Microsoft Word 文档 ({pick(2, 20)})"]
        elif suffix == ".png":
            stems = [f"Screenshot_{day}_{clock}", f"QQ图片{day}{clock}"]
        else:
            stems = [
                f"微信图片_{day}{clock}",
                f"mmexport16466{pick(10**7, 10**8 - 1)}",
                f"IMG_{day}_{clock}",
                f"IMG_{pick(1000, 9999)}",
            ]
        return str(self.dice.choice(stems))
