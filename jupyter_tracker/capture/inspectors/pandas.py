"""pandas: small frames and series that hold results.

Only the library's own classes are looked at, and of those the arrays inside: no method that a subclass or an attribute
of the user's could have changed is called, and a frame of any size costs the same.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable
from typing import Any, ClassVar

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors import frames
from jupyter_tracker.capture.inspectors.base import Call, Facts, Inspector, Watch
from jupyter_tracker.capture.inspectors.fitted import loaded
from jupyter_tracker.capture.inspectors.frames import View
from jupyter_tracker.capture.records import MAX_COLUMNS, MAX_ROWS
from jupyter_tracker.capture.values import MISSING, root_package

_READERS = (
    "read_csv read_table read_fwf read_excel read_json read_parquet read_feather read_pickle read_sql read_sql_query "
    "read_sql_table read_stata read_sas read_spss read_hdf read_orc read_xml"
)
_GAPS = ("NaTType", "NAType")
_SHOWN = ("Timestamp", "Timedelta", "Period", "Interval")
"""Scalars of pandas that stand as text."""


class PandasInspector(Inspector):
    """Tables of results; never of data."""

    packages: ClassVar[tuple[str, ...]] = ("pandas",)

    def __init__(self) -> None:
        """No frame is known to have been read from a file."""
        self._read: dict[int, weakref.ref[Any]] = {}

    def facts(self, obj: Any) -> Facts | None:
        """A frame, a series or a styled frame that looks like a result."""
        return self.named(obj, "")

    def named(self, obj: Any, name: str) -> Facts | None:
        """The same, judged by its name too; the table bears it."""
        if type(obj).__name__ == "Styler" and root_package(type(obj)) == "pandas":
            obj = values.attributes(obj).get("data")
        if not _is_own(obj) or frames.too_large(name, len(obj), _width(obj)):
            return None
        view = _view(obj)
        if view is None:
            return None
        reference = self._read.get(id(obj))
        view.loaded = reference is not None and reference() is obj
        return frames.told(name, view)

    def watches(self) -> Iterable[Watch]:
        """What reads frames from files: they are data."""
        for reader in _READERS.split():
            yield Watch(f"pandas:{reader}", self._note, own=True)

    def _note(self, call: Call) -> None:
        if _is_own(call.result):
            key = id(call.result)
            self._read[key] = weakref.ref(call.result, lambda _: self._read.pop(key, None))


def table_of_frame(name: str, frame: Any) -> Facts | None:
    """A frame that is known to be a result, as a table."""
    view = _view(frame) if _is_own(frame) else None
    return None if view is None else frames.as_table(name, view)


def _is_own(obj: Any) -> bool:
    """Whether it is a frame or a series, and of no subclass."""
    return obj is not None and type(obj) in (loaded("pandas", "DataFrame"), loaded("pandas", "Series"))


def _width(obj: Any) -> int:
    return len(obj.columns) if type(obj).__name__ == "DataFrame" else 1


def _view(obj: Any) -> View | None:
    """The part of a frame or a series that is looked at; None where its labels or arrays are not plain ones."""
    if type(obj).__name__ == "DataFrame":
        heads, arrays = (
            obj.columns,
            [part for part, _ in zip(obj._iter_column_arrays(), range(MAX_COLUMNS), strict=False)],
        )
        labels = [_label(head) for head in heads[:MAX_COLUMNS].tolist()]
        headed = any(name is not None for name in heads.names)
    else:
        arrays, labels, headed = [obj.array], [_label(obj.name) or "value"], False
    if None in labels or not all(map(_is_plain, arrays)):
        return None
    view = View([str(label) for label in labels], list(map(_items, arrays)), len(obj), _width(obj), headed=headed)
    return view if _add_index(view, obj.index) else None


def _add_index(view: View, index: Any) -> bool:
    """Put the index among the keys where it says something; whether its labels are plain."""
    names = [_label(name) or "" for name in index.names]
    if names == [""] and index.dtype.kind in "iu":
        return True
    levels = [index] if len(names) == 1 else [index.get_level_values(at) for at in range(len(names))]
    if not all(_is_plain(level.array) for level in levels):
        return False
    for at, level in enumerate(levels):
        key = names[at] or ("" if len(names) == 1 else f"level {at}")
        view.keys[key] = [_label(item) for item in _items(level.array)]
    view.labelled = not any(level.dtype.kind in "mM" for level in levels)
    return True


def _is_plain(array: Any) -> bool:
    """Whether an array, and what it holds, is of numpy or pandas."""
    return root_package(type(array)) in ("numpy", "pandas") and root_package(type(array.dtype)) in ("numpy", "pandas")


def _items(array: Any) -> list[Any]:
    """The first items of an array as the plain things they are; times as text."""
    part = array[:MAX_ROWS]
    kind = part.dtype.kind
    if kind in "mM":
        return _times(part, kind)
    found = part if root_package(type(part)) == "numpy" else part.to_numpy()
    items = found.tolist()
    return list(map(_shown, items)) if found.dtype.kind == "O" else list(items)


def _times(array: Any, kind: str) -> list[Any]:
    import numpy as np

    plain = np.asarray(array, f"{kind}8[s]").astype(str).tolist()
    whole = all(text.endswith("T00:00:00") or text == "NaT" for text in plain)
    return [None if text == "NaT" else text[:10] if whole else text for text in plain]


def _shown(item: Any) -> Any:
    """A scalar of pandas as text, a gap as None, anything else as it is."""
    kind = type(item)
    if root_package(kind) != "pandas":
        return item
    return str(item) if kind.__name__ in _SHOWN else None if kind.__name__ in _GAPS else item


def _label(item: Any) -> str | None:
    """The label of a column or a row: text, parts of several levels with a dot between; None for what is no label."""
    if type(item) is tuple:
        parts = [_label(part) for part in item]
        return None if None in parts else ".".join(part for part in parts if part)
    plain = values.scalar(_shown(item))
    return None if plain is MISSING or plain is None else str(plain)
