"""The list of runs, each with a small curve and what is new in it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from jupyter_tracker.analysis import direction, foremost
from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.store import selecting
from jupyter_tracker.store.selecting import Selection

from ..desk import Desk, Kept, NoStore, find
from ..errors import Refused
from .base import TrackerHandler
from .ruling import Rulings, first, search
from .run import check_tags, worded
from .series import finite_list

if TYPE_CHECKING:
    from jupyter_tracker.store.query import Reader

Summary = dict[str, Any]
Values = dict[str, Any]

LONGEST_PAGE = 1_000
SPARK_POINTS = 40


@dataclass(frozen=True)
class Page:
    """Which runs are asked for: `scope` is notebook, store, archived, trash or `experiment:NAME`; with `parent` only
    the runs made inside that one, by default in the order of the metric that decides."""

    filter: str
    scope: str
    notebook: str | None
    sort: str
    descending: bool
    limit: int
    offset: int
    metric: str | None
    parent: str | None = None


def run_list(desk: Desk, page: Page) -> dict[str, Any]:
    """The RunList of the contract. Raises FilterError for a wrong filter or column."""
    scope = _scope(page)
    try:
        reader = desk.reader
    except NoStore:
        columns: dict[str, list[str]] = {"metrics": [], "params": []}
        return {"runs": [], "columns": columns, "total": 0, "unfiltered": 0, "cursor": desk.cursor}
    rulings = Rulings(reader)
    if page.parent is not None:
        page = replace(page, parent=find(reader, page.parent))
        scope["parent"] = page.parent
    asked = Selection(filter=page.filter, sort=_sort(reader, page, rulings), **scope)
    ids = selecting.page(reader, asked, page.limit, page.offset)
    runs = reader.summaries(reader.connection(), ids)
    unfiltered = selecting.count(reader, replace(asked, filter=""))
    total = selecting.count(reader, asked) if page.filter.strip() else unfiltered
    usual = page.metric or _usual_metric(runs, rulings.of(runs[0]["notebook"] if runs else None))
    rows = [_item(reader, desk.kept, run, usual, rulings, chosen=page.metric is not None) for run in runs]
    for run in reader.searched([row["id"] for row in rows]):
        row = next(row for row in rows if row["id"] == run)
        row["search"] = search(reader, run, rulings.of(row["notebook"]))
    metrics, params = foremost.columns([(row, row["foremost"]) for row in rows])
    return {
        "runs": rows,
        "columns": {"metrics": metrics, "params": params},
        "total": total,
        "unfiltered": max(unfiltered, total),  # a filter that asks for archived runs finds more than are listed
        "cursor": desk.cursor,
    }


def _sort(reader: Reader, page: Page, rulings: Rulings) -> tuple[tuple[str, bool], ...]:
    """The column asked for; for the configurations of a search else the metric that decides, best first."""
    if page.sort or page.parent is None:
        return ((page.sort or "started", page.descending),)
    told = search(reader, page.parent, rulings.of(reader.summary(page.parent)["notebook"]))
    if told is None or told["metric"] is None:
        return (("started", page.descending),)
    return ((f"metrics[{json.dumps(told['metric'], ensure_ascii=False)}]", told["direction"] != "down"),)


def _scope(page: Page) -> dict[str, Any]:
    if page.parent is not None and page.scope != "trash":
        return {}
    return named_scope(page.scope, page.notebook)


def named_scope(scope: str, notebook: str | None) -> dict[str, Any]:
    """What a selection takes for a scope: notebook, store, archived, trash or `experiment:NAME`; archived runs stand in
    none but their own and the trash. Raises Refused."""
    if scope.startswith("experiment:"):
        return {"experiment": scope.removeprefix("experiment:"), "archived": False}
    scopes: dict[str, dict[str, Any]] = {
        "store": {"archived": False},
        "notebook": {"notebook": notebook, "archived": False},
        "archived": {"archived": True},
        "trash": {"deleted": True},
    }
    if scope not in scopes:
        raise Refused(400, "scope is notebook, store, archived, trash or experiment:NAME.", names=scopes)
    return scopes[scope]


def _usual_metric(runs: list[Summary], learnt: Learnt) -> str | None:
    """Of the curves that more than half as many of these runs have as the commonest one, the one that decides which run
    is best."""
    found = Counter(name for run in runs for name in run["series"])
    most = max(found.values(), default=0)
    common = [name for name, count in found.most_common() if 2 * count > most]
    return direction.primary(common, learnt) or next(iter(common), None)


def _item(
    reader: Reader, kept: Kept[Any], run: Summary, metric: str | None, rulings: Rulings, *, chosen: bool
) -> dict[str, Any]:
    if metric not in run["series"]:
        metric = None if chosen else _usual_metric([run], rulings.of(run["notebook"]))
    told = worded(run)
    told["changed"] = _changed(kept.get(run["id"], "before", lambda: _before(reader, run)), told["params"])
    told |= first(run, rulings.of(run["notebook"]), told["changed"])
    told["search"] = None
    told["spark"] = metric and kept.get(run["id"], f"spark {metric}", lambda: _spark(reader, run["id"], metric))
    return told


def _spark(reader: Reader, run: str, metric: str) -> dict[str, Any]:
    curve = reader.series(run, metric, points=SPARK_POINTS)
    return {"metric": metric, "values": finite_list(curve.value)}


def _changed(before: Values | None, params: Values) -> Values:
    """The params that a run has otherwise than the one before it of the same cell."""
    if before is None:
        return {}
    return {name: value for name, value in params.items() if name not in before or before[name] != value}


def _before(reader: Reader, run: Summary) -> Values | None:
    """The params of the run before this one of the same cell, or None."""
    found = reader.previous(run)
    params: Values | None = worded(found)["params"] if found else None
    return params


def edit_all(desk: Desk, changes: dict[str, Any]) -> dict[str, Any]:
    """Write the same change down for several runs, or put them into the trash or take them out.

    Nothing is written unless all of them can be changed.
    """
    runs = [find(desk.reader, ref) for ref in dict.fromkeys(changes["runs"])]
    edit = changes.get("edit")
    check_tags(edit)
    for run in runs:
        desk.reader.check_changeable(run)
    for run in runs:
        if edit:
            desk.write("edit", run=run, **edit)
        if "trash" in changes:
            desk.write("delete" if changes["trash"] else "undelete", run=run)
    return {"edited": len(runs)}


class RunsHandler(TrackerHandler):
    """`runs`."""

    async def get(self) -> None:
        """Answer one page of the list."""
        order = self.text("order", "desc")
        if order not in ("asc", "desc"):
            raise Refused(400, "order is asc or desc.")
        notebook = self.stores.notebook(self.text("path"))
        page = Page(
            filter=self.text("filter"),
            scope=self.text("scope", "store"),
            notebook=None if notebook is None else str(notebook),
            sort=self.text("sort"),
            descending=order == "desc",
            limit=self.whole("limit", 100, 1, LONGEST_PAGE),
            offset=self.whole("offset", 0, 0, 10**9),
            metric=self.text("metric") or None,
            parent=self.text("parent") or None,
        )
        self.reply(await self.ask(run_list, page))

    async def patch(self) -> None:
        """Change several runs alike; answer how many they were."""
        self.by_a_person()
        changes = self.body("RunsEdit")
        self.reply(await self.ask(edit_all, changes))
