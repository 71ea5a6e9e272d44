"""Every case of a workspace, judged: papers sorted, requirements held against them, every family of rules asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dossier.model import (
    Case,
    CategorySpec,
    Check,
    Facts,
    Finding,
    LikePhotographs,
    Memory,
    Part,
    Requirement,
    RequirementReview,
    Review,
    Severity,
    Subtype,
)
from dossier.review.accepted import Shared, accept, find_unused
from dossier.review.annex import find_blanks, find_untold, needed, untold_fields
from dossier.review.assign import Assigned, assign
from dossier.review.broken_decisions import without_unheard
from dossier.review.completeness import (
    asks_for_a_person,
    find_confirmation,
    find_gaps,
    judge_requirements,
    requirements_of,
)
from dossier.review.contradictions import find_contradictions
from dossier.review.dates import find_count, find_dates
from dossier.review.disputes import find_differences, find_numbers_on_papers
from dossier.review.files import find_duplicates, find_file_problems
from dossier.review.identity import find_identity
from dossier.review.judging import Judging
from dossier.review.letter_units import issuers_here
from dossier.review.letters import find_letters, say_waiting
from dossier.review.letters_due import Standing, letters_due
from dossier.review.paper_order import find_paper_order
from dossier.review.people import find_age, find_category, find_glyphs, find_twins
from dossier.review.photographs import find_reused
from dossier.review.states import find_refused_removal, with_states
from dossier.review.unclear import find_unclear
from dossier.review.visits import find_visits
from dossier.specs import subtypes_of, title_of

_WEIGHT = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2}


@dataclass(frozen=True, slots=True)
class SortedCase:
    """A case whose papers are known."""

    case: Case
    spec: CategorySpec | None
    subtypes: tuple[Subtype, ...]
    requirements: Sequence[Requirement]
    assigned: Assigned

    @property
    def parts(self) -> tuple[Part, ...]:
        """Which paper each page is."""
        return self.assigned.parts


def sort_papers(judging: Judging, memory: Memory, cases: Sequence[Case] | None = None) -> tuple[SortedCase, ...]:
    """Which paper each page of each case is, in the order of the cases (None: all of the workspace)."""
    return tuple(_sort(case, judging, memory) for case in (judging.workspace.cases if cases is None else cases))


def _sort(case: Case, judging: Judging, memory: Memory) -> SortedCase:
    spec = judging.specs.categories.get(case.category or "")
    subtypes = subtypes_of(case, spec)
    requirements = requirements_of(case, judging.specs, spec, subtypes)
    return SortedCase(case, spec, subtypes, requirements, assign(case, requirements, judging, memory))


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """What the cases of a workspace say of each other."""

    untold: tuple[str, ...]
    """Facts that nothing in the workspace says of anybody."""
    between: Mapping[str, Sequence[Finding]]
    """By case id: twins, the same bytes, the same photograph."""
    twins: Mapping[str, Sequence[Finding]]
    """By case id: of `between`, what rests on numbers and names alone."""
    shared: Mapping[str, Sequence[Shared]]
    """By case id: what other cases' case.yaml accept for it too."""

    def differ(self, other: Links, case_id: str) -> bool:
        """Whether something else is said of a case."""
        return self.between.get(case_id) != other.between.get(case_id) or self.shared.get(case_id) != other.shared.get(
            case_id
        )


def links_of(
    judging: Judging,
    papers: Sequence[SortedCase],
    facts: Mapping[str, Facts],
    likes: Sequence[LikePhotographs] = (),
    before: Links | None = None,
) -> Links:
    """What links the cases. `facts` are by case id; `likes` are photographs that are one.

    `before`: the links of the same children, some of whose papers or decisions were other ones.
    """
    cases = judging.workspace.cases
    twins = find_twins(cases) if before is None else before.twins
    sources = (twins, find_duplicates(cases), find_reused(likes))
    told = dict.fromkeys(case_id for source in sources for case_id in source)
    return Links(
        untold=_untold(judging, papers, facts),
        between={case_id: [one for source in sources for one in source.get(case_id, ())] for case_id in told},
        twins=twins,
        shared=judging.shared,
    )


def review(
    judging: Judging,
    papers: Sequence[SortedCase],
    facts: Mapping[str, Facts],
    pages: Mapping[str, Sequence[Finding]],
    links: Links,
    kept: Mapping[str, Review] | None = None,
) -> Check:
    """Judge every case of the workspace.

    `facts` and `pages` (what the rules about pages found) are by case id; `kept` are judgements that still hold.
    """
    workspace, standing = judging.workspace, kept or {}
    return Check(
        workspace=workspace,
        reviews=tuple(
            standing.get(one.case.id)
            or _review_case(
                one,
                judging,
                facts[one.case.id],
                links.untold,
                (*pages.get(one.case.id, ()), *links.between.get(one.case.id, ())),
            )
            for one in papers
        ),
        findings=(*workspace.findings, *find_untold(links.untold, workspace.roster)),
        today=judging.today,
        version=judging.version,
        papers=judging.specs.papers,
        categories=judging.specs.categories,
        letters=judging.specs.letters,
        states=judging.specs.states,
    )


def _review_case(
    one: SortedCase, judging: Judging, facts: Facts, untold: Sequence[str], more: Sequence[Finding]
) -> Review:
    case, specs = one.case, judging.specs
    held = judge_requirements(case, one.requirements, one.parts, facts, specs)
    findings = [
        *case.findings,
        *_find_roster(one, judging),
        *_find_facts(one, judging, facts, untold),
        *say_waiting(find_gaps(case, held, one.parts, specs), case, held, one.parts, judging.mail),
        *find_refused_removal(facts, held),
        *find_letters(case, facts, one.parts, judging.mail, judging.today),
        *find_confirmation(case, one.spec, one.subtypes),
        *find_file_problems(case, one.parts),
        *one.assigned.findings,
        *more,
    ]
    is_asked = bool(asks_for_a_person(one.spec, one.subtypes))
    findings += find_unused(case, findings, held, is_asked, specs, judging.by_id)
    heard = tuple(without_unheard(case, findings, one.requirements, specs))
    settled = accept(case, heard, judging.shared.get(case.id, ()), judging.by_id)
    due = letters_due(_standing(one, facts, held, judging), specs.letters)
    made = Review(
        case=case,
        subtype=title_of(one.subtypes, one.spec) or case.student.subtype,
        parts=one.parts,
        requirements=held,
        facts=facts,
        letters_due=due,
        letter_issuers=_issuers(due, judging),
        findings=tuple(sorted(settled, key=lambda finding: _WEIGHT[finding.severity])),
    )
    return with_states(made, specs.states, judging.today)


def _issuers(due: Sequence[str], judging: Judging) -> dict[str, str]:
    """Kind → the other office that issues it here."""
    settings, specs = judging.workspace.settings, judging.specs.letters
    first = {kind: next(iter(issuers_here(specs.kinds[kind], settings, specs)), "") for kind in due}
    return {kind: issuer for kind, issuer in first.items() if issuer and issuer != settings.unit}


def _standing(one: SortedCase, facts: Facts, held: Sequence[RequirementReview], judging: Judging) -> Standing:
    return Standing(
        case=one.case,
        facts=facts,
        parts=one.parts,
        requirements=held,
        letters=tuple(judging.mail.of_case(one.case.id)),
        settings=judging.workspace.settings,
        today=judging.today,
    )


def _find_roster(one: SortedCase, judging: Judging) -> Iterator[Finding]:
    """What the roster's row alone shows."""
    case = one.case
    yield from find_category(case, judging.specs)
    identity = tuple(find_identity(case, judging.specs, judging.today))
    yield from identity
    if all(finding.rule != "id-date" for finding in identity):  # a birth date that is told already makes no age
        yield from find_age(case, one.spec, judging.base)
    yield from find_dates(case, judging.today)
    yield from find_count(case)
    yield from find_glyphs(case, judging.unprintable)


def _untold(judging: Judging, papers: Sequence[SortedCase], facts: Mapping[str, Facts]) -> tuple[str, ...]:
    """Facts that 附件1 asks for, of which neither the roster nor any paper of the workspace could say anything."""
    needs = judging.specs.annex_needs
    wanted = [needed(one.case, one.spec, facts[one.case.id], needs) for one in papers]
    return untold_fields(judging.workspace.header, tuple(facts.values()), wanted)


def _find_facts(one: SortedCase, judging: Judging, facts: Facts, untold: Sequence[str]) -> Iterator[Finding]:
    """What the sources of the facts say of each other."""
    case, specs, term = one.case, judging.specs, judging.workspace.settings.term
    yield from find_blanks(case, facts, needed(case, one.spec, facts, specs.annex_needs), untold)
    yield from find_differences(case, facts, specs)
    yield from find_numbers_on_papers(case, facts)
    yield from find_contradictions(case, facts, one.parts)
    yield from find_unclear(case, facts, specs, term)
    yield from find_visits(case, facts, one.parts, term)
    yield from find_paper_order(case, facts, one.parts, specs, judging.today)
