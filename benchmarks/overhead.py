"""What watching adds to the code of a tracked cell: the same code with and without it, turn by turn. Loops and calls
are compared within one process; where the whole cell counts, with a process that knows nothing of the extension."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from textwrap import indent

from benchmarks.measure import Figure, Size
from benchmarks.shells import Pair, Shells, shells

FAST_CURVE = "x = i * 0.25 + 1.0\nloss = loss * 0.999 + x * 1e-6"
FAST_BARE = "divmod(i, 7)\ndivmod(i, 9)"
SLOW_CURVE = "loss = loss * 0.999 + sum(block) * 1e-6"
SLOW_BARE = "sum(block)"
BODIES = {"a curve": (FAST_CURVE, SLOW_CURVE), "none": (FAST_BARE, SLOW_BARE)}
AT_CELL = "loss = 1.0\nmark()\nfor i in range({rounds}):\n{body}\nmark()"
IN_FUNCTION = (
    "def train(rounds):\n    loss = 1.0\n    for i in range(rounds):\n{body}\n    return loss\n"
    "mark()\nfinal = train({rounds})\nmark()"
)
BLOCK = "block = [0.5] * 20_000"
FIB = "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nmark()\nanswer = fib({n})\nmark()"
IDS = "mark()\nfor i in range({rounds}):\n    id(i)\nmark()"
TIMEIT = "mark()\n%timeit -q -n {rounds} -r 3 for i in range(1000): loss = i * 0.5\nmark()"
FIT_DATA = (
    "import time\nfrom sklearn.datasets import make_classification\n"
    "from sklearn.ensemble import RandomForestClassifier\n"
    "X, y = make_classification(400, 20, random_state=0)\n"
    "def fit_time(trees):\n"
    "    before = time.perf_counter()\n"
    "    RandomForestClassifier(n_estimators=trees, random_state=0).fit(X, y)\n"
    "    return time.perf_counter() - before\n"
    "fit_time(5)"
)
FIT_SECONDS = 0.06
FIT_TREES = f"next(n for n in range(5, 500, 2) if min(fit_time(n) for _ in range(3)) > {FIT_SECONDS})"
FIT = "mark()\nmodel = RandomForestClassifier(n_estimators={trees}, random_state=0).fit(X, y)\nmark()"
TORCH_SETUP = (
    "import torch\ntorch.set_num_threads(1)\ntorch.manual_seed(0)\nX = torch.randn(64, 32)\ny = torch.randn(64, 1)"
)
TORCH_MODEL = (
    "model = torch.nn.Sequential(torch.nn.Linear(32, 64), torch.nn.ReLU(), torch.nn.Linear(64, 1))\n"
    "optimizer = torch.optim.SGD(model.parameters(), lr=1e-2)\n"
)
TORCH_STEP = (
    "optimizer.zero_grad()\nloss = torch.nn.functional.mse_loss(model(X), y)\nloss.backward()\noptimizer.step()\n"
    "last = loss.item()"
)
TORCH_CELL = TORCH_MODEL + "mark()\nfor step in range({rounds}):\n{body}\nmark()"
TORCH_FUNCTION = (
    TORCH_MODEL
    + "def train(steps):\n    for step in range(steps):\n{body}\n    return loss\n"
    + "mark()\nfinal = train({rounds})\nmark()"
)
IMPORTS = "mark()\nimport pandas, sklearn.ensemble, sklearn.linear_model, matplotlib.pyplot\nmark()"
ORDINARY = "mark()\na = 1\nb = [a, 2]\nmark()"
BIG_FRAMES = "import numpy, pandas\nframes = [pandas.DataFrame(numpy.ones((1_000, {rows}))) for _ in range(8)]"


def figures(folder: Path, size: Size) -> Iterator[Figure]:
    """Times between the cell's first line and its last; what comes before and after stands beside."""
    with shells(folder / "loops") as both:
        yield from _loops(both, size)
        yield from _calls(both, size)
    yield from _sklearn(folder, size)
    yield from _torch(folder, size)
    yield from _imports(folder, size)
    with shells(folder / "frames") as both:
        yield from _frames(both, size)


def _loops(both: Shells, size: Size) -> Iterator[Figure]:
    both.run(BLOCK)
    for title, place, rounds, aim in (("100 ns loop", 0, 2_000_000, 15), ("100 µs loop", 1, 10_000, 1)):
        for curve, bodies in BODIES.items():
            for where, cell in (("in the cell", AT_CELL), ("in a function", IN_FUNCTION)):
                body = indent(bodies[place], "    " if cell is AT_CELL else "        ")
                code = cell.format(body=body, rounds=size(rounds, 10))
                yield _added(both, f"{title}, {where}, {curve}", code, size, aim, size(rounds, 10))


def _calls(both: Shells, size: Size) -> Iterator[Figure]:
    yield _added(both, "fib(25)", FIB.format(n=25 if size.scale >= 1 else 10), size, 15)
    rounds = size(1_000_000, 10)
    yield _added(both, "a loop that calls id()", IDS.format(rounds=rounds), size, None, rounds, within=False)
    yield _added(both, "%timeit", TIMEIT.format(rounds=size(2_000)), size, 1, within=False)


def _sklearn(folder: Path, size: Size) -> Iterator[Figure]:
    title = "sklearn fit of 0.06 s"
    if not find_spec("sklearn"):
        yield Figure(title, float("nan"), "s", "≤ 0.07 s", "not installed here")
        return
    with shells(folder / "sklearn") as both:
        both.run(FIT_DATA)
        trees = both.value(FIT_TREES) if size.scale >= 1 else 5
        pair = both.pair(FIT.format(trees=trees), size(15))
    # The machine may have become slower or faster since the trees were counted.
    ours = FIT_SECONDS * pair.ratio() + pair.around
    beside = f"with what comes before and after; the fit took {pair.median('plain'):.4f} s without; {_beside(pair)}"
    yield Figure(title, ours, "s", "≤ 0.07 s", beside)


def _torch(folder: Path, size: Size) -> Iterator[Figure]:
    title = "PyTorch on the CPU, 10,000 steps"
    if not find_spec("torch"):
        yield Figure(title, float("nan"), "%", "≤ +2 %", "not installed here")
        return
    with shells(folder / "torch") as both:
        both.run(TORCH_SETUP)
        rounds = size(10_000, 5)
        for where, cell in (("in the cell", TORCH_CELL), ("in a function", TORCH_FUNCTION)):
            code = cell.format(body=indent(TORCH_STEP, "    " if cell is TORCH_CELL else "        "), rounds=rounds)
            yield _added(both, f"{title}, {where}", code, size, 2, rounds, turns=9)


def _imports(folder: Path, size: Size) -> Iterator[Figure]:
    """In fresh processes, since a process imports once."""
    title = "import of pandas, sklearn, matplotlib"
    if not find_spec("sklearn"):
        yield Figure(title, float("nan"), "%", "≤ +5 %", "not installed here")
        return
    pair = Pair()
    for number in range(size(5)):
        with closing(Shells(folder / f"imports{number}")) as both:
            once = both.pair(IMPORTS, 1, warm=0, first=number % 2)
            pair.plain += once.plain
            pair.tracked += once.tracked
    yield Figure(title, _percent(pair), "%", "≤ +5 %", f"{pair.median('plain'):.2f} s without; {_beside(pair)}")


def _frames(both: Shells, size: Size) -> Iterator[Figure]:
    turns = size(60, 2)
    light = both.pair(ORDINARY, turns, "")
    both.run(BIG_FRAMES.format(rows=size(16_000, 10)))
    heavy = both.pair(ORDINARY, turns, "")
    yield Figure("an ordinary cell: added", light.around * 1e3, "ms", "≤ 5 ms")
    yield Figure("  with 1 GB of frames alive", heavy.around * 1e3, "ms", "the same")


def _added(
    both: Shells,
    title: str,
    cell: str,
    size: Size,
    aim: float | None,
    rounds: int = 0,
    *,
    turns: int = 15,
    within: bool = True,
) -> Figure:
    """What tracking adds to a cell in percent; where the time goes stands beside if that is more than `aim`. `within`:
    in one process; calls that Python audits are heard in all of the extension's."""
    pair = both.within(cell, size(turns)) if within else both.pair(cell, size(turns))
    added = _percent(pair)
    beside = f"{min(one.inside for one in pair.plain) / rounds * 1e9:,.0f} ns a round; " if rounds else ""
    beside += _beside(pair) if not within else _best(pair)
    if aim is not None and min(added, (pair.at_best() - 1) * 100) > aim and size.scale >= 1:
        beside += f"; in it: {both.where(cell)}"
    return Figure(title, added, "%", "stated" if aim is None else f"≤ +{aim} %", beside)


def _percent(pair: Pair) -> float:
    return (pair.ratio() - 1) * 100


def _best(pair: Pair) -> str:
    best, cpu = (pair.at_best() - 1) * 100, (pair.at_best("cpu") - 1) * 100
    return f"at best {best:+.1f} %, of processor time {cpu:+.1f} %"


def _beside(pair: Pair) -> str:
    return f"{_best(pair)}; before and after {pair.around * 1e3:.1f} ms"


if __name__ == "__main__":
    from benchmarks.__main__ import main

    main(["overhead"])
