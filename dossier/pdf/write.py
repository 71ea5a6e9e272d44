"""A plan, our own forms and the evidence → the dossier PDF, proved."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pikepdf

from dossier.errors import OutputError, disk_words
from dossier.files.write import replacing
from dossier.model import Finding, OwnPages, Placed, Plan
from dossier.pages.journal import Journal
from dossier.pages.pictures import PageError
from dossier.pages.sources import Sources
from dossier.pdf.archive import settle_ends, unarchivable
from dossier.pdf.assemble import Assembly, Order
from dossier.pdf.options import PdfOptions
from dossier.pdf.placement import Stood
from dossier.pdf.prepare import Key, prepare, prepare_safely
from dossier.pdf.store import Store

_ATTEMPTS = 4


def write_pdf(
    plan: Plan, own: OwnPages, sources: Sources, target: Path, options: PdfOptions, journal: Journal | None = None
) -> tuple[Finding, ...]:
    """Write the dossier of `plan` to `target`; the findings say which pages stand there as pictures, and why.

    `own` holds our forms, typeset. A page that cannot be placed or does not come out like its source becomes its
    picture (a note, `page-pictured`); one that nobody can read becomes a placeholder sheet (an error, `unreadable` or
    `encrypted`).
    `journal` outlives this process: if it dies of a source, the next attempt goes around that source.
    Raises `WorkspaceError` where evidence changed or is locked, `OutputError` where `target` cannot be written.
    """
    store, journal = Store(target.with_name(f".{target.name}.pictures")), journal or Journal(None)
    try:
        ready = prepare(plan, sources, store, options, journal)
        order = Order(plan, own, sources, store, ready, options, _seed(plan, own, sources, options), journal)
        with replacing(target) as beside:
            notes = _write_proved(order, beside)
            sources.recheck()
        return notes
    except OSError as error:
        raise _not_written(target, error) from error
    finally:
        store.close()


def _write_proved(order: Order, beside: Path) -> tuple[Finding, ...]:
    """Write, look, and write again with pictures in place of the pages that came out wrong."""
    pictured: dict[Key, str] = {}
    for _ in range(_ATTEMPTS):
        notes, stood = _assembled(order, pictured, beside)
        wrong = _wrong(beside, stood, order)
        if not wrong:
            if any(placed.mark for sheet in order.plan.sheets for placed in sheet.placed):
                _assembled(order, pictured, beside, marked=True)  # the same pages, proved, and the marks over them
            return notes
        for key, why in wrong.items():
            if key in pictured:  # not even its picture comes out like it: better no page than a wrong one
                order.ready[key] = PageError("unreadable", why)
            elif key in order.ready:
                order.journal.at("decoder", key[0])
                order.ready[key] = prepare_safely(key, order.plan, order.sources, order.store)
        pictured.update(wrong)
    raise AssertionError("a placeholder sheet was proved wrong")


def _assembled(
    order: Order, pictured: dict[Key, str], beside: Path, *, marked: bool = False
) -> tuple[tuple[Finding, ...], tuple[Stood, ...]]:
    with Assembly(order, pictured, marked=marked) as assembly:
        assembly.put_together()
        _save(assembly.pdf, beside, pdfa=order.options.pdfa)
        if order.options.pdfa:
            settle_ends(beside)
        order.store.append_to(beside)
        return tuple(assembly.notes), tuple(assembly.stood)


def _wrong(dossier: Path, stood: tuple[Stood, ...], order: Order) -> dict[Key, str]:
    """The placed pages that may not stay as they are, and why."""
    wrong: dict[Key, str] = {}
    if order.options.pdfa:
        wrong = unarchivable(dossier, stood)
    if order.options.prove and not wrong:
        from dossier.pdf.prove import prove  # late: the eyes are slow to import

        wrong = prove(dossier, stood, order.sources, order.store, order.journal)
    return wrong


def _save(pdf: pikepdf.Pdf, place: Path, *, pdfa: bool) -> None:
    """Streams go over as they are; only in an archive copy those packed with LZW and the like are packed anew."""
    level = pikepdf.StreamDecodeLevel.generalized if pdfa else pikepdf.StreamDecodeLevel.none
    pdf.save(
        place,
        static_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        stream_decode_level=level,
        min_version="1.7",
    )


def _seed(plan: Plan, own: OwnPages, sources: Sources, options: PdfOptions) -> str:
    """All that the document's id follows from."""
    how = (str(options.today), options.pixels, str(options.print_dpi), str(options.pdfa))
    forms = f"{dict(own.counts)} {hashlib.sha256(own.pdf).hexdigest()}"
    pages = [
        f"{sheet.physical} {sheet.shown} {sheet.side} {_digest(sources, placed)} {placed}"
        for sheet in plan.sheets
        for placed in sheet.placed
    ]
    return "\n".join((*how, plan.title, forms, *pages))


def _digest(sources: Sources, placed: Placed) -> str:
    return "" if placed.is_gone else sources.file(placed.path).sha256


def _not_written(target: Path, error: OSError) -> OutputError:
    return OutputError(
        f"写不出档案 {target.name}：{disk_words(error)}",
        hint="请检查磁盘空间和文件夹权限，并关闭正在打开这份档案的程序后重试。",
    )
