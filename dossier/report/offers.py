"""What could be filled in, told: as text, JSON (contract §9) and an Excel list."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path

from dossier.errors import OutputError, disk_words
from dossier.files.write import replacing
from dossier.model import FACT_FIELDS, CaseOffers, Offer
from dossier.report.words import clean, mask

_COLUMNS = (("编号", 8), ("姓名", 12), ("项目", 18), ("材料上写的", 44), ("文件", 30), ("页", 6), ("读得清楚", 10))


def format_offers(cases: Sequence[CaseOffers]) -> str:
    """A block a child: what is blank, what a paper says, and on which page."""
    told = [one for one in cases if one.offers]
    if not told:
        return "没有可以从材料里填的空项。\n"
    lines: list[str] = []
    for one in told:
        lines.append(f"{one.id} {one.name}")
        lines += [f"  {_line(offer)}" for offer in one.offers]
    sure = sum(offer.sure for one in told for offer in one.offers)
    rest = sum(len(one.offers) for one in told) - sure
    lines += ["", f"{len(told)} 名学生，{sure + rest} 项可以填：{sure} 项读得清楚，{rest} 项要对照原件。"]
    if sure:
        lines.append("采用读得清楚的：加 --accept sure --by 姓名。")
    if rest:
        lines.append("采用一名学生的全部：加 --case 编号 --accept all --by 姓名。")
    return "\n".join(clean(line) for line in lines) + "\n"


def _line(offer: Offer) -> str:
    mark = "" if offer.sure else "（请核对原件）"
    return f"{FACT_FIELDS[offer.field]}：{mask(offer.value)} ← {offer.path} 第{offer.page}页{mark}"


def offers_json(cases: Sequence[CaseOffers]) -> str:
    """JSON of contract §9, with a final newline; numbers are whole."""
    told = [{"id": one.id, "fields": [_row(offer) for offer in one.offers]} for one in cases if one.offers]
    return json.dumps({"cases": told}, ensure_ascii=False, indent=1) + "\n"


def _row(offer: Offer) -> dict[str, object]:
    return {
        "field": offer.field,
        "value": offer.value,
        "path": offer.path,
        "page": offer.page,
        "sure": offer.sure,
    }


def write_offers(cases: Sequence[CaseOffers], path: Path) -> None:
    """The list as a workbook; raises OutputError where it cannot be written."""
    try:
        with replacing(path, lasting=True) as beside:
            beside.write_bytes(_workbook(cases))
    except OSError as caught:
        hint = "请关闭正在打开它的 Excel 或 WPS，检查磁盘空间和写入权限，然后再试。"
        raise OutputError(f"{path} 写不进去：{disk_words(caught)}", hint=hint) from None


def _workbook(cases: Sequence[CaseOffers]) -> bytes:
    from xlsxwriter import Workbook

    raw = io.BytesIO()
    book = Workbook(raw, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    look = {"font_name": "宋体", "font_size": 10, "border": 1, "valign": "top", "text_wrap": True}
    head, body = book.add_format(look | {"bold": True, "bg_color": "#E7E6E6"}), book.add_format(look)
    sheet = book.add_worksheet("可以填的")
    for column, (title, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, title, head)
    rows = [(one, offer) for one in cases for offer in one.offers]
    for place, (one, offer) in enumerate(rows, 1):
        texts = (one.id, one.name, FACT_FIELDS[offer.field], mask(offer.value), offer.path, str(offer.page))
        for column, text in enumerate((*texts, "是" if offer.sure else "请核对")):
            sheet.write_string(place, column, clean(text), body)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(rows), 1), len(_COLUMNS) - 1)
    book.close()
    return raw.getvalue()
