"""What each executed cell depended on and what it changed, as the journal carries it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..capture.effects import Effects, Trace, Written
from ..capture.effects.origins import Origins
from ..capture.files import own_work
from ..capture.fingerprints.plain import placed
from ..store.events import encode_value
from .filework import FileWork, listings

if TYPE_CHECKING:
    from ..capture.filing import Filed
    from ..capture.own import OwnCode
    from ..capture.records import FileSeen
    from .cells import CellEntry
    from .tracker import Tracker

MOST = 400
"""So many names that one cell wrote are told with what they held; of more only the names are."""
LARGEST_MODULE = 2**20
"""Bytes of a local module beyond which its content is not kept."""


class Executions:
    """Traces the cells of one shell. A fault is said once and costs the cell its trace, nothing else."""

    def __init__(self, tracker: Tracker, shell: Any, own: OwnCode) -> None:
        """`own` tells the user's code."""
        self._tracker = tracker
        self._effects = Effects(shell.user_ns, own, shell)
        self._shell = shell
        self._origins = Origins()
        self._on = False
        self._files = FileWork()
        self._kept: dict[str, tuple[object, str]] = {}

    def start(self, entry: CellEntry) -> None:
        """A cell is about to run."""
        self._on = False
        try:
            self._effects.before(entry.code.whole, self._shell.transform_cell)
            self._origins.before()
            self._on = True
        except Exception as fault:
            self._failed(fault)

    def stop(self, files: Iterable[FileSeen], filed: Filed, *, ended: bool) -> dict[str, Any] | None:
        """The trace of the cell that has run, as plain masked data; None where there is none."""
        self._origins.after()
        if not self._on:
            return None
        self._on = False
        try:
            return self._told(self._effects.after(ended=ended), list(files), filed)
        except Exception as fault:
            self._failed(fault)
            return None

    def _failed(self, fault: Exception) -> None:
        self._effects.forget()
        self._tracker.say_once("effects", f"what cells depend on is not fully traced: {type(fault).__name__}: {fault}")

    def _told(self, trace: Trace, files: list[FileSeen], filed: Filed) -> dict[str, Any]:
        masked = self._tracker.masker.text

        def mask(text: str) -> str:
            return masked(placed(text))

        reads = [*trace.reads, *(f"file:{path}" for path in self._files.reads(trace, files, filed))]
        writes = [self._written(one, place < MOST) for place, one in enumerate(trace.writes)]
        writes += [{"name": mask(f"file:{path}"), "how": how} for path, how in self._files.writes(files, filed)]
        modules = [kept for name in trace.modules if (kept := self._module(name)) is not None]
        reads += [f"file:{module['path']}" for module in modules]
        told: dict[str, Any] = {
            "reads": [name if name.startswith("<") else mask(name) for name in dict.fromkeys(reads)],
            "writes": writes,
            "between": [mask(name) for name in trace.between],
            "may": [mask(name) for name in trace.may],
            "lasting": trace.lasting,
            "unseeded": trace.unseeded,
            "times": {mask(f"file:{file.path}"): file.mtime for file in files if file.mode == "read" and file.mtime},
            "listed": {mask(folder): list(map(mask, names)) for folder, names in listings(files, filed)},
            "modules": modules,
            "generators": self._generators(trace),
        }
        return {key: value for key, value in told.items() if value or key in ("reads", "writes")}

    def _generators(self, trace: Trace) -> dict[str, str]:
        """How the generators were when the session began to use them, of those that this cell is the first to use."""
        used = [name[8:-1] for name in trace.reads if name.startswith("<random:")]
        return {name: self._tracker.store.blobs.put(state) for name, state in self._origins.take(used).items()}

    def _written(self, one: Written, whole: bool) -> dict[str, Any]:
        masker = self._tracker.masker
        body: dict[str, Any] = {"name": masker.text(one.name), "how": one.how}
        found = one.found
        if found is None or not whole or not found.hash:
            return body
        summary = {key: _encoded(value) for key, value in found.summary.items()}
        masked = masker.value(one.name, summary)
        if summary.get("type") in ("dict", "module") and "first" in summary:
            masked["first"] = [[key, masker.value(str(key), value)] for key, value in masked["first"]]
        if masked != summary:  # what could be guessed from its hash is no secret any more
            return body | {"summary": masked}
        body |= {"hash": found.hash, "summary": summary}
        if found.steady:
            body["steady"], body["passing"] = found.steady, sorted(found.passing)
        if found.near:
            body["near"] = found.near
        if not found.whole:
            body["sampled"] = True
        if found.opaque:
            body["opaque"] = True
        return body

    def _module(self, name: str) -> dict[str, Any] | None:
        """A local module by its content as it was loaded: the file may have been edited since, and each loading, the
        first one or another, makes a spec."""
        held = getattr(sys.modules.get(name), "__dict__", {})
        path, spec = held.get("__file__"), held.get("__spec__")
        if not isinstance(path, str):
            return None
        if path not in self._kept or self._kept[path][0] is not spec:
            try:
                with own_work(path), open(path, "rb") as file:
                    text = self._tracker.masker.text(file.read(LARGEST_MODULE).decode("utf-8", "replace"))
            except OSError:
                return None
            self._kept[path] = spec, self._tracker.store.blobs.put(text.encode("utf-8", "replace"))
        return {
            "name": name,
            "path": self._tracker.masker.text(placed(os.path.abspath(path))),
            "blob": self._kept[path][1],
        }


def _encoded(value: Any) -> Any:
    if isinstance(value, list):
        return [_encoded(one) for one in value]
    return encode_value(value)
