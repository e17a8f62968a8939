"""A real server over a real store, with sessions that are written as a kernel writes them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import pytest
from pytest_jupyter.jupyter_server import *  # noqa: F403
from tornado.httpclient import HTTPClientError, HTTPResponse
from traitlets.config import Config

from jupyter_tracker.schema import validator
from jupyter_tracker.store import SessionLog, Store, new_run_id

REPO = Path(__file__).parents[2]


@pytest.fixture
def jp_server_config() -> Config:
    """A server that has our extension and lets nobody in unknown."""
    extensions = {"jupyter_tracker": True}
    return Config({"ServerApp": {"jpserver_extensions": extensions, "allow_unauthenticated_access": False}})


@pytest.fixture(autouse=True)
def no_chosen_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """The store is found by the rule, whatever the developer has set."""
    monkeypatch.delenv("JUPYTER_TRACKER_STORE", raising=False)


class Lab:
    """A session in the store as a kernel would write it, and short words for what it does."""

    def __init__(self, store: Store, notebook: Path) -> None:
        self.store = store
        self.notebook = notebook
        self.log: SessionLog = store.session("kernel", notebook=str(notebook), cwd=str(notebook.parent))
        self._execs = 0

    def cell(
        self, source: str = "%%track\ntrain()", *, cell_id: str = "c1", end: str | None = "ok", **seen: Any
    ) -> str:
        """Execute a cell; what was seen of it by keyword."""
        self._execs += 1
        exec_id = f"{self.log.id}.{self._execs}"
        ref = self.store.blobs.put(source.encode())
        about = {"cell_id": cell_id, "notebook": str(self.notebook), "count": self._execs}
        self.log.write("cell", exec=exec_id, source=ref, tracked=True, **about)
        if seen:
            self.log.write("seen", exec=exec_id, **seen)
        if end:
            self.log.write("cell_end", exec=exec_id, outcome=end, wall=1.5, cpu=1.0)
        return exec_id

    def run(
        self,
        name: str | None = None,
        *,
        params: Any = None,
        metrics: Any = None,
        loss: Any = (),
        curves: Any = None,
        end: str | None = "finished",
        cell_id: str = "c1",
        about: Any = None,
        source: str = "%%track\ntrain()",
        **seen: Any,
    ) -> str:
        """A tracked cell with params, metrics and curves by name (`loss` is one of them); its run id."""
        run = new_run_id()
        drawn = {**({"loss": loss} if loss else {}), **(curves or {})}
        if drawn:
            writer = self.store.points(run)
            for curve, values in drawn.items():
                for step, value in enumerate(values):
                    writer.log({curve: value}, step, None)
            writer.close()
        exec_id = self.cell(
            source,
            cell_id=cell_id,
            end="ok" if end else None,
            params=[{"name": key, "value": value, "kind": "literal"} for key, value in (params or {}).items()],
            metrics=[{"name": key, "value": value, "kind": "assigned"} for key, value in (metrics or {}).items()],
            **seen,
        )
        named = {"name": name} if name else {"auto_name": "train"}
        self.log.write("run", run=run, made_by="cell", parts=[exec_id], **named, **(about or {}))
        if end:
            self.log.write("end", run=run, state=end)
        return run


@pytest.fixture
def store(jp_root_dir: Path) -> Store:
    """The store of the contents root, there already."""
    (jp_root_dir / ".tracker").mkdir()
    return Store.open(near=jp_root_dir)


@pytest.fixture
def begin(jp_root_dir: Path) -> Iterator[Callable[[], Lab]]:
    """Begins a kernel session of `nb.ipynb` in the contents root."""
    begun: list[Lab] = []

    def session() -> Lab:
        begun.append(Lab(Store.open(near=jp_root_dir), jp_root_dir / "nb.ipynb"))
        return begun[-1]

    yield session
    for lab in begun:
        lab.log.close()


@pytest.fixture
def lab(store: Store, begin: Callable[[], Lab]) -> Lab:
    """A kernel session over a store that is there already."""
    return begin()


@pytest.fixture
def cookies(jp_serverapp: Any, http_server_client: Any, jp_base_url: str, jp_asyncio_loop: Any) -> dict[str, str]:
    """Headers of a browser that has logged in, and sends no XSRF token."""
    token = jp_serverapp.identity_provider.token
    visit = http_server_client.fetch(f"{jp_base_url}api/status?token={token}")
    login = jp_asyncio_loop.run_until_complete(visit)
    jar: SimpleCookie = SimpleCookie()
    for header in login.headers.get_list("Set-Cookie"):
        jar.load(header)
    assert jar, "the server gave no cookie to test with"
    return {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in jar.items())}


Api = Callable[..., Any]


@pytest.fixture
def api(jp_fetch: Any) -> Api:
    """Ask one endpoint and give its JSON answer, checked against a definition of the contract."""

    async def ask(endpoint: str, definition: str, *, method: str = "GET", body: Any = None, **params: Any) -> Any:
        content = None if body is None and method in ("GET", "DELETE") else json.dumps(body if body is not None else {})
        address = ["jupyter-tracker", "api", *endpoint.split("/")]
        response: HTTPResponse = await jp_fetch(*address, method=method, body=content, params=params)
        answer = json.loads(response.body, parse_constant=pytest.fail)
        validator(definition)(answer)
        return answer

    return ask


@pytest.fixture
def refused(api: Api) -> Api:
    """Ask one endpoint that must refuse; its status and its problem, checked against the contract."""

    async def ask(endpoint: str, **more: Any) -> tuple[int, dict[str, Any]]:
        with pytest.raises(HTTPClientError) as caught:
            await api(endpoint, "Problem", **more)
        assert caught.value.response is not None
        problem = json.loads(caught.value.response.body)
        validator("Problem")(problem)
        return caught.value.code, problem

    return ask


class Elsewhere:
    """A kernel in another process, which says `ready` with its run's id and then waits to be told to go on."""

    def __init__(self, root: Path, script: str) -> None:
        command = [sys.executable, "-c", script, str(root)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=REPO)
        self.run = self._line()

    def go_on(self) -> None:
        """Let it do its next thing, and wait until that is done."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        self._line()

    def kill(self) -> None:
        """As an out-of-memory killer would."""
        self.process.kill()
        self.process.wait()

    def close(self) -> None:
        """End it, however it stands."""
        self.kill()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()

    def _line(self) -> str:
        assert self.process.stdout is not None
        line = self.process.stdout.readline().strip()
        assert line, "the other process died"
        return line


TRAINING = """
import sys
from jupyter_tracker.store import Store, new_run_id
store = Store.open(sys.argv[1])
log, run = store.session("kernel"), new_run_id()
points = store.points(run)
points.log({"loss": 1.0}, 0, None)
log.write("run", run=run, made_by="begin", parts=[], name="elsewhere")
print(run, flush=True)
for step, _ in enumerate(sys.stdin, 1):
    points.log({"loss": 1.0 / (1 + step)}, step, None)
    print("done", flush=True)
"""


@pytest.fixture
def another(store: Store) -> Iterator[Callable[[str], Elsewhere]]:
    """Starts a kernel in another process with a script of its own; what it says first is its `run`."""
    begun: list[Elsewhere] = []

    def start(script: str) -> Elsewhere:
        begun.append(Elsewhere(store.root, script))
        return begun[-1]

    yield start
    for other in begun:
        other.close()


@pytest.fixture
def elsewhere(store: Store) -> Iterator[Elsewhere]:
    """A run that goes on in another process, and logs one point more whenever it is told to."""
    other = Elsewhere(store.root, TRAINING)
    yield other
    other.close()
