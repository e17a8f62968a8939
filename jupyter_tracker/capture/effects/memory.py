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
        self._held: dict[str, set[int]] = {}

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
            self._held.pop(name, None)

    def link(self, names: Iterable[str], touched: Iterable[str]) -> None:
        """What these names hold does not fully show: it may hold on to what was touched when it was made or used. By
        identity, as a name may soon stand for something else; by name where not all identities are known."""
        found = {name: known for name in touched if (known := self._known.get(name)) is not None}
        reach: set[int] = set()
        for known in found.values():
            reach |= known.reach
        unknown = {name for name, known in found.items() if known.cut}
        blind = set(names)
        for name in blind | {name for name, known in found.items() if known.blind}:
            self._held.setdefault(name, set()).update(reach)
            self._kin.setdefault(name, set()).update(unknown - {name})

    def behind(self, names: Iterable[str], more: Iterable[int] = ()) -> set[str]:
        """Names whose value may hold on to something of these, or to `more` by identity, without showing it."""
        wanted = set(names)
        reach = self._reach(wanted).union(more)
        found = {name for name, held in self._held.items() if not reach.isdisjoint(held)}
        return found | {name for name, kin in self._kin.items() if not wanted.isdisjoint(kin)}

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
            for number in known.reach if known is not None else ():
                holders = self._holders[number]
                if len(holders) > 1:  # most things are held by one name alone: this one
                    todo.extend(holders)
            for number in self._held.get(name, ()):
                todo.extend(self._holders.get(number, ()))
            todo.extend(self._kin.get(name, ()))
        return found

    def _reach(self, names: Iterable[str]) -> set[int]:
        reach: set[int] = set()
        for name in names:
            known = self._known.get(name)
            if known is not None:
                reach |= known.reach
        return reach
