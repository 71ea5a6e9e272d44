"""Words of findings and errors as the desk says them: no number in full, no command to type. PURE."""

from __future__ import annotations

import re

from dossier.report import mask

_BY_COMMAND = re.compile(r"(?:请)?用 ?dossier [a-z-]+(?: --[a-z-]+)*(?: [A-Z]+)*\s*")
_ASIDE = re.compile(r"[（(][^（）()]*dossier [^（）()]*[）)]")
_COMMAND = re.compile(r"[：:]?\s*dossier [a-z][^。；，）、]*")


def shown(text: object) -> str:
    """A text for a page of the desk: 用 dossier fact 写明 is 在这里写明 there."""
    told = _BY_COMMAND.sub("在这里", str(text))
    return mask(_COMMAND.sub("", _ASIDE.sub("", told)))
