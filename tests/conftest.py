"""Fixtures for whoever needs a real kernel or the runs of a store."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def start_kernel(tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """Starts real kernels in this test's folder (or a folder given) and shuts them down afterwards."""
    from tests.kernels import Kernel

    started: list[Kernel] = []

    def start(folder: Path = tmp_path, **environ: str) -> Kernel:
        started.append(Kernel(folder, **environ))
        return started[-1]

    yield start
    for kernel in started:
        kernel.close()


@pytest.fixture(scope="module")
def kernel(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """One kernel for all tests of a module, with the extension loaded."""
    from tests.kernels import Kernel

    one = Kernel(tmp_path_factory.mktemp("kernel"))
    loaded = one.run("%load_ext jupyter_tracker")
    assert loaded.status == "ok" and not loaded.outputs, loaded
    yield one
    one.close()
