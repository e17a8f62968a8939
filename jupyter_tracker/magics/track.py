"""The magics themselves: `%track COMMAND …`, and `%%track` for help and completion."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from typing import Any

from ..capture import directive
from ..session import replaying as kernel_of_replay
from ..session.tracker import Tracker
from ..store import StoreError
from . import differing, editing, looking, making, replaying, ruling, slicing
from .answer import Answer

Command = Callable[[Tracker, str], Answer]

COMMANDS: dict[str, tuple[Command, str, str]] = {
    "last": (making.last, "[-n N] [NAME]", "make one run of the last cell, or of the last N, after the fact"),
    "add": (making.add, "[RUN]", "add the cell executed before to a run (the newest by default)"),
    "begin": (
        making.begin,
        "[NAME] [-e EXPERIMENT] [-t TAG[=VALUE] …]",
        "begin a run that takes all cells until `end`",
    ),
    "end": (making.end, "", "end the run that was begun"),
    "on": (making.on, "", "make a run of every cell that fits, tests, trains, scores or searches"),
    "off": (making.off, "", "undo `on`: only cells that ask for it become runs"),
    "quiet": (making.quiet, "[off]", "show no cards; `quiet off` shows them again"),
    "runs": (looking.runs, "[-n N] [--all] [FILTER]", "list runs of this notebook, or with --all of the whole store"),
    "show": (looking.show, "[RUN]", "one run with everything that is known of it"),
    "compare": (looking.compare, "RUN RUN …", "runs beside each other; the first is the baseline"),
    "slice": (slicing.slice_, "[RUN] [--to FILE] [--json] [--force]", "the cells that a run depends on, each with why"),
    "diff": (
        differing.diff,
        "[RUN RUN] [--slice | --notebook | --environment]",
        "what differs in the code, or in the environment, from a run to another",
    ),
    "requirements": (
        differing.requirements,
        "[--to FILE] [--force] [RUN]",
        "what a run imports, in exact versions, as a requirements file",
    ),
    "replay": (
        replaying.replay,
        "[RUN] [--yes] [--restore | --anyway | --now] [--param NAME=VALUE] [--secret NAME] [--json]",
        "run it once more and say whether the same comes out",
    ),
    "report": (looking.report, "[RUN … | FILTER] [-o FILE] [--force]", "write up as FILE.ipynb or FILE.html"),
    "note": (editing.note, "[RUN] TEXT", "set the note of a run (the newest here by default)"),
    "tag": (editing.tag, "[RUN] TAG[=VALUE] … [--remove TAG]", "put tags on a run, or take them off"),
    "rename": (editing.rename, "[RUN] NAME", "give a run another name"),
    "delete": (editing.delete, "RUN …", "move runs to the trash"),
    "undelete": (editing.undelete, "RUN …", "bring runs back from the trash"),
    "keep": (ruling.keep, "[NAME …] [-r RUN]", "make metrics of what later cells computed of a run"),
    "why": (ruling.why, "NAME [RUN]", "where a value came from, and what made it a param or a metric"),
    "ignore": (ruling.ignore, "NAME …", "silence names for good in this notebook"),
    "param": (ruling.param, "NAME …", "take names for params in this notebook"),
    "metric": (ruling.metric, "NAME … [--up | --down | --no-direction]", "take names for metrics in this notebook"),
    "primary": (ruling.primary, "NAME", "choose the metric that decides which run is best in this notebook"),
    "irrelevant": (ruling.irrelevant, "NAME …", "leave params out of what a configuration is in this notebook"),
    "relevant": (ruling.relevant, "NAME …", "take params into what a configuration is in this notebook"),
    "config": (ruling.config, "", "what was ruled in this notebook"),
    "unlearn": (ruling.unlearn, "NAME …", "take back what was ruled about names"),
    "status": (looking.status, "", "where the store is and what is going on"),
}
"""Each command: what it does, its arguments, and a line of help."""


def usage() -> str:
    """All commands, a line each."""
    width = max(len(f"{name} {arguments}") for name, (_, arguments, _) in COMMANDS.items())
    lines = [f"%track {f'{name} {arguments}'.ljust(width)}  {told}" for name, (_, arguments, told) in COMMANDS.items()]
    return "\n".join([*lines, "", RUNS])


RUNS = (
    "RUN is an id, a name (the newest of that name), 4 or more characters of an id, or @1 (the newest here), @2 …\n"
    'FILTER is an expression: metrics.acc > 0.9 and params.model == "rf" and "baseline" in tags'
)


class Magics:
    """`%track` and `%%track` of one shell."""

    def __init__(self, tracker: Tracker, shell: Any) -> None:
        """Make the two functions that are registered with the shell."""
        self._tracker = tracker
        self._shell = shell

        def line(text: str = "") -> Answer:
            return self.answer(text)

        def cell(text: str, body: str) -> Any:
            return self.run_body(body)

        line.__doc__ = f"Look at runs and make them.\n\n{usage()}"
        cell.__doc__ = (
            f"Make a run of this cell.\n\n{directive.USAGE}\n\n"
            "The same is meant by a first-line comment `# track: …` and by the cell tag `track`."
        )
        self.line, self.cell = line, cell

    def answer(self, text: str) -> Answer:
        """What `%track text` answers. Raises IPython's UsageError, a single line, for what cannot be done."""
        from IPython.core.error import UsageError

        if kernel_of_replay.current() is not None:
            return Answer("")
        name, _, rest = text.strip().partition(" ")
        if name in ("", "help", "-h", "--help"):
            return Answer(usage())
        if name not in COMMANDS:
            near = difflib.get_close_matches(name, COMMANDS, 1)
            hint = f"did you mean %track {near[0]}?" if near else f"there are {', '.join(COMMANDS)}"
            raise UsageError(f"%track has no command {name!r}; {hint}")
        command, arguments, _ = COMMANDS[name]
        try:
            return command(self._tracker, rest.strip())
        except looking.Misused as fault:
            raise UsageError(f"{fault}; usage: %track {name} {arguments}") from None
        except (StoreError, ValueError, OSError) as fault:
            raise UsageError(f"%track {name}: {fault}") from None

    def run_body(self, body: str) -> Any:
        """Only reached where the line was not taken off the cell: the body runs, untracked, and it is said."""
        self._tracker.say_once("body", "%%track must be in the first lines of a cell; this one ran untracked")
        return self._shell.run_cell(body)
