"""One execution after another: what each depended on, and what it changed."""

from __future__ import annotations

import asyncio
import re
import sys
import threading
import types
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import replace
from typing import Any

from jupyter_tracker.capture.effects import purity
from jupyter_tracker.capture.effects.around import Around
from jupyter_tracker.capture.effects.flow import Flow, read
from jupyter_tracker.capture.effects.memory import Remembered
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
        self._around = Around(user_ns, shell)
        self._room = Room()
        self._running: set[int] = set()
        self._modules = 0

    def before(self, source: str, transform: Callable[[str], str]) -> None:
        """A cell is about to run."""
        flow = self._flow = read(source, transform)
        self._room = Room()
        now = self._before = self._identities()
        self._between = [] if self._last is None or now == self._last else sorted(_differing(self._last, now))
        for name in self._between:
            self._known.forget(name)
        self._modules = len(sys.modules)
        for name in now if self._last is None else self._between:
            if name in now:
                self._look(name)
        self._reads = self._needed(flow)
        if flow.everything:
            self._reads = {name: self._reads.get(name, frozenset()) for name in now if not _INPUT.match(name)}
        stored = [name for name in flow.stored if name in now]
        self._touched = {name for name in self._known.sharing([*self._reads, *stored]) if name in now}
        self._around.before()
        self._running = self._at_work()

    def after(self, *, ended: bool) -> Trace:
        """The cell has run; `ended` says whether it came to its end."""
        flow, before = self._flow, self._before
        now = self._identities()
        lasting = not self._at_work() <= self._running
        writes: dict[str, Written] = {}
        let_go = self._let_go(now, flow.bound if ended else set())
        for name in [name for name in before if name not in now]:
            writes[name] = Written(name, "deleted")
            self._known.forget(name)
        bound = {name for name in _differing(before, now) if name in now} if now != before else set()
        sure = {name for name in flow.bound if name in now} if ended else set()
        wanted = bound | sure | {name for name in self._touched if name in now}
        earlier = {name: self._known.get(name) for name in wanted}
        for name in sorted(wanted, key=lambda one: (one not in bound, one not in sure)):
            found = self._again(name, name in bound or name in sure)
            if found is None:
                continue
            how = self._how(name, earlier[name], found, name in bound, name in sure, lasting)
            if how is not None:
                writes[name] = Written(name, how, found)
        self._spread(writes, let_go)
        self._remember_kin(writes)
        self._last = now
        patches = {one for name in self._reads if (known := self._known.get(name)) for one in known.patches}
        around = self._around.after(flow, patches)
        modules = sorted(self._local_modules(writes))
        return Trace(
            [*sorted(self._reads), *self._around.reads(flow, around, self._reads, modules)],
            [*writes.values(), *around],
            self._between,
            sorted(self._may_bind(flow, lasting)),
            lasting,
            sorted(flow.unseeded),
            modules,
        )

    def forget(self) -> None:
        """Something went wrong: what was known may be so no more."""
        self._known = Remembered()
        self._last = None

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
            found = self._fingerprint(value)
        finally:
            self._room.whole = None
        self._known.put(name, found)
        return found

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
        if self._flow.everything or (name in self._reads and not purity.is_array(value)):
            return False
        sharing = self._known.sharing([name])
        for other in sharing | self._known.behind(sharing):
            if other in self._flow.stored:
                return False
            uses, held = self._uses_of(other), self._ns.get(other)
            if uses and not (purity.is_array(held) and purity.leaves(uses, held, self._ns)):
                return False
        return True

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
        if (found.opaque or not found.whole) and not purity.leaves(self._uses_of(name), self._ns.get(name), self._ns):
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

    def _remember_kin(self, writes: Mapping[str, Written]) -> None:
        """Names that hold what does not show may hold on to anything that the cell had in its hands."""
        blind = [name for name, one in writes.items() if one.found is not None and one.found.blind]
        if not blind:
            return
        names = {*self._reads, *writes}
        held = {name for name in names if (known := self._known.get(name)) is not None and not known.atomic}
        self._known.link(blind, {name for name in held if type(self._ns.get(name)) is not types.ModuleType})

    def _local_modules(self, writes: Mapping[str, Written]) -> set[str]:
        found = {name for one in self._reads if (known := self._known.get(one)) is not None for name in known.modules}
        found |= {name for one in writes.values() if one.found is not None for name in one.found.modules}
        for name in list(sys.modules)[self._modules :]:
            path = getattr(sys.modules.get(name), "__dict__", {}).get("__file__")
            if isinstance(path, str) and name != "__main__" and self._own.file(path):
                found.add(name)
        return found - {"__main__", "None"}

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
