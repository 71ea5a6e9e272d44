from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.forms import Forms
from dossier.forms.fields import EMPTY_VALUES, LISTS, annex_values
from dossier.forms.fill import Form, with_spare
from dossier.model import Guardian, PlanPart
from tests.forms.build import (
    SETTINGS,
    TEMPLATES,
    TODAY,
    W,
    a_plan,
    a_review,
    a_student,
    an_item,
    body_of,
    filled,
    one_page,
    parts_of,
    templates_with,
    words_of,
)

FORMS = Forms.load(TEMPLATES)
XML_TEXT = re.compile("[\\t\\n\x20-\x7e\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]+")


def annex_of(**told: object) -> bytes:
    return Forms.load(TEMPLATES).annex(a_review(a_student(**told)), SETTINGS, TODAY, pages_of=one_page)[0]


@pytest.mark.parametrize(
    "nasty",
    ["{{ 姓名 }}", "{% for x in y %}", "{_{ a }_}", "<w:p/>", "A&B", '"引号"', "]]>", "a\u200bb", "𤩽䶮", "&lt;"],
)
def test_data_is_printed_as_it_is_and_never_read_as_a_template(nasty: str) -> None:
    assert any(nasty in text for text in words_of(annex_of(dropout_reason=nasty)))


def test_control_characters_vanish_and_line_ends_become_breaks() -> None:
    body = body_of(annex_of(family="甲\x00\x0b乙\r\n丙\t丁\ud800\ufffe"))
    paragraph = next(p for p in body.iter(f"{W}p") if any(node.text == "甲乙" for node in p.iter(f"{W}t")))

    assert [node.tag.removeprefix(W) for node in paragraph.find(f"{W}r")][1:] == ["t", "br", "t", "tab", "t"]
    assert [node.text for node in paragraph.iter(f"{W}t")] == ["甲乙", "丙", "丁"]


def test_the_same_values_give_the_same_bytes() -> None:
    assert filled() == filled()


def test_what_has_no_fields_is_carried_over_untouched() -> None:
    template, made = parts_of((TEMPLATES / "附件1.docx").read_bytes()), parts_of(annex_of())

    assert {name: made[name] for name in template if name != "word/document.xml"} == {
        name: content for name, content in template.items() if name != "word/document.xml"
    }
    assert next(iter(made)) == "[Content_Types].xml"


def test_titles_of_the_contents_link_to_their_items_and_missing_ones_do_not() -> None:
    plan = a_plan(items=(an_item(2, "学籍卡"), an_item(None, "班级学习照片", missing=True)), draft=True)
    contents = filled(plan)[PlanPart.CONTENTS][0]
    links = {
        link.get(f"{W}anchor"): "".join(node.text or "" for node in link.iter(f"{W}t"))
        for link in body_of(contents).iter(f"{W}hyperlink")
    }

    assert links == {"item_1": "2022年春季学期义务教育辍学学生登记表", "item_2": "学籍卡"}
    assert "班级学习照片" in words_of(contents)


def test_fields_in_headers_and_footers_are_filled(tmp_path: Path) -> None:
    header = f'<w:hdr xmlns:w="{W[1:-1]}"><w:p><w:r><w:t>{{{{ 单位 }}}}</w:t></w:r></w:p></w:hdr>'.encode()
    held = parts_of((TEMPLATES / "备考表.docx").read_bytes())
    rels = held["word/_rels/document.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" '
        b'Target="header1.xml"/></Relationships>',
    )
    types = held["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.header+xml"/></Types>',
    )
    parts = {"word/header1.xml": header, "word/_rels/document.xml.rels": rels, "[Content_Types].xml": types}
    folder = templates_with(tmp_path, "备考表.docx", parts=parts)

    assert "城郊乡中心学校" in parts_of(filled(folder=folder)[PlanPart.CLOSING][0])["word/header1.xml"].decode()


def test_more_guardians_than_rows_are_no_error() -> None:
    three = tuple(Guardian(name=name) for name in ("甲某", "乙某", "丙某"))

    assert "甲某" in words_of(annex_of(guardians=three))


def test_the_record_row_shrinks_and_the_margin_grows_when_asked() -> None:
    form = Form("附件1.docx", (TEMPLATES / "附件1.docx").read_bytes())
    values = annex_values(a_review(), SETTINGS, TODAY)
    full, low = body_of(form.fill(values)), body_of(with_spare(form.fill(values, height=50), 240))

    def heights(body: object) -> list[int]:
        return [int(node.get(f"{W}val")) for node in body.iter(f"{W}trHeight")]  # type: ignore[attr-defined]

    assert heights(full)[:-1] == heights(low)[:-1]
    assert heights(low)[-1] == heights(full)[-1] // 2
    margins = [int(next(body.iter(f"{W}pgMar")).get(f"{W}bottom")) for body in (full, low)]
    assert margins[1] - margins[0] == 240


@given(st.text(st.characters(codec="utf-8") | st.sampled_from('\x00\x0b\ufffe\ud800{}%#<>&"\n\t｛'), max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_text_in_any_field_gives_a_whole_word_file(text: str) -> None:
    values = dict.fromkeys(EMPTY_VALUES, text) | {"劝返过程": (text, text), "情况说明": (text,), "有附页": True}
    values["条目"] = ({**dict.fromkeys(LISTS["条目"], text), "锚点": "item_1"},)
    printed = re.sub("[\t\n\x85\u2028\u2029]", "", "".join(XML_TEXT.findall(text)))

    for form in FORMS.forms.values():
        words = "".join(node.text or "" for node in body_of(form.fill(values)).iter(f"{W}t"))
        assert printed.strip() in words
