"""All letters that are due: which can be issued now, which cannot and why; one file to print for each issuer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO

from dossier.errors import UsageError
from dossier.files.names import safe_name
from dossier.files.write import write_bytes
from dossier.forms import chinese_date
from dossier.letters.asking import ask_letters, check_wish, with_deadline
from dossier.letters.issue import OUTPUT, Bench
from dossier.letters.make import join, typeset
from dossier.letters.model import Ready, Wish
from dossier.letters.prepare import prepare
from dossier.letters.templates import HAND_OVER_FILE, fill
from dossier.model import Check, Letter, LetterKind, Review
from dossier.review import is_same_unit, issuers_here
from dossier.specs import read_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A letter that a child needs next: ready to be issued, or why not."""

    review: Review
    kind: LetterKind
    issuer: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """All that is due, and what of it can be issued now, in the order in which it will be numbered."""

    due: tuple[Due, ...]
    ready: tuple[Ready, ...]


def find_due(check: Check, reviews: Sequence[Review], wish: Wish, only_kind: str, bench: Bench) -> Batch:
    """Every letter that these children need next. `wish` says date, clerk, perhaps the issuer; not the kind."""
    due: list[Due] = []
    ready: list[Ready] = []
    for kind in check.letters.kinds.values():
        wanted = [review for review in reviews if kind.id in review.letters_due and only_kind in ("", kind.id)]
        if not wanted:
            continue
        issuer = wish.issuer or next(iter(issuers_here(kind, check.workspace.settings, check.letters)), "")
        if check.units:  # the units' own letters are issued, and numbered, where their registers lie
            county = check.workspace.settings.county
            wanted = [one for one in wanted if is_same_unit(one.letter_issuers.get(kind.id, ""), issuer, county)]
        mine = with_deadline(replace(wish, kind=kind, issuer=issuer))
        tried = [(review, *_try(mine, review, check, bench)) for review in wanted]
        due += [Due(review=review, kind=kind, issuer=issuer, problem=problem) for review, problem, _ in tried]
        alone = [(review, made) for review, problem, made in tried if not problem]
        if kind.many:
            ready += _together(mine, [review for review, _ in alone], check, bench)
        else:
            ready += [one for _, made in alone for one in made]
    return Batch(due=tuple(due), ready=tuple(ready))


def _try(wish: Wish, review: Review, check: Check, bench: Bench) -> tuple[str, tuple[Ready, ...]]:
    """Why this child's letter cannot be issued now, or the letter."""
    if not wish.issuer:
        titles = "、".join(check.letters.unit_titles.get(unit, unit) for unit in wish.kind.issuers)
        return f"不知道由谁出（{titles}），请单独开，用 --issuer 写全称", ()
    try:
        check_wish(wish, check)
        return "", _together(wish, [review], check, bench)
    except UsageError as error:
        return "；".join(place.problem for place in error.places) or f"{error.message}。{error.hint}", ()


def _together(wish: Wish, reviews: Sequence[Review], check: Check, bench: Bench) -> tuple[Ready, ...]:
    """The letters for these children; of a kind that names several, one an addressee."""
    if not reviews:
        return ()
    return prepare(ask_letters(wish, reviews, check), bench.templates, check.letters, check.workspace.root)


def still_due(ready: Sequence[Ready], before: Sequence[Letter], now: Sequence[Letter]) -> tuple[Ready, ...]:
    """Without the letters that somebody else issued between the check and the lock."""
    known = {letter.name for letter in before}
    new = {(letter.kind, case) for letter in now if letter.name not in known for case in letter.cases}
    return tuple(
        one for one in ready if not any((one.ask.wish.kind.id, each.case.id) in new for each in one.ask.reviews)
    )


def write_prints(made: Sequence[Letter], bench: Bench) -> Iterator[str]:
    """One PDF for each issuer, a list of what it holds in front; the paths that were written."""
    for issuer in dict.fromkeys(letter.issuer for letter in made):
        letters = [letter for letter in made if letter.issuer == issuer]
        pdfs = [(bench.root / path).read_bytes() for one in letters for path in one.files if path.endswith(".pdf")]
        document = fill(bench.templates.form(HAND_OVER_FILE), _hand_over(issuer, letters, pdfs, bench))
        first = typeset(bench.root, bench.engine, HAND_OVER_FILE, document, letters[0].date)
        stem = f"{OUTPUT}/{safe_name(f'{_span(letters)}-待盖章-{issuer}', instead='—', most=80)}"
        for path, data in ((f"{stem}.pdf", join([first, *pdfs])), (f"{stem}-交接清单.docx", document)):
            write_bytes(bench.root / path, data)
            yield path


def _span(letters: Sequence[Letter]) -> str:
    """唐城教劝〔2022〕3号至12号; the date, for drafts."""
    first, last = letters[0].number, read_number(letters[-1].number or "")
    if first is None or last is None:
        return f"{letters[0].date.isoformat()}-草稿-{letters[0].cases[0]}等{len(letters)}件"
    return first if len(letters) == 1 else f"{first}至{last.n}号"


def _hand_over(issuer: str, letters: Sequence[Letter], pdfs: Sequence[bytes], bench: Bench) -> dict[str, object]:
    return {
        "发文机关": issuer,
        "发文日期": chinese_date(letters[0].date),
        "件数": str(len(letters)),
        "交接": [
            {
                "序号": str(place),
                "文号": letter.number or "（待编号）",
                "文书": bench.specs.kinds[letter.kind].title,
                "学生": "、".join(child.name for child in letter.children),
                "受文者": letter.to,
                "页": str(_pages(pdf)),
            }
            for place, (letter, pdf) in enumerate(zip(letters, pdfs, strict=True), 1)
        ],
    }


def _pages(pdf: bytes) -> int:
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)
