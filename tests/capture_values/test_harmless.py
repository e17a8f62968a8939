"""Watching a cell changes nothing about it: output, namespace, errors, objects that are pickled or compiled."""

from __future__ import annotations

import gc
import re
import sys
import types
from typing import Any

import pytest

from tests.capture_values.conftest import Notebook

AWKWARD = {
    "traceback": "def f(n):\n    for i in range(n):\n        loss = 1 / (3 - i)\n    return loss\nx = 1\nfor e in range(9):\n"
                 "    loss = e / 2\n    f(e)",
    "error in the iterable": "def g():\n    yield 1\n    raise KeyError('data')\nfor x in g():\n    loss = x / 2",
    "not iterable": "for loss in 5:\n    loss = 1.0",
    "else and break": "for i in range(4):\n    loss = i / 2\n    if i == 9: break\nelse:\n    print('else', loss)\n"
                      "while loss > 0:\n    loss -= 0.5\n    if loss < 1: break\nelse:\n    print('no')\nprint(loss)",
    "generator side effects": "log = []\ndef g():\n    for k in range(3):\n        log.append(f'make {k}')\n        yield k\n"
                              "for k in g():\n    loss = k / 2\n    log.append(f'use {k}')\nprint(log)",
    "iterator shared with the body": "it = iter(range(9))\nfor a in it:\n    loss = a / 2\n    b = next(it, None)\n    print(a, b)",
    "list grown and shrunk while iterated": "q = [3]\nfor a in q:\n    loss = a / 2\n    if a: q.append(a - 1)\nprint(q, a)",
    "dict changed while iterated": "d = {1: 1}\nfor k in d:\n    loss = k / 2\n    d[k + 1] = 1",
    "names that are builtins": "def f(iter, sys, getattr=None):\n    int = 3\n    for str in range(iter):\n        loss = str / 2\n"
                               "    while iter:\n        iter -= 1\n        loss = iter / 2\n    return loss\nprint(f(4, 1))",
    "locals and globals": "def f():\n    d = locals()\n    for i in range(3):\n        loss = i / 2\n    return sorted(d), sorted(locals())\n"
                          "f()",
    "closures and nonlocal": "def outer():\n    total = 0.0\n    def add(x):\n        nonlocal total\n        for i in range(3):\n"
                             "            total += x\n            loss = total\n        return loss\n    return add\nadd = outer()\nprint(add(1), add(2))",
    "try finally in a loop": "def f():\n    for i in range(5):\n        loss = i / 2\n        try:\n            if i == 3: return loss\n"
                             "        finally:\n            print('finally', i)\nf()",
    "match, walrus, star": "for i in range(3):\n    loss = i / 2\n    match i:\n        case 1: print('one')\n    if (n := i) > 1: print(n)\n"
                           "*a, b = [loss, 2]\nprint(a, b)",
    "generators half consumed": "def g():\n    for i in range(9):\n        loss = i / 2\n        got = yield loss\n        if got: print('got', got)\n"
                                "it = g(); next(it); print(it.send('x'), next(it)); it.close()",
    "docstring and signature": "import inspect\ndef f(a, b=2):\n    'doc'\n    for i in range(3):\n        loss = i / 2\n"
                               "print(f.__doc__, inspect.signature(f), f(1)); inspect.getsource(f)",
    "dis of the running code": "def f():\n    for i in range(3):\n        loss = i / 2\nf()",
    "async": "import asyncio\nasync def g():\n    for i in range(3):\n        await asyncio.sleep(0)\n        yield i\n"
             "out = []\nasync for i in g():\n    loss = i / 2\n    out.append(loss)\nprint(out)",
    "recursion": "def f(n):\n    for i in range(2):\n        loss = n + i\n        if n: f(n - 1)\n    return loss\nf(3)",
    "deep recursion": "def f(n):\n    for i in range(1):\n        loss = n\n        f(n + 1)\ntry:\n    f(0)\nexcept RecursionError:\n    print('deep')",
    "timeit": "%timeit -n1 -r1 -q [loss for loss in range(3)]",
    "exec": "exec('for i in range(4):\\n    loss = i / 2')\nprint(loss)",
}  # fmt: skip


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
    notebook.run(
        "old(4)\ndef new():\n    for i in range(3):\n        loss = i / 2\nnew()\nk = 3\nwhile k:\n    k -= 1\n    loss = k / 2"
    )
    fresh = notebook.shell.user_ns["new"].__code__
    assert notebook.shell.user_ns["old"].__code__ is own
    assert not any("_jt_" in str(constant) for constant in (*fresh.co_consts, *fresh.co_names, *fresh.co_varnames))
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
