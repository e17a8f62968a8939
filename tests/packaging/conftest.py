"""The wheel and the source distribution that all these tests look at, built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.packaging.environments import ROOT, build


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this tree."""
    return build(["--wheel"], tmp_path_factory.mktemp("wheel"), ROOT)


@pytest.fixture(scope="session")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source distribution of this tree."""
    return build(["--sdist"], tmp_path_factory.mktemp("sdist"), ROOT)
