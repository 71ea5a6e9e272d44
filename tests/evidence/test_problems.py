"""Every fault has its words."""

from __future__ import annotations

import re
from pathlib import Path

import dossier.evidence
from dossier.evidence.problems import FAULTS

RULES = {"empty-file", "unreadable", "encrypted", "unsupported", "too-large"}


def test_every_fault_that_the_code_names_has_words_and_no_other():
    room = Path(dossier.evidence.__file__).parent
    source = "\n".join(path.read_text("utf-8") for path in room.glob("*.py") if path.name != "problems.py")
    named = set(re.findall(r'Fault\(\s*"([a-z-]+)"', source))
    named |= set(re.findall(r'Fault\("([a-z-]+)" if \w+ else "[a-z-]+"\)', source))
    named |= set(re.findall(r'else "([a-z-]+)"[,)]', source))
    named |= set(re.findall(r',\s+"([a-z-]+)",?\s*\),\n', (room / "kinds.py").read_text("utf-8")))

    assert named - set(FAULTS) == set()
    assert set(FAULTS) - named == {"unknown-damaged", "text-damaged"}  # made of a kind and "-damaged"


def test_words_say_what_and_what_to_do():
    for code, (rule, message, action) in FAULTS.items():
        assert rule in RULES, code
        assert message.endswith("。"), code
        assert action.endswith("。"), code
