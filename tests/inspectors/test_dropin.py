"""Code that logs by another tracker's calls is seen by their arguments; what that tracker does is left alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.inspectors.conftest import Bench


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_mlflow(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mlflow")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "file:./mlruns")
    monkeypatch.setenv("MLFLOW_ALLOW_FILE_STORE", "true")
    told = bench.run("""
        import mlflow
        from mlflow import log_param
        with mlflow.start_run():
            log_param("depth", 3)
            mlflow.log_params({"lr": 0.1, "model": {"kind": "rf"}})
            for step in range(3):
                mlflow.log_metric("loss", 1 / (step + 1), step=step)
            mlflow.log_metrics({"acc": 0.9, "f1": 0.8})
        logged = mlflow.last_active_run().data.metrics
    """)
    assert told.params == {"depth": 3, "lr": 0.1, "model.kind": "rf"}
    assert told.points["loss"] == [(0, 1), (1, 0.5), (2, 1 / 3)]
    assert (told.points["acc"], told.points["f1"]) == ([(None, 0.9)], [(None, 0.8)])
    assert bench.names["logged"] == {"loss": 1 / 3, "acc": 0.9, "f1": 0.8}


def test_mlflow_that_fails(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("mlflow")
    monkeypatch.setenv("MLFLOW_TRACKING_URI", "nowhere://x")
    told = bench.run("""
        import mlflow
        failed = None
        try:
            mlflow.log_metric("loss", 0.5)
        except Exception as error:
            failed = type(error).__name__
    """)
    assert told.points == {"loss": [(None, 0.5)]} and bench.names["failed"]


def test_wandb(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("wandb")
    monkeypatch.setenv("WANDB_MODE", "offline")
    monkeypatch.setenv("WANDB_SILENT", "true")
    told = bench.run("""
        import wandb
        run = wandb.init(project="p", config={"lr": 0.1, "net": {"width": 8}})
        wandb.config.epochs = 2
        wandb.config.update({"seed": 1})
        for epoch in range(2):
            wandb.log({"loss": 1.0 - epoch, "val": {"acc": 0.5}})
        run.log({"done": True, "score": 0.7}, step=9)
        run.finish()
    """)
    assert told.params == {"lr": 0.1, "net.width": 8, "epochs": 2, "seed": 1}
    assert [value for _, value in told.points["loss"]] == [1, 0] and len(told.points["val.acc"]) == 2
    assert told.points["score"] == [(9, 0.7)]


@pytest.mark.parametrize("package", ["torch.utils.tensorboard", "tensorboardX"])
def test_summary_writers(bench: Bench, package: str) -> None:
    pytest.importorskip("tensorboard")
    pytest.importorskip(package)
    told = bench.run(f"""
        from {package} import SummaryWriter
        writer = SummaryWriter("logs")
        for step in range(3):
            writer.add_scalar("Loss/train", 0.5 ** step, step)
        writer.add_scalars("acc", {{"train": 0.9, "val": 0.8}}, 2)
        writer.close()
    """)
    assert told.points["Loss/train"] == [(0, 1), (1, 0.5), (2, 0.25)]
    assert told.points["acc/val"] == [(2, 0.8)]


def test_dvclive(bench: Bench) -> None:
    pytest.importorskip("dvclive")
    told = bench.run("""
        from dvclive import Live
        with Live(save_dvc_exp=False, report=None) as live:
            live.log_param("lr", 0.1)
            live.log_params({"depth": 3})
            for epoch in range(3):
                live.log_metric("acc", epoch / 4)
                live.next_step()
    """)
    assert told.params == {"lr": 0.1, "depth": 3}
    assert [value for _, value in told.points["acc"]] == [0, 0.25, 0.5]
