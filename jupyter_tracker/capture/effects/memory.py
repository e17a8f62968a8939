"""The fingerprints of a notebook's names from cell to cell, and which names share what can be changed."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_tracker.capture.fingerprints import Fingerprint


class Remembered:
    """What each name held when it was looked at last."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[str, Fingerprint] = {}
        self._holders: dict[int, set[str]] = {}
        self._kin: dict[str, set[str]] = {}

    def get(self, name: str) -> Fingerprint | None:
        """The fingerprint of a name, None where it was not looked at."""
        return self._known.get(name)

    def put(self, name: str, found: Fingerprint) -> None:
        """A name was looked at."""
        self.forget(name, kin=False)
        self._known[name] = found
        for number in found.reach:
            self._holders.setdefault(number, set()).add(name)

    def forget(self, name: str, *, kin: bool = True) -> None:
        """A name is gone."""
        before = self._known.pop(name, None)
        for number in before.reach if before is not None else ():
            holders = self._holders.get(number)
            if holders is not None:
                holders.discard(name)
                if not holders:
                    del self._holders[number]
        if kin:
            self._kin.pop(name, None)

    def link(self, names: Iterable[str], touched: Iterable[str]) -> None:
        """What these names hold does not fully show: it may hold on to what was touched when it was made or used."""
        others, names = set(touched), list(names)
        for name in names:
            self._kin.setdefault(name, set()).update(others - {name})
        blind = set(names)
        for name in others:
            found = self._known.get(name)
            if found is not None and found.blind:
                self._kin.setdefault(name, set()).update(blind - {name})

    def behind(self, names: Iterable[str]) -> set[str]:
        """Names whose value may hold on to one of these without showing it."""
        wanted = set(names)
        return {name for name, held in self._kin.items() if not wanted.isdisjoint(held)}

    def sharing(self, names: Iterable[str]) -> set[str]:
        """Names that may hold something that these names can change."""
        found: set[str] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name in found:
                continue
            found.add(name)
            known = self._known.get(name)
            if known is not None:
                for number in known.reach:
                    todo.extend(self._holders.get(number, ()))
            todo.extend(self._kin.get(name, ()))
        return found
