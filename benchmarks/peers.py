"""Other trackers, each logging the same five metrics in the way that its documents show."""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

Log = Callable[[dict[str, float]], object]


@contextlib.contextmanager
def trackio(folder: Path) -> Iterator[Log]:
    os.environ["TRACKIO_DIR"] = str(folder / "trackio")
    import trackio as peer

    peer.init(project="bench", embed=False)
    yield peer.log
    peer.finish()


@contextlib.contextmanager
def wandb(folder: Path) -> Iterator[Log]:
    os.environ.update(WANDB_MODE="offline", WANDB_DIR=str(folder), WANDB_SILENT="true")
    import wandb as peer

    run = peer.init(project="bench", dir=str(folder))
    yield run.log
    run.finish()


@contextlib.contextmanager
def mlflow(folder: Path) -> Iterator[Log]:
    logging.getLogger("mlflow").setLevel(logging.ERROR)
    logging.getLogger("alembic").setLevel(logging.ERROR)
    import mlflow as peer

    peer.set_tracking_uri(f"sqlite:///{folder}/mlflow.db")
    with peer.start_run():
        yield peer.log_metrics


PEERS: dict[str, tuple[str, Callable[[Path], contextlib.AbstractContextManager[Log]], int]] = {
    "Trackio": ("trackio", trackio, 2000),
    "W&B offline": ("wandb", wandb, 2000),
    "MLflow (SQLite)": ("mlflow", mlflow, 200),
}
"""By name: the module that must be there, how to begin a run, and how many calls make a fair median."""


def installed(module: str) -> bool:
    """Whether a peer is there to be measured."""
    return importlib.util.find_spec(module) is not None
