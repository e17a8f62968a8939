"""A store with a few runs in it, written as a kernel writes them."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyter_tracker.cli.main import main
from jupyter_tracker.store import Store, new_run_id

RUNS = [
    {"name": "logreg", "params": {"c": 1.0}, "acc": 0.90, "state": "finished", "tags": {}},
    {"name": "rf depth=6", "params": {"depth": 6}, "acc": 0.937, "state": "finished", "tags": {"baseline": ""}},
    {"name": "rf depth=8", "params": {"depth": 8}, "acc": 0.941, "state": "failed", "tags": {"stage": "final"}},
]
STARTED = 1_760_000_000.0


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Three runs, the newest last in RUNS; the middle one has a curve and a metric that is not a number."""
    found = Store.open(tmp_path / ".tracker")
    log = found.session("kernel")
    for number, about in enumerate(RUNS):
        _write(found, log, number, about)
    log.close()
    return found


def _write(store: Store, log: Any, number: int, about: dict[str, Any]) -> None:
    run, part = new_run_id(), f"{log.id}.{number + 1}"
    source = store.blobs.put(f"%%track\ndepth = {number}\nacc = fit(depth)".encode())
    log.write("cell", exec=part, source=source, tracked=True, cell_id="c1", notebook="study.ipynb", count=number + 1)
    log.write(
        "run", run=run, made_by="cell", name=about["name"], parts=[part], tags=about["tags"], started=STARTED + number
    )
    params = [{"name": name, "value": value, "kind": "literal"} for name, value in about["params"].items()]
    metrics: list[dict[str, Any]] = [{"name": "acc", "value": about["acc"], "kind": "assigned"}]
    if number == 1:
        metrics.append({"name": "gap", "value": math.nan, "kind": "assigned"})
        points = store.points(run)
        for step in range(5):
            points.log({"loss": 1.0 / (step + 1)}, step=step)
        points.close()
    log.write("seen", run=run, exec=part, params=params, metrics=metrics)
    log.write("cell_end", exec=part, outcome="ok", wall=1.5, cpu=1.4)
    log.write("end", run=run, state=about["state"])


@pytest.fixture
def tracker(store: Store, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """`jupyter tracker …` on that store: exit status, stdout, stderr."""

    def call(command: str, *args: str) -> tuple[int, str, str]:
        code = main([command, "--store", str(store.root), *args])
        return code, *capsys.readouterr()

    return call


@pytest.fixture
def answer(tracker: Callable[..., tuple[int, str, str]]) -> Callable[..., Any]:
    """What a command answers with --json, which every JSON parser must take; it must succeed."""

    def call(command: str, *args: str) -> Any:
        code, out, err = tracker(command, "--json", *args)
        assert (code, err) == (0, "")
        return json.loads(out, parse_constant=lambda text: pytest.fail(f"{text} is not JSON"))

    return call
