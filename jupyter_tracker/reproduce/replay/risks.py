"""What a replay would do beyond its copy of the folders: commands, the network, files at absolute paths."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ...capture.effects import magics
from ...capture.effects.scopes import dotted
from .inputs import reads_of
from .plan import Plan
from .sources import aliases as aliases_of
from .sources import python_of

What = Literal["shell", "network", "absolute path"]
_COMMANDS = re.compile(
    r"os\.(system|popen|exec\w*|spawn\w*|posix_spawn)$|subprocess\.\w+$|(^|\.)(Popen|check_output|check_call)$"
    r"|pexpect\.|asyncio\.create_subprocess"
)
_CLIENTS = re.compile(
    r"(requests|httpx|aiohttp|urllib3?|ftplib|smtplib|paramiko|boto3|gdown|wget|kagglehub|huggingface_hub|yfinance|openml"
    r"|google\.cloud|pooch)\.|(^|\.)(urlopen|urlretrieve|from_pretrained|load_dataset|hf_hub_download|snapshot_download"
    r"|fetch_(openml|california_housing|20newsgroups\w*|covtype|olivetti_faces|lfw_\w+|kddcup99|rcv1|species_distributions)"
    r"|download_url|download_and_extract_archive|get_file|create_connection)$|^sns\.load_dataset$|^seaborn\.load_dataset$"
)
_URL = re.compile(r"(https?|ftp|s3|gs|hf|az|abfss?)://\S")
_WRITING = re.compile(
    r"(^|\.)(to_\w+|save\w*|dump|write\w*|makedirs|mkdir|mkfifo|touch|copy\w*|move|rename|remove|unlink|rmtree|open)$"
)
_SAYING = frozenset("print display Markdown HTML Image IFrame YouTubeVideo markdown title".split())
_AT_MOST = 100


@dataclass(frozen=True)
class Risk:
    """One thing that wants a yes: in which cell (or module) and line, in the words of the source."""

    what: What
    cell: str
    line: int
    text: str

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {"what": self.what, "cell": self.cell, "line": self.line, "text": self.text}


def risks(plan: Plan, modules: Mapping[str, str]) -> list[Risk]:
    """All that wants a yes, in order, each line once for each kind."""
    written = _written(plan)
    found: dict[tuple[str, str, int], Risk] = {}
    aliases: dict[str, str] = {}
    for label, source in _texts_of(plan, modules):
        tree = _parsed(source)
        aliases |= aliases_of(tree)
        for what, line in _in(tree, written, aliases):
            lines = source.splitlines()
            text = lines[line - 1].strip()[:160] if 0 < line <= len(lines) else ""
            found.setdefault((what, label, line), Risk(what, label, line, text))
    known = " ".join(risk.text for risk in found.values() if risk.what == "absolute path")
    for step in plan.steps:
        for path in sorted(_outside(plan, step.trace or {})):
            if path not in known:
                found.setdefault(("absolute path", step.label, 0), Risk("absolute path", step.label, 0, path))
    return list(found.values())[:_AT_MOST]


def named(plan: Plan, modules: Mapping[str, str]) -> set[str]:
    """The files that the run wrote and that its sources name by a whole path, or by that of a folder above: what a yes
    to these lines is given for."""
    written = _written(plan)
    found: set[str] = set()
    for _, source in _texts_of(plan, modules):
        tree = _parsed(source)
        no_paths = _gone_to(tree) | _going_on(tree)
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in no_paths:
                text = node.value
                found |= {path for path in written if _is_absolute(text) and _below(path, text)}
    return found


def is_temporary(path: str) -> bool:
    """Whether a file lies where temporary files do, or where none is kept."""
    import tempfile

    return path.startswith((os.path.join(tempfile.gettempdir(), ""), "/dev/", "/proc/"))


def _written(plan: Plan) -> set[str]:
    return {path for path in reads_of(plan).written if os.path.isabs(path)}


def _texts_of(plan: Plan, modules: Mapping[str, str]) -> list[tuple[str, str]]:
    texts = [(step.label, step.source) for step in plan.steps]
    edited = (one for step in plan.steps for one in step.modules.items())
    return texts + [(os.path.basename(path), text) for path, text in (*edited, *modules.items())]


def _parsed(source: str) -> ast.Module:
    try:
        return ast.parse(python_of(source))
    except SyntaxError:
        return ast.Module([], [])


def _gone_to(tree: ast.AST) -> set[int]:
    """The texts that are only gone to: a replay goes to their copies."""
    return {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and _goes(node)
        for part in ast.walk(node)
    }  # fmt: skip


def _going_on(tree: ast.AST) -> set[int]:
    """The texts that go on where something else has begun: what looks like a whole path is the end of one."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            found |= {id(part) for part in node.values[1:]}
        elif isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
            found.add(id(node.right))
    return found


def _goes(node: ast.Call) -> bool:
    magic = magics.found(node)
    return magic.name == "cd" if magic is not None else (dotted(node.func) or "").rpartition(".")[2] == "chdir"


def _outside(plan: Plan, trace: Mapping[str, Any]) -> Iterator[str]:
    """Files that a cell wrote neither below the working folder nor beside it."""
    near = os.path.join(os.path.dirname(plan.folder), "")
    for write in trace.get("writes") or ():
        path = write["name"].removeprefix("file:")
        if path != write["name"] and not path.startswith((near, "<")) and not is_temporary(path):
            yield path


def _in(tree: ast.Module, written: set[str], aliases: Mapping[str, str]) -> Iterator[tuple[What, int]]:
    going_on = _going_on(tree)
    no_paths = _gone_to(tree) | going_on
    said = {id(part) for node in ast.walk(tree) if _says(node) for part in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _call(node, id(node) in said, aliases, going_on)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            if _URL.match(node.value):
                yield "network", node.lineno
            elif id(node) not in no_paths and _is_absolute(node.value):
                if any(_below(path, node.value) for path in written):
                    yield "absolute path", node.lineno


def _says(node: ast.AST) -> bool:
    """Whether something is only shown: a text on its own, or what is printed."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
        return True
    return isinstance(node, ast.Call) and (dotted(node.func) or "").rpartition(".")[2] in _SAYING


def _call(
    node: ast.Call, said: bool, aliases: Mapping[str, str], going_on: Container[int]
) -> Iterator[tuple[What, int]]:
    magic = magics.found(node)
    if magic is not None:
        if magic.shell:
            yield ("network" if magic.name in ("pip", "conda", "uv") else "shell"), node.lineno
        return
    head, dot, rest = (dotted(node.func) or "").partition(".")
    callee = aliases.get(head, head) + dot + rest
    if _COMMANDS.search(callee):
        yield "shell", node.lineno
    asks = [word for word in node.keywords if word.arg in ("download", "download_if_missing")]
    off = any(isinstance(word.value, ast.Constant) and word.value.value is False for word in asks)
    if (_CLIENTS.search(callee) or asks) and not off and not said:
        yield "network", node.lineno
    if _WRITING.search(callee) and any(_is_absolute(text) for text in _texts(node, going_on)) and _writes(node, callee):
        yield "absolute path", node.lineno


def _texts(node: ast.Call, going_on: Container[int]) -> Iterator[str]:
    for argument in [*node.args, *(word.value for word in node.keywords)]:
        for part in ast.walk(argument):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in going_on:
                yield part.value


def _writes(node: ast.Call, callee: str) -> bool:
    """An `open` writes where its mode says so."""
    if callee.rpartition(".")[2] != "open":
        return True
    modes = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and set(str(mode.value)) & set("wax+") for mode in modes)


def _is_absolute(text: str) -> bool:
    return len(text) > 1 and "\n" not in text and (os.path.isabs(text) or text.startswith(("~/", "~\\")))


def _below(path: str, folder: str) -> bool:
    folder = os.path.abspath(os.path.expanduser(folder))
    return path == folder or path.startswith(os.path.join(folder, ""))
