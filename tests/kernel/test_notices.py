"""The first card says what would keep a person from seeing runs, with the command against it."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.kernel.test_runs import Runs
from tests.kernels import Kernel


class Server(HTTPServer):
    """Stands where the Jupyter server would; `root` is the store it shows, None for a server that lacks us."""

    root: str | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/"


class Answer(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        root = self.server.root  # type: ignore[attr-defined]
        self.send_response(404 if root is None else 200)
        self.end_headers()
        self.wfile.write(json.dumps({"root": root}).encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    one = Server(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=one.serve_forever)
    thread.start()
    yield one
    one.shutdown()
    thread.join()
    one.server_close()


@pytest.mark.parametrize(
    ("root", "said"), [(None, "pip install jupyter_tracker"), ("/elsewhere", "/elsewhere"), ("", "")]
)
def test_what_the_server_cannot_show(
    start_kernel: Callable[..., Kernel], server: Server, root: str | None, said: str
) -> None:
    server.root = root
    kernel = start_kernel()
    about = Path(kernel.manager.connection_file).with_name(f"jpserver-{os.getpid()}.json")
    about.write_text(json.dumps({"url": server.url, "token": "t", "root_dir": str(kernel.folder), "pid": 1}))
    try:
        kernel.run("%load_ext jupyter_tracker")
        cards = [kernel.run("%%track\nimport time\ntime.sleep(0.5)\nv = 1").card for _ in range(2)]
    finally:
        about.unlink()
    assert ("⚠" in cards[0]) == bool(said) and said in cards[0]
    assert "⚠" not in cards[1]
    runs = Runs(kernel)
    assert [runs.record(run["id"])["inputs"] for run in runs.all()] == [[], []]  # what we read of the server is none


def test_a_disk_that_vanishes(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel(COLAB_RELEASE_TAG="release")
    kernel.run("%load_ext jupyter_tracker")
    first, second = (kernel.run("%%track\nv = 1").card for _ in range(2))
    assert "JUPYTER_TRACKER_STORE=/content/drive" in first and "⚠" not in second


def test_a_store_over_its_budget(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel(JUPYTER_TRACKER_STORE_BUDGET="20 KB")
    kernel.run("%load_ext jupyter_tracker")
    filled = "done = open('full.bin', 'wb').write(random.Random(0).randbytes(40_000))"
    first = kernel.run(f"%%track filling\nimport random\n{filled}")
    second = kernel.run("%%track over\nprint('said')\ndone = open('o.bin', 'w').write('o')")
    assert "budget of 20 KB" in first.card and "budget of" not in second.card
    assert "budget of 20 KB" in kernel.run("%track status").plain[0]
    runs = Runs(kernel)
    record = runs.newest()
    (made,) = record["artifacts"]
    assert not made["kept"] and made["why"] == "the store is over its budget" and made["hash"]
    outputs = record["parts"][0]["outputs"]
    assert outputs["bytes"] and not runs.store.blobs.has(outputs["blob"])
    assert "over its budget" in kernel.run("%track show @1").plain[0]
