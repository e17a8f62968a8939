"""Magics by which people have the last word: ignore, param, metric, primary, irrelevant, relevant,
unlearn, config, why, keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..analysis.learnt import Learnt, Ruling
from ..session.learnt import learn
from ..session.tracker import Tracker
from .answer import Answer
from .words import Misused, options, split

WAYS: dict[str, Ruling] = {"--up": "up", "--down": "down", "--no-direction": "none"}
NEWEST = 20
"""Runs and cells among which `why` looks for a name that the newest run has not."""


def ignore(tracker: Tracker, text: str) -> Answer:
    """Silence names for good."""
    names = _names(text)
    return _rule(tracker, lambda before: before.ignoring(names), f"ignored from now on: {', '.join(names)}")


def param(tracker: Tracker, text: str) -> Answer:
    """Take names for params."""
    names = _names(text)
    return _rule(tracker, lambda before: before.with_params(names), f"params from now on: {', '.join(names)}")


def metric(tracker: Tracker, text: str) -> Answer:
    """Take names for metrics, and say what is better."""
    names = [word for word in _words(text) if word not in WAYS]
    ways = [WAYS[word] for word in _words(text) if word in WAYS]
    if not names or len(ways) > 1:
        raise Misused("say which name" if not names else "say one of --up, --down, --no-direction")
    way = ways[0] if ways else None
    said = {"up": ", more is better", "down": ", less is better", "none": ", neither more nor less is better"}
    told = f"metrics from now on: {', '.join(names)}{said.get(way or '', '')}"
    return _rule(tracker, lambda before: before.with_metrics(names, way), told)


def primary(tracker: Tracker, text: str) -> Answer:
    """Choose the metric that decides."""
    names = _names(text)
    if len(names) > 1:
        raise Misused("one metric decides")
    return _rule(tracker, lambda before: before.with_primary(names[0]), f"{names[0]} decides which run is best")


def irrelevant(tracker: Tracker, text: str) -> Answer:
    """Leave params out of what a configuration is: runs that differ in nothing else are one, tried several times."""
    names = _names(text)
    told = f"no part of a configuration from now on: {', '.join(names)}"
    return _rule(tracker, lambda before: before.with_relevance(names, False), told)


def relevant(tracker: Tracker, text: str) -> Answer:
    """Take params into what a configuration is, whatever their names sound like."""
    names = _names(text)
    told = f"part of a configuration from now on: {', '.join(names)}"
    return _rule(tracker, lambda before: before.with_relevance(names, True), told)


def unlearn(tracker: Tracker, text: str) -> Answer:
    """Forget what was ruled about names."""
    names = _names(text)
    unknown: list[str] = []

    def forget(before: Learnt) -> Learnt:
        unknown.extend(name for name in names if name not in before.names)
        if unknown:
            there = ", ".join(before.names) or "nothing"
            raise ValueError(f"nothing was ruled about {', '.join(unknown)}; there is {there}")
        return before.without(names)

    return _rule(tracker, forget, f"nothing is ruled any more about {', '.join(names)}")


def config(tracker: Tracker, text: str) -> Answer:
    """What was ruled in this notebook."""
    from ..analysis import learnt as analysis

    found = analysis.of_reader(tracker.reader(), tracker.notebook)
    return Answer("\n".join([f"notebook  {tracker.notebook or 'not known'}", *analysis.lines(found)]))


def why(tracker: Tracker, text: str) -> Answer:
    """Where a value came from, and what made it a param or a metric."""
    from ..analysis import why as analysis
    from ..analysis.learnt import of_reader

    words = _words(text)
    if not words or len(words) > 2:
        raise Misused("say which name" if not words else "one name, and one run")
    reader = tracker.reader()
    record = reader.run(tracker.resolve(words[1])) if len(words) == 2 else _having(tracker, words[0])
    told = analysis.why(record, words[0], of_reader(reader, record["notebook"] or tracker.notebook))
    return Answer(analysis.text(told))


def keep(tracker: Tracker, text: str) -> Answer:
    """Make metrics of what was seen afterwards."""
    given, names = options(text, {"-r": "run", "--run": "run"})
    if "-r" in names[:-1]:
        at = names.index("-r")
        given["run"] = [names[at + 1]]
        del names[at : at + 2]
    reader = tracker.reader()
    ref = given["run"][-1] if "run" in given else None
    record = reader.run(tracker.resolve(ref)) if ref is not None else _offered(tracker)
    there = [item["name"] for item in record["offers"]]
    wrong = [name for name in names if name not in there]
    if wrong or not there:
        raise ValueError(f"{record['name']} was not offered {', '.join(wrong) or 'anything'}; it was {_listed(there)}")
    reader.check_changeable(record["id"])
    kept = names or there
    tracker.write("edit", run=record["id"], keep=kept)
    return Answer(f"{record['name']} ({record['id'][:6]}) keeps {', '.join(kept)}")


def _listed(names: list[str]) -> str:
    return f"offered {', '.join(names)}" if names else "offered nothing"


def _offered(tracker: Tracker) -> dict[str, Any]:
    """The newest run here to which something was offered, else the newest."""
    reader = tracker.reader()
    records = [reader.run(row["id"]) for row in reader.runs(notebook=tracker.notebook, limit=NEWEST)]
    if not records:
        raise ValueError("there are no runs here yet")
    return next((record for record in records if record["offers"]), records[0])


def _having(tracker: Tracker, name: str) -> Mapping[str, Any]:
    """The newest run of this notebook that has the name, else the newest cell that has it, else the newest run."""
    reader = tracker.reader()
    newest = [reader.run(row["id"]) for row in reader.runs(notebook=tracker.notebook, limit=NEWEST)]
    cells = [_as_record(entry) for entry in reader.execs(notebook=tracker.notebook, limit=NEWEST)]
    found = next((record for record in (*newest, *cells) if _has(record, name)), None)
    if found is None and not (newest or cells):
        raise ValueError("nothing was seen in this notebook yet")
    return found or (newest or cells)[0]


def _has(record: Mapping[str, Any], name: str) -> bool:
    roles = ("params", "metrics", "offers", "tables", "system")
    return any(item["name"] == name for role in roles for item in record.get(role) or ())


def _as_record(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {**entry, "id": entry["exec"], "name": f"cell [{entry['count'] or ' '}]", "parts": [entry]}


def _rule(tracker: Tracker, change: Callable[[Learnt], Learnt], said: str) -> Answer:
    learn(tracker, tracker.notebook, change)
    return Answer(f"{said} (in this notebook; %track config shows all of it, %track unlearn takes it back)")


def _names(text: str) -> list[str]:
    names = _words(text)
    odd = [name for name in names if name.startswith("-")]
    if not names or odd:
        raise Misused(f"there is no option {odd[0]}" if odd else "say which name")
    return names


def _words(text: str) -> list[str]:
    return [word for part in split(text) for word in part.split(",") if word]
