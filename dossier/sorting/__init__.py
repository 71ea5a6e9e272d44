"""A heap of papers of many children → proposals that a person confirms → copies in the case folders.

    heap = open_heap(inbox, cache_folder)                          what lies in it; zips unpacked beside the cache
    found = sort_inbox(inbox, heap, workspace, specs, thresholds, ...)   whose is each paper, and what is it
    write_proposals(found, folder)                                 整理建议.xlsx and .html, to look at and correct
    copy_confirmed(workspace, heap, sheet, specs)                  copies (never moves) what the sheet says 是 to

Nothing is copied that nobody confirmed, nothing is ever overwritten, and the heap stays as it is.
"""

from dossier.sorting.copies import Copied, copy_confirmed, copy_rows
from dossier.sorting.propose import Proposal, sort_inbox
from dossier.sorting.sheet import Row, write_proposals
from dossier.sorting.zips import open_heap

__all__ = ["Copied", "Proposal", "Row", "copy_confirmed", "copy_rows", "open_heap", "sort_inbox", "write_proposals"]
