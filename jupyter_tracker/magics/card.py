"""The card below a tracked cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..capture import compat
from ..session.learnt import learnt
from ..session.observe import CARD, Observers

if TYPE_CHECKING:
    from ..session.cells import CellEntry
    from ..session.tracker import Tracker


def show(tracker: Tracker, shell: Any, entry: CellEntry, observers: Observers) -> None:
    """Show what became of the run that has ended with this cell, unless `%track quiet` was said."""
    if entry.record is None or tracker.quiet or entry.settings.quiet:
        return
    from ..render import card

    notices = [tracker.masker.text(text) for text in [*entry.notices, *tracker.first_notices()]]
    ruled = learnt(tracker, tracker.notebook)
    tried = tracker.memory.children(entry.record["id"])
    told = entry.record, entry.previous, entry.curves, notices
    plain = card.text(*told, learnt=ruled, children=tried)
    if compat.kernel_of(shell) is None:
        print(plain)
        return
    page = card.html(*told, learnt=ruled, children=tried, blobs=tracker.store.blobs.get)
    with observers.unheard(entry):
        shell.display_pub.publish(
            {"text/html": page, "text/plain": plain}, metadata={CARD: {"run": entry.record["id"]}}
        )
