"""Watching a cell changes nothing about it: output, namespace, errors, objects that are pickled or compiled."""

from __future__ import annotations

import gc
import os
import re
import sys
import types
from pathlib import Path
from typing import Any

import pytest

from tests.capture_values.conftest import Notebook

CELLS = Path(__file__).with_name("awkward_cells.txt").read_text(encoding="utf-8")
AWKWARD = dict(part.split("\n", 1) for part in CELLS.split("# --- ")[1:])


def _looks(notebook: Notebook, cell: str, *, tracked: bool) -> tuple[Any, ...]:
    before = dict(notebook.shell.user_ns)
    ran = notebook.run(cell, tracked=tracked)
    names = {k: repr(v) for k, v in notebook.shell.user_ns.items() if k not in before and not k.startswith("_")}
    clean = {k: re.sub(r"0x[0-9a-f]+", "", v) for k, v in names.items()}
    lines = []
    trace = ran.error.__traceback__ if ran.error else None
    while trace is not None:
        if "IPython" not in trace.tb_frame.f_code.co_filename:
            lines.append((trace.tb_frame.f_code.co_name, trace.tb_lineno))
        trace = trace.tb_next
    return (
        re.sub(r"(In|Out) ?\[\d+\]|0x\w+|ipython-input-\S+|\x1b\[[\d;]*m", "", ran.output),
        clean,
        repr(ran.error),
        lines,
        repr(ran.result),
    )


@pytest.mark.parametrize("name", AWKWARD)
def test_a_watched_cell_does_what_it_does_unwatched(notebook: Notebook, name: str) -> None:
    plain = _looks(notebook, AWKWARD[name], tracked=False)
    notebook.shell.reset(new_session=False)
    assert _looks(notebook, AWKWARD[name], tracked=True) == plain


def test_nothing_is_left_behind(notebook: Notebook) -> None:
    before = set(vars(sys)), set(vars(__import__("builtins")))
    notebook.run("def old(n):\n    for i in range(n):\n        loss = i / 2\n    while loss > 0:\n        loss -= 1")
    own = notebook.shell.user_ns["old"].__code__
    notebook.run("""
        old(4)
        def new():
            for i in range(3):
                loss = i / 2
        new()
        k = 3
        while k:
            k -= 1
            loss = k / 2
    """)
    fresh = notebook.shell.user_ns["new"].__code__
    assert notebook.shell.user_ns["old"].__code__ is own
    assert not any("_jt_" in str(constant) for constant in (*fresh.co_consts, *fresh.co_names, *fresh.co_varnames))
    notebook.watch.close()  # libraries that other tests have imported are watched until then
    assert (set(vars(sys)), set(vars(__import__("builtins")))) == before
    if sys.version_info >= (3, 12):
        assert sys.monitoring.get_events(3) == sys.monitoring.get_local_events(3, own) == 0


def test_code_sent_elsewhere_runs_where_the_tracker_is_not(notebook: Notebook) -> None:
    """What a worker process does with a function: its code alone, in another namespace."""
    ran = notebook.run("""
        import marshal
        def f(n):
            for i in range(n):
                loss = i / 2
            while n:
                n -= 1
                loss += n / 2
            return loss
        sent = (lambda g: marshal.dumps(g.__code__))(globals()["f"])
        here = f(4)
    """)
    assert ran.error is None
    code = __import__("marshal").loads(notebook.shell.user_ns["sent"])
    assert types.FunctionType(code, {})(4) == notebook.shell.user_ns["here"]


def test_functions_that_others_compile_are_left_alone(notebook: Notebook) -> None:
    """As numba does: it reads the code of what it is handed, and refuses what it does not know."""
    ran = notebook.run("""
        def njit(f):
            assert not any('_jt_' in str(c) for c in f.__code__.co_consts)
            return f
        def slow(n):
            for i in range(n):
                loss = i / 2
            return loss
        fast = njit(slow)
        @njit
        def other(n):
            for i in range(n):
                loss = i / 2
            return loss
        fast(3), other(3)
    """)
    assert ran.error is None
    assert notebook.run("fast(4), slow.__code__.co_consts").error is None


def test_no_object_outlives_its_name(notebook: Notebook) -> None:
    ran = notebook.run("""
        import weakref
        class Big: pass
        gone = []
        def train():
            for i in range(5):
                big = Big()
                gone.append(weakref.ref(big, lambda r: None))
                loss = i / 2
                del big
                print(gone[-1]() is None)
        train()
        for i in range(3):
            big = Big(); r = weakref.ref(big)
            loss = i / 2
            del big
            print(r() is None)
    """)
    assert ran.output.split() == ["True"] * 8


def test_items_are_let_go_as_without_us(notebook: Notebook) -> None:
    cell = """
        import weakref
        class Item: pass
        refs = []
        def items():
            for k in range(4):
                item = Item(); refs.append(weakref.ref(item))
                yield item
                del item
        for item in items():
            loss = len(refs) / 2
            alive = [r() is not None for r in refs]
            print(alive)
        del item
        print([r() is None for r in refs])
    """
    plain = notebook.run(cell, tracked=False).output
    notebook.shell.reset(new_session=False)
    assert notebook.run(cell).output == plain
    gc.collect()


def test_random_numbers_are_those_of_the_user(notebook: Notebook) -> None:
    cell = "import random\nrandom.seed(1)\nfor i in range(50):\n    loss = random.random()\nprint(random.random())"
    assert notebook.run(cell, tracked=False).output == notebook.run(cell).output


def test_no_thread_stays(notebook: Notebook) -> None:
    import threading
    import time

    notebook.run("for i in range(100_000):\n    loss = i * 0.5")
    deadline = time.monotonic() + 10
    while any(t.name.startswith("jupyter_tracker") for t in threading.enumerate()):
        assert time.monotonic() < deadline, "the thread that re-arms outlives the loop"
        time.sleep(0.01)


@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")
@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
def test_a_forked_process_hands_over_nothing(notebook: Notebook, tmp_path: Path) -> None:
    """Its points would go to files that its parent writes."""
    told = tmp_path / "told"
    emit = notebook.watch_emit

    def tell(*given: Any) -> None:
        with told.open("a") as file:
            file.write(f"{os.getpid()}\n")
        emit(*given)

    notebook.watch_emit = tell
    notebook.run("""
        import os
        for i in range(8):
            loss = i / 2
            if i == 4 and (child := os.fork()) == 0:
                while i < 90:
                    i += 1
                    loss = i / 2
                for i in range(90):
                    loss = i / 2
                os._exit(0)
        os.waitpid(child, 0)
    """)
    assert set(told.read_text().split()) == {str(os.getpid())}
