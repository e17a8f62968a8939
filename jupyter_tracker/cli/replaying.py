"""`jupyter tracker replay`: a run once more, with a verdict."""

from __future__ import annotations

import getpass
import json
import os
import signal
import sys
from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from jupyter_tracker.cli.answer import Answer, UsageError
from jupyter_tracker.cli.place import open_store, refuse_unwritable
from jupyter_tracker.store import StoreError


def replay(args: Namespace) -> Answer:
    """Run the cells of a run once more in a fresh kernel, and say whether the same came out."""
    from jupyter_tracker.reproduce.replay import Options, doing, param, telling

    store = open_store(args)
    refuse_unwritable(store)
    run = store.reader().resolve(args.run)
    options = Options(
        yes=args.yes,
        restore=args.restore,
        anyway=args.anyway,
        now=args.now,
        params=dict(param(text) for text in args.param),
        secrets={name: _secret(name) for name in args.secret},
        tolerance=args.tolerance,
        keep=args.keep,
    )
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        found = doing.replay(
            store, run, options, _progress if args.progress else _shown if _watched(args) else doing.silent
        )
    except KeyboardInterrupt:
        raise StoreError("the replay was stopped; nothing was recorded") from None
    code = 0 if found.verdict in ("identical", "equal") else 1
    return Answer(found.as_dict(), telling.text(found), code)


def _secret(name: str) -> str:
    """The value of a masked name: from the variable of that name, else asked for, else a line of stdin."""
    if "=" in name:
        raise UsageError("--secret takes a NAME alone: a value here would be seen by others; you are asked for it")
    if os.environ.get(name):
        return os.environ[name]
    value = getpass.getpass(f"{name}: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    if not value:
        raise UsageError(f"no value was given for {name}")
    return value


def _watched(args: Namespace) -> bool:
    return not args.json and sys.stderr.isatty()


def _progress(about: Mapping[str, Any]) -> None:
    print(json.dumps(about), file=sys.stderr, flush=True)


def _shown(about: Mapping[str, Any]) -> None:
    """A line for each step, for a person at a terminal."""
    if about["event"] == "step" and about["state"] == "running":
        print(f"{about['step']}/{about['of']} {about['cell']} {about['first_line'][:60]}", file=sys.stderr, flush=True)


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
