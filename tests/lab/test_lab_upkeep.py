"""The store is looked after while somebody looks, and kernels find the store that their server shows."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jupyter_tracker.lab.changes import Pace, Watch
from jupyter_tracker.lab.desk import Desk
from jupyter_tracker.lab.stores import share_store_with_kernels

QUICK = Pace(quick=0.02, slow=0.05, care=0.05)


@pytest.fixture
def desk(store, jp_asyncio_loop):
    """The open store as the server works with it."""
    desk = Desk(store, {})
    yield desk
    jp_asyncio_loop.run_until_complete(desk.close())


async def until(holds):
    """Wait for something that the watch does by itself."""
    async with asyncio.timeout(20):
        while not holds():
            await asyncio.sleep(0.02)


async def test_an_ended_run_is_packed_and_reads_the_same(desk, lab, caplog):
    import logging

    run = lab.run("long", loss=[1 / (1 + step) for step in range(5000)])
    before = await desk.ask(lambda desk: desk.reader.series(run, "loss").value)
    points = desk.root / "points"
    watch = Watch(desk, QUICK, logging.getLogger("test"))
    watch.listen(lambda message: None)
    await until(lambda: [place.suffix for place in points.iterdir()] == [".col"])
    assert await desk.ask(lambda desk: desk.reader.series(run, "loss").value) == before
    await watch.stop()
    assert not caplog.records


async def test_a_question_is_enough_for_a_store_to_be_looked_after(api, store, lab):
    lab.run("long", loss=[1 / (1 + step) for step in range(5000)])
    await api("status", "Status")
    await until(lambda: [place.suffix for place in (store.root / "points").iterdir()] == [".col"])


async def test_a_running_run_is_not_packed_and_is_cared_for_after_the_panel_closed(desk, elsewhere):
    import logging

    watch = Watch(desk, QUICK, logging.getLogger("test"))
    listener = lambda message: None  # noqa: E731
    watch.listen(listener)
    await until(lambda: watch._care.needed)
    watch.leave(listener)
    elsewhere.go_on()
    assert [place.suffix for place in (desk.root / "points").iterdir()] == [".pts"]
    assert not all(task.done() for task in watch._tasks.values())
    elsewhere.kill()
    await until(lambda: all(task.done() for task in watch._tasks.values()))


async def test_a_watch_rests_when_nobody_listens(desk, lab):
    import logging

    lab.run("over")
    watch = Watch(desk, QUICK, logging.getLogger("test"))
    listener = lambda message: None  # noqa: E731
    watch.listen(listener)
    watch.leave(listener)
    await until(lambda: all(task.done() for task in watch._tasks.values()))


def kernel_finds(folder: Path) -> str:
    """The store that a kernel started in `folder` finds, with the server's environment."""
    script = "from jupyter_tracker.store import locate; print(locate().root)"
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    answer = subprocess.run([sys.executable, "-c", script], cwd=folder, env=environ, capture_output=True, text=True)
    return answer.stdout.strip()


async def test_a_kernel_finds_the_store_that_its_server_shows(api, jp_root_dir):
    deep = jp_root_dir / "project" / "notebooks"
    deep.mkdir(parents=True)
    (jp_root_dir / "project" / ".git").mkdir()
    status = await api("status", "Status", path="project/notebooks/nb.ipynb")
    assert status["root"] == kernel_finds(deep) == str(jp_root_dir / "project" / ".tracker")
    assert status["store"] == "project/.tracker"


async def test_a_store_chosen_with_a_relative_path_is_the_same_for_kernels(api, jp_root_dir, monkeypatch):
    monkeypatch.setenv("JUPYTER_TRACKER_STORE", "")
    monkeypatch.chdir(jp_root_dir)
    (jp_root_dir / "sub").mkdir()
    share_store_with_kernels("common/runs")
    status = await api("status", "Status", path="sub/nb.ipynb")
    assert status["root"] == kernel_finds(jp_root_dir / "sub") == str(jp_root_dir / "common" / "runs")
