"""The data that a slice reads: is it there, is it as it was, and where is a copy."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ...store import whereabouts
from .plan import Plan

if TYPE_CHECKING:
    from ...store.query import Reader

State = Literal["same", "changed", "missing", "unknown"]
_COMMITS = 100
"""So many commits of a file are looked through for the content that it had."""


@dataclass(frozen=True)
class Copy:
    """Where the recorded bytes are to be had: a blob, or a file in a commit (`git`: folder, commit, path in it)."""

    told: str
    blob: str | None = None
    git: tuple[str, str, str] | None = None
    path: str | None = None


@dataclass(frozen=True)
class Input:
    """One file that the slice reads and does not make itself.

    Attributes:
        path: absolute.
        step: the first step that reads it, counted from 0.
        hash: as it was read, None where that is not known.
        now: its hash now, None where it is not there.
        written: a cell of the slice writes it, too.
        copies: where it can be had as it was.
    """

    path: str
    step: int
    hash: str | None
    now: str | None
    state: State
    written: bool = False
    copies: tuple[Copy, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """As JSON carries it."""
        return {
            "path": self.path, "state": self.state, "recorded": self.hash, "now": self.now,
            "restore": [copy.told for copy in self.copies],
        }  # fmt: skip


@dataclass
class _Reads:
    """The files that steps read before any of them makes them, and all that they write."""

    first: dict[str, int] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)


def check(reader: Reader, plan: Plan) -> list[Input]:
    """Every input of a plan, as it is now."""
    known = _recorded(plan)
    reads = reads_of(plan)
    return [
        _checked(reader, path, step, known.get(path), plan, path in reads.written) for path, step in reads.first.items()
    ]


def reads_of(plan: Plan) -> _Reads:
    """The files that the cells of a plan read from outside it, and those that they write."""
    found = _Reads()
    for number, step in enumerate(plan.steps):
        own = {f"file:{path}" for _, path, _ in step.entry.modules}
        for name in step.entry.reads:
            path = name.removeprefix("file:")
            if path != name and name not in own and path not in found.written and path not in plan.modules:
                found.first.setdefault(path, number)
        writes = {write.name.removeprefix("file:") for write in step.entry.writes if write.name.startswith("file:")}
        found.written |= writes
    return found


def hash_of(path: str) -> str | None:
    """The hash of a file as the store names it; None where there is none, or a folder."""
    from blake3 import blake3

    try:
        hasher = blake3()
        hasher.update_mmap(path)
    except (OSError, ValueError):
        return None
    return f"b3:{hasher.hexdigest()}"


def content(reader: Reader, copy: Copy) -> bytes:
    """The bytes that a copy holds. Raises OSError and StoreError."""
    if copy.blob is not None:
        return reader.store.blobs.get(copy.blob)
    if copy.git is not None:
        return _git(copy.git[0], "show", f"{copy.git[1]}:{copy.git[2]}") or b""
    return Path(str(copy.path)).read_bytes()


def _recorded(plan: Plan) -> dict[str, Mapping[str, Any]]:
    folder = str(plan.record["environment"].get("cwd") or plan.folder)
    return {os.path.normpath(os.path.join(folder, each["path"])): each for each in plan.record["inputs"]}


def _checked(
    reader: Reader, path: str, step: int, recorded: Mapping[str, Any] | None, plan: Plan, written: bool
) -> Input:
    digest = (recorded or {}).get("hash")
    if not os.path.exists(path):
        return Input(path, step, digest, None, "missing", written, tuple(_copies(reader, path, digest)))
    if os.path.isdir(path):
        return Input(path, step, None, None, "same", written)
    now = hash_of(path)
    if digest is not None:
        state: State = "same" if now == digest else "changed"
        copies = tuple(_copies(reader, path, digest)) if state == "changed" else ()
        return Input(path, step, digest, now, state, written, copies)
    when = plan.steps[step].entry.times.get(f"file:{path}")
    with suppress(OSError):
        if when is not None and os.stat(path).st_mtime == when:
            return Input(path, step, None, now, "same", written)
    return Input(path, step, None, now, "changed" if when is not None and not written else "unknown", written)


def _copies(reader: Reader, path: str, digest: str | None) -> Iterator[Copy]:
    """Where a file can be had as it was: in the store, in another place, in git."""
    if digest is None:
        return
    seen = whereabouts.of_hash(reader.connection(), digest)
    if reader.store.blobs.has(digest):
        makers = [one for one in seen if one.made]
        if makers:
            yield Copy(f"{makers[0].path} of the run {makers[0].name} ({makers[0].run})", blob=digest)
        else:
            yield Copy("the store has kept a copy", blob=digest)
    for other in dict.fromkeys(one.path for one in seen):
        if os.path.isabs(other) and other != path and os.path.isfile(other) and hash_of(other) == digest:
            yield Copy(f"{other} is the same file", path=other)
            break
    found = _in_git(path, digest)
    if found is not None:
        yield found


def _in_git(path: str, digest: str) -> Copy | None:
    """The newest commit in which a file had this content."""
    from blake3 import blake3

    folder = os.path.dirname(path)
    while folder and not os.path.isdir(folder):
        folder = os.path.dirname(folder)
    top = _git(folder, "rev-parse", "--show-toplevel")
    if top is None:
        return None
    root = top.decode("utf-8", "replace").strip()
    inside = os.path.relpath(os.path.realpath(path), os.path.realpath(root))
    commits = _git(root, "rev-list", f"-{_COMMITS}", "--all", "--", inside)
    for commit in (commits or b"").decode().split():
        data = _git(root, "show", f"{commit}:{inside}")
        if data is not None and f"b3:{blake3(data).hexdigest()}" == digest:
            return Copy(f"git has it in commit {commit[:10]}", git=(root, commit, inside))
    return None


def _git(folder: str, *words: str) -> bytes | None:
    try:
        done = subprocess.run(["git", "-C", folder, *words], capture_output=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None
