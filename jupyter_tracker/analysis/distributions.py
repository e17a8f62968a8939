"""Student's t distribution, from the incomplete beta function.

Formulas: the continued fraction of DLMF 8.17.22 (https://dlmf.nist.gov/8.17), worked out by the modified method of
Lentz (Thompson & Barnett 1986, J. Comput. Phys. 64:490); Student's t from it by Abramowitz & Stegun 26.7.1. Checked in
the tests against the values of scipy.
"""

from __future__ import annotations

import math
from functools import lru_cache

ROUNDS = 10_000
"""More than any degrees of freedom need: they grow as the square root of the parameters."""
TINY = 1e-300
EXACT = 1e-15


def incomplete_beta(a: float, b: float, x: float, rest: float | None = None) -> float:
    """The regularized incomplete beta function I_x(a, b) for a, b > 0 and 0 ≤ x ≤ 1.

    `rest` is 1 - x where the caller has it more exactly. Raises ValueError outside of that.
    """
    y = 1.0 - x if rest is None else rest
    if not (a > 0 and b > 0 and 0 <= x <= 1 and 0 <= y <= 1):
        raise ValueError("incomplete_beta takes a, b > 0 and 0 ≤ x ≤ 1")
    if x == 0 or y == 0:
        return 0.0 if x == 0 else 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log(y)
    )  # x^a (1-x)^b / B(a, b)
    if x < (a + 1) / (a + b + 2):  # where the fraction converges fast; I_x(a, b) = 1 - I_{1-x}(b, a) elsewhere
        return front * _fraction(a, b, x) / a
    return 1.0 - front * _fraction(b, a, y) / b


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1.0 / _apart_from_zero(1.0 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, ROUNDS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        step = 1.0
        for term in (even, odd):
            d = 1.0 / _apart_from_zero(1.0 + term * d)
            c = _apart_from_zero(1.0 + term / c)
            step = c * d
            value *= step
        if abs(step - 1.0) < EXACT:
            break
    return value


def _apart_from_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY


def student_p(t: float, df: float) -> float:
    """The chance of a value at least as far from 0 as `t`, on either side, with `df` degrees of freedom (they need not
    be whole). NaN where t is NaN. Raises ValueError for df ≤ 0."""
    if math.isnan(t):
        return math.nan
    if not df > 0:
        raise ValueError("degrees of freedom are more than 0")
    if math.isinf(t):
        return 0.0
    square = t * t
    return incomplete_beta(df / 2, 0.5, df / (df + square), square / (df + square))


@lru_cache(4096)
def student_reach(level: float, df: float) -> float:
    """How far from 0, on both sides, a t value lies with the chance `level` (0.95: the factor of a 95 % interval).

    Found by Newton's steps, kept between two bounds. Raises ValueError unless 0 < level < 1.
    """
    if not 0 < level < 1:
        raise ValueError("a level lies between 0 and 1")
    wanted = 1.0 - level
    low, high = 0.0, 1.0
    while student_p(high, df) > wanted:
        low, high = high, high * 2
    t = low or high / 2
    for _ in range(200):
        over = student_p(t, df) - wanted
        low, high = (t, high) if over > 0 else (low, t)
        following = t + over / (2 * _density(t, df))
        if not low < following < high:
            following = (low + high) / 2
        if abs(following - t) <= EXACT * t or following in (low, high):
            return following
        t = following
    return t


def _density(t: float, df: float) -> float:
    front = math.lgamma((df + 1) / 2) - math.lgamma(df / 2) - math.log(df * math.pi) / 2
    return max(TINY, math.exp(front - (df + 1) / 2 * math.log1p(t * t / df)))
