"""Which run an explicit call means, and making it a run where there is none yet."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

from . import exports, state
from .inherit import Follower
from .record import NoRun, OpenRun
from .tracker import Tracker, tracker


def target(ref: Any = None) -> OpenRun | NoRun:
    """The run that `log`, `param`, `artifact` and `tag` mean here.

    In order: `ref` itself (a run in hand or a reference); the innermost block or the tracked cell; the run that
    started this process; the newest run, if this untracked cell uses what its cells made, which adds the cell to it;
    a new run for this cell; and where there are no cells, the one run of this script.
    """
    if state.switched_off():
        return NoRun()
    if ref is not None:
        return _named(ref)
    here = state.HERE.get()
    if here is not None:
        return here
    me = tracker()
    try:
        run = _inherited(me) or _of_cell(me) or _newest_of_kernel(me) or _of_script(me)
    except Exception as fault:  # a fault of ours must not end what somebody trains
        me.fault("while looking for the run", fault)
        return NoRun()
    if me.kind != "child" and (run.ended is None or me.shell is None):
        state.HERE.set(run)
    return run


def _named(ref: Any) -> OpenRun | NoRun:
    if isinstance(ref, (OpenRun, NoRun)):
        return ref
    me = tracker()
    run_id = me.resolve(str(getattr(ref, "id", ref)))
    known = next((run for run in me.runs if run.id == run_id), None)
    return known if known is not None else me.visit(run_id)


def _inherited(me: Tracker) -> OpenRun | None:
    """The run of the process that started this one."""
    follower: Follower | None = state.kept(f"follower {os.getpid()}", lambda: _follower(me))
    run_id = follower.run() if follower is not None else None
    return me.take_part(follower.root, run_id) if follower is not None and run_id is not None else None


def _follower(me: Tracker) -> Follower | None:
    if me.forked:
        newest = me.open_runs[-1].id if me.open_runs else None
        return Follower(me.store.root, me.session_id, newest) if me.session_id else None
    run_id, root = os.environ.get(exports.RUN), os.environ.get(exports.STORE)
    if me.kind != "child" or not run_id or not root:
        return None
    return Follower(Path(root), os.environ.get(exports.SESSION, ""), run_id)


def _of_cell(me: Tracker) -> OpenRun | None:
    """The run of the cell that runs in this thread, or of the one cell that runs at all."""
    load_in_notebook(me)
    entry = me.cell_here()
    if entry is None:
        return None
    return entry.run or entry.adopt()


def _newest_of_kernel(me: Tracker) -> OpenRun | None:
    """What goes on after its cell has ended (a thread) adds to the newest run."""
    return me.runs[-1] if me.shell is not None and me.runs else None


def _of_script(me: Tracker) -> OpenRun:
    from . import scripts

    return scripts.process_run(me)


def load_in_notebook(me: Tracker) -> None:
    """Where a notebook imports us without `%load_ext`, do as if it had said so."""
    if me.shell is not None or me.kind == "child" or "IPython" not in sys.modules:
        return
    from IPython import get_ipython

    shell = get_ipython()  # type: ignore[no-untyped-call, unused-ignore]
    if shell is not None:
        from ..magics.extension import load

        load(shell)
