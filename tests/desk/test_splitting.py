"""What a person types about the pages of a scan, and what stands in case.yaml for it."""

from __future__ import annotations

import pytest

from dossier.desk.splitting import Piece, entry_of_pieces, read_pieces, turns_of
from dossier.errors import UsageError

NAMES = {"派出所证明": "police-certificate", "户口簿": "household-register"}


def test_every_page_stands_in_one_piece() -> None:
    pieces = read_pieces("1-2 派出所证明；3 户口簿; 4-5 不用 空白页\n6", 6, NAMES.get)

    assert pieces == (
        Piece(pages=(1, 2), type="police-certificate"),
        Piece(pages=(3,), type="household-register"),
        Piece(pages=(4, 5), left_out="空白页"),
        Piece(pages=(6,)),
    )
    assert entry_of_pieces(pieces, {2: 90, 4: 180}, 6) == {
        "parts": [
            {"type": "police-certificate", "pages": 1},
            {"type": "police-certificate", "pages": 2, "turn": 90},
            {"type": "household-register", "pages": 3},
            {"left_out": "空白页", "pages": "4-5"},
        ]
    }
    assert entry_of_pieces(read_pieces("1-3 户口簿", 3, NAMES.get), {}, 3) == {"type": "household-register"}
    assert entry_of_pieces(read_pieces("1-3 不知道", 3, NAMES.get), {}, 3) is None
    assert turns_of("2:90,5:180,7:45") == {2: 90, 5: 180}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("1-2 派出所证明", "第 3 页还没写"),
        ("1-3 派出所证明；3 户口簿", "写了两次"),
        ("1-4 派出所证明", "只有 3 页"),
        ("1-3 不用", "为什么不用"),
        ("1-3 什么东西", "没有「什么东西」这种材料"),
        ("派出所证明", "看不懂"),
    ],
)
def test_what_cannot_be_understood_is_told(text: str, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        read_pieces(text, 3, NAMES.get)


def test_a_piece_of_the_inbox_says_whose_it_is() -> None:
    children = {"3": "003", "003": "003"}

    assert read_pieces("1 003 派出所证明；2 不用 空白页；3", 3, NAMES.get, children) == (
        Piece(pages=(1,), type="police-certificate", child="003"),
        Piece(pages=(2,), left_out="空白页"),
        Piece(pages=(3,)),
    )
    with pytest.raises(UsageError, match="是谁的"):
        read_pieces("1-3 派出所证明", 3, NAMES.get, children)
