"""Which names hold secrets, and which values beside them are worth masking."""

from __future__ import annotations

import re
from typing import Literal

Strength = Literal["strong", "weak"]

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")

_STRONG_WORDS = frozenset(
    "password passwd passphrase passcode pwd secret secrets apikey authorization credential credentials cred "
    "creds".split()
)
_STRONG_ENDS = (
    *("password", "passwd", "passphrase", "apikey", "secretkey", "accesskey", "privatekey"),
    *("authtoken", "accesstoken", "apitoken"),
)
_OWNERS = frozenset(
    "openai anthropic claude hf huggingface wandb aws azure gcp google github gh gitlab kaggle comet neptune cohere "
    "mistral pinecone replicate groq gemini deepseek slack discord telegram twilio stripe sendgrid mailgun npm pypi "
    "docker databricks snowflake langchain langsmith mapbox quandl fred tavily serper serpapi newsapi mlflow clearml "
    "roboflow elevenlabs".split()
)
_KEY_KINDS = _OWNERS | frozenset(
    "api access secret private account encryption signing subscription license licence service app application "
    "consumer client ssh master shared storage admin auth session deploy webhook ingest".split()
)
_TOKEN_KINDS = _OWNERS | frozenset(
    "api access auth refresh bearer bot session csrf personal deploy oauth user admin service".split()
)
_PASS_KINDS = frozenset(
    "db user root admin smtp mysql pg postgres redis ftp ssh my email mail login proxy database".split()
)
_PLAIN_KEYS = frozenset(
    "cache primary foreign sort group partition index dict map hash row col column random rng prng order range join "
    "pad cls eos bos mask sep unk special num max min next new first last input output shift".split()
)
_NOT_THE_SECRET = frozenset(
    "url uri endpoint path file filename dir folder name id type len length size count col column field env var "
    "prompt label format prefix suffix regex pattern header list help title message mode method class policy expiry "
    "expires ttl timeout limit sock author authority authors used usage manager scheme env_var index idx "
    "parallelism".split()
)
_PLACEHOLDER = re.compile(
    r"(?i)(?:[x*.\-_#•]+|<.*>|\[.*\]|\$.*|%\(?\w*\)?s?|\{.*\}|"
    r"(?:your|my|the|insert|enter|put|paste|replace|some|example|dummy|fake|test)[\s_\-].*|none|null|true|false|str|string|text|int|bool|hidden|required|optional|bearer|basic|oauth2?|auto|"
    r"change_?me|todo|redacted)"
)
_PATHLIKE = re.compile(
    r"(?:~|\.{1,2})?[/\\]|[A-Za-z]:\\|[a-z][a-z0-9+.-]*://|[\w./-]+\.(?:json|pem|ya?ml|txt|csv|py|toml|ini|key|crt)$"
)
_TOKEN_CHARS = re.compile(r"[\w+/=.~!@#$%^&*\-]+")
_CHUNKS = re.compile(r"[A-Za-z0-9]+")


def strength(name: str) -> Strength | None:
    """How surely a value of this name is a secret: "strong" for `db_password` or `OPENAI_API_KEY`, "weak" for
    `token` or `key` (only values that look random are), None for all else, `num_tokens` and `author` included."""
    words = [word.lower() for word in _WORD.findall(name)]
    if not words or words[-1] in _NOT_THE_SECRET:
        return None
    *before, last = words
    previous = before[-1] if before else ""
    if not _STRONG_WORDS.isdisjoint(words) or last.endswith(_STRONG_ENDS):
        return "strong"
    if last == "pass":
        return "strong" if not before or previous in _PASS_KINDS else None
    if previous in _PLAIN_KEYS:
        return None
    if last in ("key", "keys", "token", "tokens"):
        kinds = _KEY_KINDS if last.startswith("key") else _TOKEN_KINDS
        return "strong" if not kinds.isdisjoint(before) and not last.endswith("s") else "weak"
    return "weak" if last in ("auth", "dsn", "conn", "pat", "jwt", "sig", "signature") else None


def looks_random(value: str) -> bool:
    """Whether text looks drawn by a generator: one unbroken token with a long chunk of mixed letters and digits."""
    if len(value) < 12 or not _TOKEN_CHARS.fullmatch(value) or _PATHLIKE.match(value):
        return False
    chunks = (chunk for chunk in _CHUNKS.findall(value) if len(chunk) >= 10 and not chunk.isdigit())
    return any(sum(map(str.isdigit, chunk)) >= 2 for chunk in chunks)


def is_placeholder(value: str) -> bool:
    """Whether text stands where a secret will go: `<your key>`, `****`, `{token}`, `YOUR_API_KEY`."""
    return _PLACEHOLDER.fullmatch(value) is not None


def is_secret(name: str, value: str) -> bool:
    """Whether this literal, bound to this name, is to be masked."""
    how = strength(name)
    if how is None or len(value) < 4 or "<redacted:" in value or is_placeholder(value):
        return False
    if how == "weak":
        return looks_random(value)
    if _PATHLIKE.match(value) or value.lower() in [word.lower() for word in _WORD.findall(name)]:
        return False
    return " " not in value or any(word in name.lower() for word in ("pass", "pwd"))


def looks_secret_in_environment(name: str, value: str) -> bool:
    """Whether an environment variable's value is to be masked wherever it appears."""
    if len(value) < 6 or name in ("PWD", "OLDPWD", "GPG_KEY") or _PATHLIKE.match(value) and "@" not in value:
        return False
    if re.search("(?i)dsn|conn|_ur[il]$", name):
        return bool(re.search(r"(?i)://[^/\s]*@|passw|pwd=|key=|secret", value))
    how = strength(name)
    if value.isdigit():
        return how == "strong" and len(value) >= 8
    return how == "strong" or how == "weak" and (looks_random(value) or len(value) >= 16 and " " not in value)
