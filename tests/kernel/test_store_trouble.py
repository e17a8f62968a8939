"""What a session does when its store fills up or is deleted, and how a run that is resumed goes on."""

from __future__ import annotations

import shutil
from collections.abc import Callable

from jupyter_tracker.store.journal import encode_entry
from tests.kernel.test_runs import Runs
from tests.kernels import Kernel

LOOP = "for i in range(4):\n    loss = 1 / (i + 1)"


def test_a_store_that_is_deleted_is_begun_anew_and_said(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker")
    kernel.run(f"%%track lost\n{LOOP}")
    kernel.run("from jupyter_tracker.session.tracker import tracker; tracker().worker.wait(20)")
    shutil.rmtree(kernel.store_path)
    first, second = (kernel.run(f"%%track kept\n{LOOP}") for _ in range(2))
    assert first.text.count("was deleted") == 1 and second.text == ""
    runs = Runs(kernel)
    assert [one["name"] for one in runs.all()] == ["kept", "kept"]
    assert all(runs.values(one["id"], "loss") == [1 / (i + 1) for i in range(4)] for one in runs.all())


def test_points_of_a_run_that_ended_on_a_full_disk(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker\nimport resource, signal, os, jupyter_tracker as jt")
    kernel.run("signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\nlimits = resource.getrlimit(resource.RLIMIT_FSIZE)")
    kernel.run(
        "%%track full\njt.log(before=1)\nresource.setrlimit(resource.RLIMIT_FSIZE, (0, limits[1]))\n"
        "for n in range(50):\n    jt.log(late=n)"
    )
    kernel.run("resource.setrlimit(resource.RLIMIT_FSIZE, limits)")
    runs = Runs(kernel)
    record = runs.newest()
    assert (record["name"], record["state"]) == ("full", "finished")
    assert runs.values(record["id"], "late") == list(range(50))


def test_curves_of_loops_go_on_in_a_resumed_run(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker")
    kernel.run(f"%%track long\n{LOOP}")
    kernel.run(f"%%track --resume long\n{LOOP}")
    kernel.close()
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker")
    kernel.run(f"%%track --resume long\n{LOOP}")
    runs = Runs(kernel)
    series = runs.store.reader().series(runs.newest()["id"], "loss")
    assert list(series.step) == list(range(12))


def test_what_a_cell_ignores_and_names_holds_for_loops(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker")
    kernel.run(f"%%track --ignore loss --metric e\n{LOOP}\n    e = i * 2")
    record = Runs(kernel).newest()
    assert {one["name"]: one["series"] for one in record["metrics"]} == {"e": True}


def test_a_run_that_a_newer_version_wrote_is_shown_and_left_as_it_is(start_kernel: Callable[..., Kernel]) -> None:
    kernel = start_kernel()
    kernel.run("%load_ext jupyter_tracker")
    kernel.run(f"%%track mine\n{LOOP}")
    session, software = "20300101T000000-zzzzzzzz", {"jupyter_tracker": "9.1"}
    about = {"format": 2, "session": session, "kind": "kernel", "software": software}
    events = [
        {"n": 0, "t": 2e9, "k": "session", **about},
        {"n": 1, "t": 2e9, "k": "run", "run": "future000000", "made_by": "cell", "parts": []},
    ]
    (kernel.store_path / "sessions" / f"{session}.jsonl").write_bytes(b"".join(map(encode_entry, events)))
    listed = kernel.run("%track runs --all")
    assert "jupyter_tracker&gt;=9.1" in listed.html[0] and "jupyter_tracker>=9.1" in listed.plain[0]
    for command in ("note -r future000000 mine", "tag -r future000000 mine", "rename -r future000000 mine"):
        assert "cannot be changed; pip install -U 'jupyter_tracker>=9.1'" in kernel.run(f"%track {command}").text
    assert "cannot be changed" in kernel.run("%track delete future000000").text
    for option in ("--resume", "--to"):
        reply = kernel.run(f"%%track {option} future000000\n{LOOP}\nprint('still runs', loss)")
        assert reply.status == "ok" and "still runs 0.25" in reply.text
        assert "jupyter_tracker>=9.1'; a new run was made instead" in reply.card
    runs = Runs(kernel)
    record = runs.store.reader().run("future000000")
    assert (record["sessions"], record["parts"], record["deleted"]) == ([session], [], False)
    assert len(runs.all()) == 4, "what could not be added to it became runs of their own"
