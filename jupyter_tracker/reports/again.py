"""How runs can be made once more, in words; code stands between backticks."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from jupyter_tracker.analysis import formats, verdicts

COMMANDS = 6
"""How many command lines of scripts are written out."""

Records = Sequence[Mapping[str, Any]]


def steps(records: Records, labels: Mapping[str, str]) -> list[str]:
    """The steps to the same result: code, environment, data, and what to run.

    Args:
        records: the run records.
        labels: what each run is called, by its id.
    """
    found = [_code(records), _environment(records)]
    if any(record.get("inputs") for record in records):
        found.append("Put the data files where the code reads them, and compare their hashes (`b3sum FILE`).")
    commands = _commands(records, labels)
    found += [f"Run {command}." for command in list(commands)[:COMMANDS]]
    if len(commands) > COMMANDS:
        found.append(f"Run the other {len(commands) - COMMANDS} command lines, which `%track show RUN` tells.")
    if any(not _argv(record) for record in records):
        found.append(
            "Run the cells below in their order, after `%load_ext jupyter_tracker`, and `%track compare` the runs; or, "
            "where the store is, `jupyter tracker replay RUN` does it and says whether the same comes out."
        )
    found += [_replayed(record, labels[record["id"]]) for record in records if record.get("replay")]
    return found


def _replayed(record: Mapping[str, Any], label: str) -> str:
    replay = record["replay"]
    when = datetime.fromtimestamp(replay["when"], UTC).strftime("%Y-%m-%d %H:%M UTC")
    first = replay.get("first_divergence")
    told = f"; {verdicts.divergence(first)}" if first else f": {verdicts.MEANING[replay['verdict']]}"
    return formats.clean(f"{label} was replayed on {when} and came out {replay['verdict']}{told}.")


def _code(records: Records) -> str:
    gits = [(record.get("environment") or {}).get("git") or {} for record in records]
    commits = {git.get("commit") for git in gits}
    if commits == {None}:
        return "The code was in no git repository; the code below is all of it that is known."
    if len(commits) > 1:
        return "Get the code: the commit of each run is in the table of the environment."
    dirty = any(git.get("dirty") for git in gits)
    more = ", then apply the uncommitted changes below" if dirty else ""
    return f"Get the code: `git checkout {formats.clean(str(commits.pop()))}`{more}."


def _environment(records: Records) -> str:
    python = {formats.clean(str((record.get("environment") or {}).get("python") or "")) for record in records} - {""}
    version = f" with Python {sorted(python)[0].split()[0]}" if len(python) == 1 else ""
    known = any((record.get("environment") or {}).get("packages") for record in records)
    install = "install the packages listed above" if known else "install what the code imports (not known here)"
    return f"Make an environment{version} and {install}."


def _argv(record: Mapping[str, Any]) -> list[str]:
    found = (record.get("environment") or {}).get("argv")
    return [str(word) for word in found] if isinstance(found, list) else []


def _commands(records: Records, labels: Mapping[str, str]) -> list[str]:
    """What scripts were started with, each with the runs that it made."""
    made: dict[tuple[str, str], list[str]] = {}
    for record in records:
        words = _argv(record)
        if words:
            folder = formats.clean(str((record.get("environment") or {}).get("cwd") or ""))
            command = formats.clean(f"python {shlex.join(words)}").replace("`", "'")
            made.setdefault((command, folder.replace("`", "'")), []).append(labels[record["id"]])
    return [
        f"`{command}`" + (f" in `{folder}`" if folder else "") + _of(names, len(records))
        for (command, folder), names in made.items()
    ]


def _of(names: Sequence[str], count: int) -> str:
    if len(names) == count:
        return ""
    listed = ", ".join(f"`{formats.clean(name).replace('`', chr(39))}`" for name in names[:3])
    return f" for {listed}" + (f" and {len(names) - 3} more" if len(names) > 3 else "")
