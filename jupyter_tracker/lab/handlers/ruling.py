"""What people have ruled about names in a notebook, and what the server makes of it: what stands first in a run."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from jupyter_tracker.analysis import direction, foremost, searching
from jupyter_tracker.analysis.learnt import NOTHING, Learnt, key, of_reader

from ..desk import Desk, NoStore
from .base import TrackerHandler

if TYPE_CHECKING:
    from jupyter_tracker.store.query import Reader

Told = dict[str, Any]


class Rulings:
    """The rulings of the notebooks that one answer speaks of, each read once."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._known: dict[str | None, Learnt] = {}

    def of(self, notebook: str | None) -> Learnt:
        """Those of one notebook."""
        if notebook not in self._known:
            self._known[notebook] = of_reader(self._reader, notebook)
        return self._known[notebook]


def first(run: Told, learnt: Learnt, changed: Iterable[str] = ()) -> Told:
    """What a panel needs to show a run: the names that stand first in it, and which metrics are better up or down."""
    names = foremost.foremost(run, learnt, changed=set(changed))
    measured = run["metrics"]  # a mapping in a summary, a list in a record
    metrics = list(measured) if isinstance(measured, dict) else [metric["name"] for metric in measured]
    directions = {name: direction.of(name, learnt) for name in metrics}
    return {"foremost": names, "directions": {name: good for name, good in directions.items() if good is not None}}


def search(reader: Reader, run: str, learnt: Learnt) -> Told | None:
    """How far searches in a run have come, and which configuration is best; None where nothing was searched."""
    return searching.told(reader.tried(run), learnt)


def learnt(desk: Desk, notebook: str | None) -> Told:
    """What was ruled in a notebook."""
    try:
        return of_reader(desk.reader, notebook).as_view()
    except NoStore:
        return NOTHING.as_view()


def rule(desk: Desk, notebook: str | None, asked: Told) -> Told:
    """Rule something in a notebook for good; the rulings afterwards."""
    before = of_reader(desk.reader, notebook)
    after = before.without(asked.get("unlearn", ())).ignoring(asked.get("ignore", ()))
    after = after.with_params(asked.get("params", ())).with_metrics(asked.get("metrics", ()))
    for name, ruling in asked.get("directions", {}).items():
        after = after.with_metrics([name], ruling)
    after = after.with_relevance(asked.get("irrelevant", ()), False).with_relevance(asked.get("relevant", ()), True)
    if asked.get("primary"):
        after = after.with_primary(asked["primary"])
    if after != before:
        desk.write("view", key=key(notebook, desk.root), value=after.as_view())
    return learnt(desk, notebook)


class LearntHandler(TrackerHandler):
    """`learnt`: of the active notebook."""

    async def get(self) -> None:
        """Answer what was ruled."""
        self.reply(await self.ask(learnt, self._notebook()))

    async def post(self) -> None:
        """Rule something; answer all that is ruled."""
        self.by_a_person()
        self.reply(await self.ask(rule, self._notebook(), self.body("LearntRequest")))

    def _notebook(self) -> str | None:
        place = self.stores.notebook(self.text("path"))
        return None if place is None else str(place)
