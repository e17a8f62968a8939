"""`%track slice`: the cells that a run depends on."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path

from ..capture.files import own_work
from ..session.tracker import Tracker
from .answer import Answer
from .words import Misused, options, split


def slice_(tracker: Tracker, text: str) -> Answer:
    """The cells that a run depends on, shown or written to a file."""
    from ..reproduce import load, telling, writing

    given, words = options(_options_first(text), {"--to": "to", "--json!": "json", "--force!": "force"})
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


def _options_first(text: str) -> str:
    """The arguments with options before the run, wherever they were typed."""
    taken: list[str] = []

    def take(match: re.Match[str]) -> str:
        taken.append(match[0].strip())
        return " "

    rest = re.sub(r"""(?:^|\s)(?:--to(?:=|\s+)(?:"[^"]*"|'[^']*'|\S+)|--json|--force)(?=\s|$)""", take, text)
    return " ".join([*taken, *split(rest)])
