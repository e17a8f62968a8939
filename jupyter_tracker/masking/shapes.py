"""The formats of well-known tokens, and the places in code, shell lines, headers and URLs where secrets stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .names import is_placeholder, is_secret, looks_random, strength


def _shape(kind: str, hints: str, pattern: str) -> tuple[str, tuple[str, ...], re.Pattern[str]]:
    return kind, tuple(hints.split()), re.compile(pattern)


SHAPES: tuple[tuple[str, tuple[str, ...], re.Pattern[str]], ...] = (
    _shape(
        "private-key",
        "PRIVATE",
        r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY[A-Z ]{0,10}-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,30}-----|\Z)",
    ),
    _shape("aws", "AKIA ASIA", r"(?<![A-Za-z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])"),
    _shape(
        "github",
        "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
        r"(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{22,255})",
    ),
    _shape("gitlab", "gl", r"(?<!\w)gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[\w-]{20,300}"),
    _shape(
        "slack",
        "xox xapp- hooks.slack",
        r"(?<!\w)(?:xox[abeoprs]-[\w-]{10,250}|xapp-\d-[\w-]{20,250}|"
        r"https://hooks\.slack\.com/services/[\w/]{20,100})",
    ),
    _shape("huggingface", "hf_ api_org_", r"(?<!\w)(?:hf|api_org)_[A-Za-z0-9]{30,60}(?!\w)"),
    _shape(
        "sk",
        "sk-",
        r"(?<![\w-])sk-(?=[\w-]{0,100}\d)"
        r"(?:[A-Za-z0-9]{20,200}|(?:proj|ant|svcacct|admin|or|lf)-[\w-]{20,300})",
    ),
    _shape("google", "AIza ya29. GOCSPX-", r"(?<!\w)(?:AIza[\w-]{35}|ya29\.[\w-]{20,500}|GOCSPX-[\w-]{20,60})"),
    _shape(
        "stripe",
        "k_live_ k_test_ whsec_",
        r"(?<!\w)(?:[srp]k_(?:live|test)_[A-Za-z0-9]{10,250}|whsec_[A-Za-z0-9]{20,100})",
    ),
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

NAME_HINT = re.compile(
    r"(?i)key|token|secret|passw|pass|pwd|cred|auth|dsn|jwt|sig|bearer|://[^\s/]{1,200}@|conn|curl|login"
)
"""Cheap test: without a match no rule of `PLACES` can apply."""

_LITERAL = r"[rbuRBU]{0,2}(?P<q>\\?(?:\"{3}|'{3}|[\"']))(?P<value>(?:(?!(?P=q))[^\n]){1,4000}?)(?P=q)"
_NAME = r"(?<![\w-])(?P<name>[A-Za-z_][\w-]{0,63})"
_BARE = r"(?P<value>[^\s\"'`$(){}\[\],;#&|<>]{4,500})"


def _place(kind: str, pattern: str, flags: int = 0) -> tuple[str, re.Pattern[str]]:
    return kind, re.compile(pattern, flags)


PLACES: tuple[tuple[str, re.Pattern[str]], ...] = (
    _place(
        "named",
        _NAME + r"\\?[\"']?\s{0,3}\]?\s{0,3}"
        r"(?::\s{0,3}[A-Za-z][\w.\[\]| ]{0,40}?=|=(?!=)|:)\s{0,3}\(?\s{0,3}" + _LITERAL,
    ),
    _place(
        "named",
        r"(?:setdefault|putenv|setenv|environ\.get|getenv|set_secret|set_password)"
        r"\(\s{0,3}[\"']" + _NAME + r"[\"']\s{0,3},\s{0,3}" + _LITERAL,
    ),
    _place("named", r"[\"']-{1,2}(?P<name>[A-Za-z][\w-]{1,60})[\"'][^)\n]{0,200}?\bdefault\s{0,3}=\s{0,3}" + _LITERAL),
    _place("named", r"(?:%(?:set_)?env\s+|\bexport\s+|\bENV\s+|\bset\s+|(?<!\w)-e\s+)" + _NAME + r"[= ]" + _BARE),
    _place("named", r"(?<![\w-])--(?P<name>[A-Za-z][\w-]{1,60})[= ][\"']?" + _BARE),
    _place("line", r"^[ \t]{0,8}" + _NAME + r"(?:=|:[ \t]{1,3})" + _BARE + r"[ \t]{0,8}$", re.MULTILINE),
    _place("query", r"[?&;](?P<name>[A-Za-z][\w.-]{1,40})=" + _BARE),
    _place(
        "header",
        r"(?i)authorization\\?[\"']?\s{0,3}[:=,]\s{0,3}[fbr]?\\?[\"']?"
        r"(?:(?:bearer|basic|token|digest|apikey)\s+)?(?!bearer|basic|token|digest)"
        r"(?=[^\s\"'{}]{0,80}\d|[^\s\"'{}]{24})(?P<value>[^\s\"'{}\\(),]{6,4000})(?=[\"'\s\\]|\Z)",
    ),
    _place(
        "header",
        r"(?<!\w)[Bb]earer\s{1,3}"
        r"(?=[^\s\"'{}]{0,40}\d|[^\s\"'{}]{24})(?P<value>[A-Za-z0-9._~+/=-]{8,4000})",
    ),
    _place(
        "header",
        r"(?i)(?<!\w)[\w-]{0,20}(?:api-?key|auth-token|access-token|secret)\s{0,2}:\s{1,3}"
        r"(?=[^\s\"',]{0,60}\d)(?P<value>[^\s\"',{}]{8,500})",
    ),
    _place("url", r"(?<!\w)[a-z][a-z0-9+.-]{1,30}://[^\s/:@\"'{}<>]{0,100}:(?P<value>[^\s/@\"'{}<>$]{1,300})@"),
    _place("url-user", r"(?<!\w)https?://(?P<value>[^\s/:@\"'{}<>$]{8,300})(?::[^\s/@\"']{0,300})?@"),
    _place(
        "connection",
        r"(?i)(?:(?<=;)|(?<=[\"'])|(?<=; ))"
        r"(?:password|pwd|accountkey|sharedaccesskey|sharedaccesssignature|secret)"
        r"\s?=\s?(?P<value>[^;\"'\s{}()]{3,500})(?=[;\"'])",
    ),
    _place(
        "connection",
        r"(?:host|hostaddr|dbname|user|port)=[^\s,\"'()]{1,100}\s+"
        r"(?:[a-z_]{2,20}=[^\s,\"'()]{1,100}\s+){0,6}?password=(?P<value>[^\s\"',(){}]{1,300})",
    ),
    _place("connection", r"\bpassword=(?P<value>[^\s\"',(){}]{1,300})\s+(?:host|hostaddr|dbname|user|port|sslmode)="),
    _place(
        "pair",
        r"\b(?:auth\s{0,3}=\s{0,3}|[A-Za-z]{0,20}(?:BasicAuth|DigestAuth))"
        r"\(\s{0,3}[^\s,\"'()]{0,40}(?:[\"'][^\"'\n]{0,200}[\"'])?\s{0,3},\s{0,3}" + _LITERAL,
    ),
    _place("pair", r"\.login\(\s{0,3}(?:[\"'][^\"'\n]{1,200}[\"']|[\w.]{1,60})\s{0,3},\s{0,3}" + _LITERAL),
    _place(
        "pair",
        r"(?:\bcurl\b[^\n]{0,300}?\s(?:-u|--user)[= ]?[\"']?[^\s:\"']{1,100}:|"
        r"\bsshpass\s+-p\s*[\"']?)(?P<value>[^\s\"'${}]{3,200})",
    ),
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
                if (
                    not is_secret(found["name"], value)
                    or kind in ("line", "query")
                    and not _unquoted(found["name"], value)
                ):
                    continue
            elif kind == "url-user" and not (looks_random(value) or len(value) >= 24):
                continue
            elif kind in ("url", "connection", "pair", "header") and is_placeholder(value):
                continue
            yield kind, found.start("value"), found.end("value")


def _unquoted(name: str, value: str) -> bool:
    """Whether bare text after a name (as `cat .env` prints it) is a value: an identifier has no digits."""
    if looks_random(value):
        return True
    sure = strength(name) == "strong" and len(value) >= 6
    return sure and any(map(str.isdigit, value)) and not re.search(r"[a-z]\.[a-z]", value)
