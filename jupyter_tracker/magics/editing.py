"""Magics that say something about a run: note, tag, rename, delete, undelete."""

from __future__ import annotations

from ..session.tracker import Tracker
from ..store import RefError
from .answer import Answer
from .words import Misused, one_run, options, split

RUN = {"-r": "run", "--run": "run"}


def note(tracker: Tracker, text: str) -> Answer:
    """Set a run's note."""
    given, rest = options(text, RUN, raw=True)
    if not rest:
        raise Misused("say what to note")
    return _edit(tracker, one_run(tracker, given), "note set", set={"note": tracker.masker.text(_unquoted(rest[0]))})


def tag(tracker: Tracker, text: str) -> Answer:
    """Put tags on, or take them off."""
    given, rest = options(text, {**RUN, "--remove": "remove"})
    if "--remove" in rest:
        at = rest.index("--remove")
        given.setdefault("remove", []).extend(rest[at + 1 :])
        rest = rest[:at]
    clean = tracker.masker.text
    tags: dict[str, str | None] = {clean(name): None for name in given.get("remove", [])}
    for word in rest:
        name, _, value = word.partition("=")
        if not name:
            raise Misused(f"a tag is NAME or NAME=VALUE, not {word}")
        tags[clean(name)] = clean(value)
    if not tags:
        raise Misused("say which tag")
    return _edit(tracker, one_run(tracker, given), "tagged", tags=tags)


def rename(tracker: Tracker, text: str) -> Answer:
    """Give a run another name."""
    given, rest = options(text, RUN, raw=True)
    if not rest:
        raise Misused("say the new name")
    name = tracker.masker.text(_unquoted(rest[0]))
    run_id = one_run(tracker, given)
    for run in tracker.runs:
        if run.id == run_id:
            run.name = name
    return _edit(tracker, run_id, "renamed", set={"name": name})


def delete(tracker: Tracker, text: str) -> Answer:
    """Move runs to the trash."""
    refs = split(text)
    if not refs:
        raise Misused("say which run")
    ids = [tracker.resolve(ref) for ref in refs]
    for run_id in ids:
        tracker.write("delete", run=run_id)
    tracker.runs = [run for run in tracker.runs if run.id not in ids or run.ended is None]
    return Answer(f"in the trash: {', '.join(ids)} (%track undelete brings them back)")


def undelete(tracker: Tracker, text: str) -> Answer:
    """Bring runs back."""
    refs = split(text)
    if not refs:
        raise Misused("say which run")
    reader = tracker.reader()
    ids = []
    for ref in refs:
        try:
            ids.append(reader.resolve(ref, deleted=True))
        except RefError as fault:
            raise RefError(f"{fault}") from None
    for run_id in ids:
        tracker.write("undelete", run=run_id)
    return Answer(f"back: {', '.join(ids)}")


def _edit(tracker: Tracker, run_id: str, said: str, **body: object) -> Answer:
    tracker.write("edit", run=run_id, **body)
    record = tracker.reader().run(run_id)
    tags = ", ".join(f"{name}={text}" if text else name for name, text in record["tags"].items())
    about = [f"note: {record['note']}"] if said.startswith("note") else [f"tags: {tags or 'none'}"]
    return Answer(f"{record['name']} ({run_id[:6]}) {said}; {about[0]}")


def _unquoted(text: str) -> str:
    text = text.strip()
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'" else text
