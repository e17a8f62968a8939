"""A tracked cell does what it would have done: same outputs, same names, same random numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kernels import Kernel

SETUP = """
import asyncio, random, sys, threading, time
def spread(n):
    def inner(k):
        return [i * k for i in range(n)]
    return inner
"""

CELLS = {
    "last expression": "value = 3\nvalue * 2",
    "suppressed": "value = 4\nvalue;",
    "await": "await asyncio.sleep(0)\nr = await asyncio.sleep(0, 'done')\nr",
    "gather": "async def one(i):\n    await asyncio.sleep(0)\n    return i\n"
    "await asyncio.gather(*(one(i) for i in range(4)))",
    "error": "before = 1\nraise ValueError('on purpose')",
    "syntax error": "x = = 1",
    "nested functions": "f = spread(4)\nf(3)",
    "generator": "def gen():\n    for i in range(3):\n        yield i\ng = gen()\nprint(next(g), list(g))",
    "threads": "def say(i):\n    print('thread', i)\n"
    "ts = [threading.Thread(target=say, args=(i,)) for i in range(3)]\n"
    "for t in ts:\n    t.start()\n    t.join()",
    "streams": "print('out')\nprint('err', file=sys.stderr)\nprint('out again')",
    "progress": "for i in range(5):\n    print(f'\\r{i}', end='', flush=True)\nprint()",
    "loop": "loss = 1.0\nfor epoch in range(30):\n    loss *= 0.9\nprint(round(loss, 6))",
    "while": "n = 0\nwhile n < 50:\n    n += 1\n    if n % 7 == 0:\n        continue\nelse:\n    print('else')\nn",
    "recursion": "def fib(n):\n    return n if n < 2 else fib(n - 1) + fib(n - 2)\nfib(12)",
    "comprehension": "[x ** 2 for x in range(5)], {k: v for k, v in zip('ab', range(2))}",
    "random": "random.seed(3)\n[random.random() for _ in range(2)]",
    "unseeded goes on": "random.random()",
    "line magic": "a = %sx echo hello\na",
    "shell": "!echo from the shell",
    "class": "class C:\n    lr = 0.1\n    def __repr__(self):\n        return 'C!'\nC()",
    "locals": "def f():\n    for i in range(3):\n        pass\n    return sorted(locals())\nf()",
    "names": "sorted(n for n in dir() if not n.startswith('_'))[:40]",
    "display": "from IPython.display import display, HTML\ndisplay(HTML('<b>x</b>'))\n"
    "d = display('later', display_id='d1')",
    "exit code": "raise SystemExit(2)",
}

MAGIC_CELLS = {
    "time": "%%time\ntotal = sum(range(100))\ntotal",
    "timeit": "%%timeit -n 2 -r 1\nsum(range(10))",
    "capture": "%%capture kept\nprint('hidden')\n7",
    "captured": "print(kept.stdout)",
    "bash": "%%bash\necho from bash",
    "writefile": "%%writefile out.txt\nfirst\nsecond",
}


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Kernel, Kernel]]:
    """A kernel with the extension and one without."""
    tracked = Kernel(tmp_path_factory.mktemp("tracked"))
    bare = Kernel(tmp_path_factory.mktemp("bare"))
    tracked.run("%load_ext jupyter_tracker")
    bare.run("pass")
    for kernel in (tracked, bare):
        kernel.run(SETUP)
        kernel.run("random.seed(0)")
    yield tracked, bare
    tracked.close()
    bare.close()


def shown(outputs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Outputs without what differs between any two executions: times, addresses, numbers of cells."""
    text = repr(outputs)
    text = re.sub(r"[\d.]+ ?(ns|[µμ]s|us|ms|s)\b( ± [\d.]+ \w+)?", "TIME", text)
    text = re.sub(r"0x[0-9a-f]+", "ADDRESS", text)
    text = re.sub(r"ipykernel_\d+/\d+|\d+\.py|In\[\d+\]|In \[\d+\]|Thread-\d+", "PLACE", text)
    return [{"all": text}]


def names(kernel: Kernel) -> str:
    """The user's names and what they hold, IPython's own history apart."""
    hidden = kernel.run(
        "print(sorted((k, type(v).__name__) for k, v in globals().items() if not k.startswith('_') and k not in "
        "('In', 'Out', 'exit', 'quit', 'open', 'get_ipython')))",
        hidden=True,
    )
    return hidden.text


@pytest.mark.parametrize("name", CELLS)
def test_a_tracked_cell_is_the_same(pair: tuple[Kernel, Kernel], name: str) -> None:
    tracked, bare = pair
    code = CELLS[name]
    ours, theirs = tracked.run(f"%%track\n{code}"), bare.run(f"# tracked\n{code}")
    assert ours.status == theirs.status
    assert re.sub(r"\d+\.py", "", ours.error) == re.sub(r"\d+\.py", "", theirs.error)
    assert shown(ours.bare) == shown(theirs.bare)
    assert names(tracked) == names(bare)
    if name not in ("syntax error",):
        assert ours.card


@pytest.mark.parametrize("name", MAGIC_CELLS)
def test_beside_other_cell_magics(pair: tuple[Kernel, Kernel], name: str) -> None:
    tracked, bare = pair
    code = MAGIC_CELLS[name]
    ours, theirs = tracked.run(f"%%track\n{code}"), bare.run(code)
    assert ours.status == theirs.status
    assert shown(ours.bare) == shown(theirs.bare)
    assert names(tracked) == names(bare)


def test_an_untracked_cell_is_the_same_too(pair: tuple[Kernel, Kernel]) -> None:
    tracked, bare = pair
    for code in (CELLS["await"], CELLS["error"], CELLS["threads"], CELLS["loop"]):
        ours, theirs = tracked.run(code), bare.run(code)
        assert shown(ours.bare) == shown(theirs.bare)
        assert not ours.card


def test_random_state_and_files_are_left_alone(pair: tuple[Kernel, Kernel]) -> None:
    tracked, bare = pair
    code = "import hashlib, random; hashlib.md5(repr(random.getstate()).encode()).hexdigest()"
    assert tracked.run(f"%%track\n{code}").plain[0] == bare.run(code).plain[0]
    assert not [path for path in Path(tracked.folder).iterdir() if path.name.startswith("jupyter")]


def test_tqdm_and_matplotlib(pair: tuple[Kernel, Kernel]) -> None:
    pytest.importorskip("tqdm")
    tracked, bare = pair
    for code in (
        "from tqdm import tqdm\nfor i in tqdm(range(3), disable=False, mininterval=0, bar_format='{n}',"
        " file=sys.stdout):\n    acc = i / 3",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);\nplt.show()",
    ):
        ours, theirs = tracked.run(f"%%track\n{code}"), bare.run(f"# tracked\n{code}")
        assert [one["type"] for one in ours.bare] == [one["type"] for one in theirs.bare]
        assert shown(ours.bare) == shown(theirs.bare)
