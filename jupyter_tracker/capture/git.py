"""The state of the code in git: commit, branch, what is not committed. Starts `git`: not for the path of a cell.

A repository's own configuration is not trusted: nothing that it names is executed, nothing is locked, written or asked.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from .files import own_work

TIMEOUT = 5.0
"""Seconds that one call of git may take."""
UNTRACKED_LIMIT = 100_000
"""Untracked source files up to so many bytes are part of the diff."""

_SAFE = (
    "--no-optional-locks",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "core.untrackedCache=false"),
    *("-c", "core.pager=cat"),
    *("-c", "diff.external="),
    *("-c", "protocol.allow=never"),
    *("-c", "submodule.recurse=false"),
    *("-c", "core.quotePath=false"),
)
_USERINFO = re.compile(r"(?<=://)[^/@\s]*@")


@dataclass(frozen=True, slots=True)
class GitState:
    """`commit` is None before the first one, `branch` None when detached; `diff` is text against the last commit with
    small untracked source files in it, notebooks left out (their snapshots are kept anyway)."""

    root: str
    commit: str | None
    branch: str | None
    dirty: bool
    changed: list[str] = field(default_factory=list)
    untracked: list[str] = field(default_factory=list)
    remote: str | None = None
    diff: str = ""
    truncated: bool = False

    def about(self) -> dict[str, Any]:
        """All but the diff, as plain data; empty values left out."""
        return {key: value for key, value in asdict(self).items() if key != "diff" and value not in (None, [], False)}


def state(folder: str, mask: Callable[[str], str], diff_limit: int = 2_000_000) -> GitState | None:
    """The state of the repository that `folder` lies in; None where there is none, git is missing or too slow."""
    git = _Git(folder)
    root = git.line("rev-parse", "--show-toplevel")
    if root is None:
        return None
    git = _Git(root)
    if not git.disarm_filters():
        return None
    # `status` and `diff` read what differs by size or time, which no cell that runs meanwhile has done.
    dated = git.run("diff-files", "--name-only", "-z", "--ignore-submodules=all") or ""
    with own_work(*(os.path.join(root, path) for path in dated.split("\0") if path)):
        status = git.run("status", "--porcelain=v1", "-z", "--untracked-files=normal", "--ignore-submodules=all")
        if status is None:
            return None
        changed, untracked = _entries(status)
        commit = git.line("rev-parse", "--verify", "--quiet", "HEAD")
        diff, truncated = git.diff(diff_limit) if commit and changed else ("", False)
    with own_work(*(os.path.join(root, path) for path in untracked)):
        for path in untracked:
            if len(diff) < diff_limit:
                diff += _new_file(root, path)
    remote = git.line("config", "--get", "remote.origin.url")
    return GitState(
        root=root,
        commit=commit,
        branch=git.line("symbolic-ref", "--quiet", "--short", "HEAD"),
        dirty=bool(changed or untracked),
        changed=changed[:1000],
        untracked=untracked[:1000],
        remote=mask(_USERINFO.sub("", remote)) if remote else None,
        diff=mask(diff[:diff_limit]),
        truncated=truncated or len(diff) > diff_limit,
    )


class _Git:
    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._options = list(_SAFE)
        quiet = {
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "LC_ALL": "C",
            "GIT_ASKPASS": "",
            "GIT_PAGER": "cat",
        }
        dropped = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_EXTERNAL_DIFF", "GIT_TRACE")
        self._environ = {key: value for key, value in os.environ.items() if key not in dropped} | quiet

    def run(self, *arguments: str, limit: int = 4_000_000) -> str | None:
        """What git says, at most `limit` bytes of it; None if it fails or takes too long."""
        try:
            with subprocess.Popen(
                ["git", *self._options, *arguments],
                cwd=self._folder,
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            ) as process:
                return _bounded(process, limit)
        except (OSError, ValueError):
            return None

    def line(self, *arguments: str) -> str | None:
        """The one line that git says."""
        said = self.run(*arguments)
        return said.strip() or None if said is not None else None

    def diff(self, limit: int) -> tuple[str, bool]:
        """What differs from the last commit, and whether it was cut."""
        options = ("--no-ext-diff", "--no-textconv", "--no-color", "--ignore-submodules=all")
        text = self.run("diff", *options, "HEAD", "--", ".", ":(exclude)*.ipynb", limit=limit + 1) or ""
        return text[:limit], len(text) > limit

    def disarm_filters(self) -> bool:
        """Take away the commands that the repository's own configuration would have run on files; False if one
        cannot be taken away."""
        for scope in ("--local", "--worktree"):
            said = self.run("config", scope, "--includes", "--name-only", "-z", "--get-regexp", r"^filter\..*") or ""
            for name in {key.rpartition(".")[0] for key in said.split("\0") if key}:
                if "=" in name:
                    return False
                for variable in ("clean", "smudge", "process"):
                    self._options += ["-c", f"{name}.{variable}="]
                self._options += ["-c", f"{name}.required=false"]
        return True


def _bounded(process: subprocess.Popen[bytes], limit: int) -> str | None:
    """Read at most `limit` bytes within the time allowed."""
    from threading import Timer

    timer = Timer(TIMEOUT, process.kill)
    timer.name = "jupyter_tracker-git"
    timer.daemon = True
    timer.start()
    try:
        assert process.stdout is not None
        data = process.stdout.read(limit)
        cut = len(data) == limit
        if cut:
            process.kill()
        return data.decode("utf-8", "replace") if process.wait() == 0 or cut else None
    finally:
        timer.cancel()


def _entries(status: str) -> tuple[list[str], list[str]]:
    """Changed and untracked paths out of `git status --porcelain=v1 -z`."""
    changed: list[str] = []
    untracked: list[str] = []
    parts = iter(status.split("\0"))
    for part in parts:
        if len(part) > 3:
            (untracked if part.startswith("??") else changed).append(part[3:])
            if part[0] in "RC":
                next(parts, None)  # the old name
    return changed, untracked


def _new_file(root: str, path: str) -> str:
    """A small untracked source file as a diff."""
    full = os.path.join(root, path)
    try:
        if not path.endswith((".py", ".toml", ".yaml", ".yml", ".cfg")) or os.path.islink(full):
            return ""
        if os.path.getsize(full) > UNTRACKED_LIMIT:
            return ""
        with open(full, encoding="utf-8") as file:
            lines = file.read().splitlines()
    except (OSError, ValueError):
        return ""
    head = f"diff --git a/{path} b/{path}\nnew file\n--- /dev/null\n+++ b/{path}\n@@ -0,0 +1,{len(lines)} @@\n"
    return head + "".join(f"+{line}\n" for line in lines)
