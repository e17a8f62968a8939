"""Which runs are the same configuration, tried with several seeds, and which of them count.

A configuration is all params that were set but seeds and those that are irrelevant. Unfinished runs don't count, and of
the runs of one configuration with the same seed only the newest does: running a seed twice makes no second sample.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from jupyter_tracker.analysis.foremost import is_seed
from jupyter_tracker.analysis.learnt import NOTHING as NOTHING_RULED
from jupyter_tracker.analysis.learnt import Learnt
from jupyter_tracker.analysis.sheet import DONE, together
from jupyter_tracker.store.values import NOTHING, Values

IRRELEVANT = frozenset(
    """path paths dir dirs directory folder file files filename url uri device devices gpu gpus cuda workers jobs
    threads verbose verbosity silent quiet debug logging logger print host port checkpoint checkpoints timestamp uuid
    token""".split()
)
"""Words of names that say where or how something ran, not what was tried; people rule otherwise name by name."""
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


def irrelevant(name: str, learnt: Learnt | None = None) -> bool:
    """Whether a param is no part of a configuration: as people ruled, else by the words of its name.

    >>> irrelevant("data_dir"), irrelevant("n_jobs"), irrelevant("depth")
    (True, True, False)
    """
    ruled = learnt or NOTHING_RULED
    if name in ruled.relevant:
        return False
    if name in ruled.irrelevant or ruled.ignores(name):
        return True
    return bool(IRRELEVANT.intersection(word.lower() for word in _WORDS.findall(name.rpartition(".")[2])))


def parts(names: Iterable[str], learnt: Learnt | None = None) -> tuple[list[str], list[str]]:
    """Of names of params those that make a configuration, and those that are seeds."""
    given = list(names)
    seeds = [name for name in given if is_seed(name)]
    return [name for name in given if not is_seed(name) and not irrelevant(name, learnt)], seeds


def tried(params: Mapping[str, Values], learnt: Learnt | None = None) -> list[str]:
    """Of some runs' params those that make their configurations. What nobody set in any of them is no part of any, so
    that another version of a library, with new defaults, makes no new configuration; what was set in one run is looked
    at in all, so that setting a default makes none either."""
    return [name for name in parts(params, learnt)[0] if params[name].given is None or params[name].given.any()]


@dataclass
class Counted:
    """Which of some runs count: `configuration` and `seed` number them (seed -1: not known), `counts` says which do,
    and the others by why they don't."""

    configuration: Any
    seed: Any
    counts: Any
    unfinished: list[int] = field(default_factory=list)
    again: list[int] = field(default_factory=list)

    def left_out(self, places: Iterable[int]) -> dict[str, int]:
        """How many of the runs at these places don't count, by why."""
        some = set(places)
        found = {"unfinished": some.intersection(self.unfinished), "again": some.intersection(self.again)}
        return {why: len(those) for why, those in found.items()}


def counted(
    params: Mapping[str, Values],
    seeds: Sequence[Values],
    states: Values,
    started: Sequence[float],
    learnt: Learnt | None = None,
) -> Counted:
    """Number the configurations of runs and say which runs count.

    Args:
        params: all params of the runs by name, seeds among them.
        seeds: what else tells of their seeds.
        states, started: of the runs, in the same order.
    """
    import numpy as np

    count = len(states)
    configuration = together((params[name].alike for name in tried(params, learnt)), count)
    told = [one.alike for one in (*(params[name] for name in parts(params, learnt)[1]), *seeds)]
    known = np.zeros(count, dtype=bool)
    for one in told:
        known |= one != NOTHING
    seed = np.where(known, together(told, count), NOTHING)
    finished = states.codes == (states.labels.index(DONE) if DONE in states.labels else NOTHING - 1)
    result = Counted(configuration, seed, finished.copy(), np.flatnonzero(~finished).tolist())
    newest = sorted(np.flatnonzero(finished & known).tolist(), key=lambda place: -(started[place] or 0.0))
    taken: set[tuple[int, int]] = set()
    for place in newest:
        key = int(configuration[place]), int(seed[place])
        if key in taken:
            result.counts[place] = False
            result.again.append(place)
        taken.add(key)
    return result
