"""`inspect`: what inspections of schools came to, and the step of the ladder that follows."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dossier import county
from dossier.commands.opening import read_specs, this_day
from dossier.errors import ExitCode, UsageError, WorkspaceError
from dossier.model import Inspection, SchoolStanding
from dossier.terminal.output import show
from dossier.workspace import is_workspace


def run_inspect(
    root: Path,
    form: str,
    *,
    record: str | None,
    on: date | None,
    result: str | None,
    by: str | None,
    today: date | None,
) -> int:
    """Record an inspection where one is named, then tell where every school stands."""
    specs = read_specs()
    ladder = county.load_ladder(specs)
    if not root.is_dir():
        raise UsageError(f"没有这个文件夹：{root}", hint="请检查路径；文件夹名里有空格时要加引号。")
    if not is_workspace(root, specs) and county.find_county(root, specs) is None:
        raise WorkspaceError(f"{root} 不是工作目录，也不是县级文件夹", hint="请写放着名册（或各单位文件夹）的文件夹。")
    day = this_day(today)
    if record is not None:
        county.record_inspection(root, _inspection(record, on or day, result, by), day)
    elif on is not None or result is not None or by is not None:
        raise UsageError("还没有写是哪所学校", hint="请加上 --record 学校名。")
    made = county.standings(county.read_inspections(root), ladder)
    show(_json(made) if form == "json" else _text(made))
    return ExitCode.OK


def _inspection(school: str, on: date, result: str | None, by: str | None) -> Inspection:
    name = " ".join(school.split())
    lacking = [
        word
        for word, text in (("--record 学校名", name), ("--result pass|fail", result), ("--by 姓名", by))
        if not text
    ]
    if lacking:
        raise UsageError(
            f"登记督查还缺：{'、'.join(lacking)}", hint="如 --record 城郊乡一小 --on 2022-03-18 --result fail --by 张三"
        )
    return Inspection(school=name, on=on, result=result or "", by=(by or "").strip())


def _json(made: Sequence[SchoolStanding]) -> str:
    schools = [
        {
            "school": one.school,
            "failures": one.failures,
            "step": one.step,
            "records": [{"on": each.on.isoformat(), "result": each.result, "by": each.by} for each in one.records],
        }
        for one in made
    ]
    return json.dumps({"schema": 1, "schools": schools}, ensure_ascii=False, indent=1)


def _text(made: Sequence[SchoolStanding]) -> str:
    if not made:
        return "还没有督查登记。"
    lines = []
    for one in made:
        last = one.records[-1]
        words = f"连续 {one.failures} 次不达标 → {one.step}" if one.failures else "没有未整改的问题"
        lines.append(
            f"{one.school}：{words}（最近 {last.on} {county.RESULTS[last.result]}，共督查 {len(one.records)} 次）"
        )
    return "\n".join(lines)
