"""整理建议.xlsx: safe to pass on, and quick to correct."""

from datetime import date

import openpyxl

from dossier.sorting.propose import Proposal
from dossier.sorting.sheet import COLUMNS, read_confirmed, write_proposals
from dossier.sorting.zips import Heap
from tests.review.build import BOY, a_case, the_specs

REASON = list(COLUMNS).index("依据") + 1


def a_heap(path, folder):
    return Heap((path,), {path: folder / path})


def written(tmp_path):
    proposal = Proposal(
        path="扫描1.pdf",
        sha256="ab" * 32,
        pages=(1,),
        of_pages=1,
        media_type="application/x-none",
        case=a_case("A"),
        type="police-certificate",
        confidence=0.95,
        reason=f"第1页有身份证号 {BOY}",
    )
    return write_proposals(
        [proposal], a_heap(proposal.path, tmp_path), tmp_path / "output", the_specs(), date(2022, 3, 18)
    )


def test_reasons_show_no_whole_number_of_an_identity_card(tmp_path):
    sheet, page = written(tmp_path)

    assert openpyxl.load_workbook(sheet).active.cell(2, REASON).value == "第1页有身份证号 411328********9995"
    assert BOY not in page.read_text("utf-8")


def test_papers_are_chosen_from_a_list_and_the_list_is_no_table_to_confirm(tmp_path):
    sheet, _ = written(tmp_path)
    book = openpyxl.load_workbook(sheet)

    offered = {str(one.sqref): one.formula1 for one in book.active.data_validations.dataValidation}
    names = [cell.value for cell in book["选项"]["A"]]
    assert offered == {"A2": '"是,否"', "F2": f"选项!$A$1:$A${len(names)}"}
    assert {"派出所证明", "其他材料"} <= set(names)
    assert [row.type for row in read_confirmed(sheet)] == ["派出所证明"]
