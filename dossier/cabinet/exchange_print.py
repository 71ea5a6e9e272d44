"""Only the sheets to insert or exchange, behind a 换页单 that says where each goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from dossier.cabinet.difference import Exchange
from dossier.errors import WorkspaceError
from dossier.model import A4_PT, CabinetEntry
from dossier.printroom import draw

_ACTIONS = {"insert": "插入", "exchange": "更换", "remove": "取出"}


def write_exchange(
    entry: CabinetEntry,
    case_id: str,
    todo: Sequence[Exchange],
    dossier: Path,
    target: Path,
    dated: date,
    *,
    duplex: bool,
) -> tuple[int, int]:
    """Write the 换页单 and the sheets that it names to `target`; how many sheets, and pages in all.

    Raises WorkspaceError.
    """
    slip = draw([("listing", _slip(entry, case_id, todo, duplex=duplex))], dated)
    sheets = 0
    try:
        with pikepdf.open(BytesIO(slip)) as first, pikepdf.open(dossier) as source, pikepdf.new() as pdf:
            pdf.pages.extend(first.pages)
            _even(pdf, duplex=duplex)
            for one in todo:
                if one.action == "remove":
                    continue
                for page in one.leaf.physical:
                    pdf.pages.append(source.pages[page - 1])
                    if "/Annots" in pdf.pages[-1].obj:
                        del pdf.pages[-1].obj["/Annots"]  # links mean nothing on paper
                _even(pdf, duplex=duplex)
                sheets += 1
            pages = len(pdf.pages)
            pdf.save(target, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except (pikepdf.PikepdfError, RuntimeError, IndexError, ValueError):
        raise WorkspaceError(f"{dossier.name} 打不开了", hint="请重新运行 dossier build，再打印。") from None
    return sheets, pages


def _even(pdf: pikepdf.Pdf, *, duplex: bool) -> None:
    if duplex and len(pdf.pages) % 2:
        pdf.add_blank_page(page_size=A4_PT)


def _slip(entry: CabinetEntry, case_id: str, todo: Sequence[Exchange], *, duplex: bool) -> dict[str, Any]:
    what = "张（一张两面）" if duplex else "张"
    rows = [
        [str(place), _ACTIONS[one.action], shown(one.leaf.name), where_of(one), "□"]
        for place, one in enumerate(todo, 1)
    ]
    return {
        "title": "换页单",
        "below": f"第 {entry.box} 盒　案卷号 {entry.volume_no}　{case_id} {entry.name}　{len(todo)} 处，按{what}",
        "heads": ["序号", "做什么", "哪一张", "放在哪里", "办好"],
        "widths": [14, 18, 40, 0, 14],
        "rows": rows,
        "notes": [
            "请从上到下一处一处办，办好一处打一个勾。换下和取出的纸按规定保存或销毁。",
            f"全部办好后运行：dossier filed 工作目录 --case {case_id}",
        ],
    }


def shown(name: str) -> str:
    """第12-1页; 封面."""
    numbers = [part for part in name.split("、") if part[:1].isdigit()]
    return f"第{'、'.join(numbers)}页" if numbers else name


def where_of(one: Exchange) -> str:
    """Where a sheet goes, or what becomes of it."""
    if one.action == "insert":
        return f"放在{shown(one.after)}后面" if one.after else "放在最前面"
    if one.action == "exchange":
        gone = any(page.is_gone for page in one.leaf.pages)
        return "换下原来这一张，放上取出说明" if gone else "换下原来这一张"
    return "从卷里取出，不再放回"
