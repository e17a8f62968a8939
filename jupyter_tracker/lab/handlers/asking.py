"""Questions about many runs: which runs are meant, and how a wrong question is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jupyter_tracker.analysis.learnt import Learnt, of_reader
from jupyter_tracker.store.selecting import NEWEST_FIRST, Selection

from ..desk import Desk
from ..errors import Refused
from .base import TrackerHandler
from .listing import named_scope

if TYPE_CHECKING:
    from jupyter_tracker.workbench.bench import Bench, Measure

    from ..stores import Stores

Body = dict[str, Any]


def selection_of(body: Body, notebook: str | None) -> Selection:
    """The runs that a request is about: by its filter, scope, order and whether archived ones belong to it."""
    sort = tuple((one["column"], bool(one.get("descending"))) for one in body.get("sort") or ())
    scope = named_scope(body.get("scope", "store"), notebook)
    if "archived" in body:
        scope["archived"] = body["archived"]
    return Selection(filter=body.get("filter", ""), sort=sort or NEWEST_FIRST, **scope)


def measure_of(bench: Bench, text: str, learnt: Learnt) -> Measure:
    """The metric that a request names. Raises FilterError, which says what there is."""
    from jupyter_tracker.workbench.bench import Measure

    return Measure(text, bench.names()["metrics"], learnt)


@dataclass(frozen=True)
class Question:
    """What a route asks: the definition that its body follows, and what answers (at a store, the body, the active
    notebook)."""

    definition: str
    answer: Callable[[Desk, Body, str | None], Body]


class AskingHandler(TrackerHandler):
    """The routes that answer a question which is POSTed, as it may be long; who may read may ask."""

    only_asks = True

    def initialize(self, stores: Stores, question: Question) -> None:  # type: ignore[override]
        """`question`: what this route asks."""
        super().initialize(stores)
        self.question = question

    async def post(self) -> None:
        """Answer. The panel repeats questions while runs go on, so it is no activity."""
        body = self.body(self.question.definition)
        notebook = self.stores.notebook(self.text("path"))
        place = None if notebook is None else str(notebook)
        try:
            answer = await self.ask(self.question.answer, body, place)
        except ValueError as fault:
            raise Refused(400, f"{fault}.") from None
        self.reply(answer)


def ruled(desk: Desk, notebook: str | None) -> Learnt:
    """What people ruled in the active notebook."""
    return of_reader(desk.reader, notebook)
