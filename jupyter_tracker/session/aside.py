"""Work for one run or cell that is put off its path, and shown as pending until it is there."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .tracker import Tracker

Found = dict[str, Any]


class Aside:
    """Jobs that each end in a `seen` event of the same subject.

    Args:
        tracker: the tracker of this process.
        subject: `run`, `exec`, or both.
    """

    def __init__(self, tracker: Tracker, **subject: str | None) -> None:
        """Nothing is pending yet."""
        self._tracker = tracker
        self._subject = {key: value for key, value in subject.items() if value is not None}
        self._pending: list[str] = []

    def put(self, jobs: dict[str, Callable[[], Found]], patient: Collection[str] = ()) -> None:
        """Announce the jobs by what they find out, and have them done one after another, the `patient` ones last."""
        if not jobs:
            return
        self._pending += jobs
        self._tracker.write("seen", **self._subject, pending=list(self._pending))
        for what, job in jobs.items():
            self._tracker.worker.submit(
                lambda what=what, job=job: self._do(what, job),  # type: ignore[misc]
                patient=what in patient,
            )

    def _do(self, what: str, job: Callable[[], Found]) -> None:
        from ..capture.files import own_work

        found: Found = {}
        try:
            with own_work():
                found = job()
        except Exception as fault:
            found = {"warnings": [self._tracker.masker.text(f"{what} could not be had: {fault}")]}
        finally:
            self._pending.remove(what)
            self._tracker.write("seen", **self._subject, **found, pending=list(self._pending))
