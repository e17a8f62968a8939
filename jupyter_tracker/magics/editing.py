"""Magics that say something about a run: note, tag, rename, delete, undelete."""

from __future__ import annotations

import re

from ..session.tracker import Tracker
from ..store import RefError
from .answer import Answer
from .words import Misused, first_word, leading_run, new_name, options, split, unquoted


def note(tracker: Tracker, text: str) -> Answer:
    """Set a run's note."""
    run_id, rest = _run_and_text(tracker, text)
    if not rest:
        raise Misused("say what to note")
    return _edit(tracker, run_id, "note set", set={"note": tracker.masker.text(unquoted(rest))})


def tag(tracker: Tracker, text: str) -> Answer:
    """Put tags on, or take them off."""
    run_id, text = _run_and_text(tracker, text)
    given, rest = options(text, {"--remove": "remove", "-r": "run", "--run": "run"})
    if "--remove" in rest:
        at = rest.index("--remove")
        given.setdefault("remove", []).extend(rest[at + 1 :])
        rest = rest[:at]
    if "run" in given:
        run_id = tracker.resolve(given["run"][-1])
    clean = tracker.masker.text
    tags: dict[str, str | None] = {clean(name): None for name in given.get("remove", [])}
    for word in rest:
        name, _, value = word.partition("=")
        if not name:
            raise Misused(f"a tag is NAME or NAME=VALUE, not {word}")
        tags[clean(name)] = clean(value)
    if not tags:
        raise Misused("say which tag")
    return _edit(tracker, run_id, "tagged", tags=tags)


def rename(tracker: Tracker, text: str) -> Answer:
    """Give a run another name."""
    run_id, rest = _run_and_text(tracker, text)
    if not rest:
        raise Misused("say the new name")
    name = tracker.masker.text(new_name(unquoted(rest)))
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
        tracker.reader().check_changeable(run_id)
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
        reader.check_changeable(run_id)
    for run_id in ids:
        tracker.write("undelete", run=run_id)
    return Answer(f"back: {', '.join(ids)}")


def _edit(tracker: Tracker, run_id: str, said: str, **body: object) -> Answer:
    tracker.reader().check_changeable(run_id)
    tracker.write("edit", run=run_id, **body)
    record = tracker.reader().run(run_id)
    tags = ", ".join(f"{name}={text}" if text else name for name, text in record["tags"].items())
    about = [f"note: {record['note']}"] if said.startswith("note") else [f"tags: {tags or 'none'}"]
    return Answer(f"{record['name']} ({run_id[:6]}) {said}; {about[0]}")


def _run_and_text(tracker: Tracker, text: str) -> tuple[str, str]:
    """The run that is meant (`-r RUN`, or the first word, or the newest here) and what is said of it."""
    option = re.match(r"(?:-r|--run)(?:\s+|=|$)", text)
    if option is None:
        return leading_run(tracker, text)
    ref, rest = first_word(text[option.end() :])
    if not ref:
        raise Misused("-r wants a run after it")
    return tracker.resolve(ref), rest
