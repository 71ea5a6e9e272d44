"""The one-page 检测 report of an archive package (GB/T 18894): 真实 完整 可用 安全, what was checked, what came out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from dossier.printroom import draw


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected:
    """What was found of one dossier; empty tuples where all is well."""

    name: str
    changed: tuple[str, ...] = ()
    """Of content and evidence: what is not what was built."""
    faults: tuple[str, ...] = ()
    """Against PDF/A-2b."""
    pages: int = 0


def write_inspection(found: Sequence[Inspected], target: Path, unit: str, day: date, left_out: Sequence[str]) -> None:
    """Write the page as PDF/A-2b."""
    changed = [one for one in found if one.changed]
    faulty = [one for one in found if one.faults]
    pages = sum(one.pages for one in found)
    rows = [
        ["真实性", "每个文件的 SHA-256 和生成时一致；原件和放进档案时一致", _result(len(found), changed)],
        ["完整性", f"页数、页号、目录和书签与计划一致（共 {pages} 页）", _result(len(found), changed)],
        [
            "可用性",
            "另一个程序库能打开；字体已嵌入、颜色有特性文件（PDF/A-2b 结构检查）",
            _result(len(found), faulty),
        ],
        ["安全性", "没有加密、脚本、附件、外部内容；文件名和属性里没有证件号码", _result(len(found), faulty)],
    ]
    notes = [f"{one.name}：{'；'.join((*one.changed, *one.faults))}" for one in found if one.changed or one.faults]
    notes += [f"没有收进本包：{said}" for said in left_out]
    sheet = {
        "title": "归档文件检测报告",
        "below": f"{unit}　{day.isoformat()}　共 {len(found)} 份",
        "heads": ["项目", "检查了什么", "结果"],
        "widths": [24, 0, 44],
        "rows": rows,
        "notes": notes or ["没有发现问题。结构检查不能代替专门的 PDF/A 验证软件。"],
    }
    target.write_bytes(draw([("listing", sheet)], day, archival=True))


def _result(count: int, wrong: Sequence[Inspected]) -> str:
    return f"{count} 份中 {len(wrong)} 份有问题" if wrong else f"{count} 份都合格"
