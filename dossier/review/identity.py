"""The roster's numbers of each child: ID, student number, disability card; and its sex and birth date against them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from dossier.facts import (
    IdNumber,
    age_on,
    birth_of,
    check_digit,
    disability_no_id,
    good_id,
    has_other_paper,
    number_of,
    read_id,
    student_no_tail,
)
from dossier.findings import found, gives
from dossier.model import Case, Finding, Severity, Specs, Student

_WRITTEN_BY_PERSONS = {"id_number", "sex", "birth", "student_no", "disability_no", "dropout_date", "return_date"}
_SEXES = {"1": "男", "2": "女", "男性": "男", "女性": "女"}


@gives("id-check-digit", "id-format", "id-date", "id-sex", "id-missing", "id-region", "student-no", "disability-no")
def find_identity(case: Case, specs: Specs, today: date) -> Iterator[Finding]:
    """All id- rules, student-no and disability-no of one child."""
    student = spotted(case)
    yield from _about("id_number", _find_id(student, specs, today))
    yield from _about("student_no", _find_student_no(student))
    yield from _about("disability_no", _find_disability_no(student))


def _about(name: str, findings: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, each with the fact that it is about, where it does not say so itself."""
    return (replace(finding, fields=finding.fields or (name,)) for finding in findings)


def spotted(case: Case) -> Student:
    """The child, `row` naming case.yaml too where a person wrote one of its numbers or dates there."""
    told = _WRITTEN_BY_PERSONS & case.decisions.facts.keys()
    spots = [*filter(None, [case.student.row]), *(["case.yaml 的「事实」"] if told else [])]
    return replace(case.student, row="、".join(spots))


# ---------------------------------------------------------------------------- ID


def _find_id(student: Student, specs: Specs, today: date) -> Iterator[Finding]:
    text = number_of(student.id_number)
    if has_other_paper(student):
        return
    if not text:
        told = f"，名册里{_stop(student.id_number_damage)}" if student.id_number_damage else "。"
        yield found(
            "id-missing", f"{_who(student)}没有身份证号{told}", "请对照户口簿补录；确实没有的，接受并写明原因。"
        )
        return
    damage = student.id_number_damage or _damage(text)
    if damage:
        action = "请把名册里身份证号一列设成「文本」格式，对照户口簿重新录入。"
        yield found("id-format", f"{_who(student)}的身份证号「{text}」不对：{_stop(damage)}", action)
        return
    number = IdNumber(text)
    if number.birth is None or not _is_child(number.birth, specs, today):
        yield _bad_date(student, number, specs, today)
    if not number.is_checked:
        yield _bad_check_digit(student, number)
    elif number.birth is not None:
        yield from _find_mismatch(student, number)
    if number.is_checked and specs.regions and number.region not in specs.regions:
        message = f"{_who(student)}的身份证号前六位 {number.region} 不在行政区划代码表里。"
        yield found("id-region", message, "请核对号码；若是新设的地区，可加到 evidence_specs/regions.csv。")


def _damage(text: str) -> str:
    """Why the text has not the form of an ID number, or shows Excel's hand; '' where it has and does not."""
    if read_id(text) is not None:
        is_cut = text.endswith("000") and not IdNumber(text).is_checked
        return "末尾是 000，像是 Excel 把它当成数字、只留下了前 15 位" if is_cut else ""
    if "E+" in text or ("." in text and text.replace(".", "").isdigit()):
        return "被 Excel 改成了科学计数法，后面的数字已经丢失"
    strange = re.findall(r"[^0-9X]+", text)
    if strange:
        return f"含有不该有的字符「{'」「'.join(dict.fromkeys(strange))}」，应当是 18 位数字（末位可以是 X）"
    if len(text) == 15:
        return "只有 15 位（旧号码或漏录了 3 位），应当是 18 位"
    if len(text) != 18:
        return f"是 {len(text)} 位，应当是 18 位"
    return "X 只能在最后一位"


def _is_child(birth: date, specs: Specs, today: date) -> bool:
    return birth <= today and age_on(birth, today) <= specs.oldest_student


def _bad_date(student: Student, number: IdNumber, specs: Specs, today: date) -> Finding:
    shown = f"{number.text[6:10]}-{number.text[10:12]}-{number.text[12:14]}"
    if number.birth is None:
        why = "日历上没有这一天"
    elif number.birth > today:
        why = "还没有到"
    else:
        why = f"到今天已 {age_on(number.birth, today)} 岁，像是家长的号码"
    message = f"{_who(student)}的身份证号里的出生日期是 {shown}，{why}。"
    return replace(found("id-date", message, "请对照户口簿改正名册里的身份证号。"), fields=("id_number", "birth"))


def _bad_check_digit(student: Student, number: IdNumber) -> Finding:
    message = (
        f"{_who(student)}的身份证号 {number.text} 校验码不对（末位应为 {check_digit(number.text)}），多半有一位录错了。"
    )
    better = _better_number(student, number)
    if better:
        message += f"名册的{better[0]}里是 {better[1]}，校验正确，请核对。"
    return found("id-check-digit", message, "请对照户口簿改正名册里的身份证号。")


def _better_number(student: Student, number: IdNumber) -> tuple[str, str] | None:
    """A whole valid ID number that stands in another of the child's numbers."""
    inside = (("学籍号", _tail(student)), ("残疾证号", disability_no_id(number_of(student.disability_no))))
    for where, other in inside:
        if other is not None and other.is_checked and other.birth is not None and other.text != number.text:
            return where, other.text
    return None


def _tail(student: Student) -> IdNumber | None:
    text = number_of(student.student_no)
    return student_no_tail(text) if text.startswith("G") else None


def _find_mismatch(student: Student, number: IdNumber) -> Iterator[Finding]:
    sex = _SEXES.get(student.sex, student.sex)
    if sex in ("男", "女") and sex != number.sex:
        message = f"{_who(student)}的性别写的是「{sex}」，身份证号第 17 位是 {number.text[16]}，应为「{number.sex}」。"
        action = "请对照户口簿，改正名册里的性别或身份证号。"
        yield replace(found("id-sex", message, action), fields=("sex", "id_number"))
    month = student.birth_month
    if (student.birth is not None and student.birth != number.birth) or (
        month is not None and number.birth is not None and month != number.birth.replace(day=1)
    ):
        written = student.birth or student.birth_text
        message = f"{_who(student)}的出生日期写的是 {written}，身份证号里是 {number.birth}。"
        action = "请对照户口簿，改正名册里的出生日期或身份证号。"
        yield replace(found("id-sex", message, action), fields=("birth", "id_number"))


# ---------------------------------------------------------------------------- numbers that hold the ID


def _find_student_no(student: Student) -> Iterator[Finding]:
    text = number_of(student.student_no)
    if not text:
        return
    tail = student_no_tail(text)
    said = f"{_who(student)}的学籍号 {text} "
    action = "请对照学籍系统改正名册里的学籍号。"
    if tail is None:
        why = "不对：应当是 G、J 或 L 开头，后面 18 位" + (f"，现在共 {len(text)} 位。" if len(text) != 19 else "。")
        yield found("student-no", said + why, action)
    elif text[0] == "G":
        yield from _compare_g(student, tail, said, action)
    elif text[0] == "J" and not tail.is_checked:
        message = said + f"校验码不对（末位应为 {check_digit(tail.text)}）。"
        yield found("student-no", message, action, severity=Severity.WARNING)
    elif (birth := birth_of(student)) is not None and tail.birth is not None and tail.birth != birth:
        yield found("student-no", said + f"里的出生日期是 {tail.birth}，这个学生是 {birth}，不是他的号码。", action)


def _compare_g(student: Student, tail: IdNumber, said: str, action: str) -> Iterator[Finding]:
    own = number_of(student.id_number)
    if tail.text == own:
        return  # right, or wrong in the same way: the ID's own finding says so
    if not tail.is_checked:
        yield found("student-no", said + f"校验码不对（末位应为 {check_digit(tail.text)}）。", action)
    elif good_id(student) is None or has_other_paper(student):
        return  # nothing sound to compare with; a better number is proposed beside the ID's finding
    elif tail.text[6:17] == own[6:17]:
        message = said + f"与身份证号 {own} 只有地区码不同，可能是用旧身份证号建的学籍。"
        yield found("student-no", message, "请核对；属实的可以接受。", severity=Severity.WARNING)
    else:
        yield found("student-no", said + f"与身份证号 {own} 不一致，不是这个学生的号码。", action)


def _find_disability_no(student: Student) -> Iterator[Finding]:
    text = number_of(student.disability_no)
    if not text:
        return
    inside = disability_no_id(text)
    own = number_of(student.id_number)
    said = f"{_who(student)}的残疾证号 {text} "
    action = "请对照残疾人证改正名册里的残疾证号。"
    if inside is None:
        why = "不对：应当是 18 位身份证号加残疾类别（1–7）和等级（1–4）两位"
        length = f"，现在共 {len(text)} 位。" if len(text) != 20 else "。"
        yield found("disability-no", said + why + length, action)
    elif inside.text == own:
        return
    elif not inside.is_checked:
        yield found("disability-no", said + "里的身份证号校验码不对。", action)
    elif good_id(student) is not None and not has_other_paper(student):
        yield found("disability-no", said + f"的前 18 位与身份证号 {own} 不一致，不是这个学生的证。", action)


def _who(student: Student) -> str:
    return f"{student.name}（{student.row}）" if student.row else student.name


def _stop(text: str) -> str:
    return text if text.endswith("。") else text + "。"
