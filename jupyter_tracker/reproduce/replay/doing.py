"""A replay from beginning to end: look at what it needs, run it, compare, and write the verdict down."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ...masking import Masker
from ...store.events import REPLAY, VARIATION, plain
from .. import load
from . import inputs, judging, layout, risks, running, sources, surroundings
from .inputs import Input
from .judging import Judged
from .layout import Layout
from .options import Options, ReplayError
from .plan import Plan, plan
from .running import Outcome, Progress
from .sources import Change, Edited, Revealed
from .verdicts import Divergence, Result

if TYPE_CHECKING:
    from ...store import Store
    from ...store.query import Reader


_NAMED = 8
"""So many variables are called by name."""


def silent(about: Mapping[str, Any]) -> None:
    """Progress that nobody hears."""


def replay(store: Store, run: str, options: Options | None = None, progress: Progress = silent) -> Result:
    """Replay a run of a store, and record the verdict on it unless something of it was changed on purpose.

    Raises ReplayError where it cannot be begun: without a yes, a secret or a kernel.
    """
    wanted = options or Options()
    reader = store.reader()
    masker = Masker.from_environment()
    planned = plan(reader, run)
    edited = sources.edits(planned, masker.text)
    modules: Mapping[str, str] = planned.modules
    if wanted.now:
        planned, modules = sources.as_now(planned)
    planned, changes = sources.changed(planned, wanted.params)
    planned, modules, revealed = sources.reveal(planned, modules, wanted.secrets, os.environ)
    found = inputs.check(reader, planned)
    changed = _changed(reader, planned, found, edited, changes)
    stopped = _stopped(planned, found, changed, wanted)
    if stopped is not None:
        progress({"event": "end", "verdict": stopped.verdict, "replayed_as": None})
        return stopped
    _refuse(planned, modules, revealed, wanted)
    progress({"event": "plan", "run": run, "steps": len(planned.steps), "cells": [one.label for one in planned.steps]})
    copy = layout.make(reader, planned, found, modules, restore=wanted.restore, keep=wanted.keep)
    try:
        told = _begin(store, planned, modules, copy, wanted, revealed)
        outcome = asyncio.run(running.execute(planned, copy, str(store.root), told, progress))
    finally:
        if not wanted.keep:
            copy.remove()
    progress({"event": "compare"})
    judged = judging.judge(reader, planned, outcome, wanted.tolerance)
    said = (*_said(planned, found, edited, changes, outcome, wanted), *_doubts(judged))
    result = Result(
        run, planned.record["name"], judged.verdict, judged.first_divergence, judged.steps, judged.metrics,
        judged.replayed_as, changed, said, wanted.tolerance,
        str(copy.root) if wanted.keep else None,
    )  # fmt: skip
    if not changes and not wanted.now:
        _record(store, result)
    elif changes and result.replayed_as:
        _grade(store, reader, result.replayed_as, masker)
    progress({"event": "end", "verdict": result.verdict, "replayed_as": result.replayed_as})
    return result


def _doubts(judged: Judged) -> Iterator[str]:
    """What the verdict is not made from."""
    for what, names in (
        ("too large to be compared whole, so by samples", [name for step in judged.steps for name in step.sampled]),
        ("not compared, as they do not show what they hold", [name for step in judged.steps for name in step.unknown]),
    ):
        if names:
            distinct = list(dict.fromkeys(names))
            more = f" and {len(distinct) - _NAMED} more" if len(distinct) > _NAMED else ""
            yield f"{what}: {', '.join(distinct[:_NAMED])}{more}"


def _grade(store: Store, reader: Reader, run: str, masker: Masker) -> None:
    """Grade a variation, which is a run like any other; other runs are graded by the kernel that they are made in."""
    reader.refresh()
    found = load.of_run(reader, run)
    body = {
        "run": run,
        "grade": found.grade,
        "reasons": [*map(masker.text, found.reasons)],
        "warnings": [*map(masker.text, found.warnings)],
    }
    _write(store, "graded", body)


def _record(store: Store, result: Result) -> None:
    report = json.dumps(plain(result.as_dict()), ensure_ascii=False).encode("utf-8", "replace")
    body: dict[str, Any] = {
        "run": result.run,
        "verdict": result.verdict,
        "first_divergence": plain(result.first_divergence.as_dict()) if result.first_divergence else None,
        "report": store.blobs.put(report),
    }
    if result.replayed_as:
        body["replayed_as"] = result.replayed_as
    _write(store, "replayed", body)


def _write(store: Store, kind: str, body: Mapping[str, Any]) -> None:
    log = store.session("shell")
    try:
        log.write(kind, **body)
    finally:
        log.close()


def _changed(
    reader: Reader, planned: Plan, found: Sequence[Input], edited: Sequence[Edited], changes: Sequence[Change]
) -> dict[str, Any]:
    """What is not as it was recorded, by kind."""
    away = [one.as_dict() for one in found if one.state in ("changed", "missing")]
    cells = [one for one in edited if one.path is None]
    return {
        "inputs": away,
        "modules": [
            {"path": one.path, "line": one.line, "recorded": one.recorded, "now": one.now} for one in edited if one.path
        ],
        "cells": [{"cell": one.label, "line": one.line, "recorded": one.recorded, "now": one.now} for one in cells],
        **surroundings.differences(reader, planned),
        "params": [
            {"name": one.name, "cell": one.step.label, "line": one.line, "recorded": one.recorded, "now": one.now}
            for one in changes
        ],
    }


def _stopped(planned: Plan, found: Sequence[Input], changed: Mapping[str, Any], wanted: Options) -> Result | None:
    """The end of a replay whose inputs are not as they were, where nobody said what to do about it."""
    away = [one for one in found if one.state in ("changed", "missing")]
    if wanted.restore:
        away = [one for one in away if not one.copies]
    elif wanted.anyway or wanted.now:
        away = []
    if not away:
        return None
    first = min(away, key=lambda one: one.step)
    step = planned.steps[first.step]
    divergence = Divergence(step.label, _line(step.source, first.path), first.path, first.hash, first.now)
    said = [_told(one, planned) for one in away]
    if any(one.copies for one in away):
        said.append("--restore takes the recorded copies for the replay; --anyway goes on with what is there now")
    else:
        said.append("--anyway goes on with what is there now")
    return Result(
        planned.record["id"], planned.record["name"], "failed", divergence, changed=changed, said=tuple(said),
        tolerance=wanted.tolerance,
    )  # fmt: skip


def _told(one: Input, planned: Plan) -> str:
    what = "is not there any more" if one.state == "missing" else "is not as it was when it was read"
    copies = "; ".join(copy.told for copy in one.copies) or "no copy of it as it was is known"
    return f"{planned.told(one.path)} {what}: {copies}"


def _line(source: str, path: str) -> int | None:
    """The line of a cell that names a file."""
    name = os.path.basename(path)
    return next((number for number, line in enumerate(source.splitlines(), 1) if name in line), None)


def _refuse(planned: Plan, modules: Mapping[str, str], revealed: Revealed, wanted: Options) -> None:
    if revealed.missing:
        names = ", ".join(dict.fromkeys(revealed.missing))
        raise ReplayError(
            f"masked values are needed that are not known here: {names}; set the variable of the environment that "
            f"holds it, or say --secret NAME to be asked for it"
        )
    needed = [] if wanted.yes else risks.risks(planned, modules)
    if needed:
        rows = "\n".join(f"  {one.what}  {one.cell} line {one.line}: {one.text}" for one in needed)
        raise ReplayError(
            f"this run does more than a copy of its folders can hold; --yes lets it:\n{rows}",
            [one.as_dict() for one in needed],
        )


def _begin(
    store: Store, planned: Plan, modules: Mapping[str, str], copy: Layout, wanted: Options, revealed: Revealed
) -> dict[str, Any]:
    """What the kernel is told; see `session.replaying.Begin`."""
    record = planned.record
    parts = {part["exec"] for part in record["parts"]}  # a block within a cell makes its run itself
    project = _project(store, planned.folder)
    roots = [str(copy.of(folder)) for folder in dict.fromkeys([planned.folder, project, *_homes(planned)])]
    about: dict[str, Any] = {"name": _name(record, wanted), "experiment": record["experiment"]}
    own = sorted({planned.folder, project})
    foreign = [path for path in inputs.reads_of(planned).written if not risks.is_temporary(path)]
    named = risks.named(planned, modules) if wanted.yes else set()
    return {
        "run": record["id"],
        "made_by": VARIATION if wanted.params else REPLAY,
        "about": {key: value for key, value in about.items() if value is not None},
        "cells": [[step.entry.cell_id, step.entry.exec in parts] for step in planned.steps],
        "notebook": record["notebook"],
        "copy": str(copy.root),
        "root": "",
        "project": str(copy.of(project)),
        "roots": roots,
        "protected": own,
        "foreign": sorted(foreign),
        "allowed": [str(copy.root), str(store.root), *sorted(named)],
        "yes": wanted.yes,
        "generators": {name: str(store.blobs.path(ref)) for name, ref in planned.generators.items()},
        "secrets": revealed.secrets,
    }


def _name(record: Mapping[str, Any], wanted: Options) -> str:
    told = ", ".join(f"{name}={value}" for name, value in wanted.params.items())
    return f"{record['name']} ({told})" if told else str(record["name"])


def _project(store: Store, folder: str) -> str:
    """The folder of the project: the one that the store lies in, where the working folder is below it."""
    root = os.path.dirname(str(store.root))
    return root if os.path.join(folder, "").startswith(os.path.join(root, "")) else folder


def _homes(planned: Plan) -> list[str]:
    """The folders that local modules are imported from, and that of the notebook."""
    homes = [os.path.dirname(path) for path in planned.modules]
    if planned.record["notebook"]:
        homes.append(os.path.dirname(planned.record["notebook"]))
    return homes


def _said(
    planned: Plan,
    found: Sequence[Input],
    edited: Sequence[Edited],
    changes: Sequence[Change],
    outcome: Outcome,
    wanted: Options,
) -> list[str]:
    """What to mind, in words."""
    said = [f"{change.name} was {change.recorded} and is {change.now} here" for change in changes]
    for one in found:
        path = planned.told(one.path)
        if one.state in ("changed", "missing"):
            taken = f"{one.copies[0].told}: taken" if wanted.restore and one.copies else "it was taken as it is now"
            said.append(f"{path} is not as it was when it was read; {taken}")
        elif one.state == "unknown":
            said.append(f"{path} was not hashed when it was read: whether it is the same is not known")
    used = "is replayed as it is now" if wanted.now else "was replayed as it was"
    for edit in edited:
        what = planned.told(edit.path) if edit.path else f"the cell {edit.label}"
        said.append(
            f"{what} was changed since, line {edit.line}: {edit.recorded.strip()} → {edit.now.strip()}; it {used}"
        )
    if outcome.died:
        said.append(outcome.died)
    said += [f"refused, as it leaves the copy of the folders: {what}" for what in outcome.refused]
    if planned.found.loose or any(step.entry.unseeded for step in planned.steps):
        said += [text for text in planned.found.warnings if "seed" in text or "while no cell ran" in text]
    return said
