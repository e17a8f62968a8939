"""Secrets out of text and values, before the first byte is written.

A secret becomes `<redacted:kind:xxxxxxxx>`: eight hex digits of an HMAC under the project's key, so that equal secrets
still compare equal and nothing else can be learned. Masking twice changes nothing.
"""

from __future__ import annotations

import base64
import hmac
import json
import os
import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, quote_plus

from .names import is_secret, looks_secret_in_environment
from .shapes import SHAPES, matched_values

_MARK = r"<redacted:[\w.-]+:[0-9a-f]{8}>"
_SIMPLE = re.compile(r"[A-Za-z]+|\w{1,11}")
_LEARNED_AT_MOST = 200
_REMEMBERED, _SHORT = 4096, 200
"""So many texts without secrets are remembered, of so many characters at most: names are written again each cell."""


def has_mark(text: str) -> bool:
    """Whether a secret was taken out of a text."""
    return re.search(_MARK, text) is not None


class Masker:
    """Finds secrets by exact value, by the name they are bound to and by the shape of well-known tokens.

    `key` is the project's own (any bytes): markers of two projects cannot be compared.
    """

    def __init__(self, key: bytes = b"") -> None:
        self._key = key or b"jupyter_tracker"
        self._forms: dict[str, tuple[str, str]] = {}
        self._pattern: re.Pattern[str] | None = None
        self._learned = 0
        self._clean: set[str] = set()
        self._variables: dict[str, str] = {}

    @classmethod
    def from_environment(cls, key: bytes = b"", environ: Mapping[str, str] | None = None) -> Masker:
        """A masker that knows the values of the secret-named variables of `environ` (`os.environ` by default)."""
        masker = cls(key)
        masker.refresh(environ)
        return masker

    def refresh(self, environ: Mapping[str, str] | None = None) -> None:
        """Learn the secrets that came into the environment since (`%env`, dotenv); those that left stay masked."""
        for name, value in (os.environ if environ is None else environ).items():
            if self._variables.get(name) != value:
                self._variables[name] = value
                if looks_secret_in_environment(name, value):
                    self.add_secret(value, "env")

    def add_secret(self, value: str, kind: str = "value") -> None:
        """Mask this exact value from now on, also where it stands url- or base64-encoded; below 4 characters it
        is not taken (it would hit everything)."""
        value = value.strip()
        if len(value) < 4 or value in self._forms:
            return
        for form in _encoded_forms(value):
            self._forms.setdefault(form, (kind, value))
        self._pattern = None
        self._clean = set()  # after the forms: who looks through a text meanwhile adds to the one before

    def text(self, text: str) -> str:
        """`text` with its secrets masked."""
        clean = self._clean
        if text in clean:
            return text
        masked = self._by_value(text)
        for kind, hints, pattern in SHAPES:
            if any(hint in masked for hint in hints):
                masked = self._by_shape(kind, pattern, masked)
        masked = self._by_place(masked)
        if masked == text and len(text) <= _SHORT:
            if len(clean) >= _REMEMBERED:
                clean.clear()
            clean.add(text)
        return masked

    def value(self, name: str, value: Any) -> Any:
        """A captured value as it may be written: text (also inside lists and mappings) is masked, by its name
        too; numbers, booleans and all else come back as they are."""
        if isinstance(value, str):
            if is_secret(".".join(name.split(".")[-2:]), value) and not re.fullmatch(_MARK, value):
                self._learn(value, "named")
                return self.marker(self._forms.get(value, ("named", ""))[0], value)
            return self.text(value)
        if isinstance(value, list):
            return [self.value(name, item) for item in value]
        if isinstance(value, tuple):
            return tuple(self.value(name, item) for item in value)
        if isinstance(value, dict):
            return {key: self.value(f"{name}.{key}", item) for key, item in value.items()}
        return value

    def marker(self, kind: str, secret: str) -> str:
        """What stands in the place of `secret`."""
        digest = hmac.digest(self._key, secret.encode("utf-8", "surrogatepass"), "sha256")
        return f"<redacted:{kind}:{digest[:4].hex()}>"

    def _by_shape(self, kind: str, pattern: re.Pattern[str], text: str) -> str:
        return pattern.sub(lambda found: self.marker(kind, found[0]), text)

    def _by_value(self, text: str) -> str:
        if not any(form in text for form in self._forms):
            return text
        if self._pattern is None:
            forms = sorted(self._forms, key=len, reverse=True)
            self._pattern = re.compile("|".join([_MARK, *(_bounded(form, self._forms[form][1]) for form in forms)]))

        def replace(found: re.Match[str]) -> str:
            known = self._forms.get(found[0])
            return self.marker(*known) if known else found[0]

        return self._pattern.sub(replace, text)

    def _by_place(self, text: str) -> str:
        spans = sorted(matched_values(text), key=lambda span: (span[1], -span[2]))
        if not spans:
            return text
        parts: list[str] = []
        done = 0
        for kind, start, end in spans:
            if start >= done:
                secret = text[start:end]
                self._learn(secret, kind)
                parts += text[done:start], self.marker(kind, secret)
                done = end
        return self._by_value("".join(parts) + text[done:])

    def _learn(self, secret: str, kind: str) -> None:
        """Remember what was found by its place, so that printing it is masked as well; plain words are not."""
        telling = 6 <= len(secret) <= 500 and not secret.isalpha() and not secret.isdigit()
        if telling and self._learned < _LEARNED_AT_MOST:
            self._learned += 1
            self.add_secret(secret, kind)


def _bounded(form: str, value: str) -> str:
    """A pattern for one form of a secret; a value that could be part of an ordinary word must stand alone."""
    pattern = re.escape(form)
    return rf"(?<!\w){pattern}(?!\w)" if form == value and _SIMPLE.fullmatch(form) else pattern


def _encoded_forms(value: str) -> set[str]:
    raw = value.encode("utf-8", "surrogatepass")
    forms = {value, json.dumps(value)[1:-1], repr(value)[1:-1]}
    forms |= {quote(raw, safe=""), quote_plus(raw), base64.b64encode(raw).decode()}
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + raw).rstrip(b"=").decode()
        # Only the characters that the secret alone decides: they are the same whatever stands around it.
        inner = encoded[(0, 2, 3)[shift] : len(encoded) - (1 if (shift + len(raw)) % 3 else 0)]
        if len(inner) >= 8:
            forms |= {inner, inner.replace("+", "-").replace("/", "_")}
    return {form for form in forms if len(form) >= 4}
