"""What functions of the review declare, RULES and docs/rules.md hold together; every rule has a folder or a reason."""

import ast
from pathlib import Path

import pytest

from dossier.findings import RULES, format_rules, gives

ROOT = Path(__file__).parents[2]
REVIEW = sorted((ROOT / "dossier" / "review").glob("*.py"))
ELSEWHERE = {
    "roster-row": "workspace",
    "case-folder": "workspace",
    "page-pictured": "pdf",
    "unit-unreadable": "county",
}
"""Rules that another room gives, too or alone."""
PAGES = "pictures must be measured: tests/review and tests/evidence/reading have its cases"
OF_PAGES = "not-read reused-photo blurred too-dark low-resolution person-not-found"
REASONS = dict.fromkeys(OF_PAGES.split(), PAGES) | {
    "too-few": "no paper of these specs is asked for twice: tests/review/test_completeness.py",
    "too-large": "a file of 500 MB or 2,000 pages: tests/evidence/test_looking.py",
    "page-pictured": "a build places pages: tests/pdf; papers on a desk: tests/review/test_flat.py",
    "unit-unreadable": "only a county folder has units: tests/county",
}
"""Rule → why no folder in tests/cases shows it."""


def functions(path):
    return {node.name: node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)}


def declared(node):
    """The rules that `@gives(…)` beside a function names; None where nothing is declared."""
    for one in node.decorator_list:
        if isinstance(one, ast.Call) and getattr(one.func, "id", "") == "gives":
            return {ast.literal_eval(rule) for rule in one.args}
    return None


def reached(name, known):
    """The function and all of its module that it uses."""
    seen, todo = set(), [name]
    while todo:
        one = todo.pop()
        if one in seen:
            continue
        seen.add(one)
        todo += [node.id for node in ast.walk(known[one]) if isinstance(node, ast.Name) and node.id in known]
    return seen


def given(node):
    """(rule ids that a function's own body names, whether it also hands on a rule that it was given)."""
    body = [inner for statement in node.body for inner in ast.walk(statement)]
    named = {inner.value for inner in body if isinstance(inner, ast.Constant) and inner.value in RULES}
    calls = [inner for inner in body if isinstance(inner, ast.Call) and getattr(inner.func, "id", "") == "found"]
    return named, any(isinstance(call.args[0], ast.Attribute) for call in calls if call.args)


def faults(path):
    """What does not agree in one module."""
    known = functions(path)
    held = set()
    for name, node in known.items():
        rules = declared(node)
        if rules is None:
            if name.startswith("find_"):
                yield f"{path.name}: {name} declares nothing"
            continue
        used = reached(name, known)
        held |= used
        bodies = [given(known[one]) for one in used]
        named = set().union(*(rules for rules, _ in bodies))
        if named != rules and not (named < rules and any(hands_on for _, hands_on in bodies)):
            yield f"{path.name}: {name} declares {sorted(rules)}, gives {sorted(named)}"
    for name, node in known.items():
        calls = (inner for inner in ast.walk(node) if isinstance(inner, ast.Call))
        if name not in held and any(getattr(call.func, "id", "") == "found" for call in calls):
            yield f"{path.name}: {name} makes a finding that nobody declares"


def test_every_function_of_the_review_gives_what_it_declares():
    assert [fault for path in REVIEW for fault in faults(path)] == []


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('@gives("missing")\ndef find_a():\n    yield found("too-few", "-")\n', "gives ['too-few']"),
        ('@gives("missing", "too-few")\ndef find_a():\n    yield found("missing", "-")\n', "declares"),
        ('def find_a():\n    yield found("missing", "-")\n', "declares nothing"),
        ('def a():\n    yield found("missing", "-")\n', "nobody declares"),
        ('@gives("missing")\ndef find_a():\n    yield b()\ndef b():\n    return found("unsure", "-")\n', "['unsure']"),
    ],
)
def test_an_undeclared_rule_is_a_fault(tmp_path, body, said):
    path = tmp_path / "a.py"
    path.write_text(body, "utf-8")

    assert said in " ".join(faults(path))


def test_a_rule_that_is_none_cannot_be_declared():
    with pytest.raises(KeyError):
        gives("no-such-rule")


def test_every_rule_is_given_by_somebody():
    told = {rule for path in REVIEW for node in functions(path).values() for rule in declared(node) or ()}

    assert told - set(RULES) == set()
    assert set(RULES) - told - set(ELSEWHERE) == set()
    for rule in set(ELSEWHERE) & set(RULES):
        sources = (ROOT / "dossier" / ELSEWHERE[rule]).rglob("*.py")
        assert any(f'"{rule}"' in path.read_text("utf-8") for path in sources), rule


def test_the_page_of_rules_lists_them_all():
    page = (ROOT / "docs" / "rules.md").read_text("utf-8")

    assert page == format_rules(), "run: python -m dossier.findings > docs/rules.md"
    assert [rule for rule in RULES if f"| `{rule}` |" not in page] == []


def test_every_rule_has_a_folder_or_a_reason():
    lines = (
        line
        for path in (ROOT / "tests" / "cases").glob("*/expected.txt")
        for line in path.read_text("utf-8").splitlines()
        if line.startswith(" ")
    )
    shown = {line.split()[1] for line in lines}

    assert set(RULES) - shown - set(REASONS) == set()
    assert shown & set(REASONS) == set(), "has a folder and needs no reason"
