"""`%track slice`: the cells that a run depends on."""

from __future__ import annotations

import html
import json
from pathlib import Path

from ..capture.files import own_work
from ..session.tracker import Tracker
from .answer import Answer
from .words import Misused, options, options_first

_KNOWN = {"--to": "to", "--json!": "json", "--force!": "force"}


def slice_(tracker: Tracker, text: str) -> Answer:
    """The cells that a run depends on, shown or written to a file."""
    from ..reproduce import load, telling, writing

    given, words = options(options_first(text, _KNOWN), _KNOWN)
    if len(words) > 1:
        raise Misused("a slice is of one run")
    reader = tracker.reader()
    found = load.of_run(reader, tracker.resolve(words[0] if words else "@1"))
    if "to" in given:
        path = Path(given["to"][-1])
        with own_work(str(path)):
            files, said = writing.write(found, path, reader.store.blobs.get, force="force" in given)
        return Answer(writing.described(files, said))
    if "json" in given:
        return Answer(json.dumps(found.as_dict(), ensure_ascii=False, indent=2))
    shown = telling.text(found)
    return Answer(shown, f"<pre>{html.escape(shown)}</pre>")
