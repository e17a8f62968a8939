"""The store that a command works on, and what commands share in using it."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from jupyter_tracker.store import SessionLog, Store, StoreError

if TYPE_CHECKING:
    from jupyter_tracker.store.query import Reader

CURVE_POINTS = 80
"""As many points of a curve as a terminal or a small picture can show."""


def open_store(args: Namespace) -> Store:
    """The store that `--store`, or else the one rule, names. Raises StoreError where there is none yet."""
    return Store.open(args.store, create=False)


@contextmanager
def writing(store: Store) -> Iterator[SessionLog]:
    """A session log of this command; its file is made by the first event."""
    refuse_unwritable(store)
    faults: list[str] = []
    store.on_fault = faults.append
    log = store.session("shell", software=_software())
    try:
        yield log
    finally:
        log.close()
    if faults:
        raise StoreError(faults[0])


def refuse_unwritable(store: Store) -> None:
    """Raise StoreError where the store can only be read."""
    if not store.location.writable:
        raise StoreError(f"the store at {store.root} can only be read here: its folder is not writable")


def curves(reader: Reader, record: dict[str, Any]) -> dict[str, list[tuple[float, float]]]:
    """The run's series as (step, value) points, few enough to draw small."""
    found = {}
    for metric in record["metrics"]:
        if metric.get("series"):
            series = reader.series(record["id"], metric["name"], points=CURVE_POINTS)
            found[metric["name"]] = list(zip(series.step, series.value, strict=True))
    return found


def _software() -> dict[str, str]:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return {"jupyter_tracker": version("jupyter_tracker")}
    except PackageNotFoundError:
        return {}
