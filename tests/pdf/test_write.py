"""The dossier PDF, read back with another library than wrote it."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pypdf
import pytest

from dossier.errors import OutputError
from dossier.model import PageFact, Placed
from dossier.pages.page import open_pages
from tests.pdf.build import TODAY, a_file, a_pdf, a_picture, a_plan, own_pages, saved, sources, write_pdf

BOX = (60.0, 60.0, 475.0, 700.0)


def build(tmp_path, evidence, *files, **options):
    """A finished dossier of these sheets: (pypdf reader, notes, path)."""
    plan = a_plan(evidence, duplex=options.pop("duplex", False))
    target = tmp_path / "out" / "dossier.pdf"
    target.parent.mkdir(exist_ok=True)
    notes = write_pdf(
        plan,
        own_pages(links=len(plan.items)),
        sources(tmp_path, *files),
        target,
        today=TODAY,
        author="城郊乡中心学校",
        **options,
    )
    return pypdf.PdfReader(target), notes, target


def a_small_case(tmp_path):
    photo = a_file(
        tmp_path,
        "照片.jpg",
        saved(a_picture(), "JPEG"),
        "image/jpeg",
        [PageFact(width=400, height=300, pixels=(400, 300))],
    )
    paper = a_file(tmp_path, "证明.pdf", a_pdf(2), "application/pdf", [PageFact(width=595, height=842)] * 2)
    evidence = [
        [Placed(path="照片.jpg", page=1, box=BOX, caption=("2022年3月5日　劝返照片", "文件：照片.jpg"))],
        [Placed(path="证明.pdf", page=1), Placed(path="证明.pdf", page=2)],
    ]
    return evidence, photo, paper


def picture_of(path: Path, page: int):
    with open_pages(path, "application/pdf") as pages:
        return pages.image(page, dpi=72)


def test_every_sheet_of_the_plan_is_a_page_with_its_running_number(tmp_path):
    reader, notes, _ = build(tmp_path, *a_small_case(tmp_path))

    assert len(reader.pages) == 7
    texts = [page.extract_text() for page in reader.pages]
    numbers = [[line for line in text.splitlines() if line.isdigit()] for text in texts[2:6]]
    assert numbers == [["1"], ["2"], ["3"], ["4"]]
    assert "cover" in texts[0]
    assert not any(char.isdigit() for char in texts[0] + texts[6])
    assert "page 1" in texts[4]
    assert "page 2" in texts[5]
    assert notes == ()


def test_contents_rows_jump_to_the_first_page_of_their_item(tmp_path):
    evidence, *files = a_small_case(tmp_path)

    reader, _, _ = build(tmp_path, evidence, *files)

    links = [annotation.get_object() for annotation in reader.pages[1]["/Annots"]]
    assert [reader.get_page_number(link["/Dest"][0].get_object()) for link in links] == [2, 3, 4]
    assert not any("/A" in link for link in links)


def test_every_item_and_form_has_a_bookmark(tmp_path):
    evidence, *files = a_small_case(tmp_path)

    reader, _, _ = build(tmp_path, evidence, *files)

    marks = [(mark.title, reader.get_destination_page_number(mark)) for mark in reader.outline]
    assert marks == [
        ("封面", 0),
        ("卷内目录", 1),
        ("1. 材料1（第1页）", 2),
        ("2. 材料2（第2页）", 3),
        ("3. 材料3（第3-4页）", 4),
        ("卷内备考表", 6),
    ]


def test_title_and_author_are_set_and_carry_no_long_number(tmp_path):
    evidence, *files = a_small_case(tmp_path)
    plan = a_plan(evidence, title="黄小明411328201001019991个案材料")
    target = tmp_path / "d.pdf"

    write_pdf(plan, own_pages(), sources(tmp_path, *files), target, today=TODAY, author="城郊乡中心学校")

    info = pypdf.PdfReader(target).metadata
    assert (info.title, info.author) == ("黄小明个案材料", "城郊乡中心学校")
    assert b"411328201001019991" not in target.read_bytes()
    assert info.creation_date.date() == TODAY


@pytest.mark.parametrize("pixels", ["print", "keep"])
def test_same_input_gives_the_same_bytes_wherever_it_lies(tmp_path, pixels):
    results = []
    for place in (tmp_path / "one", tmp_path / "two" / "deeper"):
        evidence, *files = a_small_case(place)
        results.append(build(place, evidence, *files, pixels=pixels)[2].read_bytes())

    assert results[0] == results[1]


def test_number_stands_at_the_outer_upper_corner_by_side(tmp_path):
    evidence, *files = a_small_case(tmp_path)
    where = []

    reader, _, _ = build(tmp_path, evidence, *files, duplex=True)
    for page in reader.pages[2:6]:
        found = []
        page.extract_text(visitor_text=lambda text, _cm, tm, _font, size, found=found: found.append((text, tm, size)))
        text, matrix, size = [seen for seen in found if seen[0].strip().isdigit()][-1]
        where.append((text.strip(), matrix[4] > 300, round(matrix[5]), size))

    assert [(text, right) for text, right, _, _ in where] == [("1", True), ("2", False), ("3", True), ("4", False)]
    assert {height for _, _, height, _ in where} == {round(841.89 - 28.35 - 8.14)}
    assert {size for *_, size in where} == {11.0}


def test_number_makes_room_where_the_corner_of_the_page_is_dark(tmp_path):
    dark = saved(a_picture().convert("L").point(lambda _: 20).resize((595, 842)), "JPEG")
    scan = a_file(tmp_path, "黑边.jpg", dark, "image/jpeg", [PageFact(width=595.276, height=841.89, pixels=(595, 842))])

    _, _, target = build(tmp_path, [[Placed(path="黑边.jpg", page=1, box=(0, 0, 595.276, 841.89))]], scan)

    page = picture_of(target, 4)
    assert page.getpixel((560, 20)) == (255, 255, 255)
    assert page.getpixel((300, 500)) == (20, 20, 20)
    assert min(page.crop((540, 26, 572, 40)).convert("L").get_flattened_data()) < 90


def test_file_that_nobody_can_read_gets_a_placeholder_sheet(tmp_path):
    bad = a_file(tmp_path, "坏.pdf", b"%PDF-1.4 no more", "application/pdf")

    reader, notes, _ = build(tmp_path, [[Placed(path="坏.pdf", page=1, box=BOX)]], bad)

    assert "此件无法读取" in reader.pages[3].extract_text()
    assert [(note.rule, note.severity.value, note.path) for note in notes] == [("unreadable", "error", "坏.pdf")]


def test_pages_of_other_sizes_are_upright_whole_and_centred(tmp_path):
    sideways = a_file(tmp_path, "横.pdf", a_pdf(1, size=(842, 595), rotate=90), "application/pdf")

    reader, _, target = build(tmp_path, [[Placed(path="横.pdf", page=1, box=BOX)]], sideways)

    assert reader.pages[3].mediabox[2:] == [pytest.approx(595.276), pytest.approx(841.89)]
    page = picture_of(target, 4).convert("L")
    dark = page.point(lambda value: 255 if value < 128 else 0)
    left, top, right, bottom = dark.crop((0, 60, 595, 842)).getbbox()
    assert left > 60
    assert right < 536
    assert bottom + 60 < 760
    assert (bottom - top) > (right - left)


def test_content_that_leaves_its_state_open_does_not_move_the_number(tmp_path):
    import pikepdf

    pdf = pikepdf.open(io.BytesIO(a_pdf(1)))
    pdf.pages[0].obj.Contents = pdf.make_stream(b"q 0.1 0 0 0.1 300 300 cm 1 0 0 rg 0 0 100 100 re f")
    out = io.BytesIO()
    pdf.save(out)
    paper = a_file(tmp_path, "开.pdf", out.getvalue(), "application/pdf")

    _, _, target = build(tmp_path, [[Placed(path="开.pdf", page=1)]], paper)

    number = picture_of(target, 4).crop((540, 26, 572, 40)).convert("L")
    assert min(number.get_flattened_data()) < 90


@pytest.mark.parametrize("room", [2_000, 20_000])
def test_disk_that_fills_up_leaves_the_old_dossier_and_nothing_half(tmp_path, room):
    resource = pytest.importorskip("resource", reason="only POSIX limits the size of files")
    photo = a_file(
        tmp_path,
        "照片.jpg",
        saved(a_picture(1200, 900), "JPEG", quality=98),
        "image/jpeg",
        [PageFact(width=400, height=300, pixels=(1200, 900))],
    )
    plan, own = a_plan([[Placed(path="照片.jpg", page=1, box=BOX)]]), own_pages()
    target = tmp_path / "d.pdf"
    target.write_bytes(b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(OutputError) as caught:
            write_pdf(plan, own, sources(tmp_path, photo), target, today=TODAY, pixels="keep")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert "磁盘" in caught.value.hint
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["d.pdf", "照片.jpg"]


def test_folder_that_is_not_there_is_an_output_error(tmp_path):
    evidence, *files = a_small_case(tmp_path)

    with pytest.raises(OutputError):
        write_pdf(a_plan(evidence), own_pages(), sources(tmp_path, *files), tmp_path / "no" / "d.pdf", today=TODAY)


def test_a_page_whose_content_no_library_decodes_costs_that_page_alone(tmp_path):
    with pikepdf.open(io.BytesIO(a_pdf(3))) as pdf:
        pdf.pages[1].obj.Contents = pikepdf.Stream(pdf, b"\0" * 40, {"/Filter": pikepdf.Name.JBIG2Decode})
        out = io.BytesIO()
        pdf.save(out)
    paper = a_file(tmp_path, "证明.pdf", out.getvalue(), "application/pdf", [PageFact(width=595, height=842)] * 3)

    reader, notes, _ = build(tmp_path, [[Placed(path="证明.pdf", page=page) for page in (1, 2, 3)]], paper)

    assert [(note.rule, note.pages) for note in notes] == [("page-pictured", (2,))]
    assert len(reader.pages) == len(a_plan([[Placed(path="证明.pdf", page=page) for page in (1, 2, 3)]]).sheets)
