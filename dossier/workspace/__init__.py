"""A folder on disk → Workspace: settings, roster, case folders, case.yaml. Facts only; nothing is judged here.

write_decisions    any decisions as one command: into case.yaml and the record
read_letters       文书登记.yaml alone, for those who write it
read_workspace     everything the later rooms start from; open_workspace: kept open, to be looked into again
format_facts       what a letter was filled with, as the register writes it
write_decision     `dossier assign`: one decision into a case.yaml, comments and order kept
create_workspace   `dossier init`: a new workspace
look_at_roster, adopt_roster   a roster that comes in: its columns seen and mended, the old one kept
open_list, read_children   lists of children from elsewhere, for `dossier compare`

Evidence is listed, never opened. Paths are NFC with `/`; `Case.on_disk` gives the spelling of the disk.
"""

from dossier.workspace.assign import file_of, write_decision
from dossier.workspace.columns import columns_of
from dossier.workspace.create import create_workspace, write_blank_roster
from dossier.workspace.deciding import Decision, entries_of, entry_of, write_decisions
from dossier.workspace.decisions import fact_field, pages_of, rule_problem
from dossier.workspace.fact_keys import fact_key
from dossier.workspace.folders import INBOX
from dossier.workspace.importing import (
    Adopted,
    ColumnLook,
    Proposed,
    SheetLook,
    adopt_roster,
    by_field,
    fields_of_roster,
    help_for,
    look_at_roster,
    tables_of,
)
from dossier.workspace.letter_facts import format_facts
from dossier.workspace.letters import read_letters
from dossier.workspace.listing import list_files, read_folder
from dossier.workspace.lists import OpenList, open_list, read_children
from dossier.workspace.names import LETTER_REGISTER
from dossier.workspace.read import OpenWorkspace, is_workspace, open_workspace, read_workspace
from dossier.workspace.record import read_commands
from dossier.workspace.settings import read_settings
from dossier.workspace.sheet import UnreadableTableError
from dossier.workspace.table import read_table
from dossier.workspace.undo import redo, redoable, undo, undoable

__all__ = [
    "INBOX",
    "LETTER_REGISTER",
    "Adopted",
    "ColumnLook",
    "Decision",
    "OpenList",
    "OpenWorkspace",
    "Proposed",
    "SheetLook",
    "UnreadableTableError",
    "adopt_roster",
    "by_field",
    "columns_of",
    "create_workspace",
    "entries_of",
    "entry_of",
    "fact_field",
    "fact_key",
    "fields_of_roster",
    "file_of",
    "format_facts",
    "help_for",
    "is_workspace",
    "list_files",
    "look_at_roster",
    "open_list",
    "open_workspace",
    "pages_of",
    "read_children",
    "read_commands",
    "read_folder",
    "read_letters",
    "read_settings",
    "read_table",
    "read_workspace",
    "redo",
    "redoable",
    "rule_problem",
    "tables_of",
    "undo",
    "undoable",
    "write_blank_roster",
    "write_decision",
    "write_decisions",
]
