"""What is asked for → letters, each for its children and addressee; all that stands against one, at once. PURE."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from dossier.errors import Place, UsageError
from dossier.letters.model import Ask, Slip, Wish
from dossier.model import (
    Check,
    LetterKind,
    RequirementStatus,
    Review,
)
from dossier.review import county_of, disagreements, has_died, head_of, is_own, issuers_here, may_issue, unit_kind
from dossier.specs import read_number

_GUARDIAN, _SCHOOL, _BUREAU, _HOME_BUREAU, _ASKED = "guardian", "school", "bureau", "home-bureau", "asked"


def check_wish(wish: Wish, check: Check) -> None:
    """Raise UsageError where nobody could write this letter so: issuer, 代字, deadline."""
    kind, settings, specs = wish.kind, check.workspace.settings, check.letters
    if not wish.issuer:
        if kind.numbered:
            raise UsageError(
                "没有写由谁出", hint="请在 workspace.yaml 里写 unit: 单位全称，或用 --issuer 写出文书的单位。"
            )
        return
    if not may_issue(wish.issuer, kind, specs):
        raise UsageError(_may_not(wish, check), hint=_way_out(wish, check))
    if kind.numbered and is_own(wish.issuer, settings) and head_of(wish.issuer, settings) is None:
        raise UsageError(
            f"不知道 {wish.issuer} 的发文代字，不能编号",
            hint=f"请在 workspace.yaml 里加一行（代字换成本单位的）：\nletters: {{{wish.issuer}: 唐城教劝}}",
        )
    if wish.deadline is not None and not kind.deadline_days:
        raise UsageError(f"{kind.title}没有期限", hint="请去掉 --deadline。")
    if wish.deadline is not None and wish.deadline <= wish.date:
        raise UsageError(
            f"期限 {wish.deadline.isoformat()} 不在发文日期 {wish.date.isoformat()} 之后",
            hint="请用 --deadline 写一个晚于发文日期的日子，或去掉它用默认的。",
        )


def _may_not(wish: Wish, check: Check) -> str:
    kind, specs = wish.kind, check.letters
    law = next((law.citation for law in specs.laws if law.name == kind.issuer_law and law.holds_on(wish.date)), "")
    unit = specs.unit_titles.get(unit_kind(wish.issuer, specs), "")
    reason = f"：{kind.issuer_reason}" if kind.issuer_reason else ""
    return f"{wish.issuer}{f'（{unit}）' if unit else ''}不能出{kind.title}{reason}{f'（{law}）' if law else ''}"


def _way_out(wish: Wish, check: Check) -> str:
    others = issuers_here(wish.kind, check.workspace.settings, check.letters)
    titles = "、".join(check.letters.unit_titles.get(unit, unit) for unit in wish.kind.issuers)
    example = f" 如 --issuer {others[0]}" if others else ""
    return f"能出的是：{titles}。可以先替它起草（文号空着，由它编号）：用 --issuer 写它的全称。{example}".rstrip()


def ask_letters(wish: Wish, reviews: Sequence[Review], check: Check) -> tuple[Ask, ...]:
    """The letters that come of a wish for these children, in their order.

    Raises UsageError with everything that stands against any of them.
    """
    problems: list[Place] = []
    asks: list[Ask] = []
    for review in reviews:
        problems += [Place(_who(review), problem=why) for why in _against(review, wish, check)]
    if not problems:
        for ask in _asks(wish, reviews, check):
            if wish.kind.addressee and not ask.to and "受文者" not in wish.kind.optional:
                why, hint = _no_addressee(wish.kind)
                problems.append(Place(_who(ask.reviews[0]), problem=f"{why}；{hint}"))
            asks.append(ask)
    if problems:
        raise UsageError(
            f"{wish.kind.title}没有开，{len(problems)} 处不行",
            places=tuple(problems),
            hint="改好以后再开；一份也没有编号。",
        )
    return tuple(asks)


def _who(review: Review) -> str:
    return f"{review.case.id} {review.case.name}"


def _against(review: Review, wish: Wish, check: Check) -> Iterator[str]:
    """Why this child may not have the letter, whatever its words."""
    if wish.kind.not_for_dead and has_died(review.case, check.letters):
        yield "名册写着这个学生已经死亡，不能开给他的监护人"
    home, county = review.facts["household_address"], check.workspace.settings.county
    if wish.kind.addressee == _HOME_BUREAU and not wish.to and county and county in home:
        yield f"户籍就在本县（{home}），不用向外县通报；名册写错了的先改正，确实要发的用 --to 写受文单位"
    yield from disagreements(review.case, review.facts, check.workspace.letters)


# ---------------------------------------------------------------------------- to whom


def _asks(wish: Wish, reviews: Sequence[Review], check: Check) -> Iterator[Ask]:
    """One letter a child; of a kind that names several, one a addressee."""
    if wish.kind.addressee == _ASKED:
        for review in reviews:
            yield from _slips(wish, review, check)
        return
    groups: dict[str, list[tuple[Review, str]]] = {}
    for place, review in enumerate(reviews):
        to, guessed = (wish.to, "") if wish.to else _addressee(wish.kind, review)
        key = to if wish.kind.many else f"{place} {to}"
        groups.setdefault(key, []).append((review, guessed))
    receipts = tuple(_receipts(wish, check))
    for key, members in groups.items():
        to = key if wish.kind.many else key.partition(" ")[2]
        yield _ask(wish, [review for review, _ in members], check, to, members[0][1], receipts=receipts)


def _ask(
    wish: Wish,
    reviews: Sequence[Review],
    check: Check,
    to: str,
    guessed: str = "",
    *,
    receipts: tuple[tuple[str, str], ...] = (),
    slips: tuple[Slip, ...] = (),
) -> Ask:
    settings = check.workspace.settings
    return Ask(
        wish=wish,
        reviews=tuple(reviews),
        settings=settings,
        head=head_of(wish.issuer, settings) if is_own(wish.issuer, settings) else None,
        to=to,
        guessed=guessed,
        receipts=receipts,
        slips=slips,
    )


def _addressee(kind: LetterKind, review: Review) -> tuple[str, str]:
    """(addressee, how it was worked out where no fact names it)."""
    facts = review.facts
    if kind.addressee == _GUARDIAN:
        return facts["guardian1_name"], ""
    if kind.addressee == _SCHOOL:
        return facts["current_school"] or facts["school"], ""
    if kind.addressee in (_BUREAU, _HOME_BUREAU):
        names = ("live_address", "school_address") if kind.addressee == _BUREAU else ("household_address",)
        county = next((county for name in names if (county := county_of(facts[name]))), "")
        return (f"{county}教育行政部门", f"受文单位按地址写成「{county}教育行政部门」") if county else ("", "")
    return "", ""


def _no_addressee(kind: LetterKind) -> tuple[str, str]:
    if kind.addressee == _GUARDIAN:
        return "没有监护人姓名，不知道发给谁", "请在名册补监护人，或用 --to 写受文者"
    if kind.addressee == _SCHOOL:
        return "不知道孩子现在在哪个学校", "请在名册补学校，或用 --to 写学校全称"
    return "地址里看不出是哪个县（市、区）", "请用 --to 写对方教育局的全称"


def draft_of(kind: LetterKind, review: Review, check: Check) -> Ask:
    """The letter for one child today by whoever may issue it here, whatever stands against it: to be looked at only."""
    settings = check.workspace.settings
    issuer = next(iter(issuers_here(kind, settings, check.letters)), settings.unit)
    wish = with_deadline(Wish(kind=kind, issuer=issuer, date=check.today, by=settings.clerk))
    mine = [one for one in check.workspace.letters if review.case.id in one.cases and one.number and not one.is_void]
    titles = {one.kind: check.letters.kinds[one.kind].title for one in mine if one.kind in check.letters.kinds}
    return replace(
        _ask(wish, [review], check, _addressee(kind, review)[0] or review.facts["guardian1_name"]),
        receipts=tuple((titles.get(one.kind, one.kind), one.number or "") for one in mine),
        slips=tuple(slip for _, slips in _heaps(wish, review, check) for slip in slips),
    )


def _slips(wish: Wish, review: Review, check: Check) -> Iterator[Ask]:
    """What is missing, one slip for each of whom it is asked: by the papers' issuers, else the family."""
    heaps = _heaps(wish, review, check)
    if not heaps:
        raise UsageError(f"{_who(review)} 的材料不缺，没有要补的", hint="只给缺材料的学生开补件通知单。")
    for to, slips in heaps:
        yield _ask(wish, [review], check, to, slips=tuple(slips))


def _heaps(wish: Wish, review: Review, check: Check) -> list[tuple[str, list[Slip]]]:
    heaps: dict[str, list[Slip]] = {}
    for one in review.requirements:
        if one.status in (RequirementStatus.MISSING, RequirementStatus.FAULTY) and not one.requirement.recommended:
            first = check.papers.get(one.requirement.types[0]) if one.requirement.types else None
            to = wish.to or (first.issuer if first and first.issuer else review.facts["guardian1_name"])
            heaps.setdefault(to, []).append(Slip(what=one.requirement.title, how=one.requirement.ask))
    return list(heaps.items())


def _receipts(wish: Wish, check: Check) -> Iterator[tuple[str, str]]:
    """The letters that a receipt is for: title and number."""
    letters = {read_number(letter.number or ""): letter for letter in check.workspace.letters}
    for text in wish.numbers:
        letter = letters.get(read_number(text)) if read_number(text) else None
        if letter is None:
            raise UsageError(f"文书登记里没有「{text}」", hint="文号可以从 dossier letter 工作目录 --list 里抄。")
        if letter.is_void:
            raise UsageError(f"{letter.number} 已经作废，不能送达", hint="请写有效的文号。")
        kind = check.letters.kinds.get(letter.kind)
        yield kind.title if kind else letter.kind, letter.number or ""


def with_deadline(wish: Wish) -> Wish:
    """The wish with the deadline that its kind sets where nobody named one."""
    days = wish.kind.deadline_days
    if wish.deadline is not None or not days:
        return wish
    return replace(wish, deadline=wish.date + timedelta(days=days))
