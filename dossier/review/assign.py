"""Which paper is each file? A person, the sub-folder, the name, then what the page says; in this order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from dossier.findings import found, gives
from dossier.model import Basis, Case, EvidenceFile, Finding, Memory, Part, PartDecision, Requirement, Specs
from dossier.review.content import propose
from dossier.review.judging import Judging, content_of, told_of
from dossier.review.names import SURE, Guess, Names
from dossier.review.paperdates import dated
from dossier.specs import PaperNames

_BASES = {Basis.FOLDER: "所在文件夹的名字", Basis.NAME: "文件名", Basis.CONTENT: "页面内容", Basis.PERSON: "人的决定"}


@dataclass(frozen=True, slots=True)
class Assigned:
    """All parts of a case, and what was found while assigning."""

    parts: tuple[Part, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Named:
    """What the folder's or the file's name says of one file."""

    file: EvidenceFile
    guess: Guess | None
    basis: Basis
    note: str = ""


@gives("unassigned", "unsure", "decisions")
def assign(case: Case, requirements: Sequence[Requirement], judging: Judging, memory: Memory) -> Assigned:
    """Say for each page of each file of `case` which paper it is; `requirements` are those that hold for the case.

    Pages are asked only where a file was read; they may leave the name as it is; what a person decided stays.
    A confidence under SURE asks a person.
    """
    specs = judging.specs
    named = [_named(file, case, judging.names, specs) for file in case.files]
    wanted = [kind for requirement in requirements for kind in requirement.types]
    lacking = _lacking(case, named, wanted, specs)
    parts: list[Part] = []
    findings: list[Finding] = []
    for one in named:
        own = _parts_by_name(one, wanted, lacking, specs)
        decided = case.decisions.files.get(one.file.path, ())
        is_read = judging.is_read and bool(one.file.readings)
        mine = _by_pages(one.file, case, own, judging, memory) if is_read else own
        mine = _without(mine, case.decisions.refused.get(one.file.path, ()))
        if decided:
            mine, said = _parts_by_person(one.file, decided, mine, specs)
            findings.extend(said)
            mine = _with_dates(one.file, case, mine, judging, memory) if is_read else mine
        parts.extend(mine)
    findings.extend(_doubts(case, parts, requirements, specs))
    return Assigned(tuple(parts), tuple(findings))


def _by_pages(
    file: EvidenceFile, case: Case, own: tuple[Part, ...], judging: Judging, memory: Memory
) -> tuple[Part, ...]:
    """What the pages of a file say, with their dates; remembered as long as file and name stay the same."""

    def asked() -> tuple[Part, ...]:
        parts = propose(file, case, judging.specs, own, judging.thresholds, judging.titles)
        return dated(file, case, parts, judging.specs)

    digest = f"{told_of(case)} {content_of(file)} {own!r}"
    return memory.recall(tuple[Part, ...], f"parts {case.id} {file.path}", digest, asked)


def _with_dates(
    file: EvidenceFile, case: Case, parts: tuple[Part, ...], judging: Judging, memory: Memory
) -> tuple[Part, ...]:
    """The parts of a person's decision with what the pages say of themselves: a decision adds to what was read."""
    digest = f"{told_of(case)} {content_of(file)} {parts!r}"
    key = f"decided {case.id} {file.path}"
    return memory.recall(tuple[Part, ...], key, digest, lambda: dated(file, case, parts, judging.specs))


def _without(parts: tuple[Part, ...], refused: Sequence[str]) -> tuple[Part, ...]:
    """The parts where what a person says they are not is unknown again."""
    if not refused:
        return parts
    return tuple(
        replace(part, type=None, also=(), confidence=0.0, proposal=None, reason="")
        if part.type in refused
        else replace(part, proposal=None if part.proposal in refused else part.proposal)
        for part in parts
    )


def paper_of(text: str, specs: Specs) -> str | None:
    """The paper id that a person means, by any of its names (`PaperType.names`); None where it is none or several."""
    return text if text in specs.papers else PaperNames(specs.paper_names).find(text)


# ---------------------------------------------------------------------------- by name


def _named(file: EvidenceFile, case: Case, names: Names, specs: Specs) -> _Named:
    *folders, name = file.path.split("/")
    own = names.read(name, case.name)
    hint: Guess | None = None
    for folder in reversed(folders):
        guess = names.read(folder, case.name)
        if guess is None or guess.confidence < SURE:
            hint = hint or guess
            continue
        if len(guess.types) > 1:  # 残疾证和诊断证明/: the file's own name says which of them
            if own is not None and set(own.types) <= set(guess.types):
                return _Named(file, own, Basis.NAME)
            hint = hint or _record_or_photo(guess, file, specs)
            continue
        if own is not None and own.confidence >= SURE and own.types != guess.types:
            doubt = f"文件夹「{folder}」和文件名「{name}」说的不是同一种材料"
            return _Named(file, replace(guess, confidence=0.6, others=own.types), Basis.FOLDER, doubt)
        return _Named(file, guess, Basis.FOLDER)
    return _Named(file, hint, Basis.FOLDER) if own is None and hint else _Named(file, own, Basis.NAME)


def _record_or_photo(guess: Guess, file: EvidenceFile, specs: Specs) -> Guess | None:
    """In a folder 送教记录和照片 the pictures are likely the photographs, the other files the records."""
    photos = [kind for kind in guess.types if specs.papers[kind].photo and specs.papers[kind].follows in guess.types]
    if len(guess.types) != 2 or not photos:
        return None
    kind = photos[0] if file.is_picture else specs.papers[photos[0]].follows
    return Guess((kind,), 0.6)


def _lacking(case: Case, named: Sequence[_Named], wanted: Sequence[str], specs: Specs) -> list[str]:
    """Wanted papers that no name and no person has surely given."""
    sure: set[str] = set()
    for one in named:
        decided = case.decisions.files.get(one.file.path)
        if decided is not None:
            sure.update(kind for part in decided if part.type and (kind := paper_of(part.type, specs)))
        elif one.guess is not None and one.guess.confidence >= SURE:
            sure.update(one.guess.types)
    return [kind for kind in dict.fromkeys(wanted) if kind not in sure]


def _parts_by_name(one: _Named, wanted: Sequence[str], lacking: Sequence[str], specs: Specs) -> tuple[Part, ...]:
    pages = tuple(range(1, len(one.file.pages) + 1))
    if one.guess is None:
        proposal = lacking[0] if lacking else None
        return (Part(path=one.file.path, pages=pages, type=None, basis=one.basis, confidence=0.0, proposal=proposal),)
    if len(one.guess.types) > 1:
        return tuple(_dated(part, one.file, specs) for part in _split(one, one.guess, pages))
    kind, confidence, reason = _choose(one, one.guess, wanted, lacking, specs)
    part = Part(path=one.file.path, pages=pages, type=kind, basis=one.basis, confidence=confidence, reason=reason)
    return (_dated(part, one.file, specs),)


def _split(one: _Named, guess: Guess, pages: tuple[int, ...]) -> Iterator[Part]:
    """Several papers in one file: a page each where the numbers agree, else as near as can be, and a person looks."""
    count = len(guess.types)
    template = Part(path=one.file.path, pages=(), type=None, basis=one.basis, confidence=guess.confidence)
    if len(pages) == count:
        reason = "" if guess.confidence >= SURE else "名字里像是有几种材料，按先后每页一种"
        for kind, page in zip(guess.types, pages, strict=True):
            yield replace(template, type=kind, pages=(page,), reason=reason)
    elif len(pages) > count:
        reason = f"名字里有{count}种材料，却有{len(pages)}页，从哪一页分开请确认"
        for index, kind in enumerate(guess.types):
            own = pages[index:] if index == count - 1 else pages[index : index + 1]
            yield replace(template, type=kind, pages=own, confidence=0.6, reason=reason)
    else:
        reason = f"名字里有{count}种材料，却只有{len(pages)}页，是不是写在同一页上请确认"
        yield replace(template, type=guess.types[0], also=guess.types[1:], pages=pages, confidence=0.6, reason=reason)


def _choose(
    one: _Named, guess: Guess, wanted: Sequence[str], lacking: Sequence[str], specs: Specs
) -> tuple[str, float, str]:
    """The paper, how sure, and why not surer. The category may break a tie, and may ask for the more special paper."""
    kind = guess.types[0]
    special = next((name for name in lacking if specs.papers[name].kind_of == kind and kind not in wanted), None)
    if special is not None:
        return special, 0.6, f"名字只说是「{_title(kind, specs)}」，本类别要的是「{_title(special, specs)}」"
    if guess.is_hint and one.file.is_picture and "记录" not in one.file.path:
        photo = next((paper.id for paper in specs.papers.values() if paper.photo and paper.follows == kind), None)
        if photo is not None:
            return photo, guess.confidence, "名字说得不全，因为是图片，当作照片"
    if guess.others:
        candidates = (kind, *guess.others)
        fitting = [name for name in candidates if name in lacking] or [name for name in candidates if name in wanted]
        chosen = fitting[0] if fitting else kind
        words = "、".join(f"「{_title(name, specs)}」" for name in candidates)
        return chosen, guess.confidence, one.note or f"名字里像是有{words}"
    return kind, guess.confidence, one.note or ("" if guess.confidence >= SURE else "名字说得不全")


def _dated(part: Part, file: EvidenceFile, specs: Specs) -> Part:
    """A photograph's day is the day it was taken; other papers' days are read from the page."""
    paper = specs.papers.get(part.type or "")
    return replace(part, date=file.taken) if paper is not None and paper.photo else part


# ---------------------------------------------------------------------------- by person


def _parts_by_person(
    file: EvidenceFile, decided: Sequence[PartDecision], own: tuple[Part, ...], specs: Specs
) -> tuple[tuple[Part, ...], tuple[Finding, ...]]:
    """What case.yaml says of one file; of what it does not speak, `own` (what name and pages say) stays."""
    findings: list[Finding] = []
    pages = set(range(1, len(file.pages) + 1))
    rest = pages - {page for part in decided for page in part.pages}
    parts = []
    taken: set[int] = set()
    for part in decided:
        wrong = sorted(set(part.pages) - pages) if file.is_usable else []
        if wrong:
            findings.append(_bad_pages(file, wrong, part.spot))
        chosen = tuple(sorted((set(part.pages) or rest) & pages - taken))
        taken.update(chosen)
        kept = _kept(own, chosen)
        if part.type is None and part.left_out is None:  # only turned: what it is, name and pages still tell
            parts += [replace(one, turn=part.turn or 0) for one in kept]
            continue
        turns = {one.turn for one in kept}
        turn = part.turn if part.turn is not None else turns.pop() if len(turns) == 1 else 0
        parts.append(replace(_decided_part(file, part, chosen, specs, findings), turn=turn))
    parts += _kept(own, pages - taken)
    return tuple(_dated(part, file, specs) for part in parts), tuple(findings)


def _kept(own: Sequence[Part], pages: Iterable[int]) -> list[Part]:
    """What `own` says of these pages."""
    wanted = set(pages)
    cut = (replace(part, pages=tuple(page for page in part.pages if page in wanted)) for part in own)
    return [part for part in cut if part.pages]


def _decided_part(
    file: EvidenceFile, decision: PartDecision, pages: tuple[int, ...], specs: Specs, findings: list[Finding]
) -> Part:
    kind = paper_of(decision.type, specs) if decision.type else None
    if decision.type and kind is None:
        message = f"case.yaml 给「{file.path}」写的材料类型「{decision.type}」不认识。"
        findings.append(found("decisions", message, "请改成 dossier specs 列出的编号或名称。", path=file.path))
    return Part(
        path=file.path,
        pages=pages,
        type=None if decision.left_out else kind,
        basis=Basis.PERSON,
        confidence=1.0,
        turn=decision.turn or 0,
        left_out=decision.left_out,
    )


def _bad_pages(file: EvidenceFile, wrong: Sequence[int], spot: str) -> Finding:
    pages = "、".join(str(page) for page in wrong)
    message = f"{spot or 'case.yaml'} 给「{file.path}」写了第 {pages} 页，但这个文件只有 {len(file.pages)} 页。"
    return found("decisions", message, "请改正 case.yaml 里的页码。", path=file.path)


# ---------------------------------------------------------------------------- what to ask


def _doubts(case: Case, parts: Sequence[Part], requirements: Sequence[Requirement], specs: Specs) -> Iterator[Finding]:
    """One finding a file (or, where no one knows the paper, a part) that a person should look at."""
    files = {file.path: file for file in case.files}
    asked: set[str] = set()
    given = {kind for part in parts if part.left_out is None for kind in (part.type, *part.also)}
    lacking = [item.title for item in requirements if not item.recommended and not given & set(item.types)]
    for part in parts:
        if part.left_out is not None or not files[part.path].is_usable:
            continue
        if part.confidence >= SURE:  # also a person's word for a paper that does not exist: told as such already
            continue
        if part.type is None:
            yield _unassigned(part, files[part.path], lacking, specs)
        elif part.path not in asked:
            asked.add(part.path)
            yield _unsure(part, [other for other in parts if other.path == part.path], specs)


def _unassigned(part: Part, file: EvidenceFile, lacking: Sequence[str], specs: Specs) -> Finding:
    some = len(part.pages) < len(file.pages)
    where = f"「{part.path}」第 {_pages(part.pages)} 页" if some else f"「{part.path}」"
    message = f"看不出{where}是什么材料。"
    if part.proposal:
        message += f"可能是「{_title(part.proposal, specs)}」。" if part.reason else ""
    if lacking:
        message += f"本个案还缺：{'、'.join(lacking)}。"
    action = "请把文件改成能看懂的名字，或用 dossier assign 指明；不要的写明理由排除。"
    return found("unassigned", message, action, path=part.path, type=part.proposal, pages=part.pages if some else ())


def _unsure(part: Part, siblings: Sequence[Part], specs: Specs) -> Finding:
    kinds = [kind for other in siblings for kind in (other.type, *other.also) if kind]
    titles = "、".join(f"「{_title(kind, specs)}」" for kind in dict.fromkeys(kinds))
    why = f"（{part.reason}）" if part.reason else ""
    message = f"「{part.path}」按{_BASES[part.basis]}归为{titles}，但把握不大{why}。"
    action = "请看一眼原件：对的在 case.yaml 里接受（accepted），不对的用 dossier assign 改正。"
    return found("unsure", message, action, path=part.path, type=part.type)


def _pages(pages: Sequence[int]) -> str:
    return f"{pages[0]}–{pages[-1]}" if len(pages) > 1 else "".join(str(page) for page in pages)


def _title(kind: str, specs: Specs) -> str:
    paper = specs.papers[kind]
    return paper.short or paper.title
