"""`print --changes`: of filed dossiers only the sheets to insert or exchange, each case with its 换页单."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from dossier.cabinet import Register, exchanges, follow, leaves_of, open_register, pdf_digest, write_exchange
from dossier.commands.each_unit import OneUnit, open_units
from dossier.commands.opening import read_specs, this_day
from dossier.commands.print import refuse_batch, refuse_unknown, send_files
from dossier.commands.standing import finished, standings, unread
from dossier.errors import ExitCode
from dossier.files.hashes import sha256_of
from dossier.files.names import folder_name
from dossier.files.write import put_in_place, writing
from dossier.filing import Manifest
from dossier.model import Case, Filed, Printed, PrintSettings, Specs
from dossier.printroom import Sides, ToPrint, by_sides, print_settings
from dossier.terminal.output import show


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How the exchange sheets are asked for."""

    output: Path | None = None
    batch: str | None = None
    overrides: Mapping[str, object] = field(default_factory=dict)
    """What the command line says of sides and copies."""
    printer: str | None = None
    as_built: bool = False


def run_print_changes(root: Path, wanted: Sequence[str], wish: Wish, today: date | None) -> int:
    """Lay out the exchange sheets, and print them; exit 1 where a case that differs is left out or not printed."""
    refuse_batch(wish.batch)
    specs, day = read_specs(), this_day(today)
    if wish.printer is not None:
        refuse_unknown(wish.printer)
    units = open_units(root, specs, wanted)
    is_whole = not units.announce_unreadable("没有打印")
    for unit in units.units:
        unit.announce()
        is_whole &= _Room(unit, specs, wish, day).print()
    return ExitCode.OK if is_whole else ExitCode.FINDINGS


@dataclass(frozen=True, slots=True)
class _Room:
    """The exchange sheets of one unit."""

    unit: OneUnit
    specs: Specs
    wish: Wish
    day: date

    @property
    def target(self) -> Path:
        """Where its dossiers lie."""
        return self.wish.output / self.unit.name if self.wish.output else self.unit.output

    @property
    def settings(self) -> PrintSettings:
        """How it prints."""
        return print_settings(self.unit.workspace.settings, self.wish.overrides, self.day)

    def print(self) -> bool:
        """Lay out and print; whether nothing that differs is left out."""
        unit, workspace = self.unit, self.unit.workspace
        chosen = [case for case in workspace.cases if not unit.ids or case.id in unit.ids]
        manifests = finished(workspace, self.target, [case.id for case in chosen])
        strange = unread(workspace, self.target, [case.id for case in chosen])
        stale = (
            {} if self.wish.as_built else standings(workspace, self.specs, self.target, unit.ids, self.day, unit.county)
        )
        folder = self.target / "打印" / (self.wish.batch or f"换页-{self.day.isoformat()}")
        files: list[ToPrint] = []
        is_whole = True
        with open_register(workspace.root) as register, writing(folder):
            register.entries, wrong = follow(register.entries, workspace.cases, self.day)
            for case in chosen:
                entry, manifest = register.entries.get(case.id), manifests.get(case.id)
                if entry is None or entry.filed is None:
                    continue
                standing = stale.get(case.id)
                why = (
                    wrong.get(case.id)
                    or strange.get(case.id)
                    or (standing.why if standing else "")
                    or _fault(case, manifest, self.target)
                )
                why = why or self._wrong_sides(entry.filed, manifest)
                if why or manifest is None:
                    is_whole = False
                    show(f"－ {unit.called(case.id)} {case.name}：没有打印换页。{why}")
                elif pdf_digest(manifest) != entry.filed.digest:
                    files += self._lay_out(case, register, manifest, folder)
            register.save()
        if files or is_whole:
            show(f"换页在：{folder}" if files else "没有要换的页。")
        return is_whole & self._send(files, folder)

    def _wrong_sides(self, filed: Filed, manifest: Manifest | None) -> str:
        """Why the sheets would not fit those in the folder; '' where they do."""
        if manifest is None or manifest.case.duplex == filed.duplex:
            duplex = filed.duplex
            if self.wish.printer is None or duplex == (self.settings.sides is not Sides.SIMPLEX):
                return ""
            return f"档案是{_sides(duplex)}的，现在要{_sides(not duplex)}打印；请用 --sides {_SIDES[duplex]}"
        return (
            f"归档时是{_sides(filed.duplex)}，现在是{_sides(manifest.case.duplex)}；请改回 duplex，或用 --case 整份重印"
        )

    def _lay_out(self, case: Case, register: Register, manifest: Manifest, folder: Path) -> list[ToPrint]:
        entry = register.entries[case.id]
        assert entry.filed is not None
        duplex, digest = manifest.case.duplex, pdf_digest(manifest)
        printed = Printed(batch=folder.name, digest=digest)
        todo = exchanges(leaves_of(entry.filed.plan, duplex=duplex), leaves_of(manifest.plan, duplex=duplex))
        if not todo:  # made anew, and on paper the same
            register.entries[case.id] = replace(
                entry, printed=printed, filed=replace(entry.filed, digest=digest), mark=""
            )
            return []
        name = folder_name(case.id, case.name)
        dated = self.unit.workspace.settings.filled_on or self.day
        folder.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(prefix=".work-", dir=folder))
        try:
            made = work / f"换页-{name}.pdf"
            dossier = self.target / name / f"{name}.pdf"
            sheets, pages = write_exchange(entry, case.id, todo, dossier, made, dated, duplex=duplex)
            files = list(by_sides(made, f"{case.id} {case.name} 换页", pages, self.settings))
            for one in files:
                put_in_place(one.file, folder / one.file.name)
        finally:
            shutil.rmtree(work, ignore_errors=True)
        register.entries[case.id] = replace(entry, printed=printed, mark="")
        where = f"第 {entry.box} 盒，案卷号 {entry.volume_no}"
        show(f"✓ {self.unit.called(case.id)} {case.name}：换页单和要换的 {sheets} 张（{where}）")
        return [replace(one, file=folder / one.file.name) for one in files]

    def _send(self, files: Sequence[ToPrint], folder: Path) -> bool:
        if self.wish.printer is None or not files:
            return True
        settings = self.settings
        return send_files(files, folder, self.wish.printer, settings)


_SIDES = {True: "duplex", False: "simplex"}


def _sides(duplex: bool) -> str:
    return "双面" if duplex else "单面"


def _fault(case: Case, manifest: Manifest | None, output: Path) -> str:
    if manifest is None:
        return "output 里没有它的档案，请先运行 dossier build"
    if manifest.case.draft:
        return "现在是不完整的草稿；补齐后重新生成"
    name = folder_name(case.id, case.name)
    pdf = output / name / f"{name}.pdf"
    if not pdf.is_file() or sha256_of(pdf) != pdf_digest(manifest):
        return "档案的 PDF 不见了，或在生成以后被改动过，请重新生成"
    return ""
