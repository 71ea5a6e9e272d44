"""A folder on disk → Workspace: settings, roster, case folders, case.yaml. Facts only; nothing is judged here.

read_workspace     everything the later rooms start from
write_decision     `dossier assign`: one decision into a case.yaml, comments and order kept
create_workspace   `dossier init`
"""

from dossier.workspace.read import read_workspace

__all__ = ["read_workspace"]
