"""What other libraries do with the user's code stays as it is: compiling it, sending it to other processes, pickling
it, telling where it failed. Each test runs the same cells with and without the extension and compares what they say."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SHELL = """
import contextlib, io, json, sys
import IPython
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

config = Config()
config.HistoryManager.enabled = False
config.InteractiveShell.colors = "nocolor" if IPython.version_info >= (9,) else "NoColor"
shell = InteractiveShell.instance(config=config)
cells = json.load(sys.stdin)
if sys.argv[1] == "tracked":
    shell.run_line_magic("load_ext", "jupyter_tracker")
    shell.run_line_magic("track", "quiet")
said = []
for cell in cells:
    screen = io.StringIO()
    with contextlib.redirect_stdout(screen), contextlib.redirect_stderr(screen):
        shell.run_cell(cell, store_history=True)
    said.append(screen.getvalue())
print(json.dumps(said))
"""
# Without the extension this is a comment like any other.
TRACK = "# track: unharmed\n"
TRAIN = """
def train(rounds):
    loss = 1.0
    for step in range(rounds):
        loss = loss * 0.5 + step
    return loss
"""

BROKEN = """
def broken(by):
    total = 0
    for i in range(3):
        total += i * by
    return total
"""


def needs(module: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(importlib.util.find_spec(module) is None, reason=f"needs {module}")


def said(folder: Path, *cells: str, modules: dict[str, str] | None = None) -> list[str]:
    """What the cells print, with the extension and without, which must be the same."""
    told = {}
    for side in ("plain", "tracked"):
        home = folder / side / "work"
        home.mkdir(parents=True)
        for name, source in (modules or {}).items():
            (home / f"{name}.py").write_text(textwrap.dedent(source))
        environ = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "IPYTHONDIR": str(folder / "ipython"),
            "JUPYTER_TRACKER_STORE": str(folder / side / ".tracker"),
        }
        sources = [TRACK + textwrap.dedent(cell).lstrip("\n") for cell in cells]
        asked = [sys.executable, "-c", f"import sys; sys.path.insert(0, '.')\n{SHELL}", side]
        ran = subprocess.run(asked, input=json.dumps(sources), cwd=home, env=environ, capture_output=True, text=True)
        assert ran.returncode == 0, ran.stderr
        texts = json.loads(ran.stdout.splitlines()[-1])
        # Where a recursion has used up the stack, nobody can be called: the innermost of a thousand frames goes untold.
        told[side] = [re.sub(r"\(\d{3} times\)", "(… times)", text.replace(str(folder / side), "")) for text in texts]
    assert (folder / "tracked" / ".tracker" / "sessions").is_dir(), "the one side was tracked"
    assert told["tracked"] == told["plain"]
    return told["tracked"]


@needs("numba")
def test_numba_compiles_what_was_watched(tmp_path: Path) -> None:
    *_, jitted, defined, sent = said(
        tmp_path,
        TRAIN,
        "loss = train(100)",
        "import numba\nfast = numba.njit(train)\nprint(fast(100) == train(100), len(fast.nopython_signatures))",
        """
        @numba.njit
        def step(loss):
            for _ in range(3):
                loss = loss * 0.5
            return loss

        @numba.njit(fastmath=True)
        def outer(rounds):
            loss = 1.0
            for _ in range(rounds):
                loss = step(loss) + 1.0
            return loss

        for rounds in (1, 10):
            loss = outer(rounds)
        print(loss, len(outer.nopython_signatures))
        """,
        "@numba.vectorize\ndef twice(x):\n    return 2 * x\nimport numpy\nprint(twice(numpy.arange(3.0)))",
    )
    assert jitted == "True 1\n" and defined.endswith(" 1\n") and sent == "[0. 2. 4.]\n"


@needs("joblib")
@needs("cloudpickle")
def test_workers_run_what_a_cell_has_defined(tmp_path: Path) -> None:
    (_, found, alone) = said(
        tmp_path,
        TRAIN,
        """
        import joblib
        for jobs in (1, 2):
            losses = joblib.Parallel(n_jobs=jobs)(joblib.delayed(train)(rounds) for rounds in range(4))
            print(losses)
        """,
        """
        import base64, subprocess, sys
        import cloudpickle

        def score(rounds):
            best = 0.0
            for round in range(rounds):
                best = max(best, train(round))
            return best

        for rounds in (2, 3):
            best = score(rounds)
        sent = base64.b64encode(cloudpickle.dumps(score)).decode()
        code = "import base64, pickle, sys; sys.modules['jupyter_tracker'] = None\\n"
        code += f"print(pickle.loads(base64.b64decode('{sent}'))(5))"
        print(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True))
        """,
    )
    assert found.count("[1.0, 0.5, 1.25, 2.625]") == 2
    assert "stdout='4.3125\\n', stderr=''" in alone


def test_pickles_and_identities(tmp_path: Path) -> None:
    cells = (
        TRAIN,
        """
        import copy, dataclasses, inspect, pickle
        import steps

        @dataclasses.dataclass
        class Config:
            depth: int = 3
            def grow(self):
                for _ in range(2):
                    self.depth += 1
                return self.depth

        code, bytes_ = train.__code__, train.__code__.co_code
        config = Config()
        """,
        "for _ in range(3):\n    loss = train(10) + steps.advance(10) + config.grow()\nprint(loss)",
        """
        print(train.__code__ is code, train.__code__.co_code == bytes_, train.__code__ == code)
        print(pickle.loads(pickle.dumps(steps.advance)) is steps.advance, pickle.loads(pickle.dumps(config)) == config)
        print(pickle.dumps([train, steps.advance, Config, config, config.grow]).hex())
        print(inspect.getsource(train), inspect.getsource(steps.advance), inspect.signature(train))
        print(copy.deepcopy(train) is train, sorted(vars(train)), sorted(vars(steps)))
        """,
    )
    *_, told = said(tmp_path, *cells, modules={"steps": TRAIN.replace("train", "advance")})
    assert told.startswith("True True True\nTrue True\n")


@needs("torch")
@pytest.mark.parametrize("backend", ["eager", "inductor"])
def test_torch_compiles_what_was_watched(backend: str, tmp_path: Path) -> None:
    if backend == "inductor" and not any(map(shutil.which, ("g++", "clang++", "cl"))):
        pytest.skip("needs a C++ compiler")
    *_, told = said(
        tmp_path,
        """
        import torch
        torch.manual_seed(0)
        def forward(x):
            total = x * 0.0
            for power in range(3):
                total = total + x ** power
            return total.sum()
        value = forward(torch.ones(4))
        """,
        f"""
        compiled = torch.compile(forward, backend={backend!r}, fullgraph=True)
        x = torch.arange(4.0, requires_grad=True)
        for epoch in range(3):
            loss = compiled(x)
            loss.backward()
        print(loss.item(), x.grad.tolist(), forward(x).item())
        """,
        """
        explained = torch._dynamo.explain(forward)(x)
        print(explained.graph_count, explained.graph_break_count, explained.op_count)
        """,
    )
    assert told.startswith("1 0 ")


def test_tracebacks_say_the_same(tmp_path: Path) -> None:
    shown = said(
        tmp_path,
        """
        import traceback, inspect
        import steps
        def rate(step):
            return 1.0 / (3 - step) + len("a")
        def fit(rounds):
            loss = 1.0
            for step in range(rounds):
                loss = loss * rate(step) if step else loss
            return loss
        """,
        "for depth in range(2):\n    loss = depth * 0.5\nfit(5)",
        "for depth in range(2):\n    loss = steps.broken(depth) + steps.broken('x')",
        """
        try:
            fit(5)
        except ZeroDivisionError as fault:
            print(traceback.format_exc())
            trace = fault.__traceback__.tb_next
            print(list(trace.tb_frame.f_code.co_positions())[trace.tb_lasti // 2])
        """,
        """
        def stack():
            for _ in range(2):
                names = [frame.function for frame in inspect.stack()]
            return names
        def numbers():
            for number in range(2):
                yield number, len(inspect.stack())
        for number, depth in numbers():
            names = stack()
            print(number, depth - len(names), names[:1])
        """,
        "def deep(n):\n    for _ in range(1):\n        x = deep(n + 1)\n    return x\ndeep(0)",
        "for i in range(3):\n    loss = i\n    raise ValueError('no') from KeyError('before')",
        "for i in range(3):\n    loss =\n",
        "async def late():\n    for i in range(2):\n        loss = i / 0\nawait late()",
        modules={"steps": BROKEN},
    )
    needed = ["", "ZeroDivisionError", "TypeError", "^^^", "['stack']", "RecursionError", "KeyError", "SyntaxError"]
    for text, part in zip(shown, [*needed, "ZeroDivisionError"], strict=True):
        assert part in text


def test_the_body_of_timeit_is_untouched(tmp_path: Path) -> None:
    told = said(
        tmp_path,
        """
        import sys
        seen = []
        for i in range(3):
            loss = i * 0.5
        %timeit -q -n 2 -r 1 for i in range(3): loss = seen.append(sys._getframe().f_code.co_code)
        print(len(set(seen)), seen[0].hex(), sys._getframe().f_code.co_code in seen)
        """,
    )
    assert told[0].startswith("1 ") and told[0].endswith(" False\n")
