"""Commands that say something about a run: tag, note, rename, keep, delete, undelete."""

from __future__ import annotations

import re
from argparse import Namespace
from collections.abc import Callable, Sequence
from typing import Any

from jupyter_tracker.cli.answer import Answer, UsageError
from jupyter_tracker.cli.place import open_store, writing
from jupyter_tracker.masking import Masker
from jupyter_tracker.store import SessionLog

KEPT = ("id", "name", "state", "experiment", "tags", "note", "star", "baseline", "archived", "deleted")
"""What is told of a run after it was changed."""


def tag(args: Namespace) -> Answer:
    """Put tags on a run, or take them off."""
    if not args.tags and not args.remove:
        raise UsageError("say which tag, for example: jupyter tracker tag @1 baseline stage=final --remove draft")
    tags: dict[str, str | None] = {name: None for name in args.remove}
    for item in args.tags:
        name, _, text = item.partition("=")
        if not name:
            raise UsageError(f"a tag is NAME or NAME=VALUE, not {item!r}")
        tags[name] = text
    mask = Masker().text
    clean = {mask(name): None if text is None else mask(text) for name, text in tags.items()}
    return _edit(args, [args.run], lambda log, run: log.write("edit", run=run, tags=clean), "tags {tags}")


def note(args: Namespace) -> Answer:
    """Replace a run's note."""
    text = Masker().text(" ".join(args.text))
    return _edit(args, [args.run], lambda log, run: log.write("edit", run=run, set={"note": text}), "note {note}")


def rename(args: Namespace) -> Answer:
    """Give a run another name."""
    name = Masker().text(args.name).strip()
    if not name:
        raise UsageError("a run's name cannot be empty")
    if re.match(r"@\d", name):
        raise UsageError(f"a run's name cannot begin as {name.split()[0]} does, which means a run")
    return _edit(args, [args.run], lambda log, run: log.write("edit", run=run, set={"name": name}), "renamed")


def keep(args: Namespace) -> Answer:
    """Make metrics of what later cells computed of a run."""
    reader = open_store(args).reader()
    offered = [item["name"] for item in reader.run(reader.resolve(args.run))["offers"]]
    wrong = [name for name in args.names if name not in offered]
    if wrong or not offered:
        there = f"it was offered {', '.join(offered)}" if offered else "nothing was seen afterwards"
        raise UsageError(f"this run was not offered {', '.join(wrong) or 'anything'}; {there}")
    kept = args.names or offered
    said = "keeps " + ", ".join(kept).replace("{", "{{").replace("}", "}}")
    return _edit(args, [args.run], lambda log, run: log.write("edit", run=run, keep=kept), said)


def delete(args: Namespace) -> Answer:
    """Move runs to the trash."""
    said = "in the trash; `jupyter tracker undelete {id}` brings it back until `prune` empties the trash"
    return _edit(args, args.runs, lambda log, run: log.write("delete", run=run), said)


def undelete(args: Namespace) -> Answer:
    """Bring runs back from the trash."""
    return _edit(args, args.runs, lambda log, run: log.write("undelete", run=run), "back", deleted=True)


def _edit(
    args: Namespace, refs: Sequence[str], write: Callable[[SessionLog, str], None], said: str, *, deleted: bool = False
) -> Answer:
    """Write one event for each run named, or none if one of the names is wrong, and tell how the runs are now."""
    store = open_store(args)
    reader = store.reader()
    ids = list(dict.fromkeys(reader.resolve(ref, deleted=deleted) for ref in refs))
    for run in ids:
        reader.check_changeable(run)
    with writing(store) as log:
        for run in ids:
            write(log, run)
    reader.refresh()
    after = [_kept(reader.run(run)) for run in ids]
    lines = [f"{run['name']} ({run['id']}): {said.format(**{**run, 'tags': _tags(run['tags'])})}" for run in after]
    return Answer({"runs": after}, "\n".join(lines))


def _kept(record: dict[str, Any]) -> dict[str, Any]:
    return {key: record[key] for key in KEPT}


def _tags(tags: dict[str, str]) -> str:
    return ", ".join(f"{name}={text}" if text else name for name, text in tags.items()) or "none"
