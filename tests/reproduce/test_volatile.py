"""What is another every time, told by the sources: which metrics never decide a verdict."""

from __future__ import annotations

import pytest

from jupyter_tracker.reproduce.replay.volatile import Volatiles

FIT = "print('accuracy', accuracy)"


@pytest.mark.parametrize(
    ("sources", "name", "how", "kind"),
    [
        ([FIT, "search.fit(X, y)"], "none_total_time", "printed", "clock"),  # the library prints it
        ([FIT, "print(f'total time {rounds}')"], "total_time", "printed", None),
        ([FIT, "print('fit', 'time', rounds)"], "fit_time", "printed", None),
        (["import time\nt = time.time()\nprint('total time', time.time() - t)"], "total_time", "printed", "clock"),
        (["eta = 0.3"], "eta", "assigned", None),
        ([FIT], "accuracy", "printed", None),
    ],
)
def test_a_printed_time_is_one_unless_the_sources_print_it(
    sources: list[str], name: str, how: str, kind: str | None
) -> None:
    found = Volatiles()
    for source in sources:
        known = found.cell(source)
    assert known.metric(name, how) == kind
