"""The demo workspace: invented, whole, and always the same."""

import hashlib
import io
import json
from datetime import date

import openpyxl
import pikepdf
import pytest
from PIL import Image

from dossier.demo.cases import make_cases
from dossier.demo.drawing import demo_fonts, draw_pictures
from dossier.demo.make import make_demo
from dossier.demo.papers.certificates import village_certificate
from dossier.demo.papers.pen import plain
from dossier.demo.people import make_id_number, school_year, term_name
from dossier.errors import UsageError

TODAY = date(2022, 3, 18)


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo") / "演示"
    make_demo(folder, TODAY, dpi=60)
    return folder


def files(folder):
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def test_the_demo_is_small_and_has_every_category(demo):
    assert 60 < len(files(demo)) < 90
    assert {case.category for case in make_cases(TODAY)} == set("ABCDEFGHIJKLM")


def test_the_roster_has_a_merged_title_a_header_on_row_three_and_the_visits(demo):
    book = openpyxl.load_workbook(demo / "名册.xlsx")

    sheet = book["核查名册"]
    assert "A1" in {str(area).split(":")[0] for area in sheet.merged_cells.ranges}
    assert [cell.value for cell in sheet[3]][:5] == ["序号", "姓名", "性别", "出生日期", "身份证号"]
    assert sheet.cell(sheet.max_row, 1).value == "合计"
    assert book["劝返记录"].max_row > 8


def test_id_numbers_are_invented_and_right(demo):
    for case in make_cases(TODAY):
        number = case.child.id_number
        assert number[14:17] in {"991", "992"}
        assert (int(number[16]) % 2 == 1) == (case.child.sex == "男")
    assert make_id_number("411328", date(2012, 3, 5), 999) == "411328201203059995"
    assert make_id_number("411328", date(2012, 3, 5), 998) == "411328201203059987"


def test_every_case_has_its_folder_but_the_one_that_shall_not(demo):
    folders = {path.name for path in demo.iterdir() if path.is_dir()} - {"收件箱"}

    expected = {case.folder for case in make_cases(TODAY) if case.has_folder}
    assert folders == expected
    assert any(not case.has_folder for case in make_cases(TODAY))
    assert any(not case.in_roster for case in make_cases(TODAY))


def test_pictures_open_but_for_the_truncated_one_and_pdfs_but_for_the_locked_and_the_empty(demo):
    broken = set()
    for name, path in files(demo).items():
        try:
            if path.suffix.casefold() in {".jpg", ".png"}:
                Image.open(io.BytesIO(path.read_bytes())).load()
            elif path.suffix == ".pdf":
                pikepdf.open(path).close()
        except (OSError, pikepdf.PdfError, pikepdf.PasswordError):
            broken.add(name.partition("/")[2])

    assert broken == {"班级学习照片.jpg", "司法劝返文书（存根）.pdf", "扫描_0001.pdf"}


def test_one_photograph_lies_in_two_cases(demo):
    first, second = (Image.open(demo / name / "劝返照片.jpg") for name in ("015-高子航", "021-郭雨泽"))

    assert first.size != second.size
    small = [list(picture.convert("L").resize((8, 8)).tobytes()) for picture in (first, second)]
    assert sum(abs(a - b) for a, b in zip(*small, strict=True)) / 64 < 40


@pytest.mark.parametrize("lying_there", ["workspace.yaml", "名册.xlsx"])
def test_a_folder_with_other_work_is_left_alone(tmp_path, lying_there):
    (tmp_path / lying_there).write_bytes(b"mine")
    with pytest.raises(UsageError, match="没有改动"):
        make_demo(tmp_path, TODAY, dpi=60)
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [b"mine"]


def test_a_file_is_no_place_for_a_demo(tmp_path):
    (tmp_path / "文件").touch()
    with pytest.raises(UsageError):
        make_demo(tmp_path / "文件", TODAY, dpi=60)


def test_the_same_day_gives_the_same_bytes(demo, tmp_path):
    make_demo(tmp_path, TODAY, dpi=60)

    def prints(folder):
        return {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in files(folder).items()}

    assert prints(tmp_path) == prints(demo)


def test_a_paper_that_does_not_fit_its_sheet_is_an_error():
    long = plain(village_certificate, make_cases(TODAY)[0].child)[0]
    blocks = (*long.blocks, {"kind": "space", "em": 60}, {"kind": "para", "text": "尾"})

    with pytest.raises(ValueError, match="too long"):
        draw_pictures([type(long)(blocks=blocks)], demo_fonts(), seed=1, dpi=40)


@pytest.mark.parametrize(
    ("day", "year", "term"),
    [
        (date(2022, 3, 18), 2021, "2022年春季学期"),
        (date(2022, 8, 31), 2021, "2022年春季学期"),
        (date(2022, 9, 1), 2022, "2022年秋季学期"),
        (date(2023, 1, 9), 2022, "2022年秋季学期"),
    ],
)
def test_terms_follow_the_calendar(day, year, term):
    assert (school_year(day), term_name(day)) == (year, term)


def test_the_demo_can_be_made_on_any_day():
    for day in (date(2024, 2, 29), date(2026, 11, 24), date(2030, 1, 1)):
        assert len(make_cases(day)) == 25


def test_photographs_know_when_they_were_taken(demo):
    data = (demo / "012-阿依古丽·买买提" / "送教照片" / "第1次.jpg").read_bytes()

    exif = Image.open(io.BytesIO(data)).getexif()
    assert exif.get_ifd(0x8769)[0x9003].startswith("2022:01:15")


def test_most_of_the_demo_can_be_filed_and_each_fault_is_found(demo, capsys):
    from dossier.commands.check import run_check

    code = run_check(demo, (), form="json", output=None, read=False, today=TODAY, workers=1)

    told = json.loads(capsys.readouterr().out)
    found = {(case["id"], finding["rule"]) for case in told["cases"] for finding in case["findings"]}
    asked = {pair for pair in found if pair[1] not in {"not-read", "page-pictured"}}
    assert code == 1
    assert told["summary"]["complete"] == 17
    assert asked == {
        ("002", "missing"),
        ("002", "empty-file"),
        ("007", "missing"),
        ("007", "unassigned"),
        ("008", "recommended"),
        ("015", "encrypted"),
        ("015", "unreadable"),
        ("016", "recommended"),
        ("019", "needs-person"),
        ("020", "id-check-digit"),
        ("020", "wrong-extension"),
        ("021", "id-format"),
        ("022", "missing"),
    }
