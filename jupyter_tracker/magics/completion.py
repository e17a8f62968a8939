"""What the tab key offers after `%track` and `%%track`: commands, options, runs, and the names in a filter."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from ..analysis.learnt import of_reader
from ..capture import compat
from ..capture.directive import OPTIONS
from ..session.tracker import Tracker
from .track import COMMANDS

NEWEST = 30
"""Runs whose names are offered."""
TAKING_RUNS = ("show", "compare", "slice", "diff", "requirements", "delete", "add", "report")
FLAGS = {
    "runs": ("-n", "--all"),
    "last": ("-n",),
    "report": ("-o", "--force"),
    "slice": ("--to", "--json", "--force"),
    "diff": ("--slice", "--notebook", "--environment"),
    "requirements": ("--to", "--force"),
    "note": ("-r",),
    "tag": ("-r", "--remove"),
    "rename": ("-r",),
    "begin": tuple(OPTIONS),
    "quiet": ("off",),
    "keep": ("-r",),
    "metric": ("--up", "--down", "--no-direction"),
}
NAMING = ("why", "ignore", "param", "metric", "primary", "irrelevant", "relevant")
"""Commands that take the name of a value."""


def complete(tracker: Tracker, shell: Any) -> Callable[[], None]:
    """Have the shell complete our magics; gives what takes that off again."""

    keys = ("%track", "%%track")

    def offer(_: Any, event: Any) -> list[str]:
        return careful(event.line, event.symbol)

    def of_line(line: str, symbol: str) -> list[str]:
        return careful(line, symbol) if line.startswith(keys) else []

    def careful(line: str, symbol: str) -> list[str]:
        try:
            return offers(tracker, line, symbol)
        except Exception as fault:
            tracker.fault("while completing", fault)
            return []

    for key in keys:
        shell.set_hook("complete_command", offer, str_key=key)

    undo = compat.complete_alone(shell, of_line)

    def take_off() -> None:
        undo()
        for key in keys:
            shell.strdispatchers["complete_command"].strs.pop(key, None)

    return take_off


def offers(tracker: Tracker, line: str, symbol: str) -> list[str]:
    """What may stand in the place of `symbol`, the word at the end of `line`."""
    words = line.split()
    if line.endswith("@"):  # a border of words for the shell
        return [str(number) for number in range(1, 10)]
    if words and words[0] == "%%track":
        return _of_cell(tracker, words, symbol)
    complete_words = words[1:-1] if symbol else words[1:]
    if not complete_words:
        return _beginning(COMMANDS, symbol)
    command = complete_words[0]
    found = _beginning(FLAGS.get(command, ()), symbol)
    if command in TAKING_RUNS or (complete_words[-1] == "-r"):
        found += _runs(tracker, symbol)
    if command == "undelete":
        found += _runs(tracker, symbol, deleted=True)
    if command in NAMING:
        found += _beginning(_seen(tracker), symbol)
    if command == "unlearn":
        found += _beginning(of_reader(tracker.reader(), tracker.notebook).names, symbol)
    if command == "keep":
        found += _beginning(_offered(tracker), symbol)
    if command in ("runs", "report"):
        found += _in_filter(tracker, line.partition(command)[2].lstrip(), symbol)
    return list(dict.fromkeys(found))


def _of_cell(tracker: Tracker, words: list[str], symbol: str) -> list[str]:
    before = words[-2] if symbol and len(words) > 1 else words[-1]
    if before in ("--to", "--resume"):
        return _runs(tracker, symbol)
    if before in ("-e", "--experiment"):
        return _beginning(tracker.reader().names()["experiments"], symbol)
    if before in ("-t", "--tag"):
        return _beginning(tracker.reader().names()["tags"], symbol)
    return _beginning(OPTIONS, symbol)


def _runs(tracker: Tracker, symbol: str, *, deleted: bool = False) -> list[str]:
    found = tracker.reader().runs(limit=NEWEST, deleted=deleted)
    names = [f'"{run["name"]}"' if " " in run["name"] else run["name"] for run in found]
    return _beginning([*names, *([] if deleted else [f"@{n + 1}" for n in range(min(9, len(found)))])], symbol)


def _seen(tracker: Tracker) -> list[str]:
    """The names of values in the newest runs here."""
    rows = tracker.reader().runs(notebook=tracker.notebook, limit=5)
    return list(dict.fromkeys(name for row in rows for role in ("metrics", "params") for name in row[role]))


def _offered(tracker: Tracker) -> list[str]:
    reader = tracker.reader()
    rows = reader.runs(notebook=tracker.notebook, limit=5)
    return list(dict.fromkeys(item["name"] for row in rows for item in reader.run(row["id"])["offers"]))


def _in_filter(tracker: Tracker, text: str, symbol: str) -> list[str]:
    from ..store import filters

    items = filters.complete(text, len(text), tracker.reader().names())
    return [item.text for item in items if item.text.startswith(symbol)]


def _beginning(names: Iterable[str], symbol: str) -> list[str]:
    return [name for name in names if name.startswith(symbol)]
