"""A batch laid out and written: boxes, checklist, labels, instructions."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import dossier.printroom.labels as labels
from dossier.errors import UsageError
from dossier.files.write import put_in_place, writing
from dossier.model import LabelTexts, PrintSettings, Settings, Sides, Turn
from dossier.printroom.assemble import write_box, write_run
from dossier.printroom.checklist import checklist_sheet, write_checklist
from dossier.printroom.model import Box, PrintSet
from dossier.printroom.paper import draw
from dossier.printroom.plan import Numbering, make_print_set, runs
from dossier.printroom.sending import ToPrint
from dossier.printroom.volumes import read_volumes

_CHECKLIST, _LABELS, _TURNING = "打印清单", "标签", "手动双面说明"
_TURN_WORDS = {
    Turn.LAST_FIRST: "把印好正面的整叠纸原样翻过来放回纸盒（不用重新排顺序），空白面朝要印的一面",
    Turn.FIRST_FIRST: "把印好正面的整叠纸按 1、3、5… 的顺序理好放回纸盒，空白面朝要印的一面",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Prints:
    """A batch on disk."""

    folder: Path
    prints: PrintSet
    to_print: tuple[ToPrint, ...]


def print_settings(settings: Settings, overrides: Mapping[str, Any], today: date) -> PrintSettings:
    """The `print` section of workspace.yaml with what the command line says (of fields that are not None) on top."""
    said = {name: value for name, value in overrides.items() if value is not None}
    year = settings.print.year or str((settings.filled_on or today).year)
    if "sides" in said:
        said["sides"] = Sides(said["sides"])
    return replace(settings.print, **{"year": year, **said})


def make_prints(
    output: Path,
    templates: Path,
    settings: PrintSettings,
    *,
    wanted: Sequence[str] = (),
    batch: str,
    unit: str,
    unbuilt: Sequence[tuple[str, str]] = (),
    stale: Mapping[str, str] | None = None,
    printed: Mapping[str, tuple[str, str]] | None = None,
    number: Numbering | None = None,
    known: Collection[tuple[str, str]] | None = None,
    texts: LabelTexts | None = None,
    dated: date,
    step: Callable[[int, int, str], None] = lambda done, total, what: None,
) -> Prints:
    """Lay out a batch and write it to `output/打印/{batch}/`: a PDF a box, checklist, labels, instructions.

    `texts` are the workspace's own label texts.
    `unbuilt` are cases without a finished dossier, named on the checklist; `known` is (id, name) of all cases, where
    dossiers of no case are to be left out; `stale` is case id → why its dossier is no longer true.
    `printed` is case id → (sha256 of its PDF, where it is) of what earlier batches printed; `number` gives the
    numbers of the cabinet's register. A batch with nothing new is not written.
    The journal of what was already printed stays. Raises UsageError where there is nothing to print, WorkspaceError
    where a dossier changed meanwhile.
    """
    volumes, left_out, earlier = read_volumes(
        output, wanted, others=bool(unbuilt), known=known, stale=stale, printed=printed
    )
    _refuse_wrong_sides(settings.sides, [volume.id for volume in volumes if volume.is_duplex != _is_both(settings)])
    words = labels.label_texts(templates, texts or LabelTexts())
    prints = make_print_set(
        volumes, settings, batch=batch, unit=unit, left_out=[*left_out, *unbuilt], earlier=earlier, number=number
    )
    folder = output / "打印" / batch
    if earlier and not volumes:
        return Prints(folder=folder, prints=prints, to_print=())
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".work-", dir=folder))
        try:
            to_print = [one for box in prints.boxes for one in _write_box(box, prints, work, dated, step)]
            _write_lists(prints, words, work, dated)
            _move_in(work, folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    moved = tuple(replace(one, file=folder / one.file.name) for one in to_print)
    return Prints(folder=folder, prints=prints, to_print=moved)


def _is_both(settings: PrintSettings) -> bool:
    return settings.sides is not Sides.SIMPLEX


def _refuse_wrong_sides(sides: Sides, wrong: Sequence[str]) -> None:
    """Numbers and blank backs were decided when the dossier was built; they must fit how it is printed."""
    if not wrong:
        return
    some = "、".join(wrong[:5]) + ("…" if len(wrong) > 5 else "")
    if sides is Sides.SIMPLEX:
        message, hint = (
            "是按双面做的，现在要单面打印",
            "请去掉 workspace.yaml 里的 duplex: true，重新生成，或改用双面打印。",
        )
    else:
        message, hint = (
            "是按单面做的，现在要双面打印",
            "请在 workspace.yaml 里写 duplex: true，重新运行 dossier build，再打印。",
        )
    raise UsageError(f"{len(wrong)} 份档案{message}：{some}", hint=hint)


def _write_box(
    box: Box, prints: PrintSet, work: Path, dated: date, step: Callable[[int, int, str], None]
) -> Iterator[ToPrint]:
    step(box.number - 1, len(prints.boxes), box.name)
    whole = work / f"{box.name}.pdf"
    write_box(box, prints.settings.sides, whole, dated)
    yield from by_sides(whole, f"第 {box.number} 盒", box.pages, prints.settings)


def by_sides(whole: Path, title: str, pages: int, settings: PrintSettings) -> Iterator[ToPrint]:
    """A file of sheets as it is to be printed: whole, or by hand first all fronts, then all backs of the turned stack.

    By hand it is taken apart. Raises OSError.
    """
    if settings.sides is not Sides.MANUAL:
        yield ToPrint(file=whole, title=title)
        return
    both = {name: whole.with_name(f"{whole.stem}-{name}.pdf") for name in ("正面", "反面")}
    for half, target in zip(runs(pages, settings), both.values(), strict=True):
        write_run(whole, half, target)
    whole.unlink()
    pauses = {"反面": f"{_TURN_WORDS[settings.turn]}，再印反面"}
    for name, target in both.items():
        yield ToPrint(file=target, title=f"{title}{name}", pause=pauses.get(name, ""))


def _write_lists(prints: PrintSet, texts: LabelTexts, work: Path, dated: date) -> None:
    write_checklist(prints, work / f"{_CHECKLIST}.xlsx")
    (work / f"{_CHECKLIST}.pdf").write_bytes(draw([checklist_sheet(prints)], dated))
    if not prints.boxes:
        return
    sheets = [
        *labels.volume_spines(prints, texts),
        *labels.box_spines(prints, texts),
        *labels.box_labels(prints, texts),
        *(labels.box_list(box, prints) for box in prints.boxes),
    ]
    (work / f"{_LABELS}.pdf").write_bytes(draw(sheets, dated))
    if prints.settings.sides is Sides.MANUAL:
        (work / f"{_TURNING}.pdf").write_bytes(draw([("instructions", _instructions(prints))], dated))


def _instructions(prints: PrintSet) -> dict[str, object]:
    first = prints.boxes[0].name
    return {
        "title": "手动双面打印怎么做",
        "steps": [
            f"一盒一盒地印。先印「{first}-正面.pdf」，全部印完再动手。",
            f"{_TURN_WORDS[prints.settings.turn]}。",
            f"再印「{first}-反面.pdf」。总页数是单数时，最后一张的反面是空白的，程序已经排好。",
            "印完的纸每一张正反面页号应当相连。第一次请先用两三张试印，方向不对就换一面放。",
        ],
        "first": "正面 1、3、5…",
        "turned": "空白面朝上",
        "turned-words": "整叠翻过来放回",
        "note": "如果打印机出纸时字面朝上，请在 workspace.yaml 的 print 里写 turn: first-first，再排一次。",
    }


def _move_in(work: Path, folder: Path) -> None:
    """Old boxes of the batch go, new ones come; the journal stays."""
    new = {path.name for path in work.iterdir()}
    for path in folder.glob("盒*.pdf"):
        if path.name not in new:
            path.unlink()
    for path in sorted(work.iterdir()):
        put_in_place(path, folder / path.name)
