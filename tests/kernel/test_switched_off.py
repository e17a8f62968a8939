"""JUPYTER_TRACKER=0: the same notebook runs, and nothing is kept."""

from __future__ import annotations

from collections.abc import Callable

from tests.kernels import Kernel


def test_a_notebook_runs_as_it_is(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel(JUPYTER_TRACKER="0")
    assert kernel.run("%load_ext jupyter_tracker\nimport jupyter_tracker as jt").status == "ok"
    reply = kernel.run("%%track baseline -t x\nloss = 0.5\njt.log(loss=loss)\nloss")
    assert reply.status == "ok" and reply.plain == ["0.5"] and not reply.card
    assert "tracking is off" in kernel.run("%track runs").text
    assert not kernel.store_path.exists()
    assert kernel.run("%unload_ext jupyter_tracker\n%track runs").status == "error"
