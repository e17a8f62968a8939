"""The WebSocket over which the panel hears what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jupyter_server.auth.decorator import authorized, ws_authenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.base.websocket import WebSocketMixin
from tornado.ioloop import PeriodicCallback
from tornado.websocket import WebSocketClosedError, WebSocketHandler

from ..errors import Refused
from .base import AUTH_RESOURCE, encode
from .status import rights, status

if TYPE_CHECKING:
    from ..changes import Message, Watch
    from ..stores import Stores


ALIVE_EVERY = 10.0
"""Seconds between two signs of life: a network that is gone closes nothing, and pings are hidden from browsers."""


class ChangesSocket(WebSocketMixin, WebSocketHandler, JupyterHandler):
    """`changes?path=…`: `status` once at the beginning, then `changed` whenever runs change, and `alive` now and then.

    What the client sends is not read. Neither an open socket nor its messages count as activity.
    """

    auth_resource = AUTH_RESOURCE
    watch: Watch | None = None
    _beat: PeriodicCallback | None = None

    def initialize(self, stores: Stores) -> None:
        """Take the open stores that this server answers from."""
        self.stores = stores

    async def prepare(self) -> None:  # type: ignore[override]
        """Refuse who is unknown, whatever the server's settings say."""
        await super().prepare()
        if not self.current_user:
            raise Refused(403, "Log in to see the runs.")

    @ws_authenticated
    async def get(self, *args: Any, **kwargs: Any) -> None:
        """Open the socket for whoever may read runs."""
        self.path = self.get_query_argument("path", "", strip=False)
        await self._open_authorized(*args, **kwargs)

    @authorized
    async def _open_authorized(self, *args: Any, **kwargs: Any) -> None:
        self.desk = await self.stores.desk(self.path)
        await super().get(*args, **kwargs)

    async def open(self, *args: Any, **kwargs: Any) -> None:
        """Say how the store is, then listen to it."""
        super().open(*args, **kwargs)
        watch = self.watch = self.stores.watch(self.desk)
        self.send(await self._status())
        if self.ws_connection is not None and self.watch is watch:  # it may have been closed meanwhile
            watch.listen(self.send)
            self._beat = PeriodicCallback(lambda: self.send({"type": "alive"}), ALIVE_EVERY * 1000)
            self._beat.start()

    def send(self, message: Message) -> None:
        """Send one message; a client that is gone hears no more."""
        try:
            self.write_message(encode(message))
        except WebSocketClosedError:
            self.on_close()

    def on_message(self, message: str | bytes) -> None:
        """Nothing is asked over the socket."""

    def on_close(self) -> None:
        """Listen no more."""
        if self._beat is not None:
            self._beat.stop()
        if self.watch is not None:
            self.watch.leave(self.send)
            self.watch = None

    async def _status(self) -> Message:
        return {"type": "status", **await self.desk.ask(status, self.stores.root, await rights(self))}
