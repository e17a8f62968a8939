"""Charts of many runs: curves as numbers, thinned where the points are, and every chart as a Plotly figure."""

from __future__ import annotations

from ..desk import Desk, find
from .asking import Body, measure_of, ruled, selection_of
from .series import finite_list


def _only(desk: Desk, body: Body) -> list[str] | None:
    """The runs that the request names, if it does."""
    return [find(desk.reader, ref) for ref in body["runs"]] if "runs" in body else None


def curves(desk: Desk, body: Body, notebook: str | None) -> Body:
    """The curves that a card shows."""
    from jupyter_tracker.workbench.charts import drawing
    from jupyter_tracker.workbench.curves import drawn
    from jupyter_tracker.workbench.said import as_list

    learnt, card = ruled(desk, notebook), body["card"]
    bench = desk.bench
    metric = measure_of(bench, card.get("metric", ""), learnt)
    selection = selection_of(body, notebook)
    found = drawn(bench, selection, metric, drawing(card), only=_only(desk, body), learnt=learnt)
    columns = ("value", "smooth", "low", "high")
    return {
        "metric": metric.name,
        "direction": metric.direction,
        "lines": [
            {
                "label": line.label,
                "runs": line.runs,
                "colour": line.colour,
                "dash": line.dash,
                "x": line.x.tolist(),
                "n": None if line.n is None else line.n.tolist(),
                "total": line.total,
                "last": finite_list([line.last])[0] if line.last is not None else None,
                **{
                    name: None if (column := getattr(line, name)) is None else finite_list(column.tolist())
                    for name in columns
                },
            }
            for line in found.lines
        ],
        "colours": [{"label": label, "look": look} for label, look in found.colours],
        "dashes": [{"label": label, "look": look} for label, look in found.dashes],
        "ordinary": None if found.ordinary is None else list(found.ordinary),
        "runs": found.runs,
        "shown": found.shown,
        "said": as_list(found.said),
    }


def chart(desk: Desk, body: Body, notebook: str | None) -> Body:
    """The chart that a card asks for, as a figure and as a table."""
    from jupyter_tracker.workbench.charts import chart as found

    selection, learnt = selection_of(body, notebook), ruled(desk, notebook)
    return found(desk.bench, selection, body["card"], learnt, only=_only(desk, body)).as_dict()
