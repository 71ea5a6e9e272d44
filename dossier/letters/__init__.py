"""Letters that offices write: kinds and laws are data, one Word template each; numbers stand in 文书登记.yaml.

ask_letters      what is asked for → letters, each for its children and addressee, or all that stands against them
prepare          facts, words and laws looked at, before any number is taken
open_register    the register for one writer; what a killed run left is finished first
issue            numbers, then files
sample_letter …  what a template is filled with for those who edit it
make_void …      what happens to a letter afterwards
"""

from __future__ import annotations

from dossier.letters.answered import answered_letters
from dossier.letters.asking import ask_letters, check_wish, with_deadline
from dossier.letters.batch import Batch, Due, find_due, still_due, write_prints
from dossier.letters.changes import find_letter, make_again, make_delivered, make_void
from dossier.letters.fields import HAND_OVER, vocabulary
from dossier.letters.forms import make_forms
from dossier.letters.issue import OUTPUT, Bench, file_names, issue
from dossier.letters.listing import format_json, format_text, number_key, with_answers, write_xlsx
from dossier.letters.make import join
from dossier.letters.model import Ask, Ready, Wish
from dossier.letters.prepare import prepare
from dossier.letters.register import Register, open_register
from dossier.letters.sample import letter_of_case, sample_hand_over, sample_letter
from dossier.letters.templates import HAND_OVER_FILE, Templates, open_templates
from dossier.review import issuers_here

__all__ = [
    "HAND_OVER",
    "HAND_OVER_FILE",
    "OUTPUT",
    "Ask",
    "Batch",
    "Bench",
    "Due",
    "Ready",
    "Register",
    "Templates",
    "Wish",
    "answered_letters",
    "ask_letters",
    "check_wish",
    "file_names",
    "find_due",
    "find_letter",
    "format_json",
    "format_text",
    "issue",
    "issuers_here",
    "join",
    "letter_of_case",
    "make_again",
    "make_delivered",
    "make_forms",
    "make_void",
    "number_key",
    "open_register",
    "open_templates",
    "prepare",
    "sample_hand_over",
    "sample_letter",
    "still_due",
    "vocabulary",
    "with_answers",
    "with_deadline",
    "write_prints",
    "write_xlsx",
]
