"""Files that cannot be written for a while, and files that somebody deletes: what was acknowledged is not lost."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from typing import Any

from jupyter_tracker.store import Store
from jupyter_tracker.store.query import Reader

RUN = "0123456789ab"

FULL_DISK = """
import resource, signal, sys
from jupyter_tracker.store import Store
from jupyter_tracker.store.appendfile import flush_all
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store.open(sys.argv[1])
log = store.session("kernel")
log.write("notebook", path="a.ipynb")
soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
points = store.points(sys.argv[2])
for n in range(100):
    points.log({"loss": n})
if sys.argv[3] == "closed":
    points.close()
del points
waiting = flush_all()
resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
print(waiting, flush_all())
"""


def test_points_wait_until_the_disk_has_room(store: Store, reader: Reader, other_process: Callable[..., Any]) -> None:
    for run, ended in (("0" * 12, "closed"), ("1" * 12, "forgotten")):
        told = other_process(FULL_DISK, store.root, run, ended).communicate(timeout=60)[0].split()
        assert int(told[0]) >= 100 and told[1] == "0"
        reader.refresh()
        assert list(reader.series(run, "loss").value) == list(range(100))


def test_a_deleted_store_is_begun_anew(store: Store) -> None:
    log = store.session("kernel")
    assert not store.renew()
    log.write("notebook", path="a.ipynb")
    points = store.points(RUN)
    points.log({"a": 1, "b": 2})
    before = log.id
    assert not store.renew()
    shutil.rmtree(store.root)
    assert store.renew() and not store.renew() and log.id != before
    log.write("points", exec=f"{log.id}.1", run=RUN)
    points.log({"a": 3, "b": 4})
    reader = store.reader()
    assert list(reader.series(RUN, "b").value) == [4]
    assert [path.stem for path in (store.root / "sessions").glob("*.jsonl")] == [log.id]
    reader.close()
