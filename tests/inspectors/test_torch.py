"""PyTorch: what was set, how large a model is, and the learning rates that schedulers set in hand-written loops."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_tracker.capture.inspectors import registry
from jupyter_tracker.capture.inspectors.base import Facts
from tests.inspectors.conftest import Bench
from tests.inspectors.likeness import alike

pytest.importorskip("torch")


def chosen(facts: Facts) -> dict[str, Any]:
    return {key: value for key, (value, default) in facts.params.items() if not default}


def test_a_module_tells_its_size_and_the_settings_that_it_keeps(bench: Bench) -> None:
    told = bench.run("""
        from torch import nn
        class Net(nn.Module):
            def __init__(self, inputs, hidden=16, drop=0.1):
                super().__init__()
                self.hidden = hidden
                self.rounds = 0
                self.first = nn.Linear(inputs, hidden)
                self.tied = self.first
                self.drop = nn.Dropout(drop)
                self.frozen = nn.Linear(hidden, 2)
                for weight in self.frozen.parameters():
                    weight.requires_grad = False
        net = Net(4)
        pair = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 1, bias=False))
        layer = nn.Linear(3, 2)
        conv = nn.Conv2d(1, 4, kernel_size=3, padding=1)
        mixed = nn.Sequential(nn.Dropout(0.1), nn.ReLU())
        lazy = nn.LazyLinear(5)
    """)
    assert chosen(told.facts("net")) == {"hidden": 16, "parameters": 114, "trainable_parameters": 80}
    assert chosen(told.facts("pair")) == {"parameters": 40}
    assert chosen(told.facts("layer")) == {"in_features": 3, "out_features": 2, "parameters": 8}
    assert chosen(told.facts("conv")).items() >= {"kernel_size": [3, 3], "padding": [1, 1]}.items()
    assert "stride" not in chosen(told.facts("conv"))
    assert chosen(told.facts("mixed")) == {}
    assert "parameters" not in told.facts("lazy").params
    assert told.facts("net").predicts and not told.facts("mixed").predicts


def test_modules_are_read_without_running_code_of_the_users(bench: Bench) -> None:
    told = bench.run("""
        from torch import nn
        class Sly(nn.Module):
            def __init__(self, width):
                super().__init__()
                self.layer = nn.Linear(width, 1)
            def parameters(self, recurse=True):
                raise RuntimeError("asked")
            modules = children = named_parameters = parameters
            def __getattr__(self, name):
                asked.append(name)
                return super().__getattr__(name)
            @property
            def width(self):
                raise RuntimeError("asked")
        asked = []
        sly = Sly(3)
        asked.clear()
    """)
    assert chosen(told.facts("sly")) == {"parameters": 4} and bench.names["asked"] == []


def test_losses_optimizers_schedulers_and_loaders_tell_what_was_set(bench: Bench) -> None:
    told = bench.run("""
        import torch
        from torch import nn
        net = nn.Linear(2, 1)
        criterion = nn.CrossEntropyLoss(label_smoothing=0.1)
        optimizer = torch.optim.AdamW(net.parameters(), lr=3e-4)
        groups = torch.optim.SGD([{"params": [net.weight], "lr": 0.5}, {"params": [net.bias]}], lr=0.1, momentum=0.9)
        scheduler = torch.optim.lr_scheduler.MultiStepLR(groups, [2, 4], gamma=0.5)
        for _ in range(3):
            groups.step()
            scheduler.step()
        both = torch.optim.lr_scheduler.ChainedScheduler([scheduler])
        loader = torch.utils.data.DataLoader([1, 2, 3], batch_size=2, shuffle=True)
    """)
    assert chosen(told.facts("criterion")) == {"loss_function": "CrossEntropyLoss", "label_smoothing": 0.1}
    assert chosen(told.facts("optimizer")) == {"optimizer": "AdamW", "lr": 3e-4}
    assert told.facts("optimizer").params["weight_decay"] == (0.01, True)
    assert chosen(told.facts("groups")) == {
        "optimizer": "SGD", "lr": 0.1, "momentum": 0.9, "group0.lr": 0.5, "group1.lr": 0.1,
    }  # fmt: skip
    assert chosen(told.facts("scheduler")) == {"scheduler": "MultiStepLR", "milestones": [2, 4], "gamma": 0.5}
    assert told.facts("both").parts == [("", bench.names["scheduler"])]
    assert chosen(told.facts("loader")) == {"batch_size": 2, "shuffle": True}


RATES = """
    import torch
    from torch.optim import lr_scheduler
    def rates(make, rounds=5, *given):
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.1)
        scheduler = make(optimizer)
        used = []
        for _ in range(rounds):
            used.append(optimizer.param_groups[0]["lr"])
            optimizer.step()
            scheduler.step(*given)
        return [*used, optimizer.param_groups[0]["lr"]], scheduler
"""


@pytest.mark.parametrize(
    ("make", "given"),
    [
        ("lr_scheduler.StepLR(o, 3)", ""),
        ("lr_scheduler.LambdaLR(o, lambda epoch: epoch / 5)", ""),
        ("lr_scheduler.CosineAnnealingWarmRestarts(o, 3)", ""),
        ("lr_scheduler.OneCycleLR(o, 1.0, total_steps=9)", ""),
        ("lr_scheduler.ReduceLROnPlateau(o, patience=1)", ", 5, 1.0"),
        ("lr_scheduler.SequentialLR(o, [lr_scheduler.ConstantLR(o, 0.5, 2), lr_scheduler.StepLR(o, 2)], [2])", ""),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_the_learning_rate_is_a_curve_where_a_scheduler_changes_it(bench: Bench, make: str, given: str) -> None:
    bench.run(RATES)
    told = bench.run(f"used, scheduler = rates(lambda o: {make}{given})")
    facts = told.facts("scheduler")
    assert facts.series == {"lr": bench.names["used"]} and facts.steps == {"lr": [0, 1, 2, 3, 4, 5]}
    assert not any(told_.series for _, part in facts.parts if (told_ := registry.facts(part)))


@pytest.mark.filterwarnings("ignore")
def test_a_learning_rate_that_never_changes_is_no_curve(bench: Bench) -> None:
    bench.run(RATES)
    told = bench.run("used, scheduler = rates(lambda o: lr_scheduler.LambdaLR(o, lambda epoch: 1))")
    assert not told.facts("scheduler").series


TRAINED = """
    import torch
    torch.manual_seed(3)
    def train(criterion):
        global scheduler
        net = torch.nn.Linear(3, 1)
        optimizer = torch.optim.Adam(net.parameters())
        scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1 / (5 - epoch))
        for _ in range(6):
            optimizer.zero_grad()
            loss = criterion(net(torch.randn(8, 3)), torch.randn(8, 1))
            loss.backward()
            optimizer.step()
            scheduler.step()
            print(loss.item(), scheduler.get_last_lr())
    print(torch.randn(1))
    train(torch.nn.MSELoss())
"""


def test_nothing_about_a_training_changes(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    alike(bench, TRAINED, capfd)
    facts = registry.facts(bench.names["scheduler"])
    assert facts is not None and len(facts.series["lr"]) == 5
