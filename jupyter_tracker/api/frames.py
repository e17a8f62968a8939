"""Runs and comparisons as pandas frames."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pandas import DataFrame

    from ..store.query import Reader
    from ..store.series import Series

TIMES = ("started", "ended", "heard")
FIRST = ("name", "state", "experiment", "started", "duration")
FLAGS = ("star", "baseline", "archived")
LAST = ("grade", "verdict", "note", "tags", "notebook", "cell_id", "parent", *FLAGS, "ended", "heard")


def runs(reader: Reader, filter: str | None = None) -> DataFrame:
    """All runs that match, newest first, indexed by id. Raises FilterError."""
    import numpy
    import pandas

    from ..store.extremes import extremes

    found = reader.runs(filter)
    columns: dict[str, Any] = {key: [run.get(key) for run in found] for key in FIRST}
    for kind in ("params", "metrics"):
        columns.update(_spread(kind, [run[kind] for run in found]))
    for name, found_of in extremes(reader, [run["id"] for run in found]).items():
        for what, column in zip(("min", "max", "first"), found_of, strict=True):
            columns[f"metrics.{name}.{what}"] = numpy.frombuffer(column) if column else []
    columns.update({key: [run.get(key) for run in found] for key in LAST})
    index = pandas.Index([run["id"] for run in found], name="id", dtype=object)
    for name in TIMES:
        columns[name] = pandas.to_datetime(columns[name], unit="s", utc=True)
    columns["duration"] = [None if value is None else float(value) for value in columns["duration"]]
    frame = pandas.DataFrame(columns, index=index)
    return frame.astype({"duration": "float64", "star": bool, "baseline": bool, "archived": bool})


def _spread(kind: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """A column for each name that any row has, None where a row lacks it; names in order of first appearance.

    Rows with the same names are turned over together, which is most of the speed.
    """
    groups: dict[tuple[str, ...], tuple[list[int], list[Any]]] = {}
    for place, row in enumerate(rows):
        places, values = groups.setdefault(tuple(row), ([], []))
        places.append(place)
        values.append(row.values())
    columns: dict[str, Any] = {}
    for names, (places, values) in groups.items():
        for name, column in zip(names, zip(*values, strict=True), strict=True):
            if len(places) == len(rows):
                columns[name] = column
                continue
            filled = columns.setdefault(name, [None] * len(rows))
            for place, value in zip(places, column, strict=True):
                filled[place] = value
    return {f"{kind}.{name}": list(column) for name, column in columns.items()}


def comparison(compared: Mapping[str, Any]) -> DataFrame:
    """A Comparison as rows (kind, name) and one column a run, the baseline first; `attrs` holds sentence and ids."""
    import pandas

    rows: dict[tuple[str, str], Sequence[Any]] = {}
    for kind, key, values in (
        ("params", "name", "values"),
        ("metrics", "name", "values"),
        ("inputs", "path", "hashes"),
        ("environment", "name", "values"),
    ):
        shown = kind.removesuffix("s")
        rows.update({(shown, item[key]): item[values] for item in compared[kind]})
    rows.update({("package", item["name"]): item["values"] for item in compared["packages"]["differs"]})
    index = pandas.MultiIndex.from_tuples(rows, names=["kind", "name"]) if rows else None
    frame = pandas.DataFrame(list(rows.values()), index=index, columns=labels(compared["runs"]), dtype=object)
    frame.attrs.update(sentence=compared["sentence"], ids=[run["id"] for run in compared["runs"]])
    return frame


def labels(runs: Iterable[Mapping[str, Any]]) -> list[str]:
    """What the columns are called: the runs' names, with the beginning of the id where two bear the same."""
    given = list(runs)
    names = [str(run["name"] or run["id"]) for run in given]
    return [
        name if names.count(name) == 1 else f"{name} ({run['id'][:6]})" for name, run in zip(names, given, strict=True)
    ]


def table(content: bytes, about: Mapping[str, Any]) -> DataFrame:
    """A table of a run record from the bytes of its blob; `attrs` has its kind and how many rows there were."""
    import json

    import pandas

    from ..store.events import decode_value

    found = json.loads(content)
    rows = [[decode_value(cell) for cell in row] for row in found["rows"]]
    frame = pandas.DataFrame(rows, columns=found["columns"])
    frame.attrs.update(what=about.get("what"), total=about.get("total"))
    return frame


def series(found: Series) -> DataFrame:
    """A series as columns step, time and value; `attrs` says how it was sampled."""
    import pandas

    frame = pandas.DataFrame(
        {
            "step": pandas.Series(list(found.step), dtype="float64"),
            "time": pandas.to_datetime(pandas.Series(list(found.time), dtype="float64"), unit="s", utc=True),
            "value": pandas.Series(list(found.value), dtype="float64"),
        }
    )
    frame.attrs["writer"] = list(found.writer)
    frame.attrs["sampling"] = found.sampling
    return frame
