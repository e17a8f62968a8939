"""Whether two sets of runs really differ: tests that say which they are, and what many of them at once are worth.

Paired t and Welch's t: Welch 1947, Biometrika 34:28, degrees of freedom by Satterthwaite 1946. Bootstrap: Efron &
Tibshirani 1993, An Introduction to the Bootstrap: intervals by percentiles (13.3), the test of equal means by
resampling around a common mean (algorithm 16.2). Holm 1979, Scand. J. Statist. 6:65.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from jupyter_tracker.analysis.distributions import student_p, student_reach
from jupyter_tracker.analysis.means import LEVEL

Method = Literal["t", "bootstrap"]

RESAMPLES = 10_000
SEED = 20_160_101
"""Of our own generator: the same question has the same answer, and nobody else's random numbers change."""
FEWEST_PAIRS = 2


@dataclass(frozen=True, slots=True)
class Difference:
    """What a test found: the `difference` (second minus first) with its 95 % interval, `p`, and `adjusted`, that p
    among all the comparisons made with it. `pairs` is how many seeds were matched, None where they were not. What could
    not be worked out is None, and `note` says why."""

    test: str
    n: tuple[int, int]
    difference: float | None
    low: float | None = None
    high: float | None = None
    p: float | None = None
    adjusted: float | None = None
    pairs: int | None = None
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """As plain data."""
        names = ("test", "difference", "low", "high", "p", "adjusted", "pairs", "note")
        return {"n": list(self.n), **{name: getattr(self, name) for name in names}}


def compared(
    first: Mapping[str, float], second: Mapping[str, float], method: Method = "t", level: float = LEVEL
) -> Difference:
    """The difference between two sets of runs, given as a number by seed (runs without a known seed under names of
    their own).

    Paired where seeds match: at least two of them, and half of the smaller set; what has no partner is then left out.
    """
    both = [seed for seed in first if seed in second]
    smaller = min(len(first), len(second))
    if len(both) >= FEWEST_PAIRS and 2 * len(both) >= smaller:
        return _paired(first, second, both, method, level)
    a, b = list(first.values()), list(second.values())
    if not a or not b:
        return Difference(_named("Welch's t", method), (len(a), len(b)), None, note="nothing to compare")
    return _unpaired(a, b, method, level)


def holm(found: Sequence[Difference]) -> list[Difference]:
    """The same with `adjusted`: each p corrected for all that were tested, so that the chance of one false finding
    among them stays what a single p says."""
    order = sorted((place for place, one in enumerate(found) if one.p is not None), key=lambda at: found[at].p or 0.0)
    answer = list(found)
    least = 0.0
    for rank, place in enumerate(order):
        p = found[place].p
        assert p is not None
        least = max(least, min(1.0, (len(order) - rank) * p))
        answer[place] = replace(found[place], adjusted=least)
    return answer


def _named(test: str, method: Method) -> str:
    return test if method == "t" else {"paired t": "paired bootstrap"}.get(test, "bootstrap")


def _paired(
    first: Mapping[str, float], second: Mapping[str, float], seeds: Sequence[str], method: Method, level: float
) -> Difference:
    changes = [second[seed] - first[seed] for seed in seeds]
    alone = len(first) + len(second) - 2 * len(seeds)
    note = f"{alone} without a run of the same seed left out" if alone else ""
    n = (len(first), len(second))
    mean = math.fsum(changes) / len(changes)
    start = Difference(_named("paired t", method), n, mean, pairs=len(changes), note=note)
    if _flat(changes, [*first.values(), *second.values()]):
        return _told(start, "the same change in every seed: there is no spread to test against")
    if method == "bootstrap":
        return _resampled(start, changes, None, level)
    return _by_t(start, _spread(changes) / math.sqrt(len(changes)), len(changes) - 1, level)


def _unpaired(a: Sequence[float], b: Sequence[float], method: Method, level: float) -> Difference:
    change = math.fsum(b) / len(b) - math.fsum(a) / len(a)
    start = Difference(_named("Welch's t", method), (len(a), len(b)), change)
    if min(len(a), len(b)) < 2:
        return _told(start, "takes at least two runs on each side")
    parts = [_spread(a) ** 2 / len(a), _spread(b) ** 2 / len(b)]
    if _flat(a, a) and _flat(b, b):
        return _told(start, "no spread on either side: there is nothing to test against")
    if method == "bootstrap":
        return _resampled(start, a, b, level)
    df = sum(parts) ** 2 / (parts[0] ** 2 / (len(a) - 1) + parts[1] ** 2 / (len(b) - 1))
    return _by_t(start, math.sqrt(sum(parts)), df, level)


def _by_t(start: Difference, error: float, df: float, level: float) -> Difference:
    assert start.difference is not None
    reach = student_reach(level, df) * error
    p = student_p(start.difference / error, df)
    return replace(start, low=start.difference - reach, high=start.difference + reach, p=p)


def _resampled(start: Difference, a: Sequence[float], b: Sequence[float] | None, level: float) -> Difference:
    """By bootstrap: of the changes `a` alone where `b` is None, else of two samples."""
    import numpy as np

    draw = np.random.default_rng(SEED)
    samples = [np.asarray(part, float) for part in (a, b) if part is not None]
    drawn = [part[draw.integers(0, part.size, (RESAMPLES, part.size))] for part in samples]
    means = [part.mean(axis=1) for part in drawn]
    changes = means[0] if b is None else means[1] - means[0]
    low, high = np.quantile(changes, [(1 - level) / 2, (1 + level) / 2])
    errors = np.sqrt(sum(part.var(axis=1, ddof=1) / part.shape[1] for part in drawn))
    observed = math.sqrt(sum(part.var(ddof=1) / part.size for part in samples))
    assert start.difference is not None
    with np.errstate(all="ignore"):
        centred = np.abs((changes - start.difference) / errors)  # as if the means were equal
    extreme = int(np.count_nonzero(~(centred < abs(start.difference) / observed)))
    return replace(start, low=float(low), high=float(high), p=(extreme + 1) / (RESAMPLES + 1))


def _flat(numbers: Sequence[float], scale: Sequence[float]) -> bool:
    """Whether numbers differ by no more than rounding makes of values as large as those of `scale`."""
    return max(numbers) - min(numbers) <= 1e-12 * max(map(abs, scale))


def _spread(numbers: Sequence[float]) -> float:
    mean = math.fsum(numbers) / len(numbers)
    return math.sqrt(math.fsum((number - mean) ** 2 for number in numbers) / (len(numbers) - 1))


def _told(found: Difference, note: str) -> Difference:
    return replace(found, note="; ".join(part for part in (note, found.note) if part))
