"""Loading into a shell and leaving it again without a trace."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..capture import compat, directive
from ..session import state, surroundings
from ..session.tracker import tracker


def load(shell: Any) -> None:
    """Watch the cells of `shell`, from the one that is running now. Nothing happens under JUPYTER_TRACKER=0."""
    state.forget("unloaded")
    if state.switched_off() or state.peek("loaded") is not None:
        return
    from ..session.observe import Observers
    from .cell import CellHook
    from .completion import complete
    from .track import Magics

    me = tracker()
    me.use_shell(shell)
    hook = CellHook(me, shell, Observers(me, shell))
    compat.add_transformer(shell, directive.transform)
    compat.on(shell, "pre_run_cell", hook.before)
    compat.on(shell, "post_run_cell", hook.after)
    magics = Magics(me, shell)
    shell.register_magic_function(magics.line, "line", "track")
    shell.register_magic_function(magics.cell, "cell", "track")
    take_completion_off = complete(me, shell)

    def take_off() -> None:
        compat.off(shell, "pre_run_cell", hook.before)
        compat.off(shell, "post_run_cell", hook.after)
        compat.remove_transformer(shell, directive.transform)
        for kind in ("line", "cell"):
            shell.magics_manager.magics[kind].pop("track", None)
        take_completion_off()
        me.keeper.stop()
        hook.close()

    state.kept("loaded", lambda: take_off)
    hook.join_running_cell()
    surroundings.once(me)


def unload(shell: Any) -> None:
    """Take everything off again; explicit calls do nothing from now on."""
    take_off: Callable[[], None] | None = state.peek("loaded")
    if take_off is not None:
        tracker().end_all()
        take_off()
        state.forget("loaded")
    state.kept("unloaded", lambda: True)
