"""What a replay may not do: change the project's own files; and without leave change other files that the run had
written, run commands, or reach the network.

An audit hook refuses it with the error that a folder without rights, or a machine without a network, would give. It is
put on once and stays, as such hooks do; only the kernel of a replay has it.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

from ..capture.audit import listen
from .starting import of_the_user

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_TRUNC
_LOCAL = ("localhost", "127.", "::1", "0.0.0.0")
_YES = "--yes lets it"
_NEVER = "a replay leaves the project's own files alone: a path relative to the working folder stays in the copy"


class Guard:
    """Refuses, and remembers what.

    Args:
        protected: folders in which nothing is to be changed, whatever was said (hidden folders in them apart).
        foreign: files and folders that are not to be changed without a yes.
        allowed: folders and files that may be changed although they lie in one of those.
        yes: commands may be run, the network reached, and what is `foreign` changed.
    """

    def __init__(
        self, protected: Iterable[str], foreign: Iterable[str], allowed: Iterable[str], *, yes: bool = False
    ) -> None:
        """Put the hook on."""
        self.refused: list[str] = []
        self._yes = yes
        self._protected = tuple({os.path.realpath(path) for path in protected})
        self._foreign = () if yes else tuple({os.path.realpath(path) for path in foreign})
        self._allowed = tuple(os.path.realpath(path) + os.sep for path in allowed)
        self._here = threading.local()
        listen(_EVENTS, self._heard)

    def _heard(self, event: str, args: tuple[Any, ...]) -> None:
        if getattr(self._here, "looking", False):
            return
        self._here.looking = True
        try:
            told = _EVENTS[event](self, args)
        except (TypeError, ValueError, OSError, IndexError):  # a path that no file can have
            told = None
        finally:
            self._here.looking = False
        if told is not None:
            if told not in self.refused and len(self.refused) < 100:
                self.refused.append(told)
            raise PermissionError(f"refused in a replay: {told}")

    def _opened(self, args: tuple[Any, ...]) -> str | None:
        path, mode, flags = args[0], args[1], args[2]
        writes = any(letter in mode for letter in "wax+") if isinstance(mode, str) else bool(flags & _WRITING)
        return self._changed((path,)) if writes else None

    def _changed(self, args: tuple[Any, ...]) -> str | None:
        return self._outside(args[0])

    def _made(self, args: tuple[Any, ...]) -> str | None:
        return None if os.path.isdir(args[0]) else self._outside(args[0])  # it is there: nothing will change

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
        for places, why in ((self._protected, _NEVER), (self._foreign, _YES)):
            for place in places:
                inside = real.removeprefix(place + os.sep)
                if real == place or (inside != real and not inside.startswith(".")):
                    return f"writing to {text} ({why})"
        return None

    def _looked_up(self, args: tuple[Any, ...]) -> str | None:
        host = args[0].decode() if isinstance(args[0], bytes) else args[0]
        return None if self._yes or not host or str(host).startswith(_LOCAL) else f"reaching {host} ({_YES})"

    def _connected(self, args: tuple[Any, ...]) -> str | None:
        address = args[1]
        return self._looked_up(address) if isinstance(address, tuple) else None

    def _ran(self, args: tuple[Any, ...]) -> str | None:
        words = args[0] if len(args) == 1 or not args[1] else args[1]
        if self._yes or not of_the_user(sys._getframe(3)):
            return None
        told = words if isinstance(words, (str, bytes)) else " ".join(map(str, words))
        return f"running {os.fsdecode(told)[:100]} ({_YES})"

    def _forked(self, args: tuple[Any, ...]) -> str | None:
        return None if self._yes or not of_the_user(sys._getframe(3)) else f"running a command in a terminal ({_YES})"


_EVENTS: dict[str, Callable[[Guard, tuple[Any, ...]], str | None]] = {
    "open": Guard._opened,
    "os.remove": Guard._changed,
    "os.rmdir": Guard._changed,
    "os.mkdir": Guard._made,
    "os.truncate": Guard._changed,
    "os.chmod": Guard._changed,
    "os.chown": Guard._changed,
    "os.utime": Guard._changed,
    "os.rename": Guard._moved,
    "os.link": Guard._linked,
    "os.symlink": Guard._linked,
    "shutil.rmtree": Guard._changed,
    "shutil.move": Guard._moved,
    "shutil.copyfile": Guard._linked,
    "sqlite3.connect": Guard._changed,
    "socket.getaddrinfo": Guard._looked_up,
    "socket.connect": Guard._connected,
    "subprocess.Popen": Guard._ran,
    "os.system": Guard._ran,
    "os.exec": Guard._ran,
    "os.posix_spawn": Guard._ran,
    "os.spawn": Guard._ran,
    "os.startfile": Guard._ran,
    "os.forkpty": Guard._forked,
}
