"""The templates as shipped, and as staff change them."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dossier.forms.dump import dump, field_guide, write_dumps
from dossier.forms.fields import FIELDS
from dossier.model import PlanPart
from tests.forms.build import (
    NAMES,
    TEMPLATES,
    W,
    a_plan,
    an_item,
    body_of,
    cells_of,
    change,
    filled,
    paragraph_with,
    parts_of,
    row_with,
    templates_with,
    words_of,
)

ROWS = [
    ["基　本　信　息", "姓　名", "王晓磊", "身份证号", "411328201203059995"],
    ["", "出生日期", "2012年3月5日", "性别", "男", "年龄", "10", "民族", "汉族"],
    ["", "健康情况", "健康或良好", "全国学籍号", "G411328201203059995"],
    ["", "监护人1", "王建国", "与被核查人关系", "父亲", "联系电话", "13800000001"],
    ["", "监护人2", "李秀英", "与被核查人关系", "母亲", "联系电话", "13800000002"],
    ["", "户籍所在地", "河南省南阳市唐河县 城郊乡 王岗村3组12号"],
    ["", "学籍所在地", ""],
    ["", "现居住地", "广东省东莞市 虎门镇 大宁社区一巷8号"],
    ["", "辍学原因", "随亲属外出打工", "家庭情况简述", "父母长期在外务工，随祖父母生活。"],
    ["核　查　情　况", "是否已开展劝返工作", "是", "劝返次数", "3", "劝返结果", "已返原校复学", "未复学原因", ""],
    ["", "劝返单位", "城郊乡中心学校", "劝返责任人", "张明", "联系电话", "13800000003"],
    ["", "是否属于经县级扶贫工作领导小组核实同意、准许先办理延缓入学或休学手续的学生", "否"],
]


def test_the_registration_form_has_the_thirteen_rows_of_the_plan_cell_by_cell() -> None:
    document = filled()[PlanPart.ANNEX][0]
    cells = cells_of(document)

    assert cells[:12] == ROWS
    assert len(cells) == 13
    assert cells[12][0] == "劝返过程详细记录"
    assert re.match("第1次：2022年2月25日，.*第3次：", cells[12][1])
    assert words_of(document)[:3] == [
        "附件1",
        "2022年春季学期义务教育辍学学生登记表",
        "单位（盖章）：城郊乡中心学校填表日期：2022年3月18日",
    ]


def test_no_example_text_is_printed() -> None:
    text = "".join(words_of(filled()[PlanPart.ANNEX][0]))

    assert not re.search("示例|要求同上|_{2,}", text)


def test_side_labels_are_vertical_and_merged() -> None:
    rows = list(body_of(filled()[PlanPart.ANNEX][0]).iter(f"{W}tr"))
    sides = [row.find(f"{W}tc/{W}tcPr") for row in rows]

    assert all(side.find(f"{W}textDirection").get(f"{W}val") == "tbRlV" for side in sides)
    merges = [side.find(f"{W}vMerge") for side in sides]
    assert [None if merge is None else merge.get(f"{W}val", "go on") for merge in merges] == [
        *("restart", *["go on"] * 8), *("restart", *["go on"] * 2), None
    ]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_every_template_is_upright_a4_in_the_fonts_of_official_papers(name: str) -> None:
    parts = parts_of((TEMPLATES / name).read_bytes())
    xml = parts["word/document.xml"].decode() + parts["word/styles.xml"].decode()

    assert 'w:w="11906" w:h="16838"' in xml
    assert {"仿宋_GB2312", "方正小标宋简体"} <= set(re.findall('w:eastAsia="([^"]+)"', xml))


@pytest.mark.parametrize("name", NAMES)
def test_the_readable_dump_beside_a_template_is_of_that_template(name: str) -> None:
    assert (TEMPLATES / f"{name}.txt").read_text("utf-8") == dump((TEMPLATES / name).read_bytes()), (
        "模板改过了：请运行 python -m dossier.forms.dump templates"
    )


def test_dumps_are_written_beside_the_templates_and_not_of_lock_files(tmp_path: Path) -> None:
    (tmp_path / "附件1.docx").write_bytes((TEMPLATES / "附件1.docx").read_bytes())
    (tmp_path / "~$附件1.docx").write_bytes(b"lock")

    assert [path.name for path in write_dumps(tmp_path)] == ["附件1.docx.txt", "字段说明.txt"]


def test_the_guide_beside_the_templates_names_every_field() -> None:
    guide = (TEMPLATES / "字段说明.txt").read_text("utf-8")

    assert guide == field_guide(), "请运行 python -m dossier.forms.dump templates"
    assert [name for name in FIELDS if f"{{{{ {name} }}}}" not in guide] == []


def test_contents_repeat_their_header_row_and_keep_rows_whole() -> None:
    rows = list(body_of(filled()[PlanPart.CONTENTS][0]).iter(f"{W}tr"))

    assert cells_of(filled()[PlanPart.CONTENTS][0])[0] == [
        "顺序号", "文号", "责任者", "题　　名", "日期", "页号", "备注"
    ]  # fmt: skip
    assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
    assert len(rows) > 10, "ruled to the foot"
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_draft_is_stamped_on_cover_and_contents_and_a_finished_dossier_is_not() -> None:
    missing = an_item(None, "班级学习照片", missing=True, note="缺")
    draft = filled(a_plan(items=(missing,), draft=True, missing=("班级学习照片",)))
    done = filled(a_plan())

    for part in (PlanPart.COVER, PlanPart.CONTENTS):
        assert "不完整" in "".join(words_of(draft[part][0])).replace(" ", "")
        assert "不完整" not in "".join(words_of(done[part][0])).replace(" ", "")
    assert cells_of(draft[PlanPart.CONTENTS][0])[2] == ["", "", "", "班级学习照片", "", "", "缺"]
    assert "班级学习照片" in "".join(words_of(draft[PlanPart.COVER][0]))


def test_the_cover_has_the_items_of_the_standard() -> None:
    text = "".join("".join(row) for row in _tables(filled()[PlanPart.COVER][0])).replace("　", "").replace(" ", "")

    for label in ("全宗名称", "类目名称", "时间", "保管期限", "件（页）数", "归档号", "档号"):
        assert label in text
    assert "城郊乡第一初级中学王晓磊义务教育控辍保学个案材料（K打工务农）" in text
    assert "2022年2月25日至2022年3月18日" in text
    assert "1件1页" in text


def _tables(document: bytes) -> list[list[str]]:
    count = sum(1 for _ in body_of(document).iter(f"{W}tbl"))
    return [row for table in range(count) for row in cells_of(document, table)]


# ---------------------------------------------------------------------------- what staff may change


def _other_font(xml: str) -> str:
    return xml.replace('w:eastAsia="黑体"', 'w:eastAsia="楷体"')


def _moved_cell(xml: str) -> str:
    name, number = paragraph_with(xml, "{{ 姓名 }}"), paragraph_with(xml, "{{ 身份证号 }}")
    return xml.replace(name, "@").replace(number, name).replace("@", number)


def _added_row(xml: str) -> str:
    row = row_with(xml, "户籍所在地")
    return xml.replace(row, row + row.replace("户籍所在地", "学校").replace("{{ 学校 }}", "{{ 学校 }}{{ 年级 }}"), 1)


def _taller_rows(xml: str) -> str:
    return xml.replace('w:val="580"', 'w:val="560"')


@pytest.mark.parametrize("edit", [_other_font, _moved_cell, _added_row, _taller_rows])
def test_a_form_that_staff_have_changed_is_still_filled(tmp_path: Path, edit: Callable[[str], str]) -> None:
    before = (TEMPLATES / "附件1.docx").read_bytes()
    folder = templates_with(tmp_path, "附件1.docx")
    change(folder / "附件1.docx", edit)
    assert parts_of((folder / "附件1.docx").read_bytes()) != parts_of(before)

    words = words_of(filled(folder=folder)[PlanPart.ANNEX][0])
    assert {"王晓磊", "411328201203059995", "汉族"} <= set(words)
    assert any(word.startswith("第3次") for word in words)


def test_a_column_may_be_taken_out_of_the_contents(tmp_path: Path) -> None:
    moved = ("{{ 件.题名 }}", "{{ 件.题名 }}（{{ 件.备注 }}）")
    folder = templates_with(tmp_path, "卷内目录.docx", ("{{ 件.备注 }}", ""), moved)
    plan = a_plan(items=(an_item(2, "户口簿", note="复印件"),))
    document = filled(plan, folder=folder)[PlanPart.CONTENTS][0]

    assert cells_of(document)[2] == ["2", "", "", "户口簿（复印件）", "", "2", ""]
    assert [link.get(f"{W}anchor") for link in body_of(document).iter(f"{W}hyperlink")] == ["item_1", "item_2"]
