"""The server extension's application: its settings, routes and end."""

from __future__ import annotations

from pathlib import Path

from jupyter_server.extension.application import ExtensionApp
from traitlets import Float, Unicode

from .changes import Pace
from .handlers import routes
from .handlers.status import versions
from .stores import Stores, share_store_with_kernels


class TrackerApp(ExtensionApp):
    """Shows the runs of the notebooks that this server serves."""

    name = "jupyter_tracker"
    description = "Answers the Runs panel from the store of the active notebook; needs no kernel."
    load_other_extensions = True

    store = Unicode(
        "",
        help="""The store for every notebook of this server and every kernel it starts: a folder, made when it is first
        needed. Empty: JUPYTER_TRACKER_STORE if it is set, else the nearest `.tracker` above each notebook.""",
    ).tag(config=True)

    poll_interval = Float(
        0.15,
        min=0.02,
        help="Seconds between two looks at a store that is open in a panel while runs are going on.",
    ).tag(config=True)

    idle_poll_interval = Float(
        0.5,
        min=0.02,
        help="Seconds between two looks at a store that is open in a panel while nothing happens.",
    ).tag(config=True)

    upkeep_interval = Float(
        2.0,
        min=0.1,
        help="""Seconds between two rounds in which running runs are made durable on disk, crashed ones are found and
        ended ones are packed.""",
    ).tag(config=True)

    def initialize_settings(self) -> None:
        """Open nothing yet; make ready to."""
        assert self.serverapp is not None
        share_store_with_kernels(self.store)
        pace = Pace(self.poll_interval, self.idle_poll_interval, self.upkeep_interval)
        about = {"software": versions(), "cwd": self.serverapp.root_dir}
        self.stores = Stores(Path(self.serverapp.root_dir), pace, self.log, about)

    def initialize_handlers(self) -> None:
        """Add the routes (the server puts its base URL before them)."""
        self.handlers.extend(routes(self.stores))

    async def stop_extension(self) -> None:
        """Close what is open."""
        await self.stores.close()
