from __future__ import annotations

from pathlib import Path

import pytest

from dossier.errors import TemplateError
from dossier.forms import Forms
from dossier.model import PlanPart
from tests.forms.build import TEMPLATES, filled, parts_of, templates_with, words_of

NAME = "{{ 姓名 }}"


def places(folder: Path) -> list[str]:
    with pytest.raises(TemplateError) as caught:
        Forms.load(folder)
    return [str(place) for place in caught.value.places]


def test_a_misspelt_field_is_named_with_its_cell_and_what_was_meant(tmp_path: Path) -> None:
    folder = templates_with(tmp_path, "附件1.docx", (NAME, "{{ 姓各 }}"))

    assert (
        places(folder)
        == [
            "附件1.docx 表1第1行第3格：「{{ 姓各 }}」没有「姓各」这个字段（是不是「姓名」？）",
            "附件1.docx：缺少字段「姓名」，没有它这张表就不能用",
        ][:1]
    )


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("｛｛ 姓名 ｝｝", "全角"),
        ("{｛ 姓名 }}", "全角"),
        ("{ { 姓名 }}", "全角"),
        ("{{ 姓名 }", "没有成对"),
        ("{{ 姓名", "没有成对"),
        ("姓名 }}", "没有成对"),
        ("{姓名}", "只有一层花括号"),
        ("{{ 姓名.__class__ }}", "「姓名」后面不能用点"),
        ("{{ ''.__class__.__mro__ }}", "不能用点"),
        ("{{ 姓名() }}", "不允许这样写"),
        ("{{ 姓名[0] }}", "不允许这样写"),
        ("{{ 姓名 | upper }}", "没有「upper」这个过滤器"),
        ("{{ range(9) }}", "不允许这样写"),
        ("{{ lipsum }}", "没有「lipsum」这个字段"),
        ("{% set a = 1 %}", "不能用"),
        ("{% include 'x' %}", "不能用"),
        ("{%tc for a in 条目 %}", "不能用"),
        ("{% cellbg 'red' %}", "不能用"),
        ("{{r 姓名 }}", "字段前不能有"),
        ("{%p if 姓名 %}", "没有对应的"),
        ("{%p endif %}", "前面没有开始"),
        ("{% for 人 in 姓名 %}{% endfor %}", "不能循环"),
        ("{% for 姓名 in 条目 %}{% endfor %}", "与字段同名"),
        ("{% for 件 in 条目 %}{{ 件.提名 }}{% endfor %}", "「件」没有「提名」这一项（是不是「题名」？）"),
        ("{% if 姓名 %}甲{% endfor %}", "应当先结束"),
        ("{{ 姓名 + }}", "写法看不懂"),
        ("{%p if 姓名 %}甲", "独占一段"),
    ],
)
def test_what_a_template_must_not_say_is_named(tmp_path: Path, written: str, said: str) -> None:
    folder = templates_with(tmp_path, "附件1.docx", (NAME, written.replace("&", "&amp;")))

    found = places(folder)
    assert all(place.startswith("附件1.docx 表1第1行第3格：") for place in found)
    assert said in "\n".join(found)


def test_what_stands_outside_a_row_mark_would_be_lost(tmp_path: Path) -> None:
    folder = templates_with(tmp_path, "卷内目录.docx", ("{%tr for 件 in 条目 %}", "合计{%tr for 件 in 条目 %}"))

    assert "要独占一行" in places(folder)[0]


def test_all_problems_of_all_templates_come_at_once(tmp_path: Path) -> None:
    folder = templates_with(tmp_path, "附件1.docx", (NAME, "{{ 姓各 }}"), ("{{ 性别 }}", "｛｛性别｝｝"))
    (folder / "封面.docx").write_bytes(b"not a zip")
    (folder / "附页.docx").unlink()

    assert [place.split("：")[0] for place in places(folder)] == [
        "封面.docx",
        "附件1.docx 表1第1行第3格",
        "附件1.docx 表1第2行第5格",
        "附页.docx",
    ]


def test_a_form_without_what_it_is_for_is_refused(tmp_path: Path) -> None:
    folder = templates_with(tmp_path, "封面.docx", ("{{ 案卷题名 }}", "个案材料"))

    assert places(folder) == ["封面.docx：缺少字段「案卷题名」，没有它这张表就不能用"]


def test_fields_that_word_has_split_into_runs_still_work(tmp_path: Path) -> None:
    split = (
        '{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t>{ 姓</w:t></w:r>'
        '<w:proofErr w:type="spellEnd"/><w:r><w:t>名 }</w:t></w:r><w:r><w:t>}'
    )
    folder = templates_with(tmp_path, "附件1.docx", (NAME, split))

    assert "王晓磊" in words_of(filled(folder=folder)[PlanPart.ANNEX][0])


def test_curly_quotes_of_a_word_processor_are_understood(tmp_path: Path) -> None:
    folder = templates_with(tmp_path, "附件1.docx", (NAME, "{{ 姓名 or “未填” }}"))

    assert "王晓磊" in words_of(filled(folder=folder)[PlanPart.ANNEX][0])


def test_a_condition_may_stand_inside_a_text(tmp_path: Path) -> None:
    folder = templates_with(
        tmp_path, "附件1.docx", (NAME, "{{ 姓名 }}{% if 性别 == '男' %}（男生）{% else %}（女生）{% endif %}")
    )

    assert "王晓磊（男生）" in words_of(filled(folder=folder)[PlanPart.ANNEX][0])


def test_a_loop_that_would_break_the_table_is_refused(tmp_path: Path) -> None:
    folder = templates_with(
        tmp_path,
        "附件1.docx",
        ("{{ 姓名 }}", "{{ 姓名 }}{% if 性别 %}"),
        ("{{ 身份证号 }}", "{{ 身份证号 }}{% endif %}"),
    )

    assert "要在同一段里结束" in places(folder)[0]


@pytest.mark.parametrize("name", ["word/footnotes.xml", "word/comments.xml"])
def test_fields_where_nobody_fills_them_are_refused(tmp_path: Path, name: str) -> None:
    parts = {name: '<x xmlns:w="w"><w:t>{{ 姓名 }}</w:t></x>'.encode()}
    folder = templates_with(tmp_path, "附件1.docx", parts=parts)

    assert "脚注、批注" in places(folder)[0]


def test_the_samples_hold_every_template_filled_with_nothing() -> None:
    samples = Forms.load(TEMPLATES).samples()

    assert sorted(samples) == sorted(["封面.docx", "卷内目录.docx", "附件1.docx", "附页.docx", "备考表.docx"])
    assert all("{{" not in parts_of(sample)["word/document.xml"].decode() for sample in samples.values())


@pytest.mark.parametrize(
    ("kind", "written", "said"),
    [
        ("footnotes", '<w:r><w:footnoteReference w:id="2"/></w:r>', "脚注"),
        ("oleObject", '<w:r><w:object r:id="rId9"/></w:r>', "嵌入的对象"),
        ("chart", '<w:r><w:drawing r:id="rId9"/></w:r>', "图表"),
    ],
)
def test_what_cannot_go_along_into_the_word_dossier_is_refused(
    tmp_path: Path, kind: str, written: str, said: str
) -> None:
    held = parts_of((TEMPLATES / "附件1.docx").read_bytes())["word/_rels/document.xml.rels"].decode()
    of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    more = f'<Relationship Id="rId9" Type="{of}/{kind}" Target="x.xml"/></Relationships>'
    parts = {"word/_rels/document.xml.rels": held.replace("</Relationships>", more).encode(), "word/x.xml": b"<x/>"}
    folder = templates_with(tmp_path, "附件1.docx", ("</w:p>", f"{written}</w:p>"), parts=parts)

    assert f"里面有{said}" in places(folder)[0]


@pytest.mark.parametrize("place", [0.2, 0.5, 0.8, 0.999])
@pytest.mark.parametrize("damage", ["flipped", "cut"])
def test_a_damaged_template_is_said_to_be_damaged(tmp_path: Path, place: float, damage: str) -> None:
    folder = templates_with(tmp_path, "附件1.docx")
    data = bytearray((TEMPLATES / "附件1.docx").read_bytes())
    at = int(len(data) * place)
    if damage == "cut":
        del data[at:]
    else:
        data[at : at + 40] = bytes(255 - byte for byte in data[at : at + 40])
    (folder / "附件1.docx").write_bytes(data)

    assert "附件1.docx：不是完好的 Word 文件" in places(folder)[0]
