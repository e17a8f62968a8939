"""`jupyter tracker slice`: the cells that a run depends on."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from jupyter_tracker.cli.answer import Answer, UsageError
from jupyter_tracker.cli.place import open_store


def slice_(args: Namespace) -> Answer:
    """The cells that a run depends on, shown or written as a notebook or script."""
    from jupyter_tracker.reproduce import load, telling, writing

    store = open_store(args)
    reader = store.reader()
    found = load.of_run(reader, reader.resolve(args.run))
    if args.to is None:
        return Answer(found.as_dict(), telling.text(found))
    try:
        files, said = writing.write(found, Path(args.to), store.blobs.get, force=args.force)
    except (writing.UnknownForm, FileExistsError) as fault:
        hint = "; --force replaces it" if isinstance(fault, FileExistsError) else ""
        raise UsageError(f"{fault}{hint}") from None
    return Answer({**found.as_dict(), "written": [str(path) for path in files]}, writing.described(files, said))
