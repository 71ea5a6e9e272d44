"""A comparison as an Excel workbook, a sheet a question; and the 失学 result as rows of a roster to be reviewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from dossier.county.comparison import LETTERS, MEANS, WHY, field_title
from dossier.county.pairing import ROLES
from dossier.county.sheets import SheetOfRows, write_book
from dossier.errors import UsageError
from dossier.model import Comparison, ListedChild

_PERSON = (("姓名", 12), ("身份证号", 22), ("学籍号", 23), ("名单", 24), ("行", 7))
_REVIEW = (("核实情况", 24), ("核实人", 10))
_ROSTER = (("序号", 6), ("类别", 18), ("具体情形", 16), ("姓名", 12), ("身份证号", 22), ("性别", 6), ("出生日期", 13),
           ("民族", 10), ("全国学籍号", 23), ("监护人1", 10), ("监护人1联系电话", 15), ("户籍所在地", 32),
           ("现居住地", 32), ("学校", 22), ("年级", 9), ("班级", 9), ("备注", 40))  # fmt: skip
_ROSTER_FIELDS = ("sex", "birth", "nation", "student_no", "guardian1.name", "guardian1.phone", "household_address",
                  "live_address", "school", "grade", "class_name")  # fmt: skip


def write_comparison(made: Comparison, roles: Sequence[str], path: Path) -> None:
    """Write the workbook: 说明, a sheet a question that was asked, then who is only in one, likely one, unlike."""
    write_book(path, "名单比对", made.today, _sheets(made, roles))


def _sheets(made: Comparison, roles: Sequence[str]) -> Iterator[SheetOfRows]:
    yield SheetOfRows(name="说明", columns=(("项目", 30), ("内容", 90)), rows=_summary(made, roles))
    for question, rows in made.answers.items():
        if rows is not None:
            title = f"{question}：{MEANS[question]}，{len(rows)} 人（{made.today.isoformat()}）"
            reviewed = [(*_person(made, place, child), "", "") for place, child in rows]
            yield SheetOfRows(name=question, title=title, columns=_PERSON + _REVIEW, rows=reviewed)
    for place, children in enumerate(made.only_in):
        people = [_person(made, place, child) for child in children]
        title = f"只在 {LETTERS[place]} {made.lists[place].path} 里"
        yield SheetOfRows(name=f"只在{LETTERS[place]}", title=title, columns=_PERSON, rows=people)
    columns: tuple[tuple[str, int], ...] = (("为什么", 20), *_PERSON, *_PERSON, *_REVIEW)
    pairs = [
        (WHY[one.why], *_person(made, one.left, one.left_child), *_person(made, one.right, one.right_child), "", "")
        for one in made.likely_same
    ]
    title = "疑似同一人：没有合并，也没有算进别的表，请逐对核实"
    yield SheetOfRows(name="疑似同一人", title=title, columns=columns, rows=pairs)
    letters = LETTERS[: len(made.lists)]
    differ = [
        (one.key, field_title(one.field), *(one.values.get(place, "") for place in range(len(letters))))
        for one in made.differ
    ]
    columns = (("身份证号或学籍号", 23), ("项目", 12), *((letter, 28) for letter in letters))
    yield SheetOfRows(name="内容不一致", title="号码相同，内容不一致", columns=columns, rows=differ)


def _summary(made: Comparison, roles: Sequence[str]) -> Iterator[tuple[str, str]]:
    for place, one in enumerate(made.lists):
        role = f"（{ROLES[roles[place]]}）" if place < len(roles) else ""
        headers = "、".join(column.header for column in one.columns if column.field)
        yield f"{LETTERS[place]}{role}", f"{one.path}，{len(one.children)} 人；认出的列：{headers}"
    yield "号码相同", f"{made.same} 人各份名单都有（身份证号相同，或一方没有身份证号而学籍号相同）"
    for question, rows in made.answers.items():
        yield question, f"{MEANS[question]}：" + ("没有给齐名单，没有算" if rows is None else f"{len(rows)} 人")
    yield "疑似同一人", f"{len(made.likely_same)} 对，没有合并，也不算在失学、辍学里，请逐对核实"
    yield "内容不一致", f"{len(made.differ)} 处"
    for words in made.told:
        yield "请注意", words


def _person(made: Comparison, place: int, child: int) -> tuple[str, str, str, str, int]:
    found = made.lists[place].children[child]
    one = made.lists[place]
    where = f"{LETTERS[place]} {one.path}" + (f" {one.sheets[found.sheet]}" if len(one.sheets) > 1 else "")
    return found.name, found.written, found.student_no, where, found.row


def write_roster(made: Comparison, path: Path) -> int:
    """Write the children of 失学 as rows of a roster whose category a person must still give; returns how many.

    Raises UsageError where that question was not asked or something lies at `path` already, OutputError.
    """
    rows = made.answers["失学"]
    if rows is None:
        hint = "请写明哪份是户籍、哪份是学籍，如 --as household,school（按名单的先后）。"
        raise UsageError("还不知道谁失学，写不了名册", hint=hint)
    if path.exists():
        raise UsageError(f"{path} 已经存在，没有改动", hint="请换一个新的文件名；核实后再并入正式的名册。")
    children = [(made.lists[place].children[child], place) for place, child in rows]
    sheet = SheetOfRows(
        name="名册",
        columns=_ROSTER,
        rows=[_roster_row(number, made, place, child) for number, (child, place) in enumerate(children, 1)],
    )
    write_book(path, "失学名单，待核实", made.today, [sheet], author="")
    return len(children)


def _roster_row(number: int, made: Comparison, place: int, child: ListedChild) -> tuple[str | int, ...]:
    told = dict(zip(made.lists[place].fields, child.values, strict=True))
    sex, *rest = (told.get(field, "") for field in _ROSTER_FIELDS)
    note = f"四查三比对：户籍有、学籍无（{made.lists[place].path} 第{child.row}行），待入户核实"
    return number, "", "", child.name, child.written, sex, *rest, note
