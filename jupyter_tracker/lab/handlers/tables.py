"""The run table with its headers and groups, pivots, and the table of fitted models."""

from __future__ import annotations

from ..desk import Desk, NoStore, find
from .asking import Body, measure_of, ruled, selection_of


def page(desk: Desk, body: Body, notebook: str | None) -> Body:
    """A page of the run table; empty where nothing has been tracked."""
    from jupyter_tracker.workbench.rows import Page, table, these

    selection = selection_of(body, notebook)
    try:
        bench = desk.bench
    except NoStore:
        return {"rows": [], "total": 0, "runs": 0, "cursor": desk.cursor}
    columns = tuple(dict.fromkeys(body.get("columns", ())))
    asked = Page(columns, body.get("limit", 100), body.get("offset", 0), body.get("fold", False))
    found = these(bench, body["runs"], columns) if "runs" in body else table(bench, selection, asked)
    return {**found, "cursor": desk.cursor}


def headers(desk: Desk, body: Body, notebook: str | None) -> Body:
    """The headers of columns; empty ones where nothing has been tracked."""
    from jupyter_tracker.workbench import heads

    selection, columns = selection_of(body, notebook), list(dict.fromkeys(body["columns"]))
    if not desk.exists:
        empty = {"count": 0, "missing": 0, "kind": "empty"}
        return {"headers": [{"column": name, **empty} for name in columns], "runs": 0}
    return heads.headers(desk.bench, selection, columns, body.get("brushes", ()), ruled(desk, notebook))


def columns(desk: Desk, body: Body, notebook: str | None) -> Body:
    """What a table shows at first; nothing where nothing has been tracked."""
    from jupyter_tracker.workbench import heads

    if not desk.exists:
        return {"metrics": [], "params": [], "differing": [], "columns": [], "directions": {}}
    return heads.first_columns(desk.bench, selection_of(body, notebook), ruled(desk, notebook))


def brush(desk: Desk, body: Body, notebook: str | None) -> Body:
    """The filter that brushes mean."""
    from jupyter_tracker.workbench import heads

    return {"filter": heads.brushed(body["brushes"], body.get("filter", ""))}


def groups(desk: Desk, body: Body, notebook: str | None) -> Body:
    """Runs in groups; none where nothing has been tracked."""
    from jupyter_tracker.workbench import groups as workbench

    if not desk.exists:
        return {"groups": [], "total": 0, "runs": 0}
    known = desk.bench.names()
    metrics = [name for name in body.get("metrics", ()) if name in known["metrics"]]
    params = [name for name in body.get("params", ()) if name in known["params"]]
    learnt = ruled(desk, notebook)
    found = workbench.groups(desk.bench, selection_of(body, notebook), body["by"], metrics, params, learnt)
    if not body.get("ids", True):
        for group in found["groups"]:
            group["runs"] = []
    return found


def pivot(desk: Desk, body: Body, notebook: str | None) -> Body:
    """One column down, one across."""
    from jupyter_tracker.workbench.pivots import pivoted

    learnt = ruled(desk, notebook)
    bench = desk.bench
    metric = measure_of(bench, body["metric"], learnt)
    return pivoted(bench, selection_of(body, notebook), body["down"], body["across"], metric, learnt)


def models(desk: Desk, body: Body, notebook: str | None) -> Body:
    """Fitted models side by side."""
    from jupyter_tracker.store.events import plain
    from jupyter_tracker.workbench.models import models as side_by_side

    bench = desk.bench
    runs = list(dict.fromkeys(find(bench.reader, ref) for ref in body["runs"]))
    found = side_by_side(bench, runs)
    for model in found["models"]:
        model["settings"] = plain(model["settings"])
    return found
