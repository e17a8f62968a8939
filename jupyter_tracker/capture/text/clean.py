"""A printed line as it stands on screen, with what can hold no pair blanked out."""

from __future__ import annotations

import re

BLANK = "\x00"
"""Stands for what was blanked out, character by character: nothing reaches across it."""

_ANSI = re.compile(r"\x1b(?:\[[0-?]{0,32}[ -/]{0,4}[@-~]|\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)|[@-Z\\-_])")
_FRAMES = str.maketrans({**dict.fromkeys("│┃║┆┊¦", "|"), **dict.fromkeys("━─═█▏▎▍▌▋▊▉░▒▓╸╺╾▪■□", BLANK), "−": "-"})
_BARS = re.compile(
    r"""
      (?:\d{1,3}(?:\.\d+)?%)?\|[^|\n]{2,300}\|\s*[\d.]+\w{0,2}/[\d.?]+\w{0,2}\s*\[(?:[^\],\[]{3,40},)?\s*[\d.?]*\s?\w*/\w+,?
                                                    # 20%|██   | 2/10 [00:31<02:05, 15.71s/it, …
    | \d{1,3}%\|(?=[\x00\s\#]{3})                   # 20%|
    | \x00\s*\d{1,3}(?:\.\d+)?%                     # ████ 20%
    | \[[=>.\s#-]{3,400}\]                          # [====>....]
    | (?:\.\s?){3,400} | [=*~_#-]{3,400}            # ......  -----
    """,
    re.VERBOSE,
)
_TOKEN = re.compile(r"\S+")
_PERHAPS_PATH = re.compile(r"[/\\]|\.[A-Za-z]")
_EXTENSION = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}$")
_SOURCE = re.compile(r"\.(?:py|pyx|cc|cpp|h|cu|js|ipynb):\d+$")
_CODE = re.compile(
    r"\s*(?:-+>\s*\d+\s|File \"|>>> |Traceback \(|\d+\s+(?:def|for|if|with|return|import|from) )"
    r"|\s*(?:def|class|import|from) \w"
    r"|\s*(?:raise \w|[\w.]*(?:Error|Warning|Exception|Interrupt)\b:)"
    r"|(?:(?:Hit|Get|Ign|Err):\d+ |Requirement already|Downloading |Collecting |Successfully installed|Installing |\[K)"
    r"|.*:\d+: \w*Warning\b"
)


def shown(line: str) -> str:
    """A line without colours and without what carriage returns and backspaces took away."""
    if "\x1b" in line:
        line = _ANSI.sub("", line)
    if "\r" in line:
        line = next((part for part in reversed(line.split("\r")) if part.strip()), "")
    return _rubbed(line) if "\b" in line else line


def is_code(line: str) -> bool:
    """Whether it is a line of source, of a traceback, a warning, or of an installer."""
    return _CODE.match(line) is not None


def blanked(line: str) -> str:
    """The line, equally long, with progress bars, rules, paths, addresses and file names blanked out."""
    line = line.translate(_FRAMES)
    if "%" in line or ".." in line or "--" in line or "==" in line or "##" in line or "[" in line:
        line = _BARS.sub(_blank, line)
    return _TOKEN.sub(_without_path, line) if _PERHAPS_PATH.search(line) else line


def _blank(match: re.Match[str]) -> str:
    return BLANK * len(match[0])


def _without_path(match: re.Match[str]) -> str:
    token: str = match[0]
    return BLANK * len(token) if _is_path(token) else token


def _is_path(token: str) -> bool:
    bare = token.strip("'\"`‘’“”,;:()[]{}<>")
    if "://" in bare or _SOURCE.search(bare):
        return True
    slash = "/" in bare or "\\" in bare
    if slash and (bare[0] in "/~\\" or bare.startswith(("./", "../")) or bare[1:3] == ":\\" or bare.count("/") > 2):
        return True
    return _EXTENSION.search(bare) is not None and (slash or any(each.isdigit() for each in bare)) and "(" not in bare


def _rubbed(line: str) -> str:
    kept: list[str] = []
    for each in line:
        if each != "\b":
            kept.append(each)
        elif kept:
            kept.pop()
    return "".join(kept)
