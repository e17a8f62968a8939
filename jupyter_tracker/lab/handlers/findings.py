"""What many runs say together: configurations that differ, what moved a metric, which params matter."""

from __future__ import annotations

from ..desk import Desk, find
from .asking import Body, measure_of, ruled, selection_of


def configurations(desk: Desk, body: Body, notebook: str | None) -> Body:
    """Configurations with their seeds, and which really differ."""
    from jupyter_tracker.workbench.trials import configurations as found

    bench, learnt = desk.bench, ruled(desk, notebook)
    metric = measure_of(bench, body["metric"], learnt)
    baseline = find(bench.reader, body["baseline"]) if body.get("baseline") else None
    having = [find(bench.reader, ref) for ref in body.get("runs", ())]
    selection = selection_of(body, notebook)
    about: Body = {"method": body.get("method", "t"), "baseline": baseline, "having": having}
    return found(bench, selection, metric, learnt=learnt, **about)


def moved(desk: Desk, body: Body, notebook: str | None) -> Body:
    """What changed between two runs, ranked by what it did."""
    from jupyter_tracker.workbench.movement import why_moved

    bench = desk.bench
    first, second = (find(bench.reader, body[key]) for key in ("first", "second"))
    return why_moved(bench, first, second, body.get("metric"), ruled(desk, notebook))


def importance(desk: Desk, body: Body, notebook: str | None) -> Body:
    """How much each param matters."""
    from jupyter_tracker.workbench import influence

    bench, learnt = desk.bench, ruled(desk, notebook)
    metric = measure_of(bench, body["metric"], learnt)
    return influence.importance(bench, bench.ids(selection_of(body, notebook)), metric, learnt)


def correlation(desk: Desk, body: Body, notebook: str | None) -> Body:
    """What goes together."""
    from jupyter_tracker.workbench import influence

    ids = desk.bench.ids(selection_of(body, notebook))
    return influence.correlated(desk.bench, ids, list(dict.fromkeys(body["columns"])))


def progress(desk: Desk, body: Body, notebook: str | None) -> Body:
    """The best value so far."""
    from jupyter_tracker.workbench import influence

    bench = desk.bench
    metric = measure_of(bench, body["metric"], ruled(desk, notebook))
    return influence.progress(bench, bench.ids(selection_of(body, notebook)), metric)
