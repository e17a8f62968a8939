"""The fingerprints of a notebook's names from cell to cell, and which names share what can be changed."""

from __future__ import annotations

from collections.abc import Iterable

from jupyter_tracker.capture.fingerprints import Fingerprint


class Remembered:
    """What each name held when it was looked at last. A model may hold thousands of things that can be changed, nearly
    all of them held by one name alone: those that more than one may hold are kept apart, so that only they are asked
    for."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[str, Fingerprint] = {}
        self._held_by_one: set[int] = set()
        self._held_by_more: set[int] = set()
        self._kin: dict[str, set[str]] = {}
        self._held: dict[str, set[int]] = {}

    def get(self, name: str) -> Fingerprint | None:
        """The fingerprint of a name, None where it was not looked at."""
        return self._known.get(name)

    def put(self, name: str, found: Fingerprint) -> None:
        """A name was looked at."""
        self._drop(name)
        self._known[name] = found
        self._held_by_more |= self._held_by_one & found.reach
        self._held_by_one |= found.reach
        self._held_by_one -= self._held_by_more & found.reach

    def forget(self, name: str) -> None:
        """A name is gone."""
        self.let_go(name)
        self._drop(name)

    def let_go(self, name: str) -> None:
        """A name stands for something else from now on, or for nothing: who may hold on to what it held, unseen, may
        hold on to what that held."""
        held, kin, known = self._held.pop(name, set()), self._kin.pop(name, set()), self._known.get(name)
        if known is None or not (held or kin):
            return
        for other, numbers in self._held.items():
            if not numbers.isdisjoint(known.reach):
                numbers |= held
                self._kin[other] |= kin

    def _drop(self, name: str) -> None:
        before = self._known.pop(name, None)
        if before is not None and before.reach:
            self._held_by_one -= before.reach
            self._count_again(self._held_by_more & before.reach)

    def _count_again(self, numbers: set[int]) -> None:
        if not numbers:
            return
        one: set[int] = set()
        more: set[int] = set()
        for known in self._known.values():
            held = known.reach & numbers
            more |= held & one
            one |= held
        self._held_by_more -= numbers - more
        self._held_by_one |= one - more

    def link(self, names: Iterable[str], touched: Iterable[str], more: Iterable[int] = ()) -> None:
        """What these names hold does not fully show: it may hold on to what was touched when it was made or used, and
        to `more`. By identity, as a name may soon stand for something else; by name where not all identities are
        known."""
        found = {name: known for name in touched if (known := self._known.get(name)) is not None}
        reach = set(more)
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
        followed: set[int] = set()
        todo = list(names)
        while todo:
            name = todo.pop()
            if name in found:
                continue
            found.add(name)
            known = self._known.get(name)
            shared = self._held.get(name, set()) - followed
            if known is not None:
                shared |= (self._held_by_more & known.reach) - followed
            if shared:
                followed |= shared
                todo += [other for other, one in self._known.items() if not one.reach.isdisjoint(shared)]
            todo.extend(self._kin.get(name, ()))
        return found

    def _reach(self, names: Iterable[str]) -> set[int]:
        reach: set[int] = set()
        for name in names:
            known = self._known.get(name)
            if known is not None:
                reach |= known.reach
        return reach
