"""What a cell took of the machine, whatever it did: processor and memory as series of the run.

These last some seconds, since nobody looks at what a shorter run took.
"""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import CLASSES, Cell, Within

BYTES = 4e12
EVER = {"system/cpu": Within(1, 0, 1e5), "system/memory": Within(1, 1e6, BYTES)}

CELLS = [
    Cell(
        "a busy loop",
        [
            """
            import time
            until = time.perf_counter() + 4.5
            x = 0
            while time.perf_counter() < until:
                x = (x * 31 + 7) % 1000003
            """
        ],
        curves=EVER,
        fine=frozenset({"x"}),
    ),
    Cell("idle", ["import time\ntime.sleep(4.5)"], curves=EVER),
    Cell(
        "twice the same names, in a function",
        [
            "import time",
            """
            def wait(system):
                for cpu in range(6):
                    time.sleep(0.75)
                    memory = cpu * system
            wait(system=0.5)
            """,
        ],
        curves={**EVER, "memory": "[0.0, 0.5, 1.0, 1.5, 2.0, 2.5]"},
        params={"system": 0.5},
    ),
    Cell(
        "memory is taken",
        [
            "import numpy as np, time",
            """
            block = np.ones(25_000_000)
            time.sleep(4.5)
            total = block.sum()
            del block
            """,
        ],
        curves={"system/cpu": Within(1, 0, 1e5), "system/memory": Within(1, 2e8, BYTES)},
        fine=frozenset({"total"}),
    ),
    Cell(
        "a process of the cell's own takes it",
        [
            "import subprocess, sys",
            """
            code = "import time; held = bytearray(300_000_000); time.sleep(4.5)"
            subprocess.run([sys.executable, "-c", code], check=True)
            """,
        ],
        curves={"system/cpu": Within(1, 0, 1e5), "system/memory": Within(1, 3e8, BYTES)},
        fine=frozenset({"code", "check"}),
    ),
    Cell(
        "threads at work",
        [
            "import hashlib, time\nfrom concurrent.futures import ThreadPoolExecutor",
            """
            def work(seed):
                data = bytes(20_000_000)
                until = time.perf_counter() + 2.25
                while time.perf_counter() < until:
                    hashlib.sha256(data).digest()
                return seed
            n_workers = 2
            with ThreadPoolExecutor(n_workers) as pool:
                done = list(pool.map(work, range(4)))
            """,
        ],
        params={"n_workers": 2},
        curves=EVER,
        fine=frozenset({"max_workers"}),
    ),
    Cell(
        "the library holds the lock of the interpreter",
        [
            CLASSES + "import time",
            """
            from sklearn.ensemble import RandomForestClassifier
            forest = RandomForestClassifier(n_estimators=150, n_jobs=1, random_state=0).fit(X, y)
            big = np.random.default_rng(0).normal(size=(600, 600))
            until = time.perf_counter() + 4.5
            while time.perf_counter() < until:
                np.linalg.svd(big)
            acc = forest.score(X, y)
            """,
        ],
        params={"n_estimators": 150, "random_state": 0, "forest": "RandomForestClassifier"},
        metrics={"acc": "acc"},
        curves=EVER,
        fine=frozenset({"seed"}),
    ),
    Cell(
        "awaiting, then an error",
        [
            """
            import asyncio
            await asyncio.sleep(4.5)
            raise ValueError("after a while")
            """
        ],
        curves=EVER,
        error="ValueError",
    ),
]  # fmt: skip
