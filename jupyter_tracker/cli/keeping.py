"""Commands that keep the store in order: prune, rebuild."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.cli.answer import Answer
from jupyter_tracker.cli.place import open_store, refuse_unwritable

DAY = 86_400.0


def prune(args: Namespace) -> Answer:
    """Empty the trash, drop old untracked entries and blobs that nothing needs; only tell so without --yes."""
    from jupyter_tracker.store import upkeep

    store = open_store(args)
    reader = store.reader()
    plan = upkeep.plan_prune(reader, older_than=args.days * DAY)
    if args.yes:
        refuse_unwritable(store)
        upkeep.execute(reader, plan)
    body = {"store": str(store.root), "done": args.yes, **plan.as_dict()}
    return Answer(body, _said(body))


def _said(body: dict[str, Any]) -> str:
    going = [
        formats.plural(len(body["runs"]), "run") + " in the trash",
        formats.plural(body["entries"], "executed cell") + " that no run needs",
        formats.plural(body["blobs"], "blob") + " that nothing refers to",
    ]
    verb = "Gone" if body["done"] else "Would go"
    lines = [f"{verb}: {', '.join(going)}; {formats.size(body['bytes'])} of files."]
    if body["spared_logs"]:
        lines.append(
            f"Left as they are: {formats.plural(body['spared_logs'], 'log')} still in use or of a newer format."
        )
    if body["waiting"]:
        waiting = formats.plural(len(body["waiting"]), "run")
        lines.append(f"In the trash until their session is over: {waiting}.")
    if not body["done"]:
        lines.append("Nothing was changed; --yes does it.")
    return "\n".join(lines)


def rebuild(args: Namespace) -> Answer:
    """Throw the index away and make it anew from the logs."""
    store = open_store(args)
    runs = store.reader().rebuild()
    body = {"store": str(store.root), "runs": runs}
    return Answer(body, f"The index was made anew from the logs: {formats.plural(runs, 'run')}.")
