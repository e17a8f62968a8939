"""Blocks in cells: their files, and curves that a loop begins and a call goes on with."""

from __future__ import annotations

from tests.kernel.test_runs import Runs
from tests.kernels import Kernel


def test_a_block_has_its_files_and_nobody_has_ours(kernel: Kernel) -> None:
    for name in ("before", "inner", "picture"):
        (kernel.folder / f"{name}.csv").write_text(name)
    kernel.run(
        "import jupyter_tracker as jt\nopen('before.csv').read()\nwith jt.track('block'):\n"
        "    open('inner.csv').read()\n    done = open('made.txt', 'w').write('x')\n    jt.artifact('picture.csv')"
    )
    record = Runs(kernel).newest()
    assert [item["path"] for item in record["inputs"]] == ["inner.csv"]
    assert {item["path"] for item in record["artifacts"]} == {"made.txt", "picture.csv"}
    assert all(item["kept"] and not item["why"] for item in record["artifacts"])
    kernel.run("%%track whole\nimport jupyter_tracker as jt\njt.artifact('picture.csv', name='p')")
    record = Runs(kernel).newest()
    assert record["inputs"] == [] and [item["name"] for item in record["artifacts"]] == ["p"]


def test_a_call_goes_on_where_the_loop_stopped(kernel: Kernel) -> None:
    kernel.run(
        "%%track curve\nimport time\nimport jupyter_tracker as jt\nloss = 1.0\nfor epoch in range(4):\n"
        "    loss *= 0.5\n    time.sleep(0.002)\njt.log(loss=0.01)\njt.log(loss=0.005)"
    )
    runs = Runs(kernel)
    found = runs.reader.series(runs.newest()["id"], "loss")
    assert list(found.step) == [0, 1, 2, 3, 4, 5] and list(found.value)[-2:] == [0.01, 0.005]
    shown = kernel.run("list(jt.run('curve').series('loss').columns)").plain[0]
    assert shown == "['step', 'time', 'value']"
