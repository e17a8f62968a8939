"""One execution after another: what each depended on, and what it changed."""

from __future__ import annotations

import ast
import asyncio
import re
import threading
import types
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import replace
from typing import Any

from jupyter_tracker.capture.effects import ambient, chance, purity
from jupyter_tracker.capture.effects.around import Around
from jupyter_tracker.capture.effects.flow import Flow
from jupyter_tracker.capture.effects.localmodules import LocalModules
from jupyter_tracker.capture.effects.memory import Remembered
from jupyter_tracker.capture.effects.reading import read
from jupyter_tracker.capture.effects.records import How, Trace, Written
from jupyter_tracker.capture.effects.uses import Use
from jupyter_tracker.capture.fingerprints import Fingerprint, Room, fingerprint
from jupyter_tracker.capture.fingerprints.home import Home
from jupyter_tracker.capture.fingerprints.record import identity
from jupyter_tracker.capture.own import OwnCode

_SHELLS = frozenset(
    "In Out get_ipython exit quit open _ih _oh _dh _i _ii _iii __name__ __doc__ __package__ __loader__ __spec__ "
    "__builtin__ __builtins__ __vsc_ipynb_file__ __session__ __file__ __annotations__ __warningregistry__ "
    "__pydevd_ret_val_dict __annotate__".split()
)
_OURS = re.compile(r"jupyter.tracker|IPythonHistory|QueueFeeder|ExecutorManager|\(run_forever\)$")
"""Names of threads that run no code of the user's."""
_SERVING = frozenset(
    "ipykernel IPython zmq tornado jupyter_client jupyter_tracker tqdm debugpy pydevd traitlets".split()
)
"""Packages whose threads do not either."""
_OUTPUT = re.compile(r"_\d*$")
_SHIFTED = ("__", "___")
_INPUT = re.compile(r"_i\d+$")
_NUMBERED = re.compile(r"_\d+$")
_OUTPUTS = frozenset(["Out", "_oh"])
"""Names by which all numbered outputs can be reached."""


class Effects:
    """Watches the executions in one shell, one at a time."""

    def __init__(self, user_ns: MutableMapping[str, Any], own: OwnCode, shell: Any = None) -> None:
        """`own` tells the user's code."""
        self._ns = user_ns
        self._home = Home(own, user_ns)
        self._own = own
        self._known = Remembered()
        self._last: dict[str, int] | None = None
        self._flow = Flow()
        self._before: dict[str, int] = {}
        self._reads: dict[str, frozenset[str]] = {}
        self._touched: set[str] = set()
        self._between: list[str] = []
        self._around = Around(user_ns, self._home, shell)
        self._room = Room()
        self._running: set[int] = set()
        self._gone: set[str] = set()
        self._heeded: set[str] = set()
        self._watched: set[str] = set()
        self._rebound: set[str] = set()
        self._local = LocalModules(own)

    def before(self, cell: ast.Module | None, transform: Callable[[str], str]) -> None:
        """A cell is about to run, which was parsed (None where it could not be)."""
        flow = self._flow = read(cell, transform)
        self._room = Room()
        now = self._before = self._identities()
        self._between = [] if self._last is None or now == self._last else sorted(_differing(self._last, now))
        for name in self._between:
            self._known.forget(name)
        self._between += self._moved_on(now)
        for name in now if self._last is None else self._between:
            if name in now:
                self._look(name)
        self._reads = self._needed(flow)
        if flow.everything:
            names = [name for name in (*now, *self._gone) if not _INPUT.match(name)]
            self._reads = {name: self._reads.get(name, frozenset()) for name in names}
        if flow.stored & _OUTPUTS:
            flow.stored |= {name for name in now if _NUMBERED.match(name)}
        stored = [name for name in flow.stored if name in now]
        self._watched = self._known.sharing(self._heeded)
        sharing = self._watched | self._known.sharing([*self._reads, *stored])
        self._touched = {name for name in sharing if name in now}
        self._local.before(sharing)
        self._around.before()
        self._running = self._at_work()

    def after(self, *, ended: bool) -> Trace:
        """The cell has run; `ended` says whether it came to its end."""
        self._around.stop()
        flow, before = self._flow, self._before
        now = self._identities()
        lasting = not self._at_work() <= self._running
        writes: dict[str, Written] = {}
        let_go = self._let_go(now, flow.bound if ended else set())
        for name in [name for name in before if name not in now]:
            writes[name] = Written(name, "deleted")
            self._known.forget(name)
        self._gone = (self._gone | writes.keys()) - now.keys()
        bound = {name for name in _differing(before, now) if name in now} if now != before else set()
        sure = {name for name in flow.bound if name in now} if ended else set()
        self._rebound = bound | sure
        for name in self._rebound - self._reads.keys():
            self._known.let_go(name)
        wanted = self._rebound | {name for name in self._touched if name in now}
        earlier = {name: self._known.get(name) for name in wanted}
        for name in sorted(wanted, key=lambda one: (one not in bound, one not in sure)):
            found = self._again(name, name in bound or name in sure)
            if found is None:
                continue
            how = self._how(name, earlier[name], found, name in bound, name in sure, lasting)
            if how is not None:
                writes[name] = Written(name, how, found)
        self._spread(writes, let_go)
        self._remember_kin(writes, let_go)
        self._last = now
        known = [found for name in self._reads if (found := self._known.get(name)) is not None]
        given = self._heed_hooks(flow, writes)
        patches = {one for each in known for one in each.patches}
        around = self._around.after(flow, patches, {*self._reads, *writes}, self._local.mentioned(), ended=ended)
        modules = sorted(self._local_modules(writes))
        changed = self._local.after(self._known, self._fingerprint)
        asked = flow.asks.union(*(each.globals for each in known))
        reads = self._around.reads(flow, around, self._reads, modules, asked)
        return Trace(
            [*sorted(self._reads), *reads, *self._local.named(flow.modules)],
            [*writes.values(), *around, *changed],
            self._between,
            sorted(given | self._may_bind(flow, lasting)),
            lasting,
            sorted(flow.unseeded | chance.unseeded(flow, self._ns)),
            modules,
            sorted(flow.looked),
            flow.searched or any("<files>" in each.globals for each in known),
        )

    def _heed_hooks(self, flow: Flow, writes: Mapping[str, Written]) -> set[str]:
        """The names of what a hook was given: it may be changed by any later cell, or between cells."""
        if not any(map(ambient.hooks, flow.calls)):
            return set()
        given = {name for name in (*self._reads, *writes) if type(self._ns.get(name)) is not types.ModuleType}
        self._heeded |= given
        return given

    def _moved_on(self, now: Mapping[str, int]) -> list[str]:
        """Names of which something has changed in place since the cell before had ended."""
        found = []
        for name in sorted(self._heeded & now.keys()):
            known = self._known.get(name)
            if known is not None and not known.atomic and known.whole and not purity.is_array(self._ns[name]):
                again = self._known_again(name)
                if not known.same(again):
                    found.append(name)
        return found

    def _known_again(self, name: str) -> Fingerprint:
        found = self._fingerprint(self._ns[name], summary=False)
        self._known.put(name, found)
        return found

    def forget(self) -> None:
        """Something went wrong: what was known may be so no more."""
        self._known = Remembered()
        self._last = None
        self._around.stop()

    def _identities(self) -> dict[str, int]:
        """What the names are bound to. What IPython keeps of each cell's text is no concern of ours."""
        held = dict(self._ns)  # a thread may bind names meanwhile
        found = dict(zip(held, map(identity, held.values()), strict=True))
        for name in _SHELLS:
            found.pop(name, None)
        return found

    def _needed(self, flow: Flow) -> dict[str, frozenset[str]]:
        """The names of the notebook that the cell takes from before it: those it names, and those that the functions
        and classes it names use in turn; each with what the cell had bound by then."""
        found: dict[str, frozenset[str]] = {}
        todo = [(name, bound) for name, bound in flow.loads.items()]
        todo += [(word, frozenset()) for word in flow.words]
        while todo:
            name, bound = todo.pop()
            if name in _OUTPUTS:
                todo += [(one, bound) for one in self._before if _NUMBERED.match(one)]
            if name in self._gone:
                found[name] = frozenset()
            if name not in self._before or name in bound or (name in found and found[name] <= bound):
                continue
            found[name] = bound & found.get(name, bound)
            known = self._look(name)
            if "*" in known.strings:
                flow.everything = True
            todo += [(inner, bound) for inner in known.globals | known.strings | known.rebinds]
            if type(self._ns.get(name)) is str and (flow.words or flow.everything):
                todo += [(word, frozenset()) for word in re.findall(r"[^\W\d]\w*", self._ns[name][:20_000])]
        return found

    def _look(self, name: str) -> Fingerprint:
        """The fingerprint of a name as it is before the cell: that from the last time it was touched."""
        known = self._known.get(name)
        if known is None:
            known = self._fingerprint(self._ns[name], summary=False)
            self._known.put(name, known)
        return known

    def _again(self, name: str, rebound: bool) -> Fingerprint | None:
        """The fingerprint of a name after the cell; None for one that can't have changed."""
        value, known = self._ns.get(name), self._known.get(name)
        if not rebound and known is not None:
            if known.atomic or self._left_alone(name, value):
                return None
            if not known.whole and name not in self._reads and name not in self._flow.stored:
                # Samples would not tell whether it was changed through the name that the cell used.
                self._known.put(name, replace(known, hash="", summary={}))
                return self._known.get(name)
            self._room.whole = known.whole
        try:
            found = self._unchanged(known, value) if known is not None and not rebound else None
            if found is None:
                found = self._fingerprint(value)
        finally:
            self._room.whole = None
        self._known.put(name, found)
        return found

    def _unchanged(self, known: Fingerprint, value: Any) -> Fingerprint | None:
        """The fingerprint of an array that is what it was; None for any other. Such are mostly handed over only to be
        read, and to sum them up for a summary takes longer than to hash them."""
        if not known.summary or not purity.is_array(value):
            return None
        found = self._fingerprint(value, summary=False)
        return replace(found, summary=known.summary, near=known.near) if known.same(found) else None

    def _fingerprint(self, value: Any, *, summary: bool = True) -> Fingerprint:
        try:
            return fingerprint(value, self._room, self._home, summary=summary)
        except Exception:  # a library whose objects are not as they are known to be: nothing is known of this one
            return Fingerprint(
                "", whole=False, opaque=True, cut=True, marks=(identity(value),), reach=frozenset([identity(value)])
            )

    def _left_alone(self, name: str, value: Any) -> bool:
        """Whether an array or frame, or what is only touched through one, is used in no way but those that are known to
        leave it as it is, by every name it has."""
        if self._flow.everything or name in self._watched or (name in self._reads and not purity.is_array(value)):
            return False
        return self._harmless(name, array=True)

    def _harmless(self, name: str, *, array: bool) -> bool:
        """Whether the cell uses what a name holds in no way but those that are known to leave it as it is: by the name
        itself, by others that share something with it, and by those that parts of it passed through. `array`: by an
        array alone, as what others do is not known."""
        sharing = self._known.sharing([name])
        for other in self._passed(sharing | self._known.behind(sharing)):
            if other in self._flow.stored:
                return False
            uses, held = self._uses_of(other), self._ns.get(other)
            if other != name and not array and self._shows(other):
                continue  # were it changed, that would be seen, and `_spread` would say what else may have
            if uses and not ((not array or purity.is_array(held)) and purity.leaves(uses, held, self._ns)):
                return False
        return True

    def _shows(self, name: str) -> bool:
        """Whether a change of what a name holds since the cell began is seen."""
        known = self._known.get(name)
        return known is not None and known.whole and not known.blind and name not in self._rebound

    def _passed(self, names: set[str]) -> set[str]:
        """These names, and those that held parts of what they hold before they were bound to something else."""
        found, todo = set(names), list(names)
        while todo:
            for name in self._flow.passed.get(todo.pop(), ()):
                if name in self._flow.again and name not in found:
                    found.add(name)
                    todo.append(name)
        return found

    def _uses_of(self, name: str) -> list[Use]:
        """How the cell used a name; one that it only reaches through a function may be used in any way."""
        return self._flow.uses.get(name) or ([Use("inside")] if name in self._reads else [])

    def _how(
        self, name: str, before: Fingerprint | None, found: Fingerprint, bound: bool, sure: bool, lasting: bool
    ) -> How | None:
        """In which way the cell wrote a name, None where it did not."""
        flow = self._flow
        named = name in flow.bound or name in flow.perhaps
        if sure or (bound and (named or name not in self._before)):
            return "bound"
        if bound and ("*" in flow.perhaps or _OUTPUT.match(name)):
            return "bound"
        if bound or name in flow.stored or before is None or not before.same(found):
            return "changed"
        if lasting and not found.atomic:
            return "changed"
        if (found.opaque or not found.whole) and not self._harmless(name, array=False):
            return "changed"
        return None

    def _may_bind(self, flow: Flow, lasting: bool) -> set[str]:
        """Names that functions may bind later: those defined here, and all that go on running."""
        found = set(flow.later)
        if lasting:
            found |= flow.perhaps - {"*"}
            found |= {one for name in self._reads if (known := self._known.get(name)) for one in known.rebinds}
        return found

    def _let_go(self, now: Mapping[str, int], sure: set[str]) -> set[int]:
        """Identities of what names held that stand for something else now: it may have been changed before that."""
        gone = {name for name in self._reads if name in sure or now.get(name) != self._before.get(name)}
        found: set[int] = set()
        for name in gone:
            known = self._known.get(name)
            found |= known.reach if known is not None else frozenset()
        return found

    def _spread(self, writes: dict[str, Written], let_go: set[int]) -> None:
        """What does not show what it holds may have changed with what it shares something with."""
        changed = [name for name, one in writes.items() if one.how == "changed" and name not in _SHIFTED]
        sharing = self._known.sharing(changed)
        for name in sorted((sharing | self._known.behind(sharing, let_go)) - writes.keys()):
            known = self._known.get(name)
            if known is not None and (known.blind or not known.whole) and name in self._before:
                writes[name] = Written(name, "changed", known)

    def _remember_kin(self, writes: Mapping[str, Written], let_go: set[int]) -> None:
        """Names that hold what does not show may hold on to anything that the cell had in its hands."""
        blind = [name for name, one in writes.items() if one.found is not None and one.found.blind]
        if not blind:
            return
        names = {*self._reads, *writes}
        held = {name for name in names if (known := self._known.get(name)) is not None and not known.atomic}
        self._known.link(blind, {name for name in held if type(self._ns.get(name)) is not types.ModuleType}, let_go)

    def _local_modules(self, writes: Mapping[str, Written]) -> set[str]:
        found = {name for one in self._reads if (known := self._known.get(one)) is not None for name in known.modules}
        found |= {name for one in writes.values() if one.found is not None for name in one.found.modules}
        return (found | self._local.loaded()) - {"__main__", "None"}

    def _at_work(self) -> set[int]:
        """The threads that may run code of the user's, and the tasks on the running loop that do."""
        found = {identity(thread) for thread in threading.enumerate() if not _serves(thread)}
        try:
            tasks = asyncio.all_tasks(asyncio.get_running_loop())
        except RuntimeError:
            return found
        frames = ((task, getattr(task.get_coro(), "cr_frame", None)) for task in tasks)
        return found | {identity(task) for task, frame in frames if frame is not None and self._is_users(frame)}

    def _is_users(self, frame: types.FrameType) -> bool:
        return frame.f_code.co_name != "<module>" and self._home.code(frame.f_code, frame.f_globals)


def _differing(before: Mapping[str, int], now: Mapping[str, int]) -> set[str]:
    """Names that stand for something else than before, are new, or are gone; what IPython keeps of cells' texts is
    none of them."""
    found = [name for name, number in now.items() if before.get(name) != number]
    found += [name for name in before if name not in now]
    return {name for name in found if not _INPUT.match(name)}


def _serves(thread: threading.Thread) -> bool:
    """Whether a thread belongs to the kernel, or to us."""
    if _OURS.search(thread.name):
        return True
    does = getattr(thread, "function", None) or getattr(thread, "_target", None)
    modules = (str(getattr(does, "__module__", "")), type(thread).__module__)
    return any(module.partition(".")[0] in _SERVING for module in modules)
