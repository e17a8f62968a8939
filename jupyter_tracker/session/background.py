"""Work off the path of any cell: one daemon thread that lives only while there is something to do."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

Job = Callable[[], None]

PATIENCE = 0.25
"""Seconds of a running cell that jobs let pass before they begin."""
LONG_PATIENCE = 3.0
"""The same for jobs that take long and that nobody waits for: they share the interpreter with what the cell does, and
what a cell imports takes seconds."""

LOOK = 0.1
"""Seconds between two looks for what has come meanwhile."""


class Worker:
    """Does jobs one after another in the order they came, those that can wait after the others.

    The thread starts with a job and ends with the last one. While a cell runs (`step_back` … `go_ahead`) it lets the
    first moments of it pass, so that short cells have the machine to themselves. A forked child gets a fresh worker by
    calling `forget`, so that nothing of the parent's thread or lock is ever waited for.

    Args:
        on_fault: called with the exception of a job that failed; the jobs after it go on.
    """

    def __init__(self, on_fault: Callable[[BaseException], None]) -> None:
        self._on_fault = on_fault
        self.forget()

    def forget(self) -> None:
        """Drop all jobs and the thread, as a child process must after a fork."""
        self._jobs: deque[Job] = deque()
        self._patient: deque[Job] = deque()
        self._lock = threading.Lock()
        self._idle = threading.Event()
        self._idle.set()
        self._calm = threading.Event()
        self._calm.set()
        self._begun = 0.0
        self._running = False

    def step_back(self) -> None:
        """A cell begins."""
        self._begun = time.monotonic()
        self._calm.clear()

    def go_ahead(self) -> None:
        """The cell is over."""
        self._calm.set()

    def submit(self, job: Job, *, at_once: bool = False, patient: bool = False) -> None:
        """Put `job` at the end of the queue and return; `at_once`: at its head, and without a wait for a cell;
        `patient`: behind all others, and long after a cell has begun. Both: before the others that are patient."""
        with self._lock:
            queue = self._patient if patient else self._jobs
            (queue.appendleft if at_once else queue.append)(job)
            if at_once and not patient:
                self._calm.set()
            self._idle.clear()
            if self._running:
                return
            self._running = True
        try:
            threading.Thread(target=self._work, name="jupyter-tracker", daemon=True).start()
        except RuntimeError:  # the interpreter is shutting down and starts no thread: do it here
            self._work()

    def wait(self, seconds: float) -> bool:
        """Wait until all jobs are done, at most `seconds`; true when they are."""
        self._calm.set()
        deadline = time.monotonic() + seconds
        while not self._idle.wait(min(0.1, max(0.0, deadline - time.monotonic()))):
            if time.monotonic() >= deadline:
                return False
        return True

    @property
    def busy(self) -> bool:
        """Whether a job is waiting or being done."""
        return not self._idle.is_set()

    def _work(self) -> None:
        while True:
            with self._lock:
                if not self._jobs and not self._patient:
                    self._running = False
                    self._idle.set()
                    return
            self._rest(PATIENCE)
            if not self._jobs and not self._rest(LONG_PATIENCE):
                continue  # something has come that does not wait as long
            with self._lock:
                job = (self._jobs or self._patient).popleft()
            try:
                job()
            except Exception as fault:
                self._on_fault(fault)

    def _rest(self, patience: float) -> bool:
        """Wait until no cell runs, or one has run so long; false where a job of the usual kind has come meanwhile."""
        usual = bool(self._jobs)
        while not self._calm.wait(max(0.0, min(LOOK, self._begun + patience - time.monotonic()))):
            if time.monotonic() >= self._begun + patience:
                break
            if self._jobs and not usual:
                return False
        return True
