"""The list of runs, each with a small curve and what is new in it."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import Any

from ..desk import Desk, NoStore
from ..errors import Refused
from .base import TrackerHandler
from .run import worded
from .series import finite_list

Summary = dict[str, Any]

LONGEST_PAGE = 1_000
SPARK_POINTS = 40


@dataclass(frozen=True)
class Page:
    """Which runs are asked for: `scope` is notebook, store, trash or `experiment:NAME`."""

    filter: str
    scope: str
    notebook: str | None
    sort: str
    descending: bool
    limit: int
    offset: int
    metric: str | None


def run_list(desk: Desk, page: Page) -> dict[str, Any]:
    """The RunList of the contract. Raises FilterError for a wrong filter or column."""
    scope = _scope(page)
    try:
        reader = desk.reader
    except NoStore:
        return {"runs": [], "total": 0, "unfiltered": 0, "cursor": desk.cursor}
    sort = ((page.sort, page.descending),)
    runs = reader.runs(page.filter, sort=sort, limit=page.limit, offset=page.offset, **scope)
    unfiltered = reader.count(**scope)
    usual = page.metric or _usual_metric(runs)
    return {
        "runs": [_item(desk, run, usual, chosen=page.metric is not None) for run in runs],
        "total": reader.count(page.filter, **scope) if page.filter.strip() else unfiltered,
        "unfiltered": unfiltered,
        "cursor": desk.cursor,
    }


def _scope(page: Page) -> dict[str, Any]:
    if page.scope.startswith("experiment:"):
        return {"experiment": page.scope.removeprefix("experiment:")}
    scopes: dict[str, dict[str, Any]] = {
        "store": {},
        "notebook": {"notebook": page.notebook},
        "trash": {"deleted": True},
    }
    if page.scope not in scopes:
        raise Refused(400, "scope is notebook, store, trash or experiment:NAME.", names=scopes)
    return scopes[page.scope]


def _usual_metric(runs: list[Summary]) -> str | None:
    """The curve that most of these runs have."""
    found = Counter(name for run in runs for name in run["series"])
    return found.most_common(1)[0][0] if found else None


def _item(desk: Desk, run: Summary, metric: str | None, *, chosen: bool) -> dict[str, Any]:
    if metric not in run["series"]:
        metric = None if chosen else next(iter(run["series"]), None)
    return {**worded(run), "spark": _spark(desk, run["id"], metric), "changed": _changed(desk, run)}


def _spark(desk: Desk, run: str, metric: str | None) -> dict[str, Any] | None:
    if metric is None:
        return None
    curve = desk.kept.get(run, f"spark {metric}", lambda: desk.reader.series(run, metric, points=SPARK_POINTS).value)
    return {"metric": metric, "values": finite_list(curve[-SPARK_POINTS:])}


def _changed(desk: Desk, run: Summary) -> dict[str, Any]:
    """The params that this run has otherwise than the one before it of the same cell."""
    before = desk.kept.get(run["id"], "before", lambda: _before(desk, run))
    if before is None:
        return {}
    return {name: value for name, value in worded(run)["params"].items() if before.get(name, before) != value}


def _before(desk: Desk, run: Summary) -> dict[str, Any] | None:
    """The params of the run before this one of the same cell, or None."""
    if not run["cell_id"] or run["started"] is None:
        return None
    filter = f"cell == {json.dumps(run['cell_id'], ensure_ascii=False)} and started < {run['started']!r}"
    found = desk.reader.runs(filter, limit=1, notebook=run["notebook"])
    params: dict[str, Any] | None = worded(found[0])["params"] if found else None
    return params


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
            sort=self.text("sort") or "started",
            descending=order == "desc",
            limit=self.whole("limit", 100, 1, LONGEST_PAGE),
            offset=self.whole("offset", 0, 0, 10**9),
            metric=self.text("metric") or None,
        )
        self.reply(await self.ask(run_list, page))
