"""The wheel holds all three sides, works where only a JupyterLab is, and its kernel's side where not even that is."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import time
import urllib.request
import zipfile
from pathlib import Path

import pytest

from tests.packaging.environments import ROOT, Environment, build

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
FRONT = "share/jupyter/labextensions/jupyter-tracker"


def names(wheel: Path) -> set[str]:
    """The files in a wheel, those for the environment under `data/`."""
    with zipfile.ZipFile(wheel) as file:
        return {re.sub(r"^[^/]+\.data/data/", "data/", name) for name in file.namelist()}


def test_what_the_wheel_holds(wheel: Path) -> None:
    found = names(wheel)
    assert "data/etc/jupyter/jupyter_server_config.d/jupyter_tracker.json" in found
    assert {
        f"data/{FRONT}/{name}" for name in ("package.json", "install.json", "static/third-party-licenses.json")
    } <= found
    assert any(name.startswith(f"data/{FRONT}/static/remoteEntry.") for name in found)
    assert any(name.startswith(f"data/{FRONT}/schemas/") for name in found)
    sources = {path.relative_to(ROOT).as_posix() for path in (ROOT / "jupyter_tracker").rglob("*.py")}
    assert {name for name in sources if "/labextension/" not in name} <= found
    assert {"jupyter_tracker/schema/rest.schema.json", "jupyter_tracker/schema/events.schema.json"} <= found


def test_what_it_does_not_hold(wheel: Path) -> None:
    info = ".dist-info/"
    strange = [name for name in names(wheel) if not name.startswith(("jupyter_tracker/", "data/")) and info not in name]
    assert strange == []
    unwanted = ("/labextension/", "/tests/", "node_modules", "__pycache__", ".tracker/", ".ts", ".map")
    ours = [name for name in names(wheel) if not name.startswith(f"data/{FRONT}/")]
    assert [name for name in ours if any(part in name for part in unwanted)] == []


def test_the_front_end_is_a_production_build(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as file:
        package = next(name for name in file.namelist() if name.endswith(f"{FRONT}/package.json"))
        about = json.loads(file.read(package))
        entry = about["jupyterlab"]["_build"]["load"]
        assert file.getinfo(package.replace("package.json", entry)).file_size > 1000
    version = wheel.name.split("-")[1]
    assert about["version"] == version == json.loads((ROOT / "package.json").read_text())["version"]


def test_from_the_sdist_without_node(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    with tarfile.open(sdist) as file:
        file.extractall(tmp_path, filter="data")
    (tree,) = tmp_path.iterdir()
    without_node = {**os.environ, "PATH": str(Path(sys.executable).parent / "nothing-here")}
    made = build(["--wheel"], tmp_path / "dist", tree, env=without_node)
    assert names(made) == names(wheel)


def test_in_a_jupyterlab_that_is_there(wheel: Path, tmp_path: Path) -> None:
    """No Node on the path: the server extension is enabled, the panel is listed, and the server serves both."""
    place = Environment(tmp_path / "lab")
    place.install("jupyterlab")
    place.install(str(wheel))
    assert "jupyter_tracker" in place.run("jupyter", "server", "extension", "list")
    listed = place.run("jupyter", "labextension", "list")
    line = next(line for line in listed.splitlines() if "jupyter-tracker" in line)
    assert "enabled" in line and "OK" in line
    doctor = json.loads(place.run("jupyter", "tracker", "doctor", "--json"))
    assert doctor["problems"] == [] and doctor["server"]["enabled"] is True
    _serves(place)


def _serves(place: Environment) -> None:
    """A server started there answers for us, and names the front end in its page."""
    home = place.folder / "home"
    command = [
        place.folder / "bin" / "jupyter",
        "lab",
        "--no-browser",
        "--allow-root",
        "--port",
        "0",
        "--IdentityProvider.token=t",
    ]
    with open(home / "log", "wb") as log:
        server = subprocess.Popen(command, env=place.variables, cwd=home, stdout=log, stderr=log)
    try:
        url = _url(place, home / "log")
        status = json.loads(_get(f"{url}jupyter-tracker/api/status?path="))
        assert status["versions"]["jupyter_tracker"]
        assert "jupyter-tracker" in _get(f"{url}lab")
    finally:
        server.terminate()
        server.wait(30)


def _url(place: Environment, log: Path) -> str:
    """The address of the server, once it answers there."""
    for _ in range(300):
        for file in place.folder.glob("home/.local/share/jupyter/runtime/jpserver-*.json"):
            try:
                url = str(json.loads(file.read_text())["url"])
                _get(f"{url}api/status")
                return url
            except (ValueError, KeyError, OSError):
                continue
        time.sleep(0.2)
    raise AssertionError(log.read_text())


def _get(url: str) -> str:
    request = urllib.request.Request(url, headers={"Authorization": "token t"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
        return str(answer.read().decode())


LEAN = """
import sys
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
shell.run_line_magic("load_ext", "jupyter_tracker")
for cell in ("%%track lean\\ndepth = 3\\nfor i in range(5):\\n    loss = 1 / (i + 1)", "%track runs", "%track show @1"):
    done = shell.run_cell(cell, store_history=True)
    done.raise_error()
import jupyter_tracker as jt
try:
    jt.runs()
except ImportError as fault:
    print("said:", fault)
print("loaded:", [name for name in ("pandas", "numpy", "tornado", "jupyter_server") if name in sys.modules])
"""


def test_a_lean_kernel(wheel: Path, tmp_path: Path) -> None:
    """With IPython and blake3 alone cells are tracked; what needs pandas says that it does."""
    place = Environment(tmp_path / "lean")
    place.install("ipython", "blake3")
    place.install("--no-deps", str(wheel))
    said = place.run("python", "-c", LEAN)
    assert "lean" in said and "depth" in said
    assert re.search(r"^said: .*(pandas|numpy)", said, re.MULTILINE)
    assert "loaded: []" in said
