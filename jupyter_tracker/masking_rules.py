"""What secrets look like: names that hold them, shapes of well-known tokens, places in text where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

Strength = Literal["strong", "weak"]

_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")

_STRONG_WORDS = frozenset(
    "password passwd passphrase passcode pwd secret secrets apikey authorization credential credentials cred creds".split()
)
_STRONG_ENDS = (
    *("password", "passwd", "passphrase", "apikey", "secretkey", "accesskey", "privatekey"),
    *("authtoken", "accesstoken", "apitoken"),
)
_OWNERS = frozenset(
    "openai anthropic claude hf huggingface wandb aws azure gcp google github gh gitlab kaggle comet neptune cohere mistral "
    "pinecone replicate groq gemini deepseek slack discord telegram twilio stripe sendgrid mailgun npm pypi docker databricks "
    "snowflake langchain langsmith mapbox quandl fred tavily serper serpapi newsapi mlflow clearml roboflow elevenlabs".split()
)
_KEY_KINDS = _OWNERS | frozenset(
    "api access secret private account encryption signing subscription license licence service app application consumer "
    "client ssh master shared storage admin auth session deploy webhook ingest".split()
)
_TOKEN_KINDS = _OWNERS | frozenset("api access auth refresh bearer bot session csrf personal deploy oauth user admin service".split())
_PASS_KINDS = frozenset("db user root admin smtp mysql pg postgres redis ftp ssh my email mail login proxy database".split())
_PLAIN_KEYS = frozenset(
    "cache primary foreign sort group partition index dict map hash row col column random rng prng order range join "
    "pad cls eos bos mask sep unk special num max min next new first last input output shift".split()
)
_NOT_THE_SECRET = frozenset(
    "url uri endpoint path file filename dir folder name id type len length size count col column field env var prompt label "
    "format prefix suffix regex pattern header list help title message mode method class policy expiry expires ttl "
    "timeout limit sock author authority authors used usage manager scheme env_var index idx parallelism".split()
)
_PLACEHOLDER = re.compile(
    r"(?i)(?:[x*.\-_#•]+|<.*>|\[.*\]|\$.*|%\(?\w*\)?s?|\{.*\}|(?:your|my|the|insert|enter|put|paste|replace|some|example|dummy|fake|test)"
    r"[\s_\-].*|none|null|true|false|str|string|text|int|bool|hidden|required|optional|bearer|basic|oauth2?|auto|"
    r"change_?me|todo|redacted)"
)
_PATHLIKE = re.compile(r"(?:~|\.{1,2})?[/\\]|[A-Za-z]:\\|[a-z][a-z0-9+.-]*://|[\w./-]+\.(?:json|pem|ya?ml|txt|csv|py|toml|ini|key|crt)$")
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
    return any(
        len(chunk) >= 10 and sum(map(str.isdigit, chunk)) >= 2 and not chunk.isdigit() for chunk in _CHUNKS.findall(value)
    )


def is_secret(name: str, value: str) -> bool:
    """Whether this literal, bound to this name, is to be masked."""
    how = strength(name)
    if how is None or len(value) < 4 or "<redacted:" in value or _PLACEHOLDER.fullmatch(value):
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


def _shape(kind: str, hints: str, pattern: str) -> tuple[str, tuple[str, ...], re.Pattern[str]]:
    return kind, tuple(hints.split()), re.compile(pattern)


SHAPES: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    _shape("private-key", "PRIVATE", r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY[A-Z ]{0,10}-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,30}-----|\Z)"),
    _shape("aws", "AKIA ASIA", r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
    _shape("github", "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_", r"(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{22,255})"),
    _shape("gitlab", "gl", r"(?<!\w)gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[\w-]{20,300}"),
    _shape("slack", "xox xapp- hooks.slack", r"(?<!\w)(?:xox[abeoprs]-[\w-]{10,250}|xapp-\d-[\w-]{20,250}|https://hooks\.slack\.com/services/[\w/]{20,100})"),
    _shape("huggingface", "hf_ api_org_", r"(?<!\w)(?:hf|api_org)_[A-Za-z0-9]{30,60}(?!\w)"),
    _shape("sk", "sk-", r"(?<![\w-])sk-(?=[\w-]{0,100}\d)(?:[A-Za-z0-9]{20,200}|(?:proj|ant|svcacct|admin|or|lf)-[\w-]{20,300})"),
    _shape("google", "AIza ya29. GOCSPX-", r"(?<!\w)(?:AIza[\w-]{35}|ya29\.[\w-]{20,500}|GOCSPX-[\w-]{20,60})"),
    _shape("stripe", "k_live_ k_test_ whsec_", r"(?<!\w)(?:[srp]k_(?:live|test)_[A-Za-z0-9]{10,250}|whsec_[A-Za-z0-9]{20,100})"),
    _shape("npm", "npm_", r"(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)"),
    _shape("pypi", "pypi-", r"(?<!\w)pypi-[\w-]{50,500}"),
    _shape("jwt", "eyJ", r"(?<!\w)eyJ[\w-]{8,2000}\.eyJ[\w-]{8,4000}\.[\w-]{8,1000}"),
    _shape("neptune", "eyJhcGlf", r"(?<!\w)eyJhcGlf[\w+/=-]{20,1000}"),
    _shape("sendgrid", "SG.", r"(?<!\w)SG\.[\w-]{16,64}\.[\w-]{16,64}"),
    _shape("databricks", "dapi", r"(?<!\w)dapi[0-9a-f]{32}(?:-\d)?(?!\w)"),
    _shape("digitalocean", "_v1_", r"(?<!\w)do[oprt]_v1_[0-9a-f]{64}"),
    _shape("telegram", ":AA", r"(?<!\w)\d{8,10}:AA[\w-]{33}(?![\w-])"),
    _shape("vault", "hvs. hvb.", r"(?<!\w)hv[sb]\.[\w-]{24,200}"),
    _shape("twilio", "SK", r"(?<!\w)SK[0-9a-f]{32}(?!\w)"),
    _shape(
        "token",
        "gsk_ xai- pplx- r8_ dckr_pat_ lin_api_ ntn_ shpat_ pcsk_ lsv2_ glsa_ sbp_ tvly- wandb_v nvapi- KGAT_",
        r"(?<!\w)(?:gsk_|xai-|pplx-|r8_|dckr_pat_|lin_api_|ntn_|shpat_|pcsk_|lsv2_(?:pt|sk)_|glsa_|sbp_|tvly-|wandb_v\d_|nvapi-|KGAT_)"
        r"(?=[\w-]{0,60}\d)[\w-]{20,250}",
    ),
)
"""(kind, text that must occur, pattern): formats of tokens as their makers publish them."""

NAME_HINT = re.compile(r"(?i)key|token|secret|passw|pass|pwd|cred|auth|dsn|jwt|sig|bearer|://[^\s/]{1,200}@|conn|curl|login")
"""Cheap test: without a match no rule of `PLACES` can apply."""

_LITERAL = r"[rbuRBU]{0,2}(?P<q>\\?(?:\"{3}|'{3}|[\"']))(?P<value>(?:(?!(?P=q))[^\n]){1,4000}?)(?P=q)"
_NAME = r"(?<![\w-])(?P<name>[A-Za-z_][\w-]{0,63})"
_BARE = r"(?P<value>[^\s\"'`$(){}\[\],;#&|<>]{4,500})"


def _place(kind: str, pattern: str, flags: int = 0) -> tuple[str, re.Pattern[str]]:
    return kind, re.compile(pattern, flags)


PLACES: tuple[tuple[str, re.Pattern[str]], ...] = (
    _place("named", _NAME + r"\\?[\"']?\s{0,3}\]?\s{0,3}(?::\s{0,3}[A-Za-z][\w.\[\]| ]{0,40}?=|=(?!=)|:)\s{0,3}\(?\s{0,3}" + _LITERAL),
    _place("named", r"(?:setdefault|putenv|setenv|environ\.get|getenv|set_secret|set_password)\(\s{0,3}[\"']" + _NAME + r"[\"']\s{0,3},\s{0,3}" + _LITERAL),
    _place("named", r"[\"']-{1,2}(?P<name>[A-Za-z][\w-]{1,60})[\"'][^)\n]{0,200}?\bdefault\s{0,3}=\s{0,3}" + _LITERAL),
    _place("named", r"(?:%(?:set_)?env\s+|\bexport\s+|\bENV\s+|\bset\s+|(?<!\w)-e\s+)" + _NAME + r"[= ]" + _BARE),
    _place("named", r"(?<![\w-])--(?P<name>[A-Za-z][\w-]{1,60})[= ][\"']?" + _BARE),
    _place("line", r"^[ \t]{0,8}" + _NAME + r"(?:=|:[ \t]{1,3})" + _BARE + r"[ \t]{0,8}$", re.MULTILINE),
    _place("query", r"[?&;](?P<name>[A-Za-z][\w.-]{1,40})=" + _BARE),
    _place("header", r"(?i)authorization\\?[\"']?\s{0,3}[:=,]\s{0,3}[fbr]?\\?[\"']?(?:(?:bearer|basic|token|digest|apikey)\s+)?(?!bearer|basic|token|digest)(?=[^\s\"'{}]{0,80}\d|[^\s\"'{}]{24})(?P<value>[^\s\"'{}\\(),]{6,4000})(?=[\"'\s\\]|\Z)"),
    _place("header", r"(?<!\w)[Bb]earer\s{1,3}(?=[^\s\"'{}]{0,40}\d|[^\s\"'{}]{24})(?P<value>[A-Za-z0-9._~+/=-]{8,4000})"),
    _place("header", r"(?i)(?<!\w)[\w-]{0,20}(?:api-?key|auth-token|access-token|secret)\s{0,2}:\s{1,3}(?=[^\s\"',]{0,60}\d)(?P<value>[^\s\"',{}]{8,500})"),
    _place("url", r"(?<!\w)[a-z][a-z0-9+.-]{1,30}://[^\s/:@\"'{}<>]{0,100}:(?P<value>[^\s/@\"'{}<>$]{1,300})@"),
    _place("url-user", r"(?<!\w)https?://(?P<value>[^\s/:@\"'{}<>$]{8,300})(?::[^\s/@\"']{0,300})?@"),
    _place("connection", r"(?i)(?:(?<=;)|(?<=[\"'])|(?<=; ))(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature|secret)\s?=\s?(?P<value>[^;\"'\s{}()]{3,500})(?=[;\"'])"),
    _place("connection", r"(?:host|hostaddr|dbname|user|port)=[^\s,\"'()]{1,100}\s+(?:[a-z_]{2,20}=[^\s,\"'()]{1,100}\s+){0,6}?password=(?P<value>[^\s\"',(){}]{1,300})"),
    _place("connection", r"\bpassword=(?P<value>[^\s\"',(){}]{1,300})\s+(?:host|hostaddr|dbname|user|port|sslmode)="),
    _place("pair", r"\b(?:auth\s{0,3}=\s{0,3}|[A-Za-z]{0,20}(?:BasicAuth|DigestAuth))\(\s{0,3}[^\s,\"'()]{0,40}(?:[\"'][^\"'\n]{0,200}[\"'])?\s{0,3},\s{0,3}" + _LITERAL),
    _place("pair", r"\.login\(\s{0,3}(?:[\"'][^\"'\n]{1,200}[\"']|[\w.]{1,60})\s{0,3},\s{0,3}" + _LITERAL),
    _place("pair", r"(?:\bcurl\b[^\n]{0,300}?\s(?:-u|--user)[= ]?[\"']?[^\s:\"']{1,100}:|\bsshpass\s+-p\s*[\"']?)(?P<value>[^\s\"'${}]{3,200})"),
)
"""(kind, pattern): where a secret stands in code, shell lines, headers and URLs; the group `value` is masked, and
where there is a group `name` only if that name says so (for "line" and "query" only if the value looks random, too)."""


def matched_values(text: str) -> Iterator[tuple[str, int, int]]:
    """(kind, start, end) of every secret in `text` that its place gives away; overlaps are possible."""
    if not NAME_HINT.search(text):
        return
    for kind, pattern in PLACES:
        for found in pattern.finditer(text):
            value = found["value"]
            if "<redacted:" in value:
                continue
            if "name" in pattern.groupindex:
                if not is_secret(found["name"], value) or kind in ("line", "query") and not (looks_random(value) or _short_secret(found["name"], value)):
                    continue
            elif kind == "url-user" and not (looks_random(value) or len(value) >= 24):
                continue
            elif kind in ("url", "connection", "pair", "header") and _PLACEHOLDER.fullmatch(value):
                continue
            yield kind, found.start("value"), found.end("value")


def _short_secret(name: str, value: str) -> bool:
    """A short value beside a sure name, as printed by `cat .env`: told from an identifier by its digits."""
    return strength(name) == "strong" and len(value) >= 6 and any(map(str.isdigit, value)) and not re.search(r"[a-z]\.[a-z]", value)
