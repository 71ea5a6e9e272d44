"""A heap of papers is proposed, confirmed and copied; it stays as it was."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pikepdf
import pytest

from dossier.errors import WorkspaceError
from dossier.model import Settings, Workspace
from dossier.sorting.copies import copy_confirmed
from dossier.sorting.propose import Proposal, _of_file
from dossier.sorting.sheet import SHEET_NAME, read_confirmed, write_proposals
from dossier.sorting.zips import open_heap
from tests.evidence.reading.build import a_page, a_photo, a_seal, proof, read_file
from tests.review.build import BOY, GIRL, a_case, a_judging, a_student, the_specs

TODAY = date(2022, 3, 18)
POLICE = a_seal("唐河县公安局湖阳镇派出所")
CASES = (
    a_case("A", id="001", student=a_student(name="黄欣梓", id_number=BOY)),
    replace(a_case("A", id="002", student=a_student(name="李阳佳", id_number=GIRL)), folder=None),
)


def police(name, number, page=1):
    return a_page("证明", proof(name=name, number=number), "户口已迁出。", "湖阳镇派出所", number=page, seals=[POLICE])


def proposed(file):
    return list(_of_file(file, a_case("", id=""), a_judging(*CASES)))


def test_a_paper_is_proposed_to_the_child_whose_number_it_carries():
    (proposal,) = proposed(read_file("扫描1.pdf", police("李阳佳", GIRL)))

    assert (proposal.case.id, proposal.type, proposal.is_sure) == ("002", "police-certificate", True)


def test_a_scan_of_several_children_is_split():
    found = proposed(read_file("扫描1.pdf", police("黄欣梓", BOY), police("李阳佳", GIRL, 2)))

    assert [(one.case.id, one.pages) for one in found] == [("001", (1,)), ("002", (2,))]


def test_a_photograph_of_nobody_is_left_to_people():
    (proposal,) = proposed(read_file("IMG_1.jpg", a_photo()))

    assert (proposal.case, proposal.is_sure) == (None, False)


def test_a_name_in_the_file_s_name_helps_where_the_page_names_nobody():
    (proposal,) = proposed(read_file("李阳佳/学籍卡.jpg", a_page("看不清", confidence=0.4)))

    assert (proposal.case.id, proposal.type) == ("002", "enrolment-card")


def test_several_children_on_one_page_are_left_to_people():
    page = a_page("学生名单", f"黄欣梓 {BOY}", f"李阳佳 {GIRL}")

    assert proposed(read_file("名单.jpg", page))[0].case is None


@pytest.fixture
def places(tmp_path: Path):
    """A heap with a two-page PDF, and a workspace with one case folder."""
    inbox, root = tmp_path / "收件箱", tmp_path / "2022春"
    inbox.mkdir()
    (root / "001-黄欣梓").mkdir(parents=True)
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(100, 200))
        pdf.add_blank_page(page_size=(300, 400))
        pdf.save(inbox / "扫描1.pdf")
    return inbox, root


def a_proposal(inbox, name="扫描1.pdf", pages=(2,), case=CASES[0], **more):
    import hashlib

    given = {
        "path": name,
        "sha256": hashlib.sha256((inbox / name).read_bytes()).hexdigest(),
        "pages": pages,
        "of_pages": 2,
        "media_type": "application/pdf",
        "case": case,
        "type": "police-certificate",
        "confidence": 0.95,
        "reason": "=1+1",
    }
    return Proposal(**(given | more))


def copied(places, *proposals):
    inbox, root = places
    sheet, _ = write_proposals(proposals, open_heap(inbox, root / ".dossier"), root / "output", the_specs(), TODAY)
    workspace = Workspace(root=root, settings=Settings(), cases=CASES)
    return copy_confirmed(workspace, open_heap(inbox, root / ".dossier"), sheet, the_specs())


def test_confirmed_pages_are_copied_and_the_heap_stays(places):
    inbox, root = places
    before = (inbox / "扫描1.pdf").read_bytes()
    (done,) = copied(places, a_proposal(inbox))

    with pikepdf.open(done.target) as pdf:
        assert [float(page.mediabox[2]) for page in pdf.pages] == [300]
    assert Path(done.target).parent == root / "001-黄欣梓"
    assert "公安" in Path(done.target).name or "派出所" in Path(done.target).name
    assert (inbox / "扫描1.pdf").read_bytes() == before


def renamed(places, child, *cases):
    """The proposals confirmed after a person wrote `child` into the column of case numbers."""
    from openpyxl import load_workbook

    inbox, root = places
    heap = open_heap(inbox, root / ".dossier")
    sheet, _ = write_proposals((a_proposal(inbox),), heap, root / "output", the_specs(), TODAY)
    book = load_workbook(sheet)
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value == CASES[0].id:
                cell.value = child
    book.save(sheet)
    return copy_confirmed(Workspace(root=root, settings=Settings(), cases=cases or CASES), heap, sheet, the_specs())


def test_a_child_may_be_named_where_only_one_is_called_so(places):
    (done,) = renamed(places, "黄 欣梓")

    assert Path(done.target).parent == places[1] / "001-黄欣梓"


def test_a_name_that_two_children_have_is_told_with_their_numbers(places):
    with pytest.raises(WorkspaceError) as caught:
        renamed(places, "黄欣梓", *CASES, replace(CASES[0], id="009"))

    assert "001、009" in str(caught.value.places[0])


def test_a_child_without_a_folder_gets_one(places):
    inbox, root = places
    (done,) = copied(places, a_proposal(inbox, pages=(1, 2), case=CASES[1]))

    assert Path(done.target).parent == root / "002-李阳佳"


def test_the_same_paper_is_not_copied_twice_and_nothing_is_overwritten(places):
    inbox, _ = places
    first = copied(places, a_proposal(inbox))[0]
    again = copied(places, a_proposal(inbox))[0]
    other = copied(places, a_proposal(inbox, pages=(1,)))[0]

    assert "没有再复制" in again.note
    assert other.target != first.target


def test_what_nobody_is_sure_of_waits_for_a_person(places):
    inbox, _ = places

    assert copied(places, a_proposal(inbox, confidence=0.6)) == ()


def test_cells_are_never_formulas(places):
    inbox, root = places
    sheet, page = write_proposals(
        [a_proposal(inbox)], open_heap(inbox, root / ".dossier"), root / "output", the_specs(), TODAY
    )

    cells = [cell for row in openpyxl.load_workbook(sheet).active.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert "整理建议" in page.read_text("utf-8")


def test_a_wrong_row_stops_all_and_is_named(places, tmp_path):
    inbox, root = places
    sheet, _ = write_proposals(
        [a_proposal(inbox), a_proposal(inbox, pages=(1,))],
        open_heap(inbox, root / ".dossier"),
        root / "output",
        the_specs(),
        TODAY,
    )
    book = openpyxl.load_workbook(sheet)
    book.active["D3"] = "099"
    book.save(sheet)
    workspace = Workspace(root=root, settings=Settings(), cases=CASES)

    with pytest.raises(WorkspaceError, match="099") as caught:
        copy_confirmed(workspace, open_heap(inbox, root / ".dossier"), sheet, the_specs())

    assert [place.spot for place in caught.value.places] == ["第3行"]
    assert list((root / "001-黄欣梓").iterdir()) == []


def test_a_file_that_changed_since_is_refused(places):
    inbox, _ = places
    proposal = a_proposal(inbox)
    (inbox / "扫描1.pdf").write_bytes(b"%PDF-1.4 other")

    with pytest.raises(WorkspaceError, match="不一样"):
        copied(places, proposal)


def test_pages_are_read_as_people_write_them(places):
    inbox, root = places
    sheet, _ = write_proposals(
        [a_proposal(inbox, pages=(1, 2))], open_heap(inbox, root / ".dossier"), root / "output", the_specs(), TODAY
    )
    book = openpyxl.load_workbook(sheet)
    for written, meant in (("1-2", (1, 2)), ("2", (2,)), ("全部", ()), ("1、2", (1, 2))):
        book.active["C2"] = written
        book.save(sheet)
        assert read_confirmed(sheet)[0].pages == meant
    assert sheet.name == SHEET_NAME


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("户籍证明.pdf", "已有同样的文件 户籍证明.pdf，但您说它是派出所证明：请用 dossier assign 改"),
        ("IMG_1.pdf", "已有同样的文件 IMG_1.pdf，但看名字不知道它是派出所证明：请用 dossier assign 写明"),
        ("派出所证明.pdf", "文件夹里已有同样的文件，没有再复制"),
    ],
)
def test_a_decision_about_a_file_that_is_there_already_is_not_dropped_silently(places, name, words):
    inbox, root = places
    (root / "001-黄欣梓" / name).write_bytes((inbox / "扫描1.pdf").read_bytes())

    (done,) = copied(places, a_proposal(inbox, pages=(1, 2)))

    assert done.note == words


def test_a_paper_may_be_named_in_the_sheet_by_a_keyword(places):
    inbox, root = places
    sheet, _ = write_proposals(
        [a_proposal(inbox)], open_heap(inbox, root / ".dossier"), root / "output", the_specs(), TODAY
    )
    book = openpyxl.load_workbook(sheet)
    for cell in next(book.active.iter_rows(min_row=2, max_row=2)):
        if cell.value == "派出所证明":
            cell.value = "户口本"
    book.save(sheet)

    (done,) = copy_confirmed(
        Workspace(root=root, settings=Settings(), cases=CASES), open_heap(inbox, root / ".dossier"), sheet, the_specs()
    )

    assert Path(done.target).name.startswith("户口簿_")


def test_pages_taken_out_keep_their_form_and_what_their_layers_hide(places):
    inbox, _ = places
    with pikepdf.open(inbox / "扫描1.pdf", allow_overwriting_input=True) as pdf:
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Widget,
                FT=pikepdf.Name.Tx,
                T=pikepdf.String("name"),
                V=pikepdf.String("黄欣梓"),
                Rect=[10, 10, 90, 30],
            )
        )
        hidden = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name=pikepdf.String("draft")))
        pdf.pages[1].Annots = pdf.make_indirect([field])
        pdf.pages[1].Resources = pikepdf.Dictionary(Properties=pikepdf.Dictionary(L=hidden))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=[hidden], D=pikepdf.Dictionary(OFF=[hidden]))
        pdf.save(inbox / "扫描1.pdf")

    (done,) = copied(places, a_proposal(inbox))

    with pikepdf.open(done.target) as part:
        assert str(part.Root.AcroForm.Fields[0].V) == "黄欣梓"
        assert len(part.Root.OCProperties.D.OFF) == 1


def test_pages_of_a_locked_pdf_are_a_line_to_correct(places):
    inbox, _ = places
    with pikepdf.open(inbox / "扫描1.pdf") as pdf:
        pdf.save(inbox / "锁.pdf", encryption=pikepdf.Encryption(user="secret", owner="secret"))

    with pytest.raises(WorkspaceError) as caught:
        copied(places, a_proposal(inbox, name="锁.pdf"))

    assert "没有第 2 页" in str(caught.value)


def test_pages_of_a_pdf_whose_page_tree_is_out_of_order_are_a_line_to_correct(places):
    """qpdf raises another error at it than at a file that it cannot open."""
    inbox, _ = places
    with pikepdf.open(inbox / "扫描1.pdf") as pdf:
        pdf.save(inbox / "坏.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    whole = (inbox / "坏.pdf").read_bytes()
    (inbox / "坏.pdf").write_bytes(whole.replace(b"/Count", b"/Cxunt").replace(b"/MediaBox", b"/Media%ox", 1))

    with pytest.raises(WorkspaceError) as caught:
        copied(places, a_proposal(inbox, name="坏.pdf"))

    assert "没有第 2 页" in str(caught.value)


def a_zip(**entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_what_lies_in_a_zip_is_sorted_as_if_it_were_a_folder_and_copied(tmp_path):
    inbox, root = tmp_path / "收件箱", tmp_path / "工作区"
    inbox.mkdir()
    root.mkdir()
    inner = a_zip(**{"二.txt": b"2"})
    (inbox / "包.zip").write_bytes(a_zip(**{"派出所证明.jpg": b"jpeg", "里.zip": inner, "../外.txt": b"x"}))

    heap = open_heap(inbox, root / ".dossier")

    assert sorted(heap.paths) == ["包.zip/外.txt", "包.zip/派出所证明.jpg", "包.zip/里.zip/二.txt"]
    assert heap.places["包.zip/里.zip/二.txt"].read_bytes() == b"2"
    assert all(place.is_relative_to(root / ".dossier") for place in heap.places.values())
    assert [path.name for path in inbox.iterdir()] == ["包.zip"]
    assert open_heap(inbox, root / ".dossier") == heap


def test_garbled_names_in_a_zip_are_repaired(tmp_path):
    name = "派出所证明.jpg".encode("gbk").decode("cp437")
    entry = zipfile.ZipInfo(name)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, b"x")
    data = out.getvalue().replace(name.encode(), "派出所证明.jpg".encode("gbk").ljust(len(name.encode()), b" "))
    data = data.replace(b"\x00\x08\x00\x00", b"\x00\x00\x00\x00")
    (tmp_path / "包.zip").write_bytes(data)

    heap = open_heap(tmp_path, tmp_path / ".dossier")

    assert "包.zip/派出所证明.jpg" in heap.paths


@pytest.mark.parametrize("kind", ["deep", "locked", "torn"])
def test_a_zip_that_is_not_unpacked_says_why(tmp_path, kind):
    data = a_zip(**{"1.txt": b"x" * 5000})
    if kind == "deep":
        for number in range(5):
            data = a_zip(**{f"{number}.zip": data})
    elif kind == "locked":
        data = data.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00")
        data = data.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    else:
        data = data.replace(b"x" * 5000, b"y" * 5000)
    (tmp_path / "包.zip").write_bytes(data)

    heap = open_heap(tmp_path, tmp_path / ".dossier")

    assert heap.paths == ("包.zip",)
    assert {"deep": "层", "locked": "密码", "torn": "损坏"}[kind] in heap.problems["包.zip"]
