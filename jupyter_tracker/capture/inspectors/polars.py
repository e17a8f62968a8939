"""polars: small frames that hold results. A lazy frame is never asked."""

from __future__ import annotations

from typing import Any, ClassVar

from jupyter_tracker.capture.inspectors import frames
from jupyter_tracker.capture.inspectors.base import Facts, Inspector
from jupyter_tracker.capture.inspectors.fitted import loaded
from jupyter_tracker.capture.records import MAX_COLUMNS, MAX_ROWS


class PolarsInspector(Inspector):
    """Tables of results; never of data."""

    packages: ClassVar[tuple[str, ...]] = ("polars",)

    def facts(self, obj: Any) -> Facts | None:
        """A frame that looks like a result."""
        return self.named(obj, "")

    def named(self, obj: Any, name: str) -> Facts | None:
        """The same, judged by its name too; the table bears it."""
        if obj is None or type(obj) is not loaded("polars", "DataFrame") or frames.too_large(name, *obj.shape):
            return None
        columns = obj.columns[:MAX_COLUMNS]
        data = [obj.get_column(column).head(MAX_ROWS).to_list() for column in columns]
        return frames.told(name, frames.View(columns, data, *obj.shape))
