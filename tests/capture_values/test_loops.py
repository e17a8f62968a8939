"""Curves from plain loops with no log call: what they are, at which steps, and when they come."""

from __future__ import annotations

import ast
import sys

import pytest

from jupyter_tracker.capture.loops.bare import bare
from tests.capture_values.conftest import Notebook


def test_the_engine_fits_the_python(notebook: Notebook) -> None:
    assert notebook.watch.engine == ("monitoring" if sys.version_info >= (3, 12) else "rewriting")


@pytest.mark.parametrize(
    "cell",
    [
        "for epoch in range(6):\n    loss = 1 / (epoch + 1)",
        "def train(n):\n    for epoch in range(n):\n        loss = 1 / (epoch + 1)\ntrain(6)",
        "class N:\n  def fit(self):\n    for epoch in range(6):\n      self.loss = 1 / (epoch + 1)\nN().fit()",
        "epoch = 0\nwhile epoch < 6:\n    loss = 1 / (epoch + 1)\n    epoch += 1",
        "for epoch, x in enumerate('abcdef'):\n    loss = 1 / (epoch + 1)\n    print(loss)",
        "losses = []\nfor epoch in range(6):\n    losses.append(1 / (epoch + 1))",
        "losses = []\nfor epoch in range(6):\n    loss = 1 / (epoch + 1)\n    losses.append(float(loss))",
        "h = {'loss': []}\nfor epoch in range(6):\n    h['loss'].append(1 / (epoch + 1))",
        "def gen():\n    for epoch in range(6):\n        loss = 1 / (epoch + 1)\n        yield loss\nr = list(gen())",
        "async def go():\n    for epoch in range(6):\n        loss = 1 / (epoch + 1)\nawait go()",
        "import numpy as np\nfor epoch in range(6):\n    loss = np.float32(1 / (epoch + 1))",
        "import numpy as np\nfor epoch in range(6):\n    loss = np.array(1 / (epoch + 1))",
        "for epoch in range(6):\n    loss, other = 1 / (epoch + 1), 'x'",
        "for epoch in range(6):\n    loss = 1 / (epoch + 1)\n    if epoch % 2:\n        continue\n    print(loss)",
        "if True:\n    for epoch in range(6):\n        loss = 1 / (epoch + 1)",
        "for epoch in range(6):\n    loss = 1 / (epoch + 1)\n" + "    print(epoch, loss, loss, epoch)\n" * 60,
        "def same(f): return f\n@same\ndef t(): return 1\nfor epoch in range(6):\n    loss = t() / (epoch + 1)",
    ],
)
def test_one_series_however_the_loop_is_written(notebook: Notebook, cell: str) -> None:
    ran = notebook.run(cell)
    assert ran.error is None
    (name,) = ran.points
    assert name in ("loss", "losses")
    assert ran.values(name) == pytest.approx([1 / (i + 1) for i in range(6)])
    assert ran.steps(name) in ([0, 1, 2, 3, 4, 5], [1, 2, 3, 4, 5, 6])
    info = ran.series[name]
    assert (info.points, info.rounds, info.sampling, info.last) == (6, 6, "every", pytest.approx(1 / 6))


def test_async_for(notebook: Notebook) -> None:
    ran = notebook.run("""
        async def stream():
            for i in range(5):
                yield i
        async for i in stream():
            acc = i / 10
            print(acc)
    """)
    assert ran.values("acc") == [0.0, 0.1, 0.2, 0.3, 0.4]


def test_a_function_of_another_cell(notebook: Notebook) -> None:
    notebook.run(
        "def step(i):\n    return 1 / i\ndef train(n):\n    for i in range(1, n):\n        loss = step(i)",
        tracked=False,
    )
    assert notebook.run("train(5)").values("loss") == [1, 1 / 2, 1 / 3, 1 / 4]
    assert notebook.run("train(5)", tracked=False).points == {}
    assert notebook.run("train(6)").values("loss") == [1, 1 / 2, 1 / 3, 1 / 4, 1 / 5]


def test_nested_loops_have_an_axis_each(notebook: Notebook) -> None:
    ran = notebook.run("""
        for epoch in range(3):
            for batch in range(4):
                batch_loss = 1 / (1 + epoch * 4 + batch)
            val_loss = batch_loss / 2
    """)
    assert ran.steps("batch_loss") == list(range(12)) and ran.steps("val_loss") == [0, 1, 2]
    assert ran.values("batch_loss")[-1] == 1 / 12


def test_the_same_name_inside_and_outside_is_two_series(notebook: Notebook) -> None:
    ran = notebook.run("""
        def one_epoch(e):
            for b in range(3):
                loss = e + b / 10
            return loss
        for e in range(3):
            loss = one_epoch(e)
    """)
    assert ran.values("loss") == [0.2, 1.2, 2.2] and len(ran.values("loss/step")) == 9
    ran = notebook.run("""
        for e in range(3):
            for b in range(3):
                loss = e + b / 10
            loss = loss * 10
    """)
    assert ran.values("loss") == [2.0, 12.0, 22.0] and len(ran.values("loss/step")) == 9


@pytest.mark.parametrize("fn", [False, True])
def test_the_round_that_breaks_off_counts(notebook: Notebook, fn: bool) -> None:
    cell = "for epoch in range(9):\n    loss = 1 / (epoch + 1)\n    if epoch == 4:\n        break"
    if fn:
        cell = "def f():\n    " + cell.replace("\n", "\n    ").replace("break", "return loss") + "\nr = f()"
    ran = notebook.run(cell)
    assert ran.steps("loss") == [0, 1, 2, 3, 4] and ran.values("loss")[-1] == 0.2


@pytest.mark.parametrize("error", ["raise ValueError", "raise KeyboardInterrupt"])
def test_a_loop_cut_short_keeps_what_it_had(notebook: Notebook, error: str) -> None:
    cell = f"for epoch in range(9):\n    loss = 1 / (epoch + 1)\n    if epoch == 5:\n        {error}"
    assert notebook.run(cell).values("loss")[:5] == [1 / (i + 1) for i in range(5)]
    inside = "def f():\n    " + cell.replace("\n", "\n    ") + "\nf()"
    assert notebook.run(inside).values("loss")[:5] == [1 / (i + 1) for i in range(5)]


def test_a_value_that_is_not_new_each_round_has_a_point_only_where_it_is(notebook: Notebook) -> None:
    ran = notebook.run("""
        for epoch in range(9):
            loss = 1 / (epoch + 1)
            if epoch % 3 == 0:
                val_loss = loss * 2
    """)
    assert ran.steps("val_loss") == [0, 3, 6] and len(ran.steps("loss")) == 9


@pytest.mark.parametrize(
    "cell",
    [
        "for i in range(2):\n    loss = i / 2",
        "for i in range(9):\n    loss = 1.5",
        "xs = [0.5 * i for i in range(9)]",
        "for i in range(9):\n    j = i * 2\n    _x = i / 3\n    name = str(i)",
        "import time\nfor i in range(9):\n    start = time.time()",
        "rows = [(1.0, 2.0)] * 40\nfor a, b in rows:\n    diff = a - b\n    total = a + b + len(rows) * a",
        "for i in range(9):\n    loss = [i]",
        "for i in range(5): pass",
    ],
)
def test_what_is_no_series(notebook: Notebook, cell: str) -> None:
    ran = notebook.run(cell)
    assert ran.error is None and ran.points == {} and ran.series == {}


def test_a_fast_loop_is_sampled_first_and_last_always(notebook: Notebook) -> None:
    ran = notebook.run("def f(n):\n    for i in range(n):\n        loss = i * 0.5\nf(400_000)")
    info = ran.series["loss"]
    assert info.sampling == "sampled" and info.rounds == 400_000 and 2000 <= info.points < 20_000
    steps = ran.steps("loss")
    assert steps[:2000] == list(range(2000)) and steps[-1] == 399_999
    assert all(value == step * 0.5 for step, value in ran.points["loss"] if step is not None)


def test_a_fast_while_is_sampled_too(notebook: Notebook) -> None:
    ran = notebook.run("i, loss = 0, 9.0\nwhile loss > 0:\n    i += 1\n    loss = 300_000 - i")
    assert ran.series["loss"].sampling == "sampled" and ran.values("loss")[-1] == 0


def test_a_loop_that_turns_slow_is_seen_round_by_round_again(notebook: Notebook) -> None:
    ran = notebook.run("""
        import time
        for i in range(60_010):
            if i > 60_000:
                time.sleep(0.02)
            loss = i * 0.5
    """)
    assert set(range(60_005, 60_010)) <= set(ran.steps("loss"))


def test_points_come_while_the_loop_runs(notebook: Notebook) -> None:
    cell = (
        "import time\nfor i in range(5):\n    loss = 1 / (i + 1)\n    time.sleep(0.02)\nended = time.time()\nloss = 7"
    )
    ran = notebook.run(cell)
    assert len(ran.values("loss")) == 5 and max(ran.times) < notebook.shell.user_ns["ended"]
    assert ran.times == sorted(ran.times)


def test_numbers_bound_to_no_name_are_seen_where_they_are_worked_out() -> None:
    tree = ast.parse("""
        f"{a}" % b; a >> b; a | b; 1 + 1; model.fit(x); a; "text" + a; print(a + b); [a + b]; plt.plot(x).mean
        plot_roc(y, p); nn.utils.clip_grad_norm_(p); logger.log_loss(l)
        a / b; -a * 2; np.mean(a); f(x).item(); float(a); b.item(); {"acc": a / b}
        history["val_loss"]; accuracy_score(y, p); group["lr"]
        a / b
    """.replace("\n        ", "\n").strip())  # fmt: skip
    assert [one.text for one in bare(tree)] == [
        "a / b", "-a * 2", "np.mean(a)", "f(x).item()", "{'acc': a / b}", "history['val_loss']",
        "accuracy_score(y, p)", "group['lr']",
    ]  # fmt: skip


def test_settings_that_a_loop_goes_through_are_the_axis(notebook: Notebook) -> None:
    ran = notebook.run("for C in [1.0, 0.1, 0.01]:\n    score = C + 1")
    assert ran.points["score"] == [(1.0, 2.0), (0.1, 1.1), (0.01, 1.01)]


def test_a_loop_entered_again_goes_on(notebook: Notebook) -> None:
    ran = notebook.run("def f():\n    for i in range(3):\n        loss = 1 / (i + 1)\nf(); f()")
    assert ran.steps("loss") == [0, 1, 2, 3, 4, 5]


def test_two_loops_with_one_name_are_two_series(notebook: Notebook) -> None:
    ran = notebook.run("for i in range(3):\n    loss = i\nfor i in range(3):\n    loss = i * 2.0")
    assert (ran.values("loss"), ran.values("loss_2")) == ([0, 1, 2], [0, 2, 4])


@pytest.mark.skipif(sys.version_info < (3, 12), reason="a function that is handed on is left as it is there")
def test_threads_run_their_own_loops(notebook: Notebook) -> None:
    ran = notebook.run("""
        import threading
        def work():
            for i in range(50):
                loss = 1 / (i + 1)
        t = threading.Thread(target=work)
        t.start(); t.join()
    """)
    assert len(ran.values("loss")) == 50


def test_a_fault_in_a_listener_leaves_the_cell_alone(notebook: Notebook) -> None:
    def fail(*_: object) -> None:
        raise OSError("disk full")

    notebook.watch.close()
    from jupyter_tracker.capture import loops
    from jupyter_tracker.capture.code import read
    from jupyter_tracker.capture.functions import FunctionWatch
    from jupyter_tracker.capture.own import OwnCode

    own = OwnCode(notebook.shell.user_ns)
    watch = loops.watcher(notebook.shell, fail, own, FunctionWatch(own, fail))
    source = "for i in range(9):\n    loss = i / 2\nlast = loss"
    watch.start(read(source))
    outcome = notebook.shell.run_cell(source)
    watch.stop()
    watch.close()
    assert outcome.success and notebook.shell.user_ns["last"] == 4.0
    assert isinstance(watch.fault, OSError)
