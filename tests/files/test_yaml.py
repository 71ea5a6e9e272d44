"""The YAML boundary: what people write by hand is understood, or refused with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.errors import WorkspaceError
from dossier.files.yaml import open_yaml, read_yaml


@dataclass(frozen=True)
class Inner:
    on: date | None = None
    by: str = ""


@dataclass(frozen=True)
class Outer:
    unit: str = ""
    duplex: bool = False
    count: int = 0
    inner: Inner | None = None
    named: Mapping[str, Inner] = field(default_factory=dict)
    words: tuple[str, ...] = ()


def a_file(folder: Path, text: str | bytes) -> Path:
    path = folder / "a.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(folder: Path, text: str | bytes) -> WorkspaceError:
    with pytest.raises(WorkspaceError) as caught:
        read_yaml(a_file(folder, text), Outer, WorkspaceError)
    return caught.value


def test_an_empty_file_gives_the_defaults(tmp_path: Path) -> None:
    assert read_yaml(a_file(tmp_path, "# 还没写\n"), Outer, WorkspaceError) == Outer()


def test_the_key_on_is_a_word_and_no_truth_value(tmp_path: Path) -> None:
    read = read_yaml(a_file(tmp_path, "inner: {on: 2022-03-15, by: 张三}\n"), Outer, WorkspaceError)

    assert read.inner == Inner(on=date(2022, 3, 15), by="张三")


def test_yes_and_no_are_words(tmp_path: Path) -> None:
    assert read_yaml(a_file(tmp_path, "unit: no\n"), Outer, WorkspaceError).unit == "no"


def test_numbers_keep_their_leading_zeros(tmp_path: Path) -> None:
    document = open_yaml(a_file(tmp_path, "phone: 03771234567\nid: 411328201203059995\n"), WorkspaceError)

    assert document.data["phone"] == "03771234567"
    assert document.text("id") == "411328201203059995"


def test_an_impossible_date_is_told_with_its_line(tmp_path: Path) -> None:
    error = refusal(tmp_path, "unit: 甲\ninner:\n  on: 2022-02-30\n")

    assert [(place.spot, "日期" in place.problem) for place in error.places] == [("第3行", True)]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    error = refusal(tmp_path, "unti: 甲\nduplex: 1\ncount: 两\nnamed:\n  a: {bye: x}\n")

    assert [place.spot for place in error.places] == ["第1行", "第5行", "第2行", "第3行"]
    assert "是不是「unit」" in error.places[0].problem


def test_a_key_written_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    error = refusal(tmp_path, "unit: 甲\nunit: 乙\n")

    assert error.places[0].spot == "第2行"
    assert "第1行" in error.places[0].problem


def test_a_full_width_colon_is_named(tmp_path: Path) -> None:
    assert "应写成 unit: …" in str(refusal(tmp_path, "unit：甲\n"))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("a: &a [x, x]\nb: [*a, *a]\n", "&"),
        ("unit: !!python/object/apply:os.system [echo]\n", "!"),
        ("words: !!set {a, b}\n", "!"),
        ("words: " + "[" * 200 + "]" * 200, "嵌套太深"),
        ("words: " + "[" * 200_000, "a.yaml"),
        ("unit: [1, 2\nduplex: x", "第"),
        ("- a\n- b\n", "键: 值"),
        ("? [a]\n: b\n", "看不懂"),
        ("unit: \x07\n", "看不懂"),
        (b"\xff\xfe\xfa\x80\x00", "编码"),
    ],
)
def test_what_no_hand_writes_is_refused(tmp_path: Path, text: str | bytes, word: str) -> None:
    assert word in str(refusal(tmp_path, text))


def test_gbk_and_a_byte_order_mark_are_read(tmp_path: Path) -> None:
    for raw in ("unit: 城郊乡".encode("gb18030"), "unit: 城郊乡".encode("utf-8-sig")):
        assert read_yaml(a_file(tmp_path, raw), Outer, WorkspaceError).unit == "城郊乡"


def test_a_file_of_many_megabytes_is_refused(tmp_path: Path) -> None:
    assert "太大" in str(refusal(tmp_path, b"#" * 5_000_001))


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"不在\.yaml"):
        open_yaml(tmp_path / "不在.yaml", WorkspaceError)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(st.text(), st.text(alphabet="ab: \n-[]{},'\"?!&*#|>%@`\t\\<=1.e", max_size=60), st.binary()))
def test_anything_is_read_or_refused_and_nothing_else(tmp_path: Path, text: str | bytes) -> None:
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    try:
        read_yaml(a_file(tmp_path, raw), Outer, WorkspaceError)
    except WorkspaceError:
        return


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("words: [a]\n\nunit: b\nduplex：true\ncount: 1\n", "a.yaml 第4行：冒号是全角的，应写成 duplex: …"),
        ("unit:甲\ncount: 1\n", "a.yaml 第1行：冒号后面要空一格，应写成 unit: …"),
        ("count: 1\nunit：甲\n", "a.yaml 第2行：冒号是全角的，应写成 unit: …"),
        ("unit：甲\n", "a.yaml 第1行：冒号是全角的，应写成 unit: …"),
        ("named:\n  甲.jpg：{by: x}\n", "a.yaml 第2行：冒号是全角的，应写成 甲.jpg: …"),
        ("named:\n  甲: {by：x}\n", "a.yaml 第2行：冒号是全角的，应写成 by: …"),
        ("named:\n  甲: {by:x}\n", "a.yaml 第2行：冒号后面要空一格，应写成 by: …"),
        (
            "inner: {by：赵文博，on：2022-03-12}\n",
            "a.yaml 第1行：冒号是全角的，逗号是全角的，应写成 by: …, on: …",
        ),
        ("inner: {by: 赵文博，on: 2022-03-12}\n", "a.yaml 第1行：逗号是全角的，应写成 on: …"),
    ],
)
def test_full_width_signs_are_told_on_their_own_line(tmp_path: Path, text: str, told: str) -> None:
    assert [str(place) for place in refusal(tmp_path, text).places] == [told]


def test_each_slip_of_a_block_is_told(tmp_path: Path) -> None:
    places = refusal(tmp_path, "inner:\n  by：赵\n  on：2022-03-12\n").places

    assert [place.spot for place in places] == ["第2行", "第3行"]


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("unit: 原因：因病，未办\ncount: x\n", "第2行"),
        ("# 说明：写法\nunit: [\n", "第3行"),
        ('unit: "甲：乙"\ncount: x\n', "第2行"),
        ("named:\n  甲: {by: http://a, on: x}\n", "第2行"),
    ],
)
def test_signs_of_a_sentence_are_no_slips(tmp_path: Path, text: str, spot: str) -> None:
    places = refusal(tmp_path, text).places

    assert [place.spot for place in places] == [spot]
    assert not [place for place in places if "角" in place.problem or "空一格" in place.problem]
