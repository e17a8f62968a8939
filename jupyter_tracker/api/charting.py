"""Charts of many runs as Plotly figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

from ..schema import SchemaError, validator
from ..session.tracker import tracker
from ..workbench.charts import chart as found_chart
from ..workbench.groups import CONFIGURATION, DAY
from . import reading
from .findings import Asked

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

COLUMNS = ("x", "y", "column", "colour", "dash", "by")
"""What of a card names a column."""


def chart(
    kind: str, filter: str | None, runs: Sequence[Any] | None, scope: Literal["store", "notebook"], card: dict[str, Any]
) -> Figure:
    """See `jt.chart`."""
    from plotly import graph_objects

    asked = Asked(filter)
    selection = asked.selection
    if scope == "notebook":
        selection = replace(selection, notebook=tracker().notebook)
    written = {"kind": kind, **{name: value for name, value in card.items() if value is not None}}
    for name in COLUMNS:
        if name in written and written[name] not in (DAY, CONFIGURATION):
            written[name] = asked.column(written[name])
    if "columns" in written:
        written["columns"] = [asked.column(name) for name in written["columns"]]
    if isinstance(written.get("smoothing"), (int, float)):
        written["smoothing"] = {"method": "exponential", "amount": written["smoothing"]}
    try:
        validator("ChartCard")(written)
    except SchemaError as fault:
        raise ValueError(f"no such chart: {fault}") from None
    only = None if runs is None else [reading.resolve(run) for run in runs]
    answer = found_chart(asked.bench, selection, written, asked.learnt, only=only)
    return graph_objects.Figure(answer.figure)
