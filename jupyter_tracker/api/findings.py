"""Groups, pivots, configurations, models and what moved a metric, as pandas frames."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from ..analysis.learnt import Learnt
from ..session.tracker import tracker
from ..store.selecting import Selection
from ..workbench.bench import Bench, Measure
from . import reading

if TYPE_CHECKING:
    from pandas import DataFrame


class Asked:
    """A question about the runs of this process's store that match a filter, archived ones left out."""

    def __init__(self, filter: str | None, metric: str | None = None) -> None:
        """Raises FilterError for a metric that no run has."""
        self.bench = Bench(reading.reader())
        self.selection = Selection(filter=filter or "", archived=False)
        self.learnt: Learnt = self.bench.learnt(tracker().notebook)
        if metric is not None:
            self.metric = Measure(metric, self.bench.names()["metrics"], self.learnt)

    def column(self, text: str) -> str:
        """A column of the filter language; the name of a param alone will do."""
        from ..store.filters import writing

        return writing.column("params", text) if text in self.bench.names()["params"] else text


def groups(by: Sequence[str], filter: str | None, metrics: Sequence[str] | None) -> DataFrame:
    """See `jt.groups`."""
    import pandas

    from ..analysis import direction
    from ..workbench.groups import groups as found_groups

    asked = Asked(filter)
    known = asked.bench.names()
    chosen = list(metrics) if metrics is not None else known["metrics"]
    names = sorted(chosen, key=lambda name: direction.importance(name, asked.learnt))
    columns = [asked.column(name) for name in by]
    found = found_groups(asked.bench, asked.selection, columns, names, known["params"], asked.learnt)["groups"]
    rows: list[dict[str, Any]] = []
    for group in found:
        row: dict[str, Any] = {item["column"]: item["value"] for item in group["key"]}
        row |= {"runs": len(group["runs"]), "n": group["n"]}
        for name in names:
            told = group["metrics"].get(name, {})
            row |= {f"{name}.{what}": told.get(what) for what in ("mean", "std", "low", "high", "best")}
        inside = {name: param["text"] for name, param in group["params"].items() if param["distinct"] > 1}
        rows.append({**row, "differing": inside})
    return pandas.DataFrame(rows)


def pivot(down: str, across: str, metric: str, filter: str | None) -> DataFrame:
    """See `jt.pivot`."""
    import pandas

    from ..workbench.pivots import pivoted

    asked = Asked(filter, metric)
    columns = asked.column(down), asked.column(across)
    found = pivoted(asked.bench, asked.selection, *columns, asked.metric, asked.learnt)

    def cells(what: str) -> list[list[Any]]:
        return [[None if cell is None else cell[what] for cell in row] for row in found["cells"]]

    index = pandas.Index(found["rows"], name=found["down"])
    frame = pandas.DataFrame(cells("mean"), index=index, columns=pandas.Index(found["columns"], name=found["across"]))
    about = ("metric", "direction", "best", "left_out", "markdown", "latex")
    frame.attrs.update({name: found[name] for name in about})
    frame.attrs.update(n=cells("n"), low=cells("low"), high=cells("high"))
    return frame


def configurations(metric: str, filter: str | None) -> DataFrame:
    """See `jt.configurations`."""
    import pandas

    found = _tested(Asked(filter, metric), "t", None)
    nothing = {"n": 0, "mean": None, "std": None, "low": None, "high": None}
    rows = [
        {**one["params"], **(one["mean"] or nothing), "left_out": sum(one["left_out"].values())}
        for one in found["configurations"]
    ]
    frame = pandas.DataFrame(
        rows, index=pandas.Index([one["name"] for one in found["configurations"]], name="configuration")
    )
    frame.attrs.update(
        metric=found["metric"], direction=found["direction"], runs=[one["counted"] for one in found["configurations"]]
    )
    return frame


def differences(metric: str, filter: str | None, method: Literal["t", "bootstrap"], baseline: Any) -> DataFrame:
    """See `jt.differences`."""
    import pandas

    found = _tested(Asked(filter, metric), method, None if baseline is None else reading.resolve(baseline))
    names = [one["name"] for one in found["configurations"]]
    rows = [{**one, "first": names[one["first"]], "second": names[one["second"]]} for one in found["differences"]]
    columns = ["first", "second", "test", "n", "pairs", "difference", "low", "high", "p", "adjusted", "note"]
    frame = pandas.DataFrame(rows, columns=columns)
    frame.attrs.update(metric=found["metric"], corrected=found["corrected"])
    return frame


def _tested(asked: Asked, method: Literal["t", "bootstrap"], baseline: str | None) -> dict[str, Any]:
    from ..workbench import trials

    return trials.configurations(
        asked.bench, asked.selection, asked.metric, method=method, baseline=baseline, learnt=asked.learnt
    )


def models(refs: Sequence[Any]) -> DataFrame:
    """See `jt.models`."""
    import pandas

    from ..workbench.models import models as side_by_side

    asked = Asked(None)
    found = side_by_side(asked.bench, list(dict.fromkeys(reading.resolve(ref) for ref in refs)))
    rows: dict[tuple[str, str], list[Any]] = {}
    for term in found["terms"]:
        for what in ("estimate", "std_error", "p"):
            rows[term["term"], what] = [None if cell is None else cell[what] for cell in term["cells"]]
    rows["N", ""] = found["n"]
    rows.update({(one["name"], ""): one["values"] for one in found["fit"]})
    index = pandas.MultiIndex.from_tuples(rows, names=["term", "what"])
    frame = pandas.DataFrame(list(rows.values()), index=index, columns=[one["name"] for one in found["models"]])
    frame.attrs.update({name: found[name] for name in ("comparable", "why_not", "markdown", "latex")})
    return frame


def why_moved(first: Any, second: Any, metric: str | None) -> DataFrame:
    """See `jt.why_moved`."""
    import pandas

    from ..workbench import movement

    asked = Asked(None)
    pair = reading.resolve(first), reading.resolve(second)
    found = movement.why_moved(asked.bench, *pair, metric, asked.learnt)
    columns = ["aspect", "name", "before", "after", "change", "low", "high", "way", "n", "runs", "share", "text"]
    frame = pandas.DataFrame(found["changes"], columns=columns)
    about = ("metric", "change", "explained", "noise", "unknown", "history", "sentence")
    frame.attrs.update({name: found[name] for name in about})
    return frame


def importance(metric: str, filter: str | None) -> DataFrame:
    """See `jt.importance`."""
    import pandas

    from ..workbench import influence

    asked = Asked(filter, metric)
    found = influence.importance(asked.bench, asked.bench.ids(asked.selection), asked.metric, asked.learnt)
    frame = pandas.DataFrame(
        found["params"], columns=["name", "importance", "correlation", "p", "n", "groups", "method"]
    )
    frame.attrs.update(metric=found["metric"], runs=found["runs"])
    return frame.set_index("name")
