"""What a replay may not do without leave: change files outside its copy of the folders, or reach the network.

An audit hook refuses it with the error that a folder without rights, or a machine without a network, would give. It is
put on once and stays, as such hooks do; only the kernel of a replay has it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_LOCAL = ("localhost", "127.", "::1", "0.0.0.0")


class Guard:
    """Refuses, and remembers what.

    Args:
        protected: folders in which nothing is to be changed (hidden folders in them apart), and single files.
        allowed: folders that may be changed although they lie in one of those.
    """

    def __init__(self, protected: Iterable[str], allowed: Iterable[str]) -> None:
        """Put the hook on."""
        self.refused: list[str] = []
        self._protected = tuple({os.path.realpath(path) for path in protected})
        self._allowed = tuple(os.path.realpath(path) + os.sep for path in allowed)
        self._here = threading.local()
        sys.addaudithook(self._hook)

    def _hook(self, event: str, args: tuple[Any, ...]) -> None:
        look = _EVENTS.get(event)
        if look is None or getattr(self._here, "looking", False):
            return
        self._here.looking = True
        try:
            told = look(self, args)
        except (TypeError, ValueError, OSError, IndexError):  # a path that no file can have
            told = None
        finally:
            self._here.looking = False
        if told is not None:
            if told not in self.refused and len(self.refused) < 100:
                self.refused.append(told)
            raise PermissionError(f"a replay without --yes refuses this: {told}")

    def _opened(self, args: tuple[Any, ...]) -> str | None:
        path, mode, flags = args[0], args[1], args[2]
        writes = any(letter in mode for letter in "wax+") if isinstance(mode, str) else bool(flags & _WRITING)
        return self._changed((path,)) if writes else None

    def _changed(self, args: tuple[Any, ...]) -> str | None:
        return self._outside(args[0])

    def _moved(self, args: tuple[Any, ...]) -> str | None:
        return self._outside(args[0]) or self._outside(args[1])

    def _linked(self, args: tuple[Any, ...]) -> str | None:
        return self._outside(args[1])

    def _outside(self, path: Any) -> str | None:
        if isinstance(path, int):
            return None
        text = os.fsdecode(path)
        folder, name = os.path.split(os.path.abspath(text))
        real = os.path.join(os.path.realpath(folder), name)
        real = os.path.realpath(real) if os.path.islink(real) else real
        if (real + os.sep).startswith(self._allowed):
            return None
        for place in self._protected:
            inside = real.removeprefix(place + os.sep)
            if real == place or (inside != real and not inside.startswith(".")):
                return f"writing to {text}"
        return None

    def _looked_up(self, args: tuple[Any, ...]) -> str | None:
        host = args[0].decode() if isinstance(args[0], bytes) else args[0]
        return None if not host or str(host).startswith(_LOCAL) else f"reaching {host}"

    def _connected(self, args: tuple[Any, ...]) -> str | None:
        address = args[1]
        return self._looked_up(address) if isinstance(address, tuple) else None


_EVENTS: dict[str, Callable[[Guard, tuple[Any, ...]], str | None]] = {
    "open": Guard._opened,
    "os.remove": Guard._changed,
    "os.rmdir": Guard._changed,
    "os.mkdir": Guard._changed,
    "os.truncate": Guard._changed,
    "os.rename": Guard._moved,
    "os.link": Guard._linked,
    "os.symlink": Guard._linked,
    "shutil.rmtree": Guard._changed,
    "shutil.move": Guard._moved,
    "shutil.copyfile": Guard._linked,
    "sqlite3.connect": Guard._changed,
    "socket.getaddrinfo": Guard._looked_up,
    "socket.connect": Guard._connected,
}
