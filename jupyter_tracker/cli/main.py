"""The command line: its words, and how answers and errors are printed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from jupyter_tracker.cli import differing, doctor, editing, keeping, looking, replaying, slicing, startup
from jupyter_tracker.cli.answer import Answer, UsageError, as_json_text
from jupyter_tracker.store import FilterError, StoreError

REF = "a run: its id, its name, four or more characters of the id, or @1 for the newest, @2 …"
WRONG = 2
"""Exit status for what was typed wrong or cannot be done."""


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command and print its answer; the exit status: 0 done, 1 see the answer, 2 not done."""
    words = list(sys.argv[1:] if argv is None else argv)
    try:
        args = parser().parse_args(words)
    except Mistyped as fault:
        if "--json" in words:
            return _refuse(fault, True)
        print(fault.usage, end="", file=sys.stderr)
        return _refuse(fault, False)
    try:
        answer: Answer = args.command(args)
    except (StoreError, UsageError) as fault:
        return _refuse(fault, args.json)
    try:
        print(answer.printed(args.json), flush=True)
    except BrokenPipeError:
        # The reader (`head`) has what it wanted; without this Python would complain while it closes stdout.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return answer.code


def _refuse(fault: Exception, as_json: bool) -> int:
    names = list(getattr(fault, "names", ()))
    if as_json:
        error: dict[str, Any] = {"message": getattr(fault, "message", None) or str(fault), "names": names}
        if isinstance(fault, FilterError):
            error["position"] = fault.position
        if needs_yes := getattr(fault, "needs_yes", None):
            error["needs_yes"] = needs_yes
        print(as_json_text({"error": error}))
        return WRONG
    print(f"jupyter tracker: {fault}", file=sys.stderr)
    unsaid = [name for name in names if name not in str(fault)]
    if unsaid:
        print(f"  there is: {', '.join(unsaid[:20])}", file=sys.stderr)
    return WRONG


class Mistyped(Exception):
    """A command line that makes no sense; `usage` is what to type."""

    def __init__(self, message: str, usage: str) -> None:
        """The message names what is wrong."""
        super().__init__(message)
        self.usage = usage


class Parser(argparse.ArgumentParser):
    """Raises Mistyped instead of ending the process."""

    def error(self, message: str) -> NoReturn:
        """Refuse what was typed."""
        raise Mistyped(message, self.format_usage())


def parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    from jupyter_tracker import __version__

    top = Parser(
        prog="jupyter tracker", description="Runs made in notebooks: look at them, compare them, write them up."
    )
    top.add_argument("--version", action="version", version=f"jupyter_tracker {__version__}")
    commands = top.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def command(
        name: str, does: Callable[[argparse.Namespace], Answer], *, store: bool = True
    ) -> argparse.ArgumentParser:
        text = (does.__doc__ or "").strip()
        one = commands.add_parser(name, help=text.rstrip("."), description=text)
        one.set_defaults(command=does)
        one.add_argument("--json", action="store_true", help="answer with one JSON object (see docs/cli.md)")
        if store:
            one.add_argument("--store", metavar="PATH", help="the store, or a folder with one; else as in the kernel")
        return one

    _looking(command)
    _differing(command)
    _editing(command)
    _keeping(command)
    return top


Command = Callable[..., argparse.ArgumentParser]


def _looking(command: Command) -> None:
    runs = command("runs", looking.runs)
    runs.add_argument("filter", nargs="?", help="for example: 'metrics.acc > 0.9 and \"baseline\" in tags'")
    runs.add_argument("--sort", default="started", metavar="COLUMN", help="a column of the filter language (started)")
    runs.add_argument("--ascending", action="store_true", help="least or oldest first")
    runs.add_argument("--limit", type=_count, default=20, metavar="N", help="at most so many; 0 for all (20)")
    runs.add_argument("--experiment", metavar="NAME", help="only runs of this experiment")
    runs.add_argument("--notebook", metavar="PATH", help="only runs of this notebook")
    runs.add_argument("--deleted", action="store_true", help="the runs in the trash")

    show = command("show", looking.show)
    show.add_argument("run", help=REF)

    why = command("why", looking.why)
    why.add_argument("name", help="a param, a metric, or anything else that a run shows")
    why.add_argument("run", nargs="?", default="@1", help=REF)

    config = command("config", looking.config)
    config.add_argument("--notebook", metavar="PATH", help="only this notebook")

    compare = command("compare", looking.compare)
    compare.add_argument("runs", nargs="+", metavar="RUN", help=REF)

    sliced = command("slice", slicing.slice_)
    sliced.add_argument("run", nargs="?", default="@1", help=REF)
    sliced.add_argument("--to", metavar="FILE", help="write it as a .ipynb or .py file that runs on its own")
    sliced.add_argument("--force", action="store_true", help="replace a file that is there")

    _replaying(command("replay", replaying.replay))

    report = command("report", looking.report)
    report.add_argument("runs", nargs="*", metavar="RUN", help=REF)
    report.add_argument("--filter", help="all runs that match, instead of naming them")
    report.add_argument("-o", "--output", required=True, metavar="FILE", help="a .ipynb or .html file")
    report.add_argument("--title", help="the report's heading")
    report.add_argument(
        "--force", action="store_true", help="replace a file that is no report (a report is replaced anyway)"
    )


def _replaying(replay: argparse.ArgumentParser) -> None:
    replay.add_argument("run", nargs="?", default="@1", help=REF)
    replay.add_argument("--yes", action="store_true", help="let it run commands, reach the network, write anywhere")
    replay.add_argument("--param", action="append", default=[], metavar="NAME=VALUE", help="with one value changed")
    replay.add_argument("--secret", action="append", default=[], metavar="NAME", help="a masked value, to be asked for")
    data = replay.add_mutually_exclusive_group()
    data.add_argument("--restore", action="store_true", help="inputs that changed: as recorded, from where a copy is")
    data.add_argument("--anyway", action="store_true", help="inputs that changed: as they are now")
    data.add_argument("--now", action="store_true", help="cells, modules and inputs all as they are now")
    replay.add_argument("--tolerance", type=float, default=1e-6, metavar="X", help="relative, for equal (1e-06)")
    replay.add_argument("--keep", action="store_true", help="leave the copy of the folders there")
    replay.add_argument("--progress", action="store_true", help="tell each step as a line of JSON on stderr")


def _differing(command: Command) -> None:
    diff = command("diff", differing.diff)
    diff.add_argument("runs", nargs=2, metavar="RUN", help=REF)
    what = diff.add_mutually_exclusive_group()
    for name, told in (
        ("slice", "the cells that the runs depend on (unless told otherwise)"),
        ("notebook", "their notebooks as they were"),
        ("environment", "packages, Python, machine, threads, variables"),
    ):
        what.add_argument(f"--{name}", dest="what", action="store_const", const=name, help=told)
    diff.set_defaults(what="slice")

    requirements = command("requirements", differing.requirements)
    requirements.add_argument("run", nargs="?", default="@1", help=REF)
    requirements.add_argument("--to", metavar="FILE", help="write it to a file")
    requirements.add_argument("--force", action="store_true", help="replace a file that is there")


def _editing(command: Command) -> None:
    tag = command("tag", editing.tag)
    tag.add_argument("run", help=REF)
    tag.add_argument("tags", nargs="*", metavar="NAME[=VALUE]", help="tags to put on")
    tag.add_argument("-r", "--remove", action="append", default=[], metavar="NAME", help="a tag to take off")

    note = command("note", editing.note)
    note.add_argument("run", help=REF)
    note.add_argument("text", nargs="+", help="the note; '' empties it")

    rename = command("rename", editing.rename)
    rename.add_argument("run", help=REF)
    rename.add_argument("name", help="the new name")

    keep = command("keep", editing.keep)
    keep.add_argument("run", help=REF)
    keep.add_argument("names", nargs="*", metavar="NAME", help="metrics seen afterwards; all of them by default")

    for name, does in (("delete", editing.delete), ("undelete", editing.undelete)):
        command(name, does).add_argument("runs", nargs="+", metavar="RUN", help=REF)


def _keeping(command: Command) -> None:
    prune = command("prune", keeping.prune)
    prune.add_argument("--yes", action="store_true", help="do it; without this it is only told what would go")
    prune.add_argument("--days", type=_count, default=90, metavar="N", help="age from which untracked entries go (90)")

    command("rebuild", keeping.rebuild)

    for name, does in (("enable", startup.enable), ("disable", startup.disable)):
        command(name, does, store=False).add_argument(
            "--prefix", metavar="PATH", help="another environment than the one this command belongs to"
        )

    command("doctor", doctor.doctor)


def _count(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"a whole number is wanted, not {text!r}")
    return int(text)
