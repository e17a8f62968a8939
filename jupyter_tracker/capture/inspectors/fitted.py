"""What the inspectors of statistical libraries share: the table of a model's terms, the outcome of a test, reading an
object without leaving a trace in it, and telling at a call what the object that it gives tells."""

from __future__ import annotations

import math
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Cut, Facts, Watch
from jupyter_tracker.capture.records import MAX_ROWS

TERMS = ("term", "estimate", "std_error", "statistic", "p", "low", "high")
"""The columns of a table of coefficients; `low` and `high` bound the 95 % interval."""
COEFFICIENTS = "coefficients"


def add_terms(
    facts: Facts, names: Sequence[str], estimates: Any, errors: Any = None, df: Any = None, table: str = COEFFICIENTS
) -> None:
    """Put the table of a model's terms among the facts. Statistic, p and interval follow from the standard errors, by
    Student's t where there are degrees of freedom, else by the normal distribution."""
    import numpy as np
    from scipy import special

    found = np.asarray(estimates, float).ravel()
    if not found.size or found.size != len(names):
        return
    columns: list[list[Any]] = [list(names[:MAX_ROWS]), found[:MAX_ROWS].tolist()]
    if errors is not None and np.size(errors) == found.size:
        shown, spread = found[:MAX_ROWS], np.asarray(errors, float).ravel()[:MAX_ROWS]
        with np.errstate(all="ignore"):
            ratio = shown / spread
        far = -np.abs(ratio)
        p = 2 * (special.ndtr(far) if df is None else special.stdtr(df, far))
        reach = spread * (special.ndtri(0.975) if df is None else special.stdtrit(df, 0.975))
        columns += [part.tolist() for part in (spread, ratio, p, shown - reach, shown + reach)]
    rows = [list(row) for row in zip(*columns, strict=True)]
    facts.tables[table] = (TERMS[: len(columns)], Cut(rows, found.size))
    facts.what[table] = "coefficients"


def finite(value: Any) -> float | int | None:
    """A number that says something, else None."""
    found = values.number(value)
    return found if found is not None and math.isfinite(found) else None


def outcome(result: Any, keys: Sequence[str]) -> dict[str, float]:
    """The numbers that a result object (a named tuple or a plain object) holds under these keys."""
    held: dict[str, Any] = dict(values.attributes(result))
    fields = getattr(type(result), "_fields", None)
    if type(fields) is tuple and issubclass(type(result), tuple):
        held.update(zip(fields, tuple.__iter__(result), strict=False))
    found = {key: finite(held.get(key)) for key in keys}
    return {key: number for key, number in found.items() if number is not None}


@contextmanager
def untouched(*objects: Any) -> Iterator[None]:
    """Take away what reading lazy attributes leaves behind in these objects: new attributes, new entries of `_cache`.
    A results object that has been looked at is as big when pickled as one that has not."""
    dicts = [values.attributes(one) for one in objects]
    dicts += [cache for one in dicts if type(cache := one.get("_cache")) is dict]
    before = [set(one) for one in dicts]
    try:
        yield
    finally:
        for one, known in zip(dicts, before, strict=True):
            for new in one.keys() - known:
                del one[new]


def under(name: str, found: Mapping[str, float]) -> dict[str, float]:
    """Numbers of a test under the name of its variable or function: `welch.pvalue`."""
    return {f"{name}.{key}" if name else key: number for key, number in found.items()}


def tell_test(call: Call, found: Mapping[str, float], order: Sequence[str]) -> None:
    """Tell the numbers of a test under the names that the code gives them: those it takes the result apart to (`order`
    says what stands where), else behind the name of the variable or of the test."""
    site = call.site
    if site is not None and site.parts:
        named = {part: found[key] for key, part in zip(order, site.parts, strict=False) if key in found}
        named.pop("_", None)
    else:
        named = under(site.bound if site is not None and site.bound else call.name, found)
    for name, number in named.items():
        call.metric(name, number)


def tell(call: Call, facts: Facts | None) -> None:
    """Tell at a call what the object that it gives tells: settings that were made, metrics, tables. One that is bound
    to a name is left to tell under that name, when the code has run."""
    if facts is None or (call.site is not None and call.site.bound):
        return
    for key, (value, default) in facts.params.items():
        if not default:
            call.param(key, value, kind="fitted")
    for key, value in facts.metrics.items():
        call.metric(key, value)
    for key, (columns, rows) in facts.tables.items():
        call.table(key, columns, rows, facts.what.get(key, "table"))


class Budget:
    """Keeps looking at calls from slowing down code that makes thousands of them: 0.2 s of processor time at once,
    after that 2 % of the time that passes. Calls beyond it are not looked at."""

    burst = 0.2
    share = 0.02

    def __init__(self) -> None:
        """All of it is left."""
        self._left = self.burst
        self._at = time.monotonic()

    def within(self, see: Callable[[Call], None]) -> Callable[[Call], None]:
        """The same `see`, as long as there is something left."""

        def thrifty(call: Call) -> None:
            now = time.monotonic()
            self._left = min(self.burst, self._left + (now - self._at) * self.share)
            self._at = now
            if self._left <= 0:
                return
            start = time.thread_time()
            try:
                see(call)
            finally:
                self._left -= time.thread_time() - start

        return thrifty


def targets(functions: Mapping[str, str]) -> list[str]:
    """Watch targets from modules and the names of their functions."""
    return [f"{module}:{name}" for module, names in functions.items() for name in names.split()]


def fits(classes: Mapping[str, str], see: Callable[[Call], None]) -> Iterator[Watch]:
    """Watches of the `fit` of each class. One waits until the user's code names the class, a class that inherits it, or
    the function of the same name that takes a formula: there are many, and few are used."""
    for target, names in classes.items():
        known = names.split() or [target.rpartition(":")[2]]
        yield Watch(f"{target}.fit", see, own=True, names=(*known, *(name.lower() for name in known)))


def get(obj: Any, name: str) -> Any:
    """An attribute of a library's object, None for one that there is not or that cannot be had."""
    try:
        return getattr(obj, name)
    except Exception:
        return None


def loaded(module: str, name: str) -> Any:
    """A class or function of a module, None where that is not imported: nothing is imported to look at an object."""
    return vars(sys.modules[module]).get(name) if module in sys.modules else None
