"""`%track diff` and `%track requirements`."""

from __future__ import annotations

import re
from pathlib import Path

from ..api.difference import Difference
from ..capture.files import own_work
from ..session.tracker import Tracker
from .answer import Answer
from .words import Misused, options, split

_WHAT = re.compile(r"(?:^|\s)--(slice|notebook|environment)(?=\s|$)")


def diff(tracker: Tracker, text: str) -> Answer:
    """What differs between the code or the environments of two runs."""
    asked = _WHAT.findall(text)
    refs = split(_WHAT.sub(" ", text)) or ["@2", "@1"]
    if len(refs) != 2 or len(asked) > 1:
        raise Misused("a difference is between two runs, in one thing")
    first, second = (tracker.resolve(ref) for ref in refs)
    found = Difference(tracker.reader(), first, second, asked[0] if asked else "slice")
    return Answer(repr(found), found._repr_html_())


def requirements(tracker: Tracker, text: str) -> Answer:
    """What a run imports, in the versions that it ran with."""
    from ..reproduce import imported

    given, words = options(text, {"--to": "to", "--force!": "force"})
    if len(words) > 1:
        raise Misused("requirements are of one run; options stand before it")
    found = imported.of_run(tracker.reader(), tracker.resolve(words[0] if words else "@1"))
    if "to" not in given:
        return Answer(found.requirements().rstrip("\n"))
    path = Path(given["to"][-1])
    with own_work(str(path)), path.open("w" if "force" in given else "x", encoding="utf-8") as file:
        file.write(found.requirements())
    return Answer(f"wrote {path}")
