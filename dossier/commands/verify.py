"""`verify`: whether finished dossiers are still what was built."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dossier.build import decisions_piece
from dossier.cabinet import bag_faults, is_bag, verify_slip
from dossier.commands.opening import read_specs
from dossier.errors import DossierError, ExitCode, UsageError
from dossier.files.clock import clock_day
from dossier.files.write import write_bytes
from dossier.filing import Manifest, Verified, read_manifest, verify
from dossier.model import Case
from dossier.terminal.output import say, show
from dossier.workspace import is_workspace, read_workspace

_ABOVE = 3
"""Folders above a dossier in which its workspace is looked for: {workspace}/output/{dossier}."""


def run_verify(path: Path, output: Path | None = None) -> int:
    """Say whether finished dossiers are still what was built; with `output` also as a 校验单 (html or pdf)."""
    if output is not None and output.suffix.lower() not in (".html", ".pdf"):
        raise UsageError(f"校验单不能存成 {output.name}", hint="请写 校验单.html 或 校验单.pdf。")
    if not path.exists():
        raise UsageError(f"没有这个文件或文件夹：{path}", hint="请写一份档案的文件夹，或放所有档案的 output 文件夹。")
    bags = _bags(path)
    if bags:
        return _verify_bags(bags, output)
    known: Known = {}
    results = [_with_workspace(result, known) for result in verify(path)]
    wrong = 0
    for result in results:
        wrong += bool(result.problems)
        show(f"{'✗' if result.problems else '✓'} {result.name}")
        for problem in result.problems:
            show(f"    {problem}")
    if any(not result.is_evidence_checked for result in results):
        say("有的档案找不到原来的材料文件夹，只核对了档案本身。")
    show(f"\n共 {len(results)} 份，{len(results) - wrong} 份完好，{wrong} 份有变动。")
    if output is not None:
        rows = [(one.name, str(one.pages), one.code, "；".join(one.problems) or "完好") for one in results]
        _write_slip(rows, output)
    return ExitCode.FINDINGS if wrong else ExitCode.OK


def _bags(path: Path) -> list[Path]:
    """The archive package there, or those of a county's units."""
    if is_bag(path):
        return [path]
    return sorted(one for one in path.iterdir() if one.is_dir() and is_bag(one)) if path.is_dir() else []


# ---------------------------------------------------------------------------- what the workspace says now


Known = dict[Path, dict[str, Case] | None]
"""Folder → the cases of the workspace in it by id; None where it is none."""


def _with_workspace(result: Verified, known: Known) -> Verified:
    """The result with what of decisions and papers is another in the workspace now; no paper is read for it."""
    try:
        manifest = read_manifest(result.folder)
    except (OSError, ValueError):
        return result
    for above in result.folder.absolute().parents[:_ABOVE]:
        if above not in known:
            known[above] = _cases(above)
    cases = next((told for above in result.folder.absolute().parents[:_ABOVE] if (told := known[above])), None)
    if cases is None:
        return result
    return replace(result, problems=(*result.problems, *_differences(manifest, cases.get(manifest.case.id))))


def _cases(root: Path) -> dict[str, Case] | None:
    """The cases of the workspace in `root` by id; None where there is none, or its roster cannot be read."""
    specs = read_specs()
    if not is_workspace(root, specs):
        return None
    try:
        return {case.id: case for case in read_workspace(root, specs).cases}
    except DossierError as error:
        say(f"名册读不出来，没有核对 case.yaml 和新添的材料。{error.message}")
        return None


def _differences(manifest: Manifest, case: Case | None) -> Iterator[str]:
    if case is None or case.name != manifest.case.name:
        yield "名册里没有这个案号和姓名的学生了"
        return
    then = manifest.made_of.get("decisions")
    if then is not None and decisions_piece(case.decisions) != then:
        yield "case.yaml 里的决定在生成之后改过"
    known = {source.path for source in manifest.sources}
    for path in case.paths:
        if path not in known:
            yield f"原件 {path} 是生成之后多出来的"


# ---------------------------------------------------------------------------- slips and packages


def _write_slip(rows: Sequence[tuple[str, str, str, str]], output: Path) -> None:
    write_bytes(output, verify_slip(rows, clock_day(), as_html=output.suffix.lower() == ".html"))
    show(f"校验单在：{output}")


def _verify_bags(bags: Sequence[Path], output: Path | None) -> int:
    """Say of archive packages which files are no longer what was packed."""
    rows = []
    wrong = 0
    for bag in bags:
        faults = list(bag_faults(bag))
        wrong += len(faults)
        show(f"{'✗' if faults else '✓'} 归档包 {bag.name}")
        for fault in faults:
            show(f"    {fault}")
        rows.append((bag.name, "", "", "；".join(faults) or "完好"))
    show(f"\n{f'{wrong} 处有变动。' if wrong else '所有文件都和打包时一样。'}")
    if output is not None:
        _write_slip(rows, output)
    return ExitCode.FINDINGS if wrong else ExitCode.OK
