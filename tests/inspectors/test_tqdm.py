"""What progress bars of tqdm show becomes curves."""

from __future__ import annotations

import pytest

from tests.inspectors.conftest import Bench

pytest.importorskip("tqdm")
BARS = "import io\nfrom tqdm import tqdm, trange\nquiet = dict(file=io.StringIO(), mininterval=0)\n"


@pytest.fixture
def bars(bench: Bench) -> Bench:
    bench.run(BARS)
    return bench


@pytest.mark.parametrize(
    "shown",
    [
        "set_postfix(loss=1 / (i + 1))",
        "set_postfix({'loss': 1 / (i + 1)}, refresh=False)",
        "set_postfix(loss=f'{1 / (i + 1):.4f}')",
        "set_postfix_str(f'loss: {1 / (i + 1):.4f}')",
        "set_description(f'round {i} | loss {1 / (i + 1):.4f}')",
        "set_description_str('loss=%.4f' % (1 / (i + 1)))",
    ],
)
@pytest.mark.parametrize(
    "made", ["tqdm(range(4), **quiet)", "tqdm(range(4), file=io.StringIO())", "trange(4, disable=True)"]
)
def test_a_curve_at_the_rounds_of_the_bar(bars: Bench, made: str, shown: str) -> None:
    told = bars.run(f"bar = {made}\nfor i in bar:\n    bar.{shown}")
    (points,) = told.points.values()
    assert list(told.points) == ["loss"]
    assert [step for step, _ in points] == [0, 1, 2, 3]
    assert [value for _, value in points] == pytest.approx([1, 1 / 2, 1 / 3, 1 / 4], abs=1e-4)


def test_a_bar_moved_by_hand_counts_as_it_says(bars: Bench) -> None:
    told = bars.run("""
        with tqdm(total=60, **quiet) as bar:
            for i in range(3):
                bar.update(20)
                bar.set_postfix(acc=i / 4)
    """)
    assert told.points == {"acc": [(20, 0), (40, 0.25), (60, 0.5)]}


def test_a_bar_each_epoch_is_one_curve(bars: Bench) -> None:
    told = bars.run("""
        for epoch in range(2):
            bar = tqdm([5, 6, 7], desc=f"Epoch {epoch}", **quiet)
            for x in bar:
                bar.set_postfix(loss=x + epoch)
            bar.set_postfix(loss=x, val_loss=9.5)
    """)
    assert told.points["loss"] == list(enumerate([5, 6, 7, 7, 6, 7, 8, 7]))
    assert [value for _, value in told.points["val_loss"]] == [9.5, 9.5]


def test_a_bar_over_other_data_gives_curves_of_its_own(bars: Bench) -> None:
    told = bars.run("""
        for part in ("train", "val"):
            bar = tqdm([0.5, 0.25], desc=part, **quiet)
            for x in bar:
                bar.set_postfix(loss=x)
    """)
    assert told.points == {"loss": [(0, 0.5), (1, 0.25)], "val_loss": [(0, 0.5), (1, 0.25)]}


def test_what_is_no_measured_number_is_left_out(bars: Bench) -> None:
    told = bars.run("""
        bar = trange(2, **quiet)
        for i in bar:
            bar.set_postfix(epoch=i, device="cuda:0", done=True, shape=(3, 4), lr=0.1 / (i + 1))
            bar.set_description(f"reading part {i} of data.csv")
    """)
    assert told.points == {"lr": [(0, 0.1), (1, 0.05)]}


def test_nothing_of_the_users_is_asked_beyond_what_tqdm_asks(bars: Bench) -> None:
    told = bars.run("""
        class Odd:
            asked = 0
            def __str__(self):
                Odd.asked += 1
                return "0.5"
            def __float__(self):
                raise RuntimeError("not for you")
        bar = trange(1, **quiet)
        for i in bar:
            bar.set_postfix(loss=Odd())
    """)
    assert told.names["Odd"].asked == 1
    assert told.points == {"loss": [(0, 0.5)]}


def test_bars_that_libraries_show_are_left_to_their_inspectors(bars: Bench) -> None:
    told = bars.run("""
        import types
        library = types.ModuleType("library")
        source = "def go(bar):\\n    for i in bar: bar.set_postfix(loss=i)"
        exec(compile(source, "/usr/lib/library.py", "exec"), vars(library))
        library.go(trange(3, **quiet))
    """)
    assert told.points == {}
