"""`typeset`: one Word form as it will print."""

from __future__ import annotations

import zipfile
from pathlib import Path

from lxml import etree

from dossier import letters
from dossier.commands.opening import any_check, read_specs
from dossier.errors import ExitCode, Place, TemplateError, UsageError
from dossier.files.write import write_bytes
from dossier.forms import (
    DOSSIER,
    EXTRA_FILE,
    FORM_FILES,
    Form,
    Values,
    Vocabulary,
    check_template,
    dossier_values,
    sample_values,
    text_of_form,
)
from dossier.model import Check, Review
from dossier.plan import make_plan
from dossier.terminal.output import say, show
from dossier.typeset import Refused, Typesetter, Unreadable, find_fonts, inspect

_HINT = "请用 Word 或 WPS 打开改正；能写哪些字段，见 templates/字段说明.txt。"


def run_typeset(
    form: Path, output: Path | None, case: tuple[Path, str] | None = None, *, inspected: bool = False
) -> int:
    """Typeset one Word form as it will print, filled with a child's facts: those of `case`, else an invented one's.

    `inspected`: say how near that will be, write nothing. Raises TemplateError where a field is misspelt.
    """
    if not form.is_file():
        raise UsageError(f"没有这个文件：{form}", hint="请写一份 .docx 表格的路径。")
    if form.suffix.lower() != ".docx":
        raise UsageError(f"{form.name} 不是 .docx 文件", hint="请在 WPS 或 Word 里另存为 .docx。")
    target = output or form.with_suffix(".pdf")
    typesetter = Typesetter(find_fonts((form.parent / "fonts",)))
    try:
        if inspected:
            return _inspect(form, typesetter)
        made = typesetter.typeset(_filled(form, case))
    except Refused as refused:
        places = tuple(Place(form.name, one.where, one.feature) for one in refused.refusals)
        raise TemplateError("这份表格有程序排不了的内容", places=places, hint="请改成普通段落和表格后再试。") from None
    except Unreadable as error:
        raise TemplateError(f"{form.name} 读不出来：{error}", hint="请用 WPS 或 Word 重新另存一次。") from None
    write_bytes(target, made.pdf)
    for note in made.notes:
        say(note)
    show(f"{target}（{made.pages} 页）")
    return ExitCode.OK


def _filled(form: Path, case: tuple[Path, str] | None) -> bytes:
    """The form with its fields filled; as it is where it has none."""
    data = form.read_bytes()
    try:
        is_template = "{{" in (text := text_of_form(data)) or "{%" in text
    except (zipfile.BadZipFile, KeyError, StopIteration, etree.XMLSyntaxError):
        return data  # the typesetter says what is wrong with it
    if not is_template:
        if case is not None:
            say(f"{form.name} 里没有 {{{{ 字段 }}}}，排出来的就是它本身。")
        return data
    words = _words(form.name)
    found = check_template(form.name, data, words)
    if not isinstance(found, Form):
        raise TemplateError(f"{form.name} 有 {len(found)} 处错误", places=tuple(found), hint=_HINT)
    return found.fill(_values(form.name, words, found, case))


def _values(name: str, words: Vocabulary, form: Form, case: tuple[Path, str] | None) -> Values:
    if name == letters.HAND_OVER_FILE:
        if case is not None:
            say("交接清单列的是一批文书，不看某一个学生；这里填的是示例。")
        return letters.sample_hand_over()
    specs = read_specs().letters
    kind = next((kind for kind in specs.kinds.values() if kind.template == name), None)
    if kind is not None:
        known = letters.sample_letter(kind, specs)
        return known if case is None else known | letters.letter_of_case(kind, *_review(*case), form.used)
    values = (
        sample_values(words) if words is DOSSIER else {**sample_values(words), **letters.sample_letter(None, specs)}
    )
    return values if case is None else values | _facts_of(*case)


def _words(name: str) -> Vocabulary:
    """What a form of that name may say: one of the dossier its own fields, any other those of letters too."""
    if name in (*FORM_FILES.values(), EXTRA_FILE):
        return DOSSIER
    if name == letters.HAND_OVER_FILE:
        return letters.HAND_OVER
    of_letters = letters.vocabulary(read_specs().letters)
    fields = {**DOSSIER.fields, **of_letters.fields}
    return Vocabulary(fields=fields, lists={**DOSSIER.lists, **of_letters.lists}, flags=DOSSIER.flags)


def _review(root: Path, wanted: str) -> tuple[Review, Check]:
    """The one child of that name; papers are not read for that."""
    check = any_check(root, read_specs(), [wanted], read=False, today=None, workers=None)
    if len(check.reviews) != 1:
        raise UsageError(f"「{wanted}」不止一个学生", hint="请写案号，只写一个。")
    return check.reviews[0], check


def _facts_of(root: Path, wanted: str) -> Values:
    """The child's own, as its dossier would print them."""
    review, check = _review(root, wanted)
    settings = check.workspace.settings
    plan = make_plan(review, read_specs(), settings, {}, draft=True, today=check.today)
    return dossier_values(plan, review, settings, settings.filled_on or check.today)


def _inspect(form: Path, typesetter: Typesetter) -> int:
    """Shows what of a form is exact, near and refused."""
    seen = inspect(form.read_bytes(), typesetter)
    show(f"{form.name}：{f'{seen.pages} 页' if seen.pages else '排不了'}")
    exact = "、".join(f"{trait.name}（{trait.count}）" for trait in seen.exact)
    show(f"与 Word 一样：文字和段落{f'、{exact}' if exact else ''}")
    for trait in seen.near:
        show(f"接近：{trait.name}{f'（{trait.count}）' if trait.count else ''}：{trait.why}")
    for refusal in seen.refused:
        show(f"排不了：{refusal}")
    for note in seen.notes:
        show(f"注意：{note}")
    return ExitCode.FINDINGS if seen.refused else ExitCode.OK
