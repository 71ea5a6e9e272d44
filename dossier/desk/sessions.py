"""Who may come in: one-time tokens in addresses, then a cookie and a secret that every change must carry."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from dataclasses import dataclass, field


@dataclass(slots=True)
class Session:
    """One browser that came in by a token."""

    csrf: str
    who: str = ""
    """Who decides; written with every decision."""


@dataclass(slots=True)
class Sessions:
    """Tokens not used yet, and the browsers inside."""

    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _tokens: set[str] = field(default_factory=set)
    _inside: dict[str, Session] = field(default_factory=dict)
    _ids: dict[tuple[str, ...], str] = field(default_factory=dict)
    _words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def new_token(self) -> str:
        """A token for an address: 32 bytes of chance, valid until used."""
        token = secrets.token_urlsafe(32)
        with self._lock:
            self._tokens.add(_digest(token))
        return token

    def enter(self, token: str) -> str | None:
        """The cookie's value for one who brings a token that was not used; None for any other."""
        with self._lock:
            if _digest(token) not in self._tokens:
                return None
            self._tokens.discard(_digest(token))
            cookie = secrets.token_urlsafe(32)
            self._inside[_digest(cookie)] = Session(csrf=secrets.token_urlsafe(32))
        return cookie

    def session(self, cookie: str) -> Session | None:
        """The session that a cookie stands for."""
        return self._inside.get(_digest(cookie)) if cookie else None

    def id_of(self, *words: str) -> str:
        """A name for something inside the workspace that tells nothing of it and holds as long as the program runs."""
        known = self._ids.get(words)
        if known is None:
            text = "\0".join(words).encode("utf-8", "surrogatepass")
            known = self._ids[words] = hmac.new(self.secret, text, "sha256").hexdigest()[:20]
            self._words[known] = words
        return known

    def words_of(self, name: str) -> tuple[str, ...] | None:
        """What a name was given for; None for a name that was never given."""
        return self._words.get(name)


def _digest(text: str) -> str:
    """Looked up by digest, so that how long a look-up takes tells nothing."""
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
