"""What `import jupyter_tracker as jt` offers: the same in a notebook, a script and a process that a run started."""

from __future__ import annotations

import functools
import inspect
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, overload

from ..capture.values import flatten
from ..session import emit, state
from ..session.record import NoRun, OpenRun
from ..session.targets import load_in_notebook, target

if TYPE_CHECKING:
    from pandas import DataFrame

    from .runview import RunView

P = ParamSpec("P")
T = TypeVar("T")
_here = state.HERE.get


def log(
    mapping: Mapping[str, Any] | None = None,
    /,
    *,
    step: float | None = None,
    run: Any = None,
    **metrics: Any,
) -> None:
    """Add one point to each named series of the run in hand (or of `run`).

    Without `step` each series counts for itself from 0; a step may repeat, go back or be a float. When this returns
    the points survive the death of the process. A value that is no number is named once and left out.

        jt.log(loss=0.3, acc=0.9)
        jt.log({"val/loss": 0.4}, step=epoch)
    """
    here: OpenRun | NoRun | None = _here() if run is None else None
    if here is None:
        here = target(run)
    if mapping is not None:
        metrics = {**mapping, **metrics}
    try:
        here.write_points(metrics, step)
    except (TypeError, ValueError, OverflowError, AttributeError):
        here.log_carefully(metrics, step)


def param(mapping: Mapping[str, Any] | None = None, /, **params: Any) -> None:
    """Set params of the run in hand; mappings and dataclasses are flattened to dotted names."""
    (_here() or target()).param(mapping, **params)


def artifact(thing: Any, name: str | None = None) -> str:
    """Keep a file or folder (by path), a figure, an image, a frame, an array, bytes or plain data with the run.

    Gives the name it is kept under, for `jt.run(…).open(name)`. Raises FileNotFoundError for a path that is not there
    and TypeError for what cannot become a file.
    """
    return (_here() or target()).artifact(thing, name)


def tag(*names: str, **named: Any) -> None:
    """Put tags on the run in hand: `jt.tag("baseline", stage="final")`."""
    (_here() or target()).tag(*names, **named)


@overload
def track(name: Callable[P, T], /) -> Callable[P, T]: ...


@overload
def track(
    name: str | None = None,
    /,
    *,
    resume: Any = None,
    experiment: str | None = None,
    tags: Mapping[str, str] | None = None,
    note: str | None = None,
) -> Block: ...


def track(name: Any = None, /, **about: Any) -> Any:
    """Make a run of a block or of each call of a function.

        with jt.track("baseline") as run: ...
        with jt.track(resume="baseline"): ...     # go on with it: same curves, this session marked

        @jt.track
        def train(lr): ...                        # each call is a run, its arguments are params

    `experiment`, `tags` (a dict) and `note` are put on the run. A block inside a run makes a child of it.
    """
    if callable(name) and not about:
        return Block(getattr(name, "__name__", None), "decorator", {})(name)
    return Block(name, "block", about)


class Block:
    """What `jt.track(…)` gives: a context manager, and a decorator."""

    def __init__(self, name: str | None, made_by: str, about: Mapping[str, Any]) -> None:
        """Nothing happens before it is entered."""
        unknown = set(about) - {"resume", "experiment", "tags", "note"}
        if unknown:
            raise TypeError(f"jt.track takes resume, experiment, tags and note, not {', '.join(sorted(unknown))}")
        self._name = name
        self._made_by = made_by
        self._about = dict(about)
        self._entered: list[tuple[OpenRun | NoRun, Any]] = []

    def __enter__(self) -> OpenRun | NoRun:
        """Begin the run, or go on with it."""
        run = self._begin()
        token = state.HERE.set(run) if isinstance(run, OpenRun) else None
        self._entered.append((run, token))
        return run

    def __exit__(self, kind: Any, fault: BaseException | None, trace: Any) -> None:
        """End the run: failed on an exception, interrupted on a KeyboardInterrupt; the exception goes on."""
        run, token = self._entered.pop()
        if not isinstance(run, OpenRun):
            return
        if token is not None:
            try:
                state.HERE.reset(token)
            except ValueError:  # left in another context than it was entered in
                state.HERE.set(None)
        left_well = isinstance(fault, SystemExit) and fault.code in (None, 0)
        if fault is None or isinstance(fault, GeneratorExit) or left_well:
            run.end()
        elif isinstance(fault, KeyboardInterrupt):
            run.end("interrupted")
        else:
            from ..session.tracker import tracker

            text = "".join(traceback.format_exception(kind, fault, trace))
            run.end("failed", emit.error(tracker(), kind.__name__, str(fault), text))

    def __call__(self, function: Callable[P, T]) -> Callable[P, T]:
        """Make each call of `function` a run of its own, with its arguments as params."""
        name, about = self._name or getattr(function, "__name__", None), self._about
        signature = inspect.signature(function)

        def block(args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
            return _Call(Block(name, "decorator", about), signature, args, kwargs)

        if inspect.iscoroutinefunction(function):

            @functools.wraps(function)
            async def wrapped_async(*args: P.args, **kwargs: P.kwargs) -> Any:
                with block(args, kwargs):
                    return await function(*args, **kwargs)

            return wrapped_async  # type: ignore[return-value]

        @functools.wraps(function)
        def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
            with block(args, kwargs):
                return function(*args, **kwargs)

        return wrapped

    def _begin(self) -> OpenRun | NoRun:
        if state.switched_off():
            return NoRun()
        from ..session.tracker import tracker

        me = tracker()
        load_in_notebook(me)
        about = dict(self._about)
        resume = about.pop("resume", None)
        entry = me.cell_here()
        parent = state.HERE.get() or (entry.run if entry is not None else None)
        if resume is not None:
            run_id = me.resolve(str(getattr(resume, "id", resume)))
            exec_id = entry.enter_block() if entry is not None else None
            going_on = me.go_on(run_id, exec_id, new_session=True)
            going_on.owns_exec = exec_id is not None
            going_on.watch_files()
            return going_on
        from ..session import scripts, surroundings

        exec_id = entry.enter_block() if entry is not None else scripts.enter_script(me)
        run = me.begin_run(
            self._made_by,
            name=self._name,
            parent=parent.id if parent is not None and parent.ended is None else None,
            parts=[exec_id] if exec_id else [],
            exec_id=exec_id,
            **about,
        )
        run.owns_exec = exec_id is not None
        run.watch_files()
        surroundings.describe(me, run)
        return run


class _Call:
    """One call of a tracked function."""

    def __init__(
        self, block: Block, signature: inspect.Signature, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        self._block = block
        self._call = (signature, args, kwargs)

    def __enter__(self) -> None:
        run = self._block.__enter__()
        signature, args, kwargs = self._call
        try:
            bound = signature.bind(*args, **kwargs)
            bound.apply_defaults()
        except TypeError:  # the call itself will say what is wrong with it
            return
        given = {name: value for name, value in bound.arguments.items() if flatten(name, value)}
        if given:
            run.param(given)

    def __exit__(self, kind: Any, fault: BaseException | None, trace: Any) -> None:
        self._block.__exit__(kind, fault, trace)


def runs(filter: str | None = None) -> DataFrame:
    """All runs that match, newest first, as a DataFrame indexed by run id.

    Columns: name, state, experiment, started, duration (seconds), …, `params.<name>`, `metrics.<name>` (the last value)
    and, for curves, `metrics.<name>.min`, `.max` and `.first`. Raises FilterError for a filter that is wrong.

        jt.runs('metrics.acc > 0.9 and params.model == "rf"')
    """
    from . import frames, reading

    return frames.runs(reading.reader(), filter)


def run(ref: Any = "@1") -> RunView:
    """One run, to look at: by id, name, unique beginning of its id, or `@1` (the newest here), `@2` …

    Raises RefError, which says what there is.
    """
    from . import reading
    from .runview import RunView

    return RunView(reading.reader(), reading.resolve(ref))


def compare(*refs: Any) -> DataFrame:
    """What differs between runs: rows (kind, name), one column a run; the first run is the baseline."""
    from . import frames, reading

    return frames.comparison(reading.compare(refs))


def report(
    *refs: Any, filter: str | None = None, output: Any = None, title: str | None = None, force: bool = False
) -> Path:
    """Write runs up as a notebook (`.ipynb`) or a single HTML file; gives its path.

    Takes references, or a filter, or neither for all runs of this notebook, oldest first. A report that is at `output`
    already is replaced; any other file only with `force`, else FileExistsError. Without `output` it is
    `report.ipynb`, with a number where there is one.
    """
    from . import reading

    return reading.report(refs, filter=filter, output=output, title=title, force=force)
