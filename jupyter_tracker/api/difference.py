"""`jt.run(…).diff(…)`: what differs between the code or the environments of two runs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from ..store.query import Reader


class Difference:
    """What differs from one run to another; shows itself as text and in notebooks.

    Attributes:
        of: slice, notebook or environment.
        same: whether nothing differs.
        cells: of code, dicts with change (same, changed, added, removed), kind, before and after (what the cell is
            called in each run), lines (how many differ) and diff.
        settings, packages: of environments, dicts with name and values.
        mind: what to mind about it, as text.
    """

    def __init__(
        self, reader: Reader, first: str, second: str, of: Literal["slice", "notebook", "environment"]
    ) -> None:
        """Work it out. Raises StoreError where one of the runs has no such thing, ValueError for another word."""
        from ..reproduce import differing

        if of not in ("slice", "notebook", "environment"):
            raise ValueError(f"runs differ in slice, notebook or environment, not in {of!r}")
        if of == "environment":
            found = differing.of_environments(reader, first, second)
        else:
            found = differing.of_runs(reader, first, second, of)
        self._found = found
        self.of: str = of
        self.same: bool = found["same"]
        self.cells: list[dict[str, Any]] = found.get("cells", [])
        self.settings: list[dict[str, Any]] = found.get("settings", [])
        self.packages: list[dict[str, Any]] = found.get("packages", {}).get("differs", [])
        self.mind: list[str] = found["mind"]

    def as_dict(self) -> dict[str, Any]:
        """All of it, as `jupyter tracker diff --json` prints it."""
        return self._found

    def __repr__(self) -> str:
        """The lines that differ."""
        from ..render import differences

        return differences.text(self._found)

    def _repr_html_(self) -> str:
        from ..render import differences

        return differences.html(self._found)
