"""`print --letters`: the letters of the register, in its order, as one file to print; to a printer if one is named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from dossier import letters
from dossier.check import only
from dossier.commands.letter import bench_of, check_for
from dossier.commands.opening import read_specs, this_day
from dossier.commands.print import refuse_unknown
from dossier.errors import ExitCode, UsageError
from dossier.files.write import write_bytes
from dossier.letters import OUTPUT, Bench
from dossier.model import Check, Letter
from dossier.printroom import Desk, Journal, Sides, ToPrint, find_service, send
from dossier.review import disagreements
from dossier.terminal.output import say, show

_NAME = "文书"


def run_print_letters(root: Path, wanted: Sequence[str], *, printer: str | None, today: date | None) -> int:
    """Print the letters that are not void; exit 1 where one is left out or not printed, as is said."""
    specs, day = read_specs(), this_day(today)
    if printer is not None:
        refuse_unknown(printer)
    check = check_for(root, specs, wanted, read=False, today=day)
    chosen = {review.case.id for review in only(check, wanted).reviews}
    held = [letter for letter in check.workspace.letters if not letter.is_void and chosen & set(letter.cases)]
    if not held:
        raise UsageError("没有可以打印的文书", hint="先用 dossier letter 开具；作废的不再打印。")
    bench = bench_of(root, check, specs)
    good = [letter for letter in held if not _left_out(letter, check)]
    whole = root / OUTPUT / f"打印-{day.isoformat()}.pdf"
    write_bytes(whole, letters.join([_pdf(letter, bench) for letter in good]))
    show(f"{len(good)} 件文书，按登记的顺序：{whole}")
    is_whole = len(good) == len(held)
    if printer is not None and good:
        is_whole &= _send(whole, printer)
    return ExitCode.OK if is_whole else ExitCode.FINDINGS


def _left_out(letter: Letter, check: Check) -> bool:
    """Whether the register knows a child of the letter otherwise than the roster does; then it is told."""
    for review in check.reviews:
        for why in disagreements(review.case, review.facts, [letter]):
            show(f"－ {letter.name}：没有打印。{why}")
            return True
    return False


def _pdf(letter: Letter, bench: Bench) -> bytes:
    """The letter's PDF; made again from the register where output was deleted."""
    path = next(bench.root / path for path in letter.files if path.endswith(".pdf"))
    if not path.is_file():
        bench.make(letter)
    return path.read_bytes()


def _send(whole: Path, printer: str) -> bool:
    desk = Desk(
        service=find_service(),
        printer=printer,
        copies=1,
        sides=Sides.SIMPLEX,  # stubs are cut off
        journal=Journal(whole.parent),
        ready=lambda _words: False,
        tell=say,
    )
    is_whole = True
    for sent in send([ToPrint(file=whole, title=_NAME)], desk):
        is_whole &= sent.is_printed
        show(f"{sent.title}：{sent.words}")
    return is_whole
