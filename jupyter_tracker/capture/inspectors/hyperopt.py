"""hyperopt: each configuration that `fmin` tries in this process is a child run, live."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, Inspector, Watch
from jupyter_tracker.capture.inspectors.searching import Search, Searches, numbers, plain, trials_around
from jupyter_tracker.capture.records import Child


class HyperoptInspector(Inspector):
    """What `fmin` tries."""

    packages: ClassVar[tuple[str, ...]] = ("hyperopt",)

    def __init__(self) -> None:
        """No search has been seen."""
        self._searches: Searches[Search] = Searches(Search)

    def begins(self) -> None:
        """Another cell."""
        self._searches.begins()

    def watches(self) -> Iterable[Watch]:
        """The end of each trial and of the search."""
        return (
            Watch("hyperopt.base:Domain.evaluate", self._tried),
            Watch("hyperopt.fmin:fmin", self._ended),
        )

    def _tried(self, call: Call) -> None:
        args, result = call.args, call.result
        if not isinstance(result, dict) or trials_around() > 1:
            return
        with self._searches.lock:
            search = self._searches.of(args["self"], call, (), "fmin")
        trial = values.attributes(args.get("ctrl")).get("current_trial")
        trial = trial if isinstance(trial, dict) else {}
        chosen = args.get("pyll_rval")  # what the function was given: of a choice the chosen, `config` has its place
        params = plain(chosen if isinstance(chosen, dict) else args.get("config"))
        metrics = numbers(result)
        state: Literal["failed", "finished"] = "failed" if result.get("status") == "fail" else "finished"
        started = _seconds(trial.get("book_time"))
        call.child(Child(str(trial.get("tid")), params, metrics, state, started, time.time(), search.name))
        search.better(metrics.get("loss") if state == "finished" else None, params, up=False)

    def _ended(self, call: Call) -> None:
        search = self._searches.known(call.args.get("domain"))
        if search is not None and not trials_around():
            self._searches.tell_best(search, call, "best_loss")


def _seconds(moment: Any) -> float | None:
    """hyperopt's moments are in UTC and do not say so."""
    import datetime

    if type(moment) is not datetime.datetime:
        return None
    return moment.replace(tzinfo=datetime.UTC).timestamp() if moment.tzinfo is None else moment.timestamp()
