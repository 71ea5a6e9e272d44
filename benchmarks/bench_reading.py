"""How well are papers read? Check workspaces whose truth is known, and count.

    python -m benchmarks.bench_reading --seeds 3041 3042 3043 --into /tmp/papers [--write docs/judgement.md]
    python -m benchmarks.bench_reading /tmp/papers/3041 [FOLDER …]

With --seeds, a workspace is drawn for each seed (INTO/SEED, unless it lies there already) and checked. Each workspace
has TRUTH.tsv (folder, category, subtype, file, truth, rule, pages) and may have LOOKS.tsv (folder, file, look, …). With
--write, the figures between the two marks of the page are replaced. Times are of this run: on a second run readings
come from the cache, so the cost of reading is measured in a fresh copy or after deleting `.dossier/`.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from dossier.check import check_workspace
from dossier.demo.papers import make_papers
from dossier.evidence import CACHE_FOLDER, Cache, open_sight
from dossier.files.data import specs_folder
from dossier.model import Check, Part, Review, Severity
from dossier.review.names import SURE
from dossier.specs.load import load_specs
from dossier.workspace import read_workspace

BEGIN, END = "<!-- figures: begin (benchmarks/bench_reading.py writes here) -->", "<!-- figures: end -->"
_SPOILT = {"other-person", "blurred", "too-dark"}
_DAMAGED = {"unreadable", "encrypted", "empty-file", "unsupported", "too-large"}


@dataclass(slots=True)
class Tally:
    """Counts over all workspaces."""

    papers: int = 0
    right: int = 0
    sure: int = 0
    sure_wrong: int = 0
    asked: int = 0
    unknown: int = 0
    persons: int = 0
    """Papers that name the child and can be read."""
    matched: int = 0
    pages: int = 0
    seconds: float = 0.0
    confused: Counter[tuple[str, str]] = field(default_factory=Counter)
    by_look: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    planted: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    false_alarms: Counter[tuple[str, str]] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)


def main() -> None:
    """Check every workspace, print the figures, and write them into a page if asked to."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("workspaces", type=Path, nargs="*")
    words.add_argument("--seeds", type=int, nargs="+", default=[], help="draw a workspace for each, and check it")
    words.add_argument("--into", type=Path, help="where drawn workspaces lie")
    words.add_argument("--cases", type=int, default=40, help="cases of a drawn workspace")
    words.add_argument("--fonts", type=Path, help="draw with the Chinese fonts that lie in this folder")
    words.add_argument("--names", choices=["meaningless", "telling"], default="meaningless", help="of drawn files")
    words.add_argument("--look", choices=["easy", "hard"], default="hard", help="of drawn papers")
    words.add_argument("--today", type=date.fromisoformat, default=date(2022, 3, 18))
    words.add_argument("--write", type=Path)
    words.add_argument("--cache", type=Path, help="keep readings here, one folder a workspace, instead of .dossier/")
    given = words.parse_args()
    if given.seeds and given.into is None:
        words.error("--seeds needs --into")
    roots = [*given.workspaces, *(_drawn(seed, given) for seed in given.seeds)]
    tally = Tally()
    for root in roots:
        _count(root, _checked(root, given.today, tally, given.cache), tally)
    table = "\n".join(_figures(tally, roots))
    print(table)
    print("\n".join(tally.notes))
    print(f"{tally.pages} pages, {tally.seconds:.1f} s for all of the check (cached readings cost nothing)")
    if given.write:
        text = given.write.read_text("utf-8")
        before, _, rest = text.partition(BEGIN)
        _, _, after = rest.partition(END)
        given.write.write_text(f"{before}{BEGIN}\n\n{table}\n\n{END}{after}", "utf-8")


def _drawn(seed: int, given: argparse.Namespace) -> Path:
    """The workspace of a seed, drawn unless it lies there."""
    folder: Path = given.into / str(seed)
    if not (folder / "TRUTH.tsv").is_file():
        make_papers(
            folder,
            cases=given.cases,
            seed=seed,
            today=given.today,
            fonts=given.fonts,
            telling=given.names == "telling",
            hard=given.look == "hard",
        )
    return folder


def _checked(root: Path, today: date, tally: Tally, cache_folder: Path | None) -> Check:
    started = time.perf_counter()
    folder = cache_folder / root.name if cache_folder else root / CACHE_FOLDER
    with Cache(folder) as cache:
        specs = load_specs(specs_folder())
        check = check_workspace(read_workspace(root, specs), specs, today, open_sight(root, cache))
    tally.seconds += time.perf_counter() - started
    tally.pages += sum(len(file.readings) for review in check.reviews for file in review.case.files)
    return check


def _count(root: Path, check: Check, tally: Tally) -> None:
    with (root / "TRUTH.tsv").open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file, delimiter="\t"))
    reviews = {review.case.folder or "": review for review in check.reviews}
    looks = _looks(root)
    planted: set[tuple[str, str]] = set()
    damaged = {(row["folder"], row["file"]) for row in truth if row["rule"] in _DAMAGED}
    spoilt = {(row["folder"], row["file"]) for row in truth if row["rule"] in _SPOILT}
    for row in truth:
        review = reviews.get(row["folder"])
        if review is None:
            tally.notes.append(f"{row['folder']}: no such case")
        elif row["rule"]:
            planted.add((row["folder"], row["rule"]))
            if row["truth"].startswith("MAY:"):
                continue
            tally.planted[row["rule"]] += 1
            hit = any(found.rule == row["rule"] and row["file"] in ("", found.path) for found in review.findings)
            tally.found[row["rule"]] += hit
            if not hit:
                tally.notes.append(f"missed {row['rule']}: {row['folder']}/{row['file']}")
        elif (row["folder"], row["file"]) not in damaged:
            parts = [part for part in review.parts if part.path == row["file"]]
            _count_paper(row, parts, looks.get((row["folder"], row["file"]), ""), tally)
            if check.papers[row["truth"]].about == "child" and (row["folder"], row["file"]) not in spoilt:
                _count_person(row, review, tally)
    for folder, review in reviews.items():
        for found in review.findings:
            if (folder, found.rule) not in planted:
                tally.false_alarms[found.rule, found.severity.value] += 1
                if found.severity is Severity.ERROR:
                    tally.notes.append(f"error not planted: {folder} {found.rule} {found.message}")


def _looks(root: Path) -> dict[tuple[str, str], str]:
    if not (root / "LOOKS.tsv").is_file():
        return {}
    with (root / "LOOKS.tsv").open(encoding="utf-8") as file:
        return {(row["folder"], row["file"]): row["look"] for row in csv.DictReader(file, delimiter="\t")}


def _count_paper(row: dict[str, str], parts: list[Part], look: str, tally: Tally) -> None:
    pages = _pages(row)
    part = next((part for part in parts if set(part.pages) == pages), None)
    kind = part.type if part else None
    is_right = kind == row["truth"]
    tally.papers += 1
    tally.right += is_right
    for word in look.split("+"):
        tally.by_look[word][0] += is_right
        tally.by_look[word][1] += 1
    if part is None or kind is None:
        tally.unknown += 1
    elif part.confidence >= SURE:
        tally.sure += 1
        tally.sure_wrong += not is_right
    else:
        tally.asked += 1
    if not is_right:
        tally.confused[row["truth"], kind or "（不知道）"] += 1
        tally.notes.append(f"{row['folder']}/{row['file']} {row['pages']}: {row['truth']} taken for {kind} ({look})")


def _count_person(row: dict[str, str], review: Review, tally: Tally) -> None:
    pages = _pages(row)
    said = [
        found
        for found in review.findings
        if found.rule in ("other-person", "person-not-found")
        and found.path == row["file"]
        and (not found.pages or pages & set(found.pages))
    ]
    tally.persons += 1
    tally.matched += not said
    tally.notes += [f"{row['folder']}/{row['file']}: {found.rule} {found.message}" for found in said]


def _pages(row: dict[str, str]) -> set[int]:
    first, _, last = row["pages"].partition("-")
    return set(range(int(first), int(last or first) + 1))


def _figures(tally: Tally, roots: list[Path]) -> list[str]:
    lines = [
        f"| 工作区 {len(roots)} 个，材料 {tally.papers} 份 | |",
        "|---|---|",
        f"| 归类对的 | {tally.right}（{_share(tally.right, tally.papers)}） |",
        f"| 有把握 / 请人确认 / 不知道 | {tally.sure} / {tally.asked} / {tally.unknown} |",
        f"| 有把握却错了 | {tally.sure_wrong} |",
        f"| 写着学生的材料，姓名或号码对上的 | {tally.matched} / {tally.persons} |",
        f"| 误认成别人的 | {tally.false_alarms['other-person', 'error']} |",
        f"| 种下的毛病找到 | {tally.found.total()} / {tally.planted.total()}"
        f"（{_share(tally.found.total(), tally.planted.total())}） |",
        f"| 没有种下却报的：错误 / 警告 / 提示 | {' / '.join(str(_level(tally, level)) for level in Severity)} |",
        "",
        "| 毛病 | 种下 | 找到 |",
        "|---|---|---|",
        *(f"| `{rule}` | {count} | {tally.found[rule]} |" for rule, count in sorted(tally.planted.items())),
        "",
        "| 没有种下却报的 | 级别 | 次数 |",
        "|---|---|---|",
        *(f"| `{rule}` | {level} | {count} |" for (rule, level), count in sorted(tally.false_alarms.items())),
        "",
        "| 本来是 | 归成 | 次数 |",
        "|---|---|---|",
        *(f"| {truth} | {taken} | {count} |" for (truth, taken), count in tally.confused.most_common()),
    ]
    if set(tally.by_look) - {""}:
        lines += ["", "| 样子 | 归类对的 |", "|---|---|"]
        lines += [f"| {look} | {right} / {count} |" for look, (right, count) in sorted(tally.by_look.items()) if look]
    return lines


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


def _level(tally: Tally, level: Severity) -> int:
    return sum(count for (_, severity), count in tally.false_alarms.items() if severity == level)


if __name__ == "__main__":
    main()
