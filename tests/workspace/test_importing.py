"""A roster that comes in: columns mended by choosing, the one before it kept, workspace.yaml as it was otherwise."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dossier.errors import UsageError
from dossier.files.data import specs_folder
from dossier.specs import load_specs
from dossier.workspace import (
    Proposed,
    adopt_roster,
    by_field,
    help_for,
    look_at_roster,
    read_workspace,
    write_blank_roster,
)
from tests.small_workspace import GIRL, a_workspace

NOW = datetime.fromisoformat("2022-03-18T10:32:00+08:00")
SPECS = load_specs(specs_folder())
STRANGE = f"序号,娃,归类情况,身份证,电话,备注\n1,黄欣梓,A,,13700000000,迁出注销\n2,李涵欣,A,{GIRL},,查无此人\n"
SAID = {"B": "name", "C": "category", "E": ""}


def a_new_roster(folder: Path, text: str = STRANGE) -> Path:
    place = folder / "in" / "新名册.csv"
    place.parent.mkdir()
    place.write_text(text, "utf-8")
    return place


def test_columns_are_what_a_person_says_they_are(tmp_path: Path) -> None:
    (look,) = look_at_roster(a_new_roster(tmp_path), SPECS, {})
    assert look.missing == ("姓名", "类别")

    help_ = help_for(look, SAID, SPECS)

    assert help_ == {"姓名": "娃", "类别": "归类情况", "guardian1.phone": "不用"}
    (mended,) = look_at_roster(tmp_path / "in" / "新名册.csv", SPECS, by_field(help_, SPECS))
    assert {one.column: one.field for one in mended.columns} == {
        "A": "number",
        "B": "name",
        "C": "category",
        "D": "id_number",
        "E": None,
        "F": "subtype",
    }
    assert mended.missing == ()


def test_a_workspace_is_seen_with_another_roster_before_anything_is_written(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "w")
    place = a_new_roster(tmp_path)
    (look,) = look_at_roster(place, SPECS, {})
    before = {one.name: one.read_bytes() for one in root.iterdir() if one.is_file()}

    seen = read_workspace(
        root, SPECS, instead=Proposed(path=place, columns=by_field(help_for(look, SAID, SPECS), SPECS))
    )

    assert [(case.id, case.name, case.folder) for case in seen.cases] == [
        ("001", "黄欣梓", "001-黄欣梓"),
        ("002", "李涵欣", "002-李涵欣"),
    ]
    assert {one.name: one.read_bytes() for one in root.iterdir() if one.is_file()} == before


def test_the_old_roster_is_kept_and_the_settings_keep_their_comments(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "w")
    settings = root / "workspace.yaml"
    settings.write_bytes("# 县里定的\r\nunit: 城郊乡中心学校   # 公章上的\r\nclerk: 赵文博\r\n".encode())
    old = (root / "名册.csv").read_bytes()
    place = a_new_roster(tmp_path)
    (look,) = look_at_roster(place, SPECS, {})

    adopted = adopt_roster(root, SPECS, place, before="名册.csv", sheet="", help_=help_for(look, SAID, SPECS), now=NOW)

    assert (adopted.file, adopted.kept) == ("新名册.csv", "旧名册/名册 2022-03-18 103200.csv")
    assert (root / adopted.kept).read_bytes() == old
    assert not (root / "名册.csv").exists()
    text = settings.read_bytes().decode()
    assert text.startswith("# 县里定的\r\nunit: 城郊乡中心学校   # 公章上的\r\nclerk: 赵文博\r\n")
    assert text.replace("\r\n", "").count("\n") == 0
    workspace = read_workspace(root, SPECS)
    assert [(case.id, case.name) for case in workspace.cases] == [("001", "黄欣梓"), ("002", "李涵欣")]
    assert "旧名册" not in str(workspace.findings)

    again = adopt_roster(root, SPECS, place, before="新名册.csv", sheet="", help_={}, now=NOW)

    assert again.file == "新名册.csv"  # under its own name, the one before it kept too
    assert (root / again.kept).is_file()
    assert "columns" not in settings.read_text("utf-8")


def test_a_file_of_another_kind_with_the_same_name_is_not_written_over(tmp_path: Path) -> None:
    root = a_workspace(tmp_path / "w")
    (root / "新名册.csv").write_text("别的东西\n", "utf-8")

    adopted = adopt_roster(
        root, SPECS, a_new_roster(tmp_path), before="名册.csv", sheet="", help_={"姓名": "B", "类别": "C"}, now=NOW
    )

    assert adopted.file == "新名册 (2).csv"
    assert (root / "新名册.csv").read_text("utf-8") == "别的东西\n"
    assert [case.name for case in read_workspace(root, SPECS).cases] == ["黄欣梓", "李涵欣"]


def test_a_blank_roster_never_lies_beside_another(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        write_blank_roster(a_workspace(tmp_path / "w"), SPECS)
