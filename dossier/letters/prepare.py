"""Letters that are asked for → letters that are ready: facts, words and laws looked at before any number is taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from dossier.errors import Place, UsageError
from dossier.forms import Form, text_of_form
from dossier.letters.facts_in import doubtful_facts, faulty_facts
from dossier.letters.make import unprintable
from dossier.letters.model import Ask, Ready
from dossier.letters.numbering import blank_number
from dossier.letters.templates import Templates, fill
from dossier.letters.values import letter_values, missing_fields, with_blanks
from dossier.letters.wording import money_in, wrong_citations
from dossier.model import LetterSpecs
from dossier.report import mask

_MARK = "〇〇〇〇〔2000〕0号"
"""Stands for the number while the words are looked at."""


def prepare(asks: Sequence[Ask], templates: Templates, specs: LetterSpecs, root: Path) -> tuple[Ready, ...]:
    """The letters, ready to be numbered.

    Raises UsageError with everything that stands against any of them; TemplateError for what is wrong in a template.
    """
    problems: list[Place] = []
    ready: list[Ready] = []
    for ask in asks:
        form = templates.form(ask.wish.kind.template)
        made, against = _prepared(ask, form, specs, root)
        who = "、".join(f"{review.case.id} {review.case.name}" for review in ask.reviews)
        problems += [Place(who, problem=mask(why)) for why in against]
        ready.append(made)
    if problems:
        kind = asks[0].wish.kind
        raise UsageError(
            f"{kind.title}没有开，{len(problems)} 处不行",
            places=tuple(problems),
            hint="请先核实改正（改名册，或用 dossier fact 定下来），再开；一份也没有编号。",
        )
    return tuple(ready)


def _prepared(ask: Ask, form: Form, specs: LetterSpecs, root: Path) -> tuple[Ready, list[str]]:
    kind, day = ask.wish.kind, ask.wish.date
    against = list(dict.fromkeys(why for review in ask.reviews for why in faulty_facts(review, form.used)))
    values = letter_values(ask, [law for law in specs.laws if law.holds_on(day)])
    missing = tuple(missing_fields(values, form.used, kind.optional))
    if missing and ask.wish.strict:
        against.append(f"没有：{'、'.join(missing)}（--strict 不留空行）")
    kept = with_blanks(values, form.used, cells=kind.cells)
    kept["文号"] = blank_number(day.year) if ask.is_draft else _MARK
    text = text_of_form(fill(form, kept))
    against += _against_words(text, ask, form, specs)
    lost = unprintable(root, text)
    if lost:
        against.append(f"「{lost}」没有字体能印；请把有这个字的字体文件放进工作目录的 fonts 文件夹")
    doubts = tuple(dict.fromkeys(mask(why) for review in ask.reviews for why in doubtful_facts(review, form.used)))
    return Ready(ask=ask, values=kept, missing=missing, doubts=doubts), against


def _against_words(text: str, ask: Ask, form: Form, specs: LetterSpecs) -> Iterator[str]:
    if ask.wish.kind.numbered and (money := money_in(text)):
        yield f"里面写了钱或处罚（「{money}」）；劝返的文书不能写罚款和金额，请改模板或名册里的话"
    yield from wrong_citations(text, form.used, specs.laws, ask.wish.date)


def numbered(ready: Ready, number: str) -> Ready:
    """The letter with its number in its words."""
    return replace(ready, values={**ready.values, "文号": number})
