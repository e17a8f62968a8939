"""What a cell prints becomes metrics and curves: the whole text, as it comes in pieces."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.capture import printed as module
from jupyter_tracker.capture.printed import Printed, reading
from jupyter_tracker.capture.printed.told import Told

Points = dict[str, list[tuple[float, float]]]


class Heard:
    """A `Printed` and the points that it has given."""

    def __init__(self, told: Told | None = None) -> None:
        self.points: Points = {}
        self.printed = Printed(self._take, told)

    def _take(self, values: dict[str, float], step: float, time: float) -> None:
        for name, value in values.items():
            self.points.setdefault(name, []).append((step, value))

    def read(self, pieces: Iterable[str], stream: str = "stdout") -> Heard:
        for at, piece in enumerate(pieces):
            self.printed.feed(piece, float(at), stream)
            self.printed.work()
        return self

    def end(self) -> dict[str, float]:
        self.printed.finish()
        return {each.name: each.value for each in self.printed.metrics() if each.conf >= 0.5}


def curve(*values: float, start: int = 1) -> list[tuple[float, float]]:
    return [(float(step), value) for step, value in enumerate(values, start)]


CURVES = {
    "on one line": [f"Epoch {e}/4 - loss: {1 / e:.2f} - acc: 0.{e}\n" for e in range(1, 5)],
    "under a heading": [f"Epoch {e}/4\n  loss = {1 / e:.2f}\n  acc = 0.{e}\n" for e in range(1, 5)],
    "overwritten": [f"\repoch {e} loss {1 / e:.2f} acc 0.{e}" for e in range(1, 5)],
    "dictionaries": [f"{{'loss': {1 / e:.2f}, 'acc': 0.{e}, 'epoch': {e}}}\n" for e in range(1, 5)],
    "a table": ["epoch  loss   acc\n-----  ----  ---\n", *(f"{e}      {1 / e:.2f}  0.{e}\n" for e in range(1, 5))],
    "keras": [
        f"Epoch {e}/4\n\r 1/9 ━━ 1s - loss: 9.9\r 5/9 ━━━━ 0s - loss: 5.5"
        f"\r9/9 ━━━━━ 1s 9ms/step - acc: 0.{e} - loss: {1 / e:.2f}\n"
        for e in range(1, 5)
    ],
    "a bar with a postfix": [
        f"\rEpoch {e}:  50%|█████     | 4/8 [00:01<00:01,  4.0it/s, loss=5.5]"
        f"\rEpoch {e}: 100%|██████████| 8/8 [00:02<00:00,  4.0it/s, loss={1 / e:.2f}, acc=0.{e}]\n"
        for e in range(1, 5)
    ],
}


@pytest.mark.parametrize("shape", CURVES)
def test_a_name_with_a_growing_step_is_a_curve(shape: str) -> None:
    heard = Heard().read(CURVES[shape])
    assert heard.end() == {"loss": 0.25, "acc": 0.4}
    assert heard.points == {"loss": curve(1, 0.5, 0.33, 0.25), "acc": curve(0.1, 0.2, 0.3, 0.4)}


@pytest.mark.parametrize("shape", CURVES)
@given(cut=st.integers(1, 40))
def test_it_does_not_matter_in_which_pieces_text_comes(shape: str, cut: int) -> None:
    text = "".join(CURVES[shape])
    heard = Heard().read(text[at : at + cut] for at in range(0, len(text), cut))
    heard.end()
    assert heard.points == {"loss": curve(1, 0.5, 0.33, 0.25), "acc": curve(0.1, 0.2, 0.3, 0.4)}


def test_points_are_given_while_the_cell_runs() -> None:
    heard = Heard().read([f"Epoch {e} loss {1 / e:.2f}\n" for e in range(1, 6)])
    assert heard.points == {"loss": curve(1, 0.5, 0.33, 0.25, 0.2)}


def test_two_rounds_are_a_curve_and_one_is_none() -> None:
    heard = Heard().read(["Epoch 1 loss 0.5\nEpoch 2 loss 0.4\nTest loss 0.45\n"])
    assert heard.end() == {"loss": 0.4, "test_loss": 0.45}
    assert heard.points == {"loss": curve(0.5, 0.4)}


@pytest.mark.parametrize(
    ("lines", "steps"),
    [
        ([f"Epoch [{e}/2], Step [{b}/20], loss: 0.{e}{b}" for e in (1, 2) for b in (10, 20)], [10, 20, 30, 40]),
        ([f"[{e}, {b}] loss: 0.{e}{b}" for e in (1, 2) for b in (10, 20)], [10, 20, 30, 40]),
        ([f"Epoch {e}/2\n{'':2}batch {b} loss: 0.{e}{b}" for e in (1, 2) for b in (0, 1)], [0, 1, 2, 3]),
        ([f"epoch {e} loss 0.{run}{e}" for run in (1, 2) for e in (1, 2, 3)], [1, 2, 3, 4, 5, 6]),
    ],
    ids=["out of", "growing", "under a heading", "two trainings"],
)
def test_steps_go_on_where_a_counter_begins_anew(lines: list[str], steps: list[float]) -> None:
    heard = Heard().read(line + "\n" for line in lines)
    heard.end()
    assert [step for step, _ in heard.points["loss"]] == steps


def test_what_is_printed_every_round_is_a_curve_if_it_changes() -> None:
    heard = Heard().read(f"epoch {e} loss 0.{e} lr: {0.1 / e:.4f} seed: 3 beta: 0.5\n" for e in range(1, 5))
    heard.end()
    assert heard.points == {"loss": curve(0.1, 0.2, 0.3, 0.4), "lr": curve(0.1, 0.05, 0.0333, 0.025)}


def test_the_last_value_counts_and_how_often_it_came() -> None:
    heard = Heard().read(["val_loss: 0.75\n", "items: 12\n", "val_loss: 0.5\n"])
    heard.end()
    found = {each.name: each for each in heard.printed.metrics()}
    assert (found["val_loss"].value, found["val_loss"].times, found["val_loss"].text) == (0.5, 2, "val_loss: 0.5")
    assert found["val_loss"].conf >= 0.8 > 0.5 > found["items"].conf
    assert list(found) == ["val_loss", "items"]


def test_a_name_under_several_headings_is_one_metric_each() -> None:
    heard = Heard().read(["Ridge - r2: 0.5\nLasso - r2: 0.25\n"])
    assert heard.end() == {"ridge_r2": 0.5, "lasso_r2": 0.25}


def test_spread_is_a_metric_beside_its_mean() -> None:
    assert Heard().read(["accuracy: 0.91 ± 0.02\n"]).end() == {"accuracy": 0.91, "accuracy_std": 0.02}


def test_printed_settings_are_params() -> None:
    heard = Heard().read(["lr=0.05 acc=0.5\nBest alpha: 0.1\nhidden: 16\nBest params: {'C': 3}\n"])
    heard.end()
    assert {(each.name, each.value, each.role) for each in heard.printed.seen()} == {
        ("acc", 0.5, "metric"), ("lr", 0.05, "param"), ("hidden", 16, "param"),
    }  # fmt: skip


def test_streams_do_not_run_into_each_other() -> None:
    heard = Heard()
    heard.read(["lo"], "stdout").read(["acc: 0.5\n"], "stderr").read(["ss: 0.25\n"], "stdout")
    assert heard.end() == {"acc": 0.5, "loss": 0.25}


def test_a_traceback_holds_no_metrics() -> None:
    trace = 'Traceback (most recent call last):\n  File "x.py", line 3, in f\n    loss = 0.5\nValueError: loss: 3.5\n'
    assert Heard().read([trace, "f1: 0.75\n"]).end() == {"f1": 0.75}


@pytest.mark.parametrize(
    "line",
    [
        "epoch {epoch} Loss {error:.3f}",
        "Epoch {next}/6 | Loss {error:.2e}",
        "epoch {epoch}: error = {percent:.1f}%",
        "epoch {epoch}: epoch_error = {error}",
    ],
)
def test_a_series_that_another_channel_has_told_is_its_own(line: str) -> None:
    told = Told()
    heard = Heard(told)
    for epoch in range(6):
        error = 0.3 / (epoch + 1)
        heard.read([line.format(epoch=epoch, next=epoch + 1, error=error, percent=100 * error) + f" f1 0.{epoch}\n"])
        told.add(("epoch_error", "share"), [(epoch, 0.0, error, epoch / 8)])
    heard.end()
    assert list(heard.points) == ["f1"]
    assert [each.name for each in heard.printed.metrics()] == ["f1"]


def test_other_values_under_a_name_that_is_taken_are_another_series() -> None:
    told = Told()
    heard = Heard(told)
    for epoch in range(5):
        for batch in range(3):
            told.add(("loss",), [(3 * epoch + batch, 0.0, 1 / (1 + 3 * epoch + batch))])
        heard.read([f"epoch {epoch} loss {0.7 - 0.11 * epoch:.3f}\n"])
    heard.end()
    assert heard.points == {"loss_2": curve(0.7, 0.59, 0.48, 0.37, 0.26, start=0)}


def test_of_too_much_text_the_beginning_and_the_end_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LIMIT", 50_000)
    heard = Heard().read(["first_loss: 0.5\n", *(f"row {n} of noise: 1\n" * 50 for n in range(2_000)), "f1: 0.75\n"])
    assert heard.end() == {"first_loss": 0.5, "f1": 0.75}
    assert heard.printed.cut


def test_one_huge_piece_of_text_is_cut_at_lines() -> None:
    heard = Heard().read(["first_loss: 0.5\n" + "x" * 79 + "\n" + "noise: 0.123\n" * 800_000 + "f1: 0.75\n"])
    assert heard.end() == {"first_loss": 0.5, "f1": 0.75}
    assert {each.name for each in heard.printed.metrics()} == {"first_loss", "f1", "noise"} and heard.printed.cut


def test_many_things_with_numbers_keep_no_metric_out() -> None:
    heard = Heard().read([f"item x{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}{n // 676}: {n}\n" for n in range(3_000)])
    assert heard.read(["final loss: 0.5\n"]).end() == {"final_loss": 0.5}
    assert len(heard.printed.metrics()) <= reading.MANY_NAMES


def test_long_lines_are_data() -> None:
    assert Heard().read(["loss: 0.5 " * 300 + "\n", "acc: 0.5\n"]).end() == {"acc": 0.5}
    assert Heard().read(["loss: 0.5 "] * 3000 + ["\nacc: 0.5\n"]).end() == {"acc": 0.5}


def test_feeding_reads_nothing() -> None:
    heard = Heard()
    heard.printed.feed("loss: 0.5\n", 1.0)
    assert heard.printed.waiting and heard.printed.metrics() == []


@given(st.lists(st.text(alphabet="0123456789.:=| \n\r\blosacept{}'[]", max_size=30), max_size=20))
def test_any_text_in_any_pieces_is_read_without_a_fault(pieces: list[str]) -> None:
    Heard().read(pieces).end()
