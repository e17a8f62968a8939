"""The card below a tracked cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..capture import compat
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
    plain = card.text(entry.record, entry.previous, entry.curves, notices)
    if compat.kernel_of(shell) is None:
        print(plain)
        return
    page = card.html(entry.record, entry.previous, entry.curves, notices)
    with observers.unheard(entry):
        shell.display_pub.publish(
            {"text/html": page, "text/plain": plain}, metadata={CARD: {"run": entry.record["id"]}}
        )
