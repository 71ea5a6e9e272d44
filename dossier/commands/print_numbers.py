"""The cabinet's register while a batch is laid out: who may be printed, under which numbers, and what was printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from dossier.cabinet import Register, follow, give_numbers, hash_of
from dossier.model import Printed, PrintSettings, Workspace
from dossier.printroom import BoxHolding, Given, Prints, Volume, box_room

_LATE = "已经归档，以后又有改动：请用 dossier print --changes 只印要插入和更换的页（整份重印用 --case 点名）"


@dataclass(slots=True)
class Numbers:
    """What the register says of the children of a workspace; `wrong` is case id → why nothing is printed for it."""

    register: Register
    workspace: Workspace
    settings: PrintSettings
    batch: str
    wrong: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, register: Register, workspace: Workspace, settings: PrintSettings, batch: str, day: date) -> Numbers:
        """The register's entries as the roster now calls the children."""
        register.entries, wrong = follow(register.entries, workspace.cases, day)
        return cls(register, workspace, settings, batch, wrong)

    def printed_before(self) -> dict[str, tuple[str, str]]:
        """Case id → (sha256 of its PDF, where it is) of what another batch printed."""
        return {
            case_id: (entry.printed.digest, f"案卷号 {entry.volume_no}，第 {entry.box} 盒")
            for case_id, entry in self.register.entries.items()
            if entry.printed is not None and entry.printed.batch != self.batch
        }

    def late(self, digests: dict[str, str]) -> dict[str, str]:
        """Filed children whose dossier is another now: only its changes go to the printer."""
        return {
            case_id: _LATE
            for case_id, digest in digests.items()
            if (entry := self.register.entries.get(case_id)) and entry.filed and entry.filed.digest != digest
        }

    def give(self, ordered: Sequence[Volume]) -> Given:
        """Numbers and boxes of a batch: written down before anything is printed."""
        cases = {case.id: case for case in self.workspace.cases}
        hashes = {case_id: hash_of(case) for case_id, case in cases.items()}
        entries = self.register.entries
        self.register.entries = give_numbers(entries, ordered, cases, hashes, self.settings, box_room(self.settings))
        self.register.save()
        boxes: dict[int, BoxHolding] = {}
        for entry in sorted(self.register.entries.values(), key=lambda one: one.volume_no):
            held = boxes.get(entry.box)
            boxes[entry.box] = BoxHolding(
                first=held.first if held else entry.volume_no,
                last=entry.volume_no,
                volumes=1 + (held.volumes if held else 0),
                sheets=entry.sheets + (held.sheets if held else 0),
            )
        volumes = {volume.id: self.register.entries[volume.id] for volume in ordered}
        return Given(volumes={case_id: (one.volume_no, one.box) for case_id, one in volumes.items()}, boxes=boxes)

    def note(self, made: Prints) -> None:
        """Write down what this batch holds."""
        for box in made.prints.boxes:
            for placed in box.placed:
                entry = self.register.entries[placed.volume.id]
                printed = Printed(batch=self.batch, digest=placed.volume.digest)
                sheets = entry.sheets or placed.sheets
                self.register.entries[placed.volume.id] = replace(entry, printed=printed, sheets=sheets, mark="")
        self.register.save()
