"""Loading into a shell and leaving it again without a trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..capture import compat, directive
from ..session import state, surroundings
from ..session.tracker import EXIT_SECONDS, tracker


def load(shell: Any) -> None:
    """Watch the cells of `shell`, from the one that is running now. Nothing is under JUPYTER_TRACKER=0."""
    state.forget("unloaded")
    if state.peek("loaded") is not None:
        return
    if state.switched_off():
        _load_nothing(shell)
        return
    from ..session.observe import Observers
    from .cell import CellHook
    from .completion import complete
    from .track import Magics

    me = tracker()
    me.use_shell(shell)
    hook = CellHook(me, shell, Observers(me, shell))
    compat.add_transformer(shell, directive.transform)
    compat.await_body(shell, directive.opens)
    compat.on(shell, "pre_run_cell", hook.before)
    compat.on(shell, "post_run_cell", hook.after)
    magics = Magics(me, shell)
    shell.register_magic_function(magics.line, "line", "track")
    shell.register_magic_function(magics.cell, "cell", "track")
    take_completion_off = complete(me, shell)

    def take_off() -> None:
        compat.off(shell, "pre_run_cell", hook.before)
        compat.off(shell, "post_run_cell", hook.after)
        _take_magics_off(shell)
        take_completion_off()
        tracker().end_all()
        me.worker.wait(EXIT_SECONDS)
        me.keeper.stop()
        hook.close()

    state.kept("loaded", lambda: take_off)
    hook.join_running_cell()
    surroundings.once(me)


def _load_nothing(shell: Any) -> None:
    """Switched off: a notebook that is tracked elsewhere runs here as well, and `%track` says why it does nothing."""

    def line(text: str = "") -> None:
        """Tracking is off."""
        print("tracking is off (JUPYTER_TRACKER)")

    compat.add_transformer(shell, directive.transform)
    compat.await_body(shell, directive.opens)
    shell.register_magic_function(line, "line", "track")
    state.kept("loaded", lambda: lambda: _take_magics_off(shell))


def _take_magics_off(shell: Any) -> None:
    compat.remove_transformer(shell, directive.transform)
    compat.await_nothing(shell)
    for kind in ("line", "cell"):
        shell.magics_manager.magics[kind].pop("track", None)


def unload(shell: Any) -> None:
    """Take everything off again; explicit calls do nothing from now on."""
    take_off: Callable[[], None] | None = state.peek("loaded")
    if take_off is not None:
        take_off()
        state.forget("loaded")
    state.kept("unloaded", lambda: True)
