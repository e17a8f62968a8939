"""Two IPython shells in processes of their own, one with the extension loaded: the same cells, turn by turn."""

from __future__ import annotations

import collections
import contextlib
import io
import multiprocessing
import os
import signal
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from types import FrameType
from typing import Any

TRACK = "%%track bench\n"
SIDES = ("plain", "tracked")


@dataclass(frozen=True)
class Took:
    """Seconds that one cell took: the whole of it with what comes before and after, and between its two `mark()`s
    (by the clock, and of processor time of all threads)."""

    whole: float
    inside: float
    cpu: float


@dataclass
class Pair:
    """What the same cell took on both sides, several times."""

    plain: list[Took] = field(default_factory=list)
    tracked: list[Took] = field(default_factory=list)

    def ratio(self, what: str = "inside") -> float:
        """Tracked by plain: the median of the pairs, each of which was measured one right after the other."""
        pairs = zip(self.plain, self.tracked, strict=True)
        found: list[float] = [getattr(ours, what) / max(getattr(bare, what), 1e-9) for bare, ours in pairs]
        return statistics.median(found)

    def at_best(self, what: str = "inside") -> float:
        """The least that tracked took by the least that plain took: what a busy machine changes least."""
        return float(
            min(getattr(took, what) for took in self.tracked) / min(getattr(took, what) for took in self.plain)
        )

    def median(self, side: str, what: str = "inside") -> float:
        """The median in seconds of one side."""
        found: list[float] = [getattr(took, what) for took in getattr(self, side)]
        return statistics.median(found)

    @property
    def around(self) -> float:
        """Seconds that tracking takes before and after the cell."""
        spent = [took.whole - took.inside for took in self.tracked]
        bare = [took.whole - took.inside for took in self.plain]
        return statistics.median(spent) - statistics.median(bare)


class Shell:
    """One side: a process with a shell in it."""

    def __init__(self, folder: Path, *, tracked: bool) -> None:
        """Begin it in `folder`."""
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_serve, args=(theirs, str(folder), tracked), daemon=True)
        self._process.start()

    def ask(self, verb: str, cell: str) -> Any:
        """`run`, `time` or `profile` a cell, or time its code `bare`: past the shell, so that nobody hears of it."""
        self._pipe.send((verb, cell))
        answer = self._pipe.recv()
        if isinstance(answer, str):
            raise RuntimeError(answer)
        return answer

    def close(self) -> None:
        """End it."""
        self._pipe.close()
        self._process.join(30)


class Shells:
    """Both sides."""

    def __init__(self, folder: Path) -> None:
        """Begin them, each in a folder of its own."""
        self._sides = [Shell(_made(folder / name), tracked=name == "tracked") for name in SIDES]

    def run(self, cell: str) -> None:
        """Run a cell on both sides; it is no run."""
        for side in self._sides:
            side.ask("run", cell)

    def value(self, expression: str) -> Any:
        """The value of an expression on the side without us."""
        return self._sides[0].ask("value", expression)

    def pair(self, cell: str, rounds: int, head: str = TRACK, *, warm: int = 1, first: int = 0) -> Pair:
        """The cell on both sides turn by turn, `first` (0 is plain) before the other and then the other before it;
        the first `warm` rounds are not counted."""
        plain, tracked = self._sides
        return _turns([(plain, "time", cell), (tracked, "time", head + cell)], rounds, warm, first)

    def within(self, cell: str, rounds: int) -> Pair:
        """The code bare and tracked, turn by turn in one process, that with the extension: of the same code two
        processes differ by several percent, whatever runs in them. The whole of a bare cell is not known."""
        ours = self._sides[1]
        return _turns([(ours, "bare", cell), (ours, "time", TRACK + cell)], rounds, 1, 0)

    def where(self, cell: str, head: str = TRACK) -> str:
        """Which of our functions the tracked side is in while the cell runs, by a thousand looks a second."""
        found, looks = self._sides[1].ask("profile", head + cell)
        most = [f"{name} {count / max(looks, 1):.1%}" for name, count in found.most_common(3)]
        return ", ".join(most) or "no function of ours on the stack"

    def close(self) -> None:
        """End both."""
        for side in self._sides:
            side.close()


def _turns(sides: Sequence[tuple[Shell, str, str]], rounds: int, warm: int, first: int) -> Pair:
    pair = Pair()
    for number in range(-warm, rounds):
        for place in (0, 1) if (number + first) % 2 == 0 else (1, 0):
            shell, verb, cell = sides[place]
            took = shell.ask(verb, cell)
            if number >= 0:
                getattr(pair, SIDES[place]).append(took)
    return pair


@contextlib.contextmanager
def shells(folder: Path) -> Iterator[Shells]:
    """Both sides while the block runs."""
    both = Shells(folder)
    try:
        yield both
    finally:
        both.close()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def _serve(pipe: Connection, folder: str, tracked: bool) -> None:
    os.chdir(folder)
    os.environ.update(
        IPYTHONDIR=os.path.join(folder, "ipython"), JUPYTER_TRACKER_STORE=os.path.join(folder, ".tracker")
    )
    shell = _new_shell(tracked)
    verbs = {"run": _run, "time": _time, "bare": _bare, "profile": _profile, "value": _value}
    while True:
        try:
            verb, cell = pipe.recv()
        except EOFError:
            return
        screen = io.StringIO()
        try:
            with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
                answer = verbs[verb](shell, cell)
        except Exception as fault:
            answer = f"{type(fault).__name__}: {fault}\n{screen.getvalue()}"
        pipe.send(answer)


def _new_shell(tracked: bool) -> Any:
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    quiet: Any = Config()
    quiet.HistoryManager.enabled = False
    shell: Any = InteractiveShell.instance(config=quiet)
    if tracked:
        shell.run_line_magic("load_ext", "jupyter_tracker")
        shell.run_line_magic("track", "quiet")
    shell.marks = []
    shell.user_ns["mark"] = lambda: shell.marks.append((time.perf_counter(), time.process_time()))
    return shell


def _run(shell: Any, cell: str) -> float:
    before = time.perf_counter()
    shell.run_cell(cell, store_history=True).raise_error()
    return time.perf_counter() - before


def _value(shell: Any, expression: str) -> Any:
    return eval(expression, shell.user_ns)


def _time(shell: Any, cell: str) -> Took:
    shell.marks.clear()
    whole = _run(shell, cell)
    first, last = shell.marks[0], shell.marks[-1]
    return Took(whole, last[0] - first[0], last[1] - first[1])


def _bare(shell: Any, cell: str) -> Took:
    shell.marks.clear()
    exec(compile(cell, "<bare>", "exec"), shell.user_ns)
    first, last = shell.marks[0], shell.marks[-1]
    return Took(last[0] - first[0], last[0] - first[0], last[1] - first[1])


def _profile(shell: Any, cell: str) -> tuple[collections.Counter[str], int]:
    """The innermost function of ours on the main thread's stack, at each look; and how many looks there were."""
    import jupyter_tracker

    ours = os.path.join(os.path.dirname(jupyter_tracker.__file__), "")
    found: collections.Counter[str] = collections.Counter()
    looks = 0

    def look(number: int, frame: FrameType | None) -> None:
        nonlocal looks
        looks += 1
        while frame is not None and not frame.f_code.co_filename.startswith(ours):
            frame = frame.f_back
        if frame is not None:
            found[f"{frame.f_code.co_filename.removeprefix(ours)}:{frame.f_code.co_name}"] += 1

    before = signal.signal(signal.SIGALRM, look)
    signal.setitimer(signal.ITIMER_REAL, 0.001, 0.001)
    try:
        _run(shell, cell)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0.0)
        signal.signal(signal.SIGALRM, before)
    return found, looks
