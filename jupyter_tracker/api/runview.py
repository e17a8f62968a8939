"""`jt.run(…)`: one run to look at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

if TYPE_CHECKING:
    from pandas import DataFrame

    from ..store.query import Reader
    from .difference import Difference
    from .replayview import ReplayView
    from .sliceview import SliceView

CURVE_POINTS = 200
"""Points of a curve that the shown form draws."""


class RunView:
    """A run as it stood when it was asked for. All of it plain dicts and lists.

    Attributes:
        id, name, state, experiment, note: text, None where there is none.
        tags: name to text, "" for a bare tag.
        verdict: what its newest replay found, None where there was none.
        params: name to value, defaults included.
        metrics: name to last value.
        series_names: the metrics that are curves.
        inputs: dicts with path, hash, size (bytes) and seen_by.
        artifacts: dicts with name, path, hash, size, kept.
        offers: name to value of what later cells computed of it; `%track keep` makes metrics of them.
        table_names: the small tables that were seen.
        system_names: the curves of what the machine did, as `series` takes them.
        parts: the executed cells, as dicts.
        environment: Python, machine, threads, variables, git and seeds as far as they are known.
        record: all there is, in the form of the architecture's run record.
    """

    def __init__(self, reader: Reader, run_id: str) -> None:
        """Read the run. Raises RefError where there is none of this id."""
        self._reader = reader
        self.record: dict[str, Any] = reader.run(run_id)
        get = self.record.get
        self.id: str = run_id
        self.name: str = self.record["name"]
        self.state: str = self.record["state"]
        self.experiment: str | None = get("experiment")
        self.note: str = self.record["note"]
        self.verdict: str | None = self.record["verdict"]
        self.tags: dict[str, str] = dict(self.record["tags"])
        self.params: dict[str, Any] = {item["name"]: item["value"] for item in self.record["params"]}
        self.metrics: dict[str, Any] = {item["name"]: item["value"] for item in self.record["metrics"]}
        self.series_names: list[str] = [item["name"] for item in self.record["metrics"] if item["series"]]
        self.inputs: list[dict[str, Any]] = [
            {key: item.get(key) for key in ("path", "hash", "size", "seen_by")} for item in self.record["inputs"]
        ]
        self.artifacts: list[dict[str, Any]] = [dict(item) for item in self.record["artifacts"]]
        self.offers: dict[str, Any] = {item["name"]: item["value"] for item in self.record["offers"]}
        self.table_names: list[str] = [item["name"] for item in self.record["tables"]]
        self.system_names: list[str] = [item["name"] for item in self.record["system"]]
        self.environment: dict[str, Any] = dict(self.record["environment"])
        self.parts: list[dict[str, Any]] = [dict(item) for item in self.record["parts"]]

    def series(self, name: str) -> DataFrame:
        """A curve: columns step, time and value; `attrs["writer"]` says by number who wrote each. Raises KeyError."""
        from . import frames

        if name not in (*self.series_names, *self.system_names):
            raise KeyError(f"{name!r} is no curve of this run; there are: {', '.join(self.series_names) or 'none'}")
        return frames.series(self._reader.series(self.id, name))

    def table(self, name: str) -> DataFrame:
        """A small table as it was seen, at most 200 rows; `attrs` says how many there were. Raises KeyError."""
        from . import frames

        found = next((item for item in self.record["tables"] if item["name"] == name), None)
        if found is None:
            raise KeyError(f"{name!r} is no table of this run; there are: {', '.join(self.table_names) or 'none'}")
        return frames.table(self._reader.store.blobs.get(found["blob"]), found)

    def open(self, name: str) -> BinaryIO:
        """The bytes that this run left under an artifact's name or path.

        Raises KeyError for a name it has not, StoreError for a file of which only the hash was kept.
        """
        from ..store import StoreError

        found = [item for item in self.artifacts if name in (item["name"], item.get("path"))]
        found = found or [item for item in self.artifacts if str(item["name"]).rpartition("/")[2] == name]
        if not found:
            there = ", ".join(str(item["name"]) for item in self.artifacts) or "none"
            raise KeyError(f"this run has no artifact {name!r}; there are: {there}")
        if not found[0].get("kept"):
            raise StoreError(f"the bytes of {name} were not kept: {found[0].get('why') or 'only its hash'}")
        return self._reader.store.blobs.open(found[0]["hash"])

    def slice(self) -> SliceView:
        """The cells that this run depends on."""
        from .sliceview import SliceView

        return SliceView(self._reader, self.id)

    def diff(self, other: Any, of: Literal["slice", "notebook", "environment"] = "slice") -> Difference:
        """What differs from this run to another one: in the cells that they depend on, in their notebooks as they
        were, or in their environments. Raises RefError for what names no run."""
        from .difference import Difference
        from .reading import resolve

        return Difference(self._reader, self.id, resolve(other), of)

    def requirements(self) -> str:
        """What its slice imports and what that needs, in exact versions, as `pip install -r` takes it."""
        from ..reproduce import imported

        return imported.of_run(self._reader, self.id).requirements()

    def replay(
        self,
        *,
        params: Mapping[str, Any] | None = None,
        secrets: Mapping[str, str] | None = None,
        yes: bool = False,
        restore: bool = False,
        anyway: bool = False,
        now: bool = False,
        tolerance: float = 1e-6,
        keep: bool = False,
    ) -> ReplayView:
        """Run the cells that it depends on once more, in a kernel of their own, and compare what comes out.

        Args:
            params: values to change: then it is a new run, with this one as its parent.
            secrets: values of masked names.
            yes: let it run commands, reach the network and write at absolute paths.
            restore, anyway: take inputs that changed as they were recorded, or as they are now.
            now: take cells, local modules and inputs as they are now.
            tolerance: relative, up to which numbers are equal.
            keep: leave the copy of the folders where it is.

        Raises StoreError, which says what to do, where it cannot be begun.
        """
        from .replayview import replay

        return replay(
            self._reader, self.id, params=params, secrets=secrets, yes=yes, restore=restore, anyway=anyway, now=now,
            tolerance=tolerance, keep=keep,
        )  # fmt: skip

    @property
    def parent(self) -> RunView | None:
        """The run this one is a child of, or None."""
        return RunView(self._reader, self.record["parent"]) if self.record["parent"] else None

    @property
    def children(self) -> list[RunView]:
        """The runs made inside this one."""
        return [RunView(self._reader, child) for child in self.record["children"]]

    def __repr__(self) -> str:
        """What it is, in a few lines."""
        from ..render import show

        return show.text(self.record, self._curves(), **self._about())

    def _repr_html_(self) -> str:
        from ..render import show

        return show.html(self.record, self._curves(), blobs=self._reader.store.blobs.get, **self._about())

    def _about(self) -> dict[str, Any]:
        from ..analysis.learnt import of_reader

        return {
            "learnt": of_reader(self._reader, self.record["notebook"]),
            "children": self._reader.tried(self.id) if self.record["children"] else [],
        }

    def _curves(self) -> dict[str, list[tuple[float, float]]]:
        curves = {}
        for name in self.series_names:
            found = self._reader.series(self.id, name, points=CURVE_POINTS)
            curves[name] = list(zip(found.step, found.value, strict=True))
        return curves
