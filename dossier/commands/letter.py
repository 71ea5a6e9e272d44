"""`letter`: letters and forms that offices write, their register, and what becomes of them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dossier import letters
from dossier.check import only, select_cases
from dossier.commands.opening import checked, checked_county, open_cache, read_specs, this_day
from dossier.county import County, UnitFolder, county_settings, find_county, unit_of_issuer
from dossier.errors import DossierError, ExitCode, NoRosterError, UsageError
from dossier.files.data import templates_folder
from dossier.files.write import write_text
from dossier.files.yaml import did_you_mean
from dossier.letters import Bench, Ready, Wish
from dossier.model import Answer, Check, Delivery, Letter, LetterKind, LetterSpecs, Review, Settings, Specs
from dossier.review import Mail, disagreements, letter_answers
from dossier.terminal.output import say, show
from dossier.terminal.progress import progress_bar
from dossier.workspace import read_letters, read_workspace

_NAMED = 10
"""So many letters are named one by one where the same is said of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What the command line says of letters to be written; None and '' where it says nothing."""

    issuer: str = ""
    to: str = ""
    numbers: tuple[str, ...] = ()
    date: datetime.date | None = None
    deadline: datetime.date | None = None
    by: str = ""
    strict: bool = False


def run_issue(
    root: Path, kind_word: str, wanted: Sequence[str], words: Words, *, read: bool, today: date | None
) -> int:
    """Issue one kind of letter for these children."""
    specs = read_specs()
    kind = kind_of(kind_word, specs.letters)
    day = this_day(today)
    if words.numbers and kind.id != "service-receipt":
        raise UsageError("--for 只用于送达回证", hint="送达回证写 service-receipt。")
    if unit := _unit_root(root, words.issuer, specs):
        inside = [text.replace("\\", "/").removeprefix(f"{unit.name}/") for text in wanted]
        return run_issue(unit.root, kind_word, inside, words, read=read, today=today)
    check = check_for(root, specs, wanted, read=read, today=day)
    reviews = _children(check, wanted, words)
    wish = _wish(kind, words, check, day)
    letters.check_wish(wish, check)
    bench = bench_of(root, check, specs)
    ready = letters.prepare(letters.ask_letters(wish, reviews, check), bench.templates, specs.letters, root)
    tell(ready)
    _tell_repeats(ready, check)
    if kind.numbered:
        with letters.open_register(root, bench.make, day) as register, progress_bar("开具文书") as step:
            made = letters.issue(register, ready, bench, day, step)
    else:
        made = letters.make_forms(ready, bench)
    tell_made(made, specs.letters)
    return ExitCode.OK


def kind_of(word: str, specs: LetterSpecs) -> LetterKind:
    """The kind that a person names by id or title."""
    plain = "".join(word.split())
    for kind in specs.kinds.values():
        if plain in (kind.id, kind.title):
            return kind
    known = {**{kind.id: "" for kind in specs.kinds.values()}, **{kind.title: "" for kind in specs.kinds.values()}}
    every = "、".join(f"{kind.id} {kind.title}" for kind in specs.kinds.values())
    raise UsageError(f"没有「{word}」这种文书{did_you_mean(word, known)}", hint=f"有：{every}")


def check_for(root: Path, specs: Specs, wanted: Sequence[str], *, read: bool, today: date) -> Check:
    """The whole workspace, judged; only the children asked for are read. A county has its own settings and register."""
    try:
        return _check_of_workspace(root, specs, wanted, read=read, today=today)
    except NoRosterError:
        county = find_county(root, specs)
        if county is None:
            raise
    check = checked_county(county, specs, wanted, read=read, today=today, workers=None)
    whole = replace(check.workspace, settings=county_settings(county, specs), letters=read_letters(root))
    return replace(check, workspace=whole)


def _check_of_workspace(root: Path, specs: Specs, wanted: Sequence[str], *, read: bool, today: date) -> Check:
    with open_cache(root) as cache:
        return checked(root, specs, (), cache, read=read, today=today, workers=None, wanted=wanted)


def settings_of(root: Path, specs: Specs) -> Settings:
    """What workspace.yaml of a workspace or a county says."""
    try:
        return read_workspace(root, specs).settings
    except NoRosterError:
        county = find_county(root, specs)
        if county is None:
            raise
        return county_settings(county, specs)


def _unit_root(root: Path, issuer: str, specs: Specs) -> UnitFolder | None:
    """The unit of a county whose own letter this is: it numbers it in its own register."""
    county = find_county(root, specs) if issuer else None
    return unit_of_issuer(county, issuer, specs) if county is not None else None


def _children(check: Check, wanted: Sequence[str], words: Words) -> tuple[Review, ...]:
    """The children asked for; of a receipt, those of its letters. A name that two have is wrong use."""
    texts = list(wanted)
    if not texts and words.numbers:
        texts = [case for text in words.numbers for case in letters.find_letter(check.workspace.letters, text).cases]
    if not texts:
        raise UsageError("没有说给哪个学生", hint="请用 --case 写案号、文件夹名或姓名；可写多次。")
    for text in texts:
        found = select_cases(check.workspace.cases, [text], check.workspace.root)
        if len(found) > 1 and not any(sign.isdigit() for sign in text):
            some = "、".join(f"{case.id} {case.name}" for case in found)
            raise UsageError(f"「{text}」不止一个：{some}", hint="请改用案号。")
    return only(check, texts).reviews


def _wish(kind: LetterKind, words: Words, check: Check, today: date) -> Wish:
    return letters.with_deadline(
        Wish(
            kind=kind,
            issuer="".join(words.issuer.split()) or check.workspace.settings.unit,
            date=words.date or today,
            deadline=words.deadline,
            to=words.to.strip(),
            by=words.by.strip(),
            numbers=words.numbers,
            strict=words.strict,
        )
    )


def bench_of(root: Path, check: Check, specs: Specs) -> Bench:
    templates = letters.open_templates(templates_folder(), specs.letters)
    return Bench(root, check.workspace.settings.engine, templates, specs.letters)


def tell(ready: Iterable[Ready]) -> None:
    """What is missing, guessed or doubtful in the letters, to stderr; what is the same in several is said once."""
    told: dict[str, list[str]] = {}
    for one in ready:
        children = [f"{review.case.id} {review.case.name}" for review in one.ask.reviews]
        who = "、".join(children[:_NAMED]) + (f" 等 {len(children)} 人" if len(children) > _NAMED else "")
        for words in _words_of(one):
            told.setdefault(words, []).append(who)
    for words, whom in told.items():
        names = "、".join(whom[:_NAMED]) + (f" 等 {len(whom)} 份" if len(whom) > _NAMED else "")
        say(f"{names}：{words}")


def _shortened(missing: Sequence[str], names: Set[str]) -> Iterator[str]:
    """What is blank; the same of many children once (黄一、黄二 等 125 人的全国学籍号)."""
    blank: dict[str, list[str]] = {}
    for words in missing:
        name, _, field = words.partition("的")
        if name in names:
            blank.setdefault(field, []).append(name)
        else:
            yield words
    for field, whom in blank.items():
        some = "、".join(whom[:_NAMED]) + (f" 等 {len(whom)} 人" if len(whom) > _NAMED else "")
        yield f"{some}的{field}"


def _words_of(one: Ready) -> Iterator[str]:
    if one.missing:
        place = "格子空着" if one.ask.wish.kind.cells else "留了横线"
        blanks = _shortened(one.missing, {review.case.name for review in one.ask.reviews})
        yield f"{one.ask.wish.kind.title}里不知道 {'、'.join(blanks)}，{place}，请手写补上。"
    if one.ask.guessed:
        yield f"{one.ask.guessed}；不对的用 --to 写全称另开。"
    for doubt in one.doubts:
        yield f"请核对。{doubt}"


def _tell_repeats(ready: Iterable[Ready], check: Check) -> None:
    for one in ready:
        for letter in check.workspace.letters:
            if letter.kind == one.ask.wish.kind.id and not letter.is_void and one.ask.wish.kind.numbered:
                both = [review for review in one.ask.reviews if review.case.id in letter.cases]
                if both:
                    say(f"{both[0].case.id} {both[0].case.name}：已经开过 {letter.name}，这是又一件。")


def tell_made(made: Sequence[Letter], specs: LetterSpecs) -> None:
    """What was made, to stdout: number, child, files."""
    for letter in made:
        kind = specs.kinds[letter.kind]
        number = letter.number or (f"草稿（文号空着，由{letter.issuer}编号）" if kind.numbered else "")
        names = "、".join(f"{child.id} {child.name}" for child in letter.children)
        show(f"✓ {' '.join(filter(None, (number, kind.title, names)))}")
        for path in letter.files:
            show(f"    {path}")
    is_stamped = any(specs.kinds[letter.kind].comes_home for letter in made)
    show(f"共 {len(made)} 份。{'请打印、盖章、送达，再把存根扫描放回个案。' if is_stamped else ''}")


# ---------------------------------------------------------------------------- the register


def run_list(root: Path, form: str, output: Path | None, *, read: bool, today: date | None) -> int:
    """The register, with the papers that came home."""
    if form == "xlsx" and output is None:
        raise UsageError("表格要存成文件", hint="请加上 --output 文书登记.xlsx")
    specs, day = read_specs(), this_day(today)
    code, units = int(ExitCode.OK), None
    try:
        kept = _listed(root, specs, read=read, today=day)
    except NoRosterError:
        county = find_county(root, specs)
        if county is None:
            raise
        kept, units, code = _listed_county(county, specs, read=read, today=day)
    if form == "xlsx" and output is not None:
        letters.write_xlsx(kept, specs.letters.kinds, output, day)
    else:
        text = letters.format_json(kept, units) if form == "json" else letters.format_text(kept, specs.letters.kinds)
        if output is None:
            show(text)
            return code
        write_text(output, text if text.endswith("\n") else f"{text}\n")
    say(f"文书登记已存到 {output}")
    return code


def _listed(root: Path, specs: Specs, *, read: bool, today: date) -> tuple[Letter, ...]:
    """The letters of one workspace, with the papers that came home."""
    check = _check_of_workspace(root, specs, (), read=read, today=today)
    return letters.with_answers(check.workspace.letters, _answers(check, specs.letters))


def _listed_county(
    county: County, specs: Specs, *, read: bool, today: date
) -> tuple[tuple[Letter, ...], dict[int, str], int]:
    """The county's own letters, then those of its units, each with its unit; 1 where a unit could not be read."""
    kept, code = list(read_letters(county.root)), int(ExitCode.OK)
    units: dict[int, str] = {}
    for unit in county.units:
        try:
            found = _listed(unit.root, specs, read=read, today=today)
        except DossierError as error:
            say(f"{unit.name}：读不出来。{error.message}")
            code = ExitCode.FINDINGS
            continue
        units |= dict.fromkeys(range(len(kept), len(kept) + len(found)), unit.name)
        kept += found
    return tuple(kept), units, code


def _answers(check: Check, specs: LetterSpecs) -> Mapping[str, tuple[Answer, ...]]:
    mail = Mail.of(check.workspace.letters, check.workspace.settings, specs)
    found: dict[str, tuple[Answer, ...]] = {}
    for review in check.reviews:
        for number, answers in letter_answers(review.case, review.parts, mail).items():
            found[number] = (*found.get(number, ()), *answers)
    return found


def run_void(root: Path, number: str, reason: str, *, today: date | None) -> int:
    """Make a letter void."""
    day = this_day(today)
    with letters.open_register(root, _plain_bench(root).make, day) as register:
        letter = letters.make_void(register, number, reason, day)
    show(f"已作废 {letter.name}（{reason.strip()}）。文号留着，不再用；印出来的请收回。")
    return ExitCode.OK


def run_delivered(root: Path, number: str, on: date | None, how: str, to: str, *, today: date | None) -> int:
    """Write down that a letter was delivered."""
    if on is None or not how.strip():
        raise UsageError("登记送达要写哪天、怎样送的", hint="如 --on 2022-03-20 --how 直接送达 --to 张三。")
    delivery, day = Delivery(on=on, how=how.strip(), to=to.strip()), this_day(today)
    with letters.open_register(root, _plain_bench(root).make, day) as register:
        before = letters.find_letter(register.letters, number).delivered
        letter = letters.make_delivered(register, number, delivery, day)
    if before is not None and before != delivery:
        say(f"原来登记的是 {before.on.isoformat()} {before.how} {before.to}，已改。")
    by_whom = f"，{delivery.to}收" if delivery.to else ""
    show(f"已登记 {letter.name}：{delivery.on.isoformat()} {delivery.how}{by_whom}。")
    if letter.deadline is not None and delivery.on >= letter.deadline:
        say(f"送达日不早于期限 {letter.deadline.isoformat()}，请另开一件重定期限。")
    return ExitCode.OK


def run_again(root: Path, number: str, *, today: date | None) -> int:
    """Make a letter's files again from the register."""
    specs, day = read_specs(), this_day(today)
    bench = _plain_bench(root, specs)
    _refuse_strangers(letters.find_letter(read_letters(root), number), root, specs, day)
    with letters.open_register(root, bench.make, day) as register:
        letter, is_same = letters.make_again(register, number, bench)
    for path in letter.files:
        show(f"✓ {path}")
    if not is_same:
        say("模板在开具以后改过，这次印的字句可能和当时的不一样；内容（姓名、日期、文号等）没有变。")
    return ExitCode.OK


def _refuse_strangers(letter: Letter, root: Path, specs: Specs, day: date) -> None:
    """Nothing is printed for a child whom the roster now knows otherwise (contract §1)."""
    for review in check_for(root, specs, (), read=False, today=day).reviews:
        for why in disagreements(review.case, review.facts, [letter]):
            raise UsageError(f"{review.case.id} {review.case.name}：{why}", hint="对上以后再补印。")


def _plain_bench(root: Path, specs: Specs | None = None) -> Bench:
    known = specs or read_specs()
    engine = settings_of(root, known).engine
    return Bench(root, engine, letters.open_templates(templates_folder(), known.letters), known.letters)
