"""Seeds: what a cell sets is known, and `--seed` seeds what the cell loads itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.kernel.test_runs import Runs
from tests.kernels import Kernel


def test_seeds_that_a_tracked_cell_sets(kernel: Kernel) -> None:
    kernel.run("%%track seeded\nimport random\nrandom.seed(11)\nx = random.random()")
    seeds = Runs(kernel).newest()["environment"]["seeds"]
    assert seeds["seeded"] == {"random.seed": 11} and seeds["used"] == ["random"]


def test_a_generator_that_is_loaded_by_the_cell(start_kernel: Callable[..., Kernel]) -> None:
    numpy = pytest.importorskip("numpy")
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker")
    reply = kernel.run(
        "%%track --seed 7\nimport sys\nassert 'numpy' not in sys.modules\nimport numpy\nnumpy.random.rand()"
    )
    assert reply.status == "ok", reply
    numpy.random.seed(7)
    assert repr(float(numpy.random.rand())) in reply.plain[0]
    record = Runs(kernel).newest()
    assert "numpy" in record["environment"]["seeds"]["used"] and record["seed"] == 7
    waiting = "[type(hook.tell.__self__).__name__ for hook in importing._finder._hooks].count('Seeding')"
    assert kernel.run(f"from jupyter_tracker.capture.library import importing\n{waiting}").plain == ["0"]
