"""states.yaml → StateSpecs: what each step is called, and how a child comes to stand on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from dossier.errors import Place, SpecError
from dossier.files.yaml import did_you_mean, open_yaml
from dossier.model import STATES, PaperType, StateSpecs

FILE = "states.yaml"
_Spot = tuple[int | str, ...]


def load_states(folder: Path, papers: Mapping[str, PaperType], letters: Collection[str]) -> StateSpecs:
    """Read states.yaml of a folder of specs; without it every child's state is in_school.

    `letters` are those of the categories. Raises SpecError with every problem.
    """
    path = folder / FILE
    if not path.is_file():
        return StateSpecs()
    document = open_yaml(path, SpecError)
    specs = document.read(StateSpecs, SpecError)
    problems: list[Place] = [document.place(said, *spot) for spot, said in _problems(specs, papers, letters)]
    if problems:
        raise SpecError(f"{FILE} 有 {len(problems)} 处错误", places=tuple(problems), hint="请按行号逐处改正后再试。")
    return specs


def _problems(
    specs: StateSpecs, papers: Mapping[str, PaperType], letters: Collection[str]
) -> Iterator[tuple[_Spot, str]]:
    for state in specs.names:
        yield from _no_state(state, ("names", state))
    for state in STATES:
        if state not in specs.names:
            yield ("names",), f"names 里缺少「{state}」的叫法"
    for place, state in enumerate(specs.open):
        yield from _no_state(state, ("open", place))
    yield from _no_state(specs.leave.state, ("leave", "state"))
    for letter, rule in specs.categories.items():
        spot = ("categories", letter)
        if letter not in letters:
            yield spot, f"没有「{letter}」这个类别"
        for key in ("state", "complete"):
            if getattr(rule, key):
                yield from _no_state(getattr(rule, key), (*spot, key))
        for kind, state in rule.papers.items():
            yield from _no_state(state, (*spot, "papers", kind))
            if kind not in papers:
                yield (*spot, "papers", kind), f"没有「{kind}」这种材料{did_you_mean(kind, list(papers))}"


def _no_state(state: str, spot: _Spot) -> Iterator[tuple[_Spot, str]]:
    if state not in STATES:
        yield spot, f"没有「{state}」这一步{did_you_mean(state, list(STATES))}"
