"""enable and disable: a kernel of the environment has us from its first cell on, and nothing else has changed."""

from __future__ import annotations

import json
import os
import subprocess
import sysconfig
import venv
from pathlib import Path

import pytest

from jupyter_tracker.cli.main import main
from jupyter_tracker.cli.startup import startup_file

ROOT = Path(__file__).parents[2]


def test_enable_and_disable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = startup_file(tmp_path)
    assert main(["enable", "--prefix", str(tmp_path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"path": str(path), "enabled": True}
    assert path.is_file()
    main(["enable", "--prefix", str(tmp_path)])
    assert [found.name for found in path.parent.iterdir()] == [path.name]
    main(["disable", "--prefix", str(tmp_path)])
    assert not path.exists()
    assert main(["disable", "--prefix", str(tmp_path)]) == 0


def test_a_place_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "etc").write_text("a file where the folder would be")
    assert main(["enable", "--prefix", str(tmp_path)]) == 2
    assert "%load_ext jupyter_tracker" in capsys.readouterr().err


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python environment of its own that has our packages; the path of its interpreter."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=True)
    packages = next(folder.glob("lib/python*/site-packages"))
    (packages / "ours.pth").write_text(f"{sysconfig.get_path('purelib')}\n{ROOT}\n")
    return folder / "bin" / "python"


PROBE = """
import sys
from jupyter_client.manager import KernelManager
manager = KernelManager()
manager.kernel_spec.argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
manager.start_kernel()
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=60)
def say(message):
    if message["msg_type"] == "stream":
        print(message["content"]["text"], end="")
client.execute_interactive(
    "print('jupyter_tracker' in get_ipython().extension_manager.loaded, [n for n in globals() if n == 'os'])",
    output_hook=say, timeout=60)
client.stop_channels()
manager.shutdown_kernel(now=True)
"""


def kernel_says(python: Path, home: Path, **variables: str) -> str:
    """What a new kernel of that environment says of itself."""
    env = {
        **os.environ,
        "IPYTHONDIR": str(home / "ipython"),
        "JUPYTER_TRACKER_STORE": str(home / ".tracker"),
        **variables,
    }
    ran = subprocess.run([python, "-c", PROBE], env=env, cwd=home, capture_output=True, text=True, timeout=120)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


@pytest.mark.slow
def test_a_kernel_of_the_environment(environment: Path, tmp_path: Path) -> None:
    subprocess.run([environment, "-m", "jupyter_tracker.cli", "enable"], check=True, capture_output=True)
    assert startup_file(environment.parents[1]).is_file()
    assert kernel_says(environment, tmp_path) == "True []"
    assert kernel_says(environment, tmp_path, JUPYTER_TRACKER="0") == "False []"
    subprocess.run([environment, "-m", "jupyter_tracker.cli", "disable"], check=True, capture_output=True)
    assert kernel_says(environment, tmp_path) == "False []"
