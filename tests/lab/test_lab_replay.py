"""Replays begun in the panel: real runs of a real kernel, replayed by a real process."""

from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.store import Store
from tests.kernels import PATIENCE, Kernel

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def recorded(jp_root_dir: Path, store: Store) -> Iterator[Callable[..., str]]:
    """Runs cells in a kernel in the contents root, the last one tracked; the id of its run."""
    kernel = Kernel(jp_root_dir)
    kernel.run("%load_ext jupyter_tracker")

    def record(*cells: str) -> str:
        for cell in (*cells[:-1], f"%%track\n{cells[-1]}"):
            kernel.run(cell)
        reader = store.reader()
        run = str(reader.runs()[0]["id"])
        deadline = time.monotonic() + PATIENCE
        while reader.run(run)["pending"] and time.monotonic() < deadline:
            time.sleep(0.1)
            reader.refresh()
        return run

    yield record
    kernel.close()


async def ended(api: Any, run: str) -> dict[str, Any]:
    """How the replay stands, once it runs no more."""
    deadline = time.monotonic() + 2 * PATIENCE
    while True:
        status: dict[str, Any] = await api(f"runs/{run}/replay", "ReplayStatus")
        if status["state"] != "running" or time.monotonic() > deadline:
            return status
        await asyncio.sleep(0.2)


async def begin(api: Any, run: str, **request: Any) -> dict[str, Any]:
    """Begin a replay."""
    status: dict[str, Any] = await api(f"runs/{run}/replay", "ReplayStatus", method="POST", body=request)
    return status


async def test_a_replay_runs_in_the_python_of_the_run_and_its_verdict_is_kept(api, recorded):
    run = recorded("x = 3", "total = sum(n * x for n in range(10))")
    assert (await api(f"runs/{run}/replay", "ReplayStatus"))["state"] == "none"
    status = await begin(api, run)
    assert (status["state"], status["python"], status["elsewhere"]) == ("running", sys.executable, False)
    done = await ended(api, run)
    assert done["state"] == "done" and done["report"]["verdict"] == "identical", done
    assert done["step"] == done["of"] == 2
    record = await api(f"runs/{run}", "RunRecord")
    assert record["verdict"] == "identical" and record["replay"]["replayed_as"] == done["report"]["replayed_as"]
    assert (await api("runs", "RunList"))["runs"][0]["verdict"] == "identical"


async def test_what_does_more_than_compute_waits_for_a_yes(api, recorded):
    run = recorded("import os", "made = os.system('true')", "total = made + 1")
    await begin(api, run)
    asks = await ended(api, run)
    assert asks["state"] == "asks" and "shell" in {need["what"] for need in asks["needs"]}, asks
    await begin(api, run, yes=True)
    assert (await ended(api, run))["report"]["verdict"] == "identical"


async def test_a_python_that_is_gone_is_replaced_and_that_is_said(api, lab, recorded):
    run = recorded("total = 1 + 1")
    lab.log.write("seen", run=run, env={"executable": "/no/such/python"})
    status = await begin(api, run)
    assert (status["python"], status["elsewhere"]) == (sys.executable, True)
    assert (await ended(api, run))["state"] == "done"


async def test_a_replay_can_be_stopped_and_leaves_no_process(api, recorded):
    run = recorded("import time\nfor n in range(40):\n    time.sleep(0.05)\ntotal = n")
    await begin(api, run)
    deadline = time.monotonic() + PATIENCE
    while not (await api(f"runs/{run}/replay", "ReplayStatus"))["of"] and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    stopped = await api(f"runs/{run}/replay", "ReplayStatus", method="DELETE")
    assert stopped["state"] == "stopped"
    assert not [line for line in _commands() if run in line]
    assert (await api(f"runs/{run}", "RunRecord"))["verdict"] is None


async def test_what_cannot_be_replayed_says_why(api, lab):
    run = lab.run("by hand")
    await begin(api, run)
    refused = await ended(api, run)
    assert refused["state"] in ("refused", "done") and (refused["message"] or refused["report"]["verdict"] == "failed")


def _commands() -> list[str]:
    """The command lines of all processes."""
    found = []
    for entry in os.listdir("/proc"):
        if entry.isdigit():
            try:
                found.append(Path("/proc", entry, "cmdline").read_bytes().replace(b"\0", b" ").decode())
            except OSError:
                continue
    return found
