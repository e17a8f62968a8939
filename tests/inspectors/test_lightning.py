"""Lightning and skorch: what is logged, epoch by epoch, and what was set."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_tracker.capture.inspectors.base import Facts
from tests.inspectors.conftest import Bench, Told
from tests.inspectors.likeness import alike

pytest.importorskip("torch")
pytestmark = pytest.mark.filterwarnings("ignore")

MODULE = """
    import torch
    from torch import nn
    import logging; logging.getLogger("{package}").setLevel(logging.ERROR)
    logging.getLogger("lightning.pytorch").setLevel(logging.ERROR)
    import {package} as pl
    class Line(pl.LightningModule):
        def __init__(self, rate=0.1, sizes=None):
            super().__init__()
            self.save_hyperparameters()
            self.line = nn.Linear(2, 1)
        def loss(self, batch):
            return ((self.line(batch[0]) - batch[1]) ** 2).mean()
        def training_step(self, batch, index):
            if fails and self.current_epoch == 1:
                raise ValueError("stop")
            loss = self.loss(batch)
            self.log("train_loss", loss, on_step=True, on_epoch=True)
            seen.append(loss.item())
            return loss
        def validation_step(self, batch, index):
            self.log("val_loss", self.loss(batch))
        def test_step(self, batch, index):
            self.log("test_loss", self.loss(batch))
        def configure_optimizers(self):
            return torch.optim.SGD(self.parameters(), lr=self.hparams.rate)
    fails, seen = False, []
    torch.manual_seed(0)
    data = torch.utils.data.TensorDataset(torch.randn(8, 2), torch.randn(8, 1))
    loader = torch.utils.data.DataLoader(data, batch_size=4)
    def trainer(**given):
        return pl.Trainer(**{{"max_epochs": 3, "accelerator": "cpu", "logger": False, "enable_checkpointing": False,
                             "enable_progress_bar": False, "enable_model_summary": False, "log_every_n_steps": 1,
                             **given}})
"""


def chosen(facts: Facts) -> dict[str, Any]:
    return {key: value for key, (value, default) in facts.params.items() if not default}


def values(told: Told, name: str) -> list[float]:
    return [value for _, value in told.points[name]]


@pytest.fixture(params=["lightning.pytorch", "pytorch_lightning"])
def lightning(bench: Bench, request: pytest.FixtureRequest) -> Bench:
    pytest.importorskip(request.param)
    bench.run(MODULE.format(package=request.param))
    return bench


def test_what_a_module_logs_is_told_with_the_steps_of_the_loggers(lightning: Bench) -> None:
    told = lightning.run("""
        trained, module = trainer(), Line(rate=0.05, sizes={"hidden": [4, 8]})
        trained.fit(module, loader, loader)
    """)
    seen = lightning.names["seen"]
    assert values(told, "train_loss_step") == pytest.approx(seen)
    means = [(seen[n] + seen[n + 1]) / 2 for n in (0, 2, 4)]
    assert values(told, "train_loss_epoch") == pytest.approx(means)
    assert [step for step, _ in told.points["train_loss_epoch"]] == [1, 3, 5]
    assert len(told.points["val_loss"]) == 3 and "epoch" not in told.points
    metrics = {name: float(value) for name, value in told.facts("trained").metrics.items()}
    assert metrics["val_loss"] == values(told, "val_loss")[-1] and "train_loss" not in metrics
    assert chosen(told.facts("trained")) == {"max_epochs": 3}
    assert chosen(told.facts("module")) == {"rate": 0.05, "sizes.hidden": [4, 8], "parameters": 3}


def test_loggers_get_the_same(lightning: Bench, tmp_path: Any) -> None:
    lightning.names["folder"] = str(tmp_path)
    told = lightning.run("""
        from pathlib import Path
        trained = trainer(logger=pl.loggers.CSVLogger(folder))
        trained.fit(Line(), loader, loader)
        written = next(Path(folder).rglob("metrics.csv")).read_text()
    """)
    rows = [line.split(",") for line in lightning.names["written"].splitlines()]
    column, steps = rows[0].index("val_loss"), rows[0].index("step")
    written = {float(row[steps]): pytest.approx(float(row[column])) for row in rows[1:] if row[column]}
    assert dict(told.points["val_loss"]) == written


def test_a_test_is_told_and_is_no_curve(lightning: Bench) -> None:
    told = lightning.run("found = trainer().test(Line(), loader, verbose=False)")
    assert told.metrics == lightning.names["found"][0] and not told.points


def test_nothing_about_a_training_changes(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("lightning")
    source = (
        MODULE.format(package="lightning.pytorch")
        + """
    trainer().fit(Line(), loader, loader)
    print(trainer().test(Line(), loader), seen, torch.randn(1))
    fails = True
    trainer().fit(Line(), loader, loader)
    """
    )
    told = alike(bench, source, capfd)
    assert len(told.points["train_loss_step"]) == 6 + 2


NET = """
    import numpy as np, torch
    from torch import nn
    from skorch import NeuralNetClassifier
    torch.manual_seed(0)
    X = np.random.default_rng(0).normal(size=(40, 3)).astype("float32"); y = (X[:, 0] > 0).astype("int64")
    class Layers(nn.Module):
        def __init__(self, hidden=4):
            super().__init__()
            self.layers = nn.Sequential(nn.Linear(3, hidden), nn.ReLU(), nn.Linear(hidden, 2), nn.Softmax(-1))
        def forward(self, X):
            return self.layers(X)
    net = NeuralNetClassifier(Layers, max_epochs=3, lr=0.2, module__hidden=6, verbose=0)
"""


def test_skorch_tells_each_epoch_once(bench: Bench) -> None:
    pytest.importorskip("skorch")
    bench.run(NET)
    told = bench.run("net.fit(X, y).partial_fit(X, y)")
    history = bench.names["net"].history
    facts = told.facts("net")
    assert told.points["train_loss"] == list(zip(range(1, 7), history[:, "train_loss"], strict=True))
    assert values(told, "valid_acc") == history[:, "valid_acc"] and "dur" not in told.points
    assert facts.series == {name: values(told, name) for name in told.points}
    assert facts.steps["valid_acc"] == [1, 2, 3, 4, 5, 6]
    assert chosen(facts).items() >= {"max_epochs": 3, "lr": 0.2, "module__hidden": 6, "parameters": 38}.items()
    assert facts.params["batch_size"] == (128, True)
    assert len(bench.run("net.fit(X, y)").points["train_loss"]) == 3
