"""Commands that keep the store in order: prune, rebuild."""

from __future__ import annotations

from argparse import Namespace

from jupyter_tracker.analysis import formats
from jupyter_tracker.cli.answer import Answer
from jupyter_tracker.cli.place import open_store


def rebuild(args: Namespace) -> Answer:
    """Throw the index away and make it anew from the logs."""
    store = open_store(args)
    runs = store.reader().rebuild()
    body = {"store": str(store.root), "runs": runs}
    return Answer(body, f"The index was made anew from the logs: {formats.plural(runs, 'run')}.")
