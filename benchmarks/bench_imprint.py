"""Are 文号, 题名 and 责任者 of letters and certificates read right? Draw them in many layouts, read, compare.

    python -m benchmarks.bench_imprint --seeds 5101 5102 5103 --into /tmp/letters [--count 60]

Each paper is drawn by dice: with a red head or without, the number in the middle, at the right or nowhere, brackets of
five kinds, one issuer or two, a seal over the foot, and seen by a scanner or a telephone. What is counted for each of
the three: sure and right, sure and wrong, not sure (the contents then say what the paper's type says), and, where the
paper carries none, whether one was invented.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from dossier.check import check_workspace
from dossier.demo import camera
from dossier.demo.cases import DemoCase
from dossier.demo.drawing import STYLES, Block, Paper, demo_fonts, draw_pictures
from dossier.demo.papers import cameras
from dossier.demo.papers.people import FAR, NEAR, make_child
from dossier.demo.people import Child, chinese_day
from dossier.demo.roster import make_roster
from dossier.demo.seals import Seal
from dossier.evidence import CACHE_FOLDER, Cache, open_sight
from dossier.files.data import specs_folder
from dossier.specs.load import load_specs
from dossier.workspace import read_workspace

TODAY = date(2025, 3, 18)
_BRACKETS = (("〔", "〕"), ("〔", "〕"), ("[", "]"), ("（", "）"), ("(", ")"), ("【", "】"))
_PHONE_LOOKS = ("shadow", "skew", "moire", "glare", "dim")


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What stands on a paper; '' for none. `title` as it is set."""

    file: str
    kind: str
    number: str
    title: str
    issuer: str
    look: str = ""


class Office:
    """Sets one paper after another for one child."""

    def __init__(self, child: Child, dice: Any) -> None:
        self.child, self.dice, self.place = child, dice, child.place

    def pick(self, *options: Any) -> Any:
        return options[int(self.dice.integers(len(options)))]

    def chance(self, share: float) -> bool:
        return bool(self.dice.random() < share)

    def full(self, office: str) -> str:
        """The office with its county, as letters sign."""
        return office if office.startswith((self.place.county, "南阳", "河南")) else self.place.county + office

    def number(self, mark: str) -> tuple[str, str]:
        """(as set, as it reads)."""
        left, right = self.pick(*_BRACKETS)
        year = TODAY.year - int(self.dice.integers(0, 2))
        count = int(self.dice.integers(1, 240))
        ordinal = self.pick("", "", "第")
        gap = self.pick("", "", " ")
        return f"{mark}{left}{year}{right}{gap}{ordinal}{count}号", f"{mark}〔{year}〕{ordinal}{count}号"

    def day(self) -> str:
        day = TODAY - timedelta(days=int(self.dice.integers(5, 60)))
        return str(self.pick(chinese_day(day), chinese_day(day), chinese_day(day, padded=True), f"{day:%Y.%m.%d}"))

    def para(self, text: str, *, indent: bool = True) -> Block:
        return {"kind": "para", "text": text, "indent": indent}

    def line(self, text: str, align: str = "left") -> Block:
        return {"kind": "line", "text": text, "align": align}

    def title(self, text: str) -> list[Block]:
        """On one line, or on two where it is long."""
        gap = self.pick(0.0, 0.0, 0.1, 0.3) if len(text) > 2 else self.pick(0.5, 1.0, 1.5, 0.0)
        if len(text) > 14 and self.chance(0.5):
            cut = len(text) // 2 + int(self.dice.integers(-1, 3))
            one, two = text[:cut], text[cut:]
            return [
                {"kind": "title", "text": one, "gap": 0.0, "after": 0.1},
                {"kind": "title", "text": two, "gap": 0.0},
            ]
        return [{"kind": "title", "text": text, "gap": 0.0 if len(text) > 12 else gap}]

    def foot(self, *offices: str, seal: bool = True, who: str = "", below: str = "") -> list[Block]:
        """Each issuer with its seal over it, the day under the last."""
        blocks: list[Block] = []
        for index, office in enumerate(offices):
            last = index == len(offices) - 1
            way = self.pick(0, 0, 0, 1, 2)
            named = f"单位（盖章）：{office}" if way == 1 and seal else f"{office}（盖章）" if way == 2 else office
            lines = [named, *([who] if who and last else []), *([self.day()] if last else [])]
            shift = {"dx": int(self.dice.integers(-9, 10)), "dy": int(self.dice.integers(-5, 7))}
            stamp = Seal(text=office, below=below, diameter=float(self.pick(38, 40, 42))) if seal else None
            blocks.append(
                {"kind": "signoff", "lines": lines, "seal": stamp, "above": 1.6 if index == 0 else 3.2, **shift}
            )
        return blocks

    @property
    def about(self) -> str:
        child = self.child
        return f"{child.name}（{child.sex}，身份证号{child.id_number}）"

    def with_number(self, title: str, shown: str, *, red: str = "") -> list[Block]:
        """Head, number and title in one of the common orders."""
        if red:
            way = self.pick("middle", "middle", "right")
            if way == "middle":
                return [{"kind": "headed", "text": red, "number": shown}, *self.title(title)]
            return [
                {"kind": "headed", "text": red},
                self.line(shown, "right"),
                {"kind": "space", "em": 0.6},
                *self.title(title),
            ]
        way = self.pick("below", "right", "right", "bracket", "label")
        where = "center" if way == "below" else "right"
        text = {"bracket": f"（{shown}）", "label": f"编号：{shown}"}.get(way, shown)
        return [*self.title(title), *([self.line(text, where)] if shown else [])]


def _transfer(o: Office) -> tuple[list[Block], str, str, str]:
    there = o.pick("义乌市教育局", "昆山市教育局", "泌阳县教育局", "镇平县教育体育局")
    title = o.pick(
        "关于告知贵县（市、区）及时办理学生转学的函",
        "关于告知及时办理学生转学的函",
        f"关于及时办理{o.child.name}等学生转学手续的函",
    )
    bureau = o.full(o.place.bureau)
    shown, reads = o.number(o.place.county[0] + "教函")
    head = o.with_number(title, shown, red=o.pick(bureau, bureau + "文件", ""))
    body = [
        o.para(f"{there}：", indent=False),
        o.para(f"经排查，我县户籍学生{o.about}现在贵县{o.pick(*FAR, *NEAR)}就读，尚未办理转学手续。"),
        o.para("依据《中小学生学籍管理办法》（教基〔2025〕1号）有关规定，请督促就读学校及时办理转学。"),
        o.para("联系人：王老师　联系电话：0377-68900000"),
    ]
    return [*head, *body, *o.foot(bureau)], reads, title, bureau


def _deadline(o: Office) -> tuple[list[Block], str, str, str]:
    town = o.place.government
    title = o.pick("限期复学通知书", "责令限期复学通知书", "限期复学通知书（存根）")
    shown, reads = o.number(o.place.town[0] + "政限学")
    body = [
        o.para(f"{o.child.guardian}：", indent=False),
        o.para(
            f"你的被监护人{o.about}无正当理由未入学就读。依据《中华人民共和国义务教育法》第五十八条和国办发〔2017〕72号文件精神，责令你于2025年4月1日前送其复学。"
        ),
    ]
    return [*o.with_number(title, shown, red=o.pick("", "", town)), *body, *o.foot(town)], reads, title, town


def _return(o: Office) -> tuple[list[Block], str, str, str]:
    school = o.place.central_school
    title = o.pick("劝返复学通知书", "义务教育阶段学生劝学通知书", "复学通知书")
    shown, reads = o.number(o.pick("义劝通字", o.place.county[0] + "教劝"))
    body = [
        o.para(f"{o.child.guardian}：", indent=False),
        o.para(
            f"你的孩子{o.about}自2025年2月17日起未到校。《义务教育法》第五条第二款规定，监护人应当保证其按时入学。请于3月20日前送其到校。"
        ),
        o.para(f"联系人：李老师　联系电话：{o.child.phone}"),
    ]
    return [*o.with_number(title, shown), *body, *o.foot(school)], reads, title, school


def _judicial(o: Office) -> tuple[list[Block], str, str, str]:
    office = o.place.justice
    title = o.pick("司法劝返告知书", "劝返文书", "督促履行义务教育法定义务告知书", "司法劝学通知书")
    shown, reads = o.number(o.pick("青司劝字", o.place.county[0] + "司劝", o.place.town[0] + "司告"))
    body = [
        o.para(f"{o.child.guardian}：", indent=False),
        o.para(
            f"经查，你的被监护人{o.about}至今未复学。经{o.place.government}（政限学〔2025〕3号）责令限期改正，你逾期未改正。现依法告知你履行法定义务。"
        ),
    ]
    return [*o.with_number(title, shown), *body, *o.foot(office)], reads, title, office


def _liaison(o: Office) -> tuple[list[Block], str, str, str]:
    school = o.place.central_school
    title = o.pick("督促注册学籍联系函（存根）", "督促注册学籍联系函", "学籍注册联系函")
    shown, reads = o.number(o.place.county[0] + o.pick("教联", "中校函"))
    body = [
        o.para(f"{o.pick(*FAR, *NEAR)}：", indent=False),
        o.para(
            f"我辖区户籍学生{o.about}现在贵校就读，尚无学籍。请贵校及时为其注册学籍，并将加盖公章的学籍卡反馈我单位。"
        ),
    ]
    return [*o.with_number(title, shown), *body, *o.foot(school)], reads, title, school


def _reply(o: Office) -> tuple[list[Block], str, str, str]:
    far = o.pick(*FAR, *NEAR)
    title = o.pick(f"关于{o.child.name}同学就读情况的复函", "关于学生学籍注册情况的复函", "复函")
    shown, reads = o.number("校函") if o.chance(0.4) else ("", "")
    body = [
        o.para(f"{o.place.central_school}：", indent=False),
        o.para(f"贵校《督促注册学籍联系函》（唐教联〔2025〕12号）收悉。学生{o.about}现在我校五年级就读，已注册学籍。"),
        o.para("特此函复。"),
    ]
    return [*o.with_number(title, shown), *body, *o.foot(far)], reads, title, far


def _village(o: Office) -> tuple[list[Block], str, str, str]:
    office = o.place.committee
    title = o.pick(
        "证明",
        "证明",
        f"关于{o.child.name}户籍情况的证明",
        "查无此人证明",
        "村委会证明",
        f"关于{o.child.name}同学情况的说明",
    )
    body = [o.para(f"兹有{o.about}，经我村逐户排查，我村无此人居住，情况属实。"), o.para("特此证明。")]
    return [*o.title(title), *body, *o.foot(office, who=o.pick("", "经办人：刘国庆"))], "", title, office


def _police(o: Office) -> tuple[list[Block], str, str, str]:
    office = o.full(o.place.police)
    title = o.pick(
        "证明",
        "户籍核查证明",
        "户籍核查情况说明",
        "户口注销证明",
        f"关于{o.child.name}户籍核查情况的说明",
        "人口信息查询证明",
    )
    shown, reads = o.number(o.place.county[0] + "公户证字") if o.chance(0.5) else ("", "")
    body = [
        o.para(f"经查询人口信息系统，{o.child.name}（公民身份号码{o.child.id_number}）在我辖区查无此人。"),
        o.para("特此证明。"),
    ]
    head = o.with_number(title, shown)
    return (
        [*head, *body, *o.foot(office, who=o.pick("", "民警：王建军"), below=o.pick("", "户口专用章"))],
        reads,
        title,
        office,
    )


def _household(o: Office) -> tuple[list[Block], str, str, str]:
    office = o.full(o.place.police)
    title = o.pick("户籍证明", "常住人口户籍证明", "户口证明")
    body = [
        o.para(
            f"兹证明{o.child.name}，{o.child.sex}，公民身份号码{o.child.id_number}，系我所辖区常住户口居民，户籍地址：{o.child.address}。"
        ),
        o.para("特此证明。"),
    ]
    return [*o.title(title), *body, *o.foot(office, below="户口专用章")], "", title, office


def _joint(o: Office) -> tuple[list[Block], str, str, str]:
    one, two = o.pick(
        (o.place.committee, o.full(o.place.police)),
        (o.full(o.place.bureau), f"{o.place.county}民政局"),
        (o.place.government, o.place.central_school),
    )
    title = o.pick("联合证明", "证明", f"关于{o.child.name}外出情况的联合证明")
    body = [o.para(f"兹证明{o.about}随父母外出，现不在本地居住，情况属实。"), o.para("特此证明。")]
    return [*o.title(title), *body, *o.foot(one, two)], "", title, f"{one}、{two}"


def _approval(o: Office) -> tuple[list[Block], str, str, str]:
    office = f"{o.place.county}控辍保学工作领导小组"
    title = o.pick(f"关于同意{o.child.name}延缓入学的批复", "关于同意办理休学手续的批复", "关于延缓入学申请的核实意见")
    shown, reads = o.number(o.place.county[0] + o.pick("控辍组", "控辍办"))
    body = [
        o.para(f"{o.place.central_school}：", indent=False),
        o.para(f"你校《关于{o.child.name}延缓入学的请示》（中校〔2025〕7号）收悉。经三次联合劝返，同意其延缓入学。"),
    ]
    head = o.with_number(title, shown, red=o.pick("", office + "文件", office))
    return [*head, *body, *o.foot(office)], reads, title, office


def _township(o: Office) -> tuple[list[Block], str, str, str]:
    office = o.place.government
    title = o.pick("证明", f"关于{o.child.name}出国情况的证明", "出国情况证明")
    shown, reads = o.number(o.place.town[0] + "政证") if o.chance(0.4) else ("", "")
    body = [o.para(f"兹证明我乡居民{o.about}随父母在国外生活，至今未回国。"), o.para("特此证明。")]
    return [*o.with_number(title, shown), *body, *o.foot(office)], reads, title, office


def _hospital(o: Office) -> tuple[list[Block], str, str, str]:
    office = o.full(o.place.hospital)
    title = o.pick("诊断证明书", "疾病诊断证明书")
    body = [
        o.line(f"门诊号：{int(o.dice.integers(10**6, 10**7))}"),
        o.para(f"姓名：{o.child.name}　性别：{o.child.sex}　科室：神经内科"),
        o.para("诊断：脑性瘫痪。"),
        o.para("处理意见：建议在家康复训练。"),
        o.para("医师：陈志远"),
    ]
    head = [*o.title(title)] if o.chance(0.5) else [o.line(office, "center"), *o.title(title)]
    return [*head, *body, *o.foot(office, below="诊断证明专用章")], "", title, office


KINDS = {
    "transfer-notice": _transfer,
    "return-notice": _deadline,
    "return-notice ": _return,
    "judicial-notice-stub": _judicial,
    "liaison-letter-stub": _liaison,
    "reply-letter": _reply,
    "village-certificate": _village,
    "police-certificate": _police,
    "household-certificate": _household,
    "joint": _joint,
    "leave-approval": _approval,
    "government-certificate": _township,
    "diagnosis-certificate": _hospital,
}


def draw(folder: Path, seed: int, count: int) -> None:
    """A workspace of `count` papers, four children to a handful, and TRUTH.json beside it."""
    dice = np.random.default_rng(seed)
    folder.mkdir(parents=True)
    truths: dict[str, list[dict[str, str]]] = {}
    rows = []
    kinds = list(KINDS) * (count // len(KINDS) + 1)
    for number in range(1, (count + 3) // 4 + 1):
        child = make_child("M", dice, TODAY, None)
        name = f"{number:03}-{child.name}"
        (folder / name).mkdir()
        rows.append(DemoCase(number=number, child=child, category="M", subtype="其他", facts={}))
        office = Office(child, dice)
        for _ in range(4):
            kind = kinds.pop(int(dice.integers(len(kinds))))
            truth = _one(office, kind.strip(), KINDS[kind], folder / name, len(truths.get(name, ())))
            truths.setdefault(name, []).append(asdict(truth))
    (folder / "名册.xlsx").write_bytes(make_roster(rows, TODAY))
    (folder / "TRUTH.json").write_text(json.dumps(truths, ensure_ascii=False, indent=1), "utf-8")


def _one(office: Office, kind: str, maker: Any, folder: Path, index: int) -> Truth:
    dice = office.dice
    blocks, number, title, issuer = maker(office)
    style = STYLES[int(dice.integers(len(STYLES)))]
    page = draw_pictures([Paper(blocks=tuple(blocks), style=style)], demo_fonts(), seed=int(dice.integers(10**6)))[0]
    look, seen = _seen(page, dice)
    name = f"IMG_{index + 1:02}.jpg"
    seen.save(folder / name, "JPEG", quality=int(dice.integers(62, 90)))
    return Truth(file=name, kind=kind, number=number, title=title, issuer=issuer, look=look)


def _seen(page: Image.Image, dice: Any) -> tuple[str, Image.Image]:
    seed = int(dice.integers(10**6))
    if dice.random() < 0.5:
        return "scan", camera.scan(page, seed=seed)
    picture = camera.photograph(page, seed=seed)
    if dice.random() < 0.5:
        return "photo", picture
    look = _PHONE_LOOKS[int(dice.integers(len(_PHONE_LOOKS)))]
    return f"photo+{look}", cameras.PICTURE[look](picture, dice)


def bare(text: str) -> str:
    """Without what scanners and typists write one way or the other: brackets, blanks, width."""
    plain = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s〔〕\[\]()【】〈〉{}《》]", "", plain)


def count(root: Path, tally: Counter[tuple[str, str]], notes: list[str]) -> None:
    """Read a drawn workspace and compare."""
    truths: Mapping[str, list[dict[str, str]]] = json.loads((root / "TRUTH.json").read_text("utf-8"))
    specs = load_specs(specs_folder())
    with Cache(root / CACHE_FOLDER) as cache:
        check = check_workspace(read_workspace(root, specs), specs, TODAY, open_sight(root, cache))
    for review in check.reviews:
        parts = {part.path: part for part in review.parts}
        for truth in truths[review.case.folder or ""]:
            part = parts[truth["file"]]
            said = {"number": part.document_no, "title": part.title, "issuer": part.issuer}
            where = f"{root.name}/{review.case.folder}/{truth['file']} {truth['kind']} {truth['look']} ({part.type})"
            for what, read in said.items():
                outcome = _outcome(truth[what], read, specs.plain_titles if what == "title" else ())
                tally[what, outcome] += 1
                if outcome in ("wrong", "invented", "unsure"):
                    notes.append(f"{outcome:8} {what:7} {truth[what]!r} read {read!r}  {where}")


def _outcome(truth: str, read: str, plain: Any) -> str:
    if truth in plain or (plain and truth == "复函"):
        return "plain" if not read else "right" if bare(read) == bare(truth) else "wrong"
    if not truth:
        return "none" if not read else "invented"
    if not read:
        return "unsure"
    return "right" if bare(read) == bare(truth) else "wrong"


def main() -> None:
    """Draw what is not drawn yet, read all, print."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--seeds", type=int, nargs="+", required=True)
    words.add_argument("--into", type=Path, required=True)
    words.add_argument("--count", type=int, default=60)
    given = words.parse_args()
    tally: Counter[tuple[str, str]] = Counter()
    notes: list[str] = []
    for seed in given.seeds:
        if not (given.into / str(seed) / "TRUTH.json").is_file():
            draw(given.into / str(seed), seed, given.count)
        count(given.into / str(seed), tally, notes)
    print("\n".join(sorted(notes)))
    for what, named in (("number", "文号"), ("title", "题名"), ("issuer", "责任者")):
        outcomes = {key[1]: number for key, number in tally.items() if key[0] == what}
        sure = outcomes.get("right", 0) + outcomes.get("wrong", 0) + outcomes.get("invented", 0)
        print(f"{named}: {outcomes}; sure {sure}, right of the sure {outcomes.get('right', 0) / max(sure, 1):.1%}")


if __name__ == "__main__":
    main()
