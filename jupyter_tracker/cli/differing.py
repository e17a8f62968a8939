"""`jupyter tracker diff` and `jupyter tracker requirements`: code and environments of runs."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from jupyter_tracker.cli.answer import Answer, UsageError
from jupyter_tracker.cli.place import open_store


def diff(args: Namespace) -> Answer:
    """What differs between the code (as slices or notebooks) or the environments of two runs."""
    from jupyter_tracker.render import differences
    from jupyter_tracker.reproduce import differing

    reader = open_store(args).reader()
    first, second = (reader.resolve(ref) for ref in args.runs)
    if args.what == "environment":
        found = differing.of_environments(reader, first, second)
    else:
        found = differing.of_runs(reader, first, second, args.what)
    return Answer(found, differences.text(found))


def requirements(args: Namespace) -> Answer:
    """What a run imports, in the versions that it ran with, as a requirements file."""
    from jupyter_tracker.reproduce import imported

    reader = open_store(args).reader()
    found = imported.of_run(reader, reader.resolve(args.run))
    needed = {key: value for key, value in found.as_dict().items() if key != "installed"}
    body = {**needed, "python": found.python or None, "text": found.requirements()}
    if args.to is None:
        return Answer(body, found.requirements().rstrip("\n"))
    path = Path(args.to)
    try:
        with path.open("w" if args.force else "x", encoding="utf-8") as file:
            file.write(found.requirements())
    except FileExistsError:
        raise UsageError(f"{path} is there already; --force replaces it") from None
    except OSError as fault:
        raise UsageError(f"{path} cannot be written: {fault.strerror}") from None
    return Answer({**body, "written": str(path)}, f"wrote {path}")
