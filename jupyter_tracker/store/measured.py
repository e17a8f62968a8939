"""What `seen` events say of params, metrics and tables, merged: as lists of a run record. Knows no file and no SQL."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .events import decode_value
from .series import Stats

Event = dict[str, Any]
Item = dict[str, Any]

RESOURCE = re.compile(r"system/(cpu|memory|gpu\d+(_memory(_own)?)?)")
"""Series of what the machine did, known by their names; others are so by their kind, `resource`."""

PLACE = ("exec", "line", "fn", "file", "text", "rule", "also")
"""Keys that say where a value came from and why it counts."""


@dataclass
class Measured:
    """The numbers of a run: its `metrics`, those `offered` by cells that are no part of it, and what the machine did
    (`system`)."""

    metrics: list[Item] = field(default_factory=list)
    offered: list[Item] = field(default_factory=list)
    system: list[Item] = field(default_factory=list)


def params(seen: Iterable[Event], cells: Mapping[str, Any]) -> list[Item]:
    """The params that were seen, later ones instead of earlier ones; `cells` has the cell id of each exec."""
    found: dict[str, Item] = {}
    for event in seen:
        for item in items(event, "params"):
            exec_id = item.get("exec") or event.get("exec")
            found[item["name"]] = {
                "name": item["name"],
                "value": decode_value(item.get("value")),
                "kind": item.get("kind"),
                "default": bool(item.get("default")),
                "conf": item.get("conf"),
                "cell_id": cells.get(exec_id) if exec_id else None,
                **{key: item.get(key) for key in PLACE},
                "exec": exec_id,
            }
    return list(found.values())


def measured(events: Iterable[Event], stats: Mapping[str, Stats]) -> Measured:
    """The metrics of `seen` events, in order with the `edit` events that keep what was offered, and of series."""
    metrics: dict[str, Item] = {}
    offered: dict[str, Item] = {}
    singles: dict[str, Stats] = {}
    for event in events:
        if event["k"] == "edit":
            for name in _kept(event):
                if name in offered:
                    one = offered.pop(name)
                    _take(metrics, singles, one, one["t"])
            continue
        for item in items(event, "metrics"):
            one = {**item, "exec": item.get("exec") or event.get("exec")}
            if item.get("later"):
                offered[item["name"]] = {**offered.get(item["name"], {}), **one, "t": event["t"]}
            else:
                _take(metrics, singles, one, event["t"])
    for name in stats:
        metrics.setdefault(name, {"name": name, "kind": "resource" if RESOURCE.fullmatch(name) else "explicit"})
    result = Measured(offered=[_offer(one) for one in offered.values() if not _known(one, metrics)])
    for name, metric in metrics.items():
        resource = metric.get("kind") == "resource"
        whole = _metric(metric, stats.get(name), singles.get(name))
        if not resource:
            result.metrics.append(whole)
        elif name in stats:
            result.system.append(whole)
    return result


def tables(seen: Iterable[Event]) -> list[Item]:
    """The tables that were seen; a later one stands instead of an earlier one of its name."""
    found: dict[str, Item] = {}
    for event in seen:
        for item in items(event, "tables"):
            if isinstance(item.get("blob"), str) and isinstance(item.get("columns"), list):
                found[item["name"]] = {
                    "what": "table",
                    "total": None,
                    "kind": None,
                    **{key: None for key in PLACE[:-2]},
                    **item,
                    "exec": item.get("exec") or event.get("exec"),
                }
    return list(found.values())


def items(event: Event, what: str) -> Iterable[Item]:
    """The entries of one of an event's lists that have a name."""
    return (item for item in event.get(what) or () if isinstance(item, dict) and isinstance(item.get("name"), str))


def by_key(seen: Iterable[Event], what: str, keys: Sequence[str]) -> list[Item]:
    """Lists merged by the first of `keys` that an item has; later values win, nothing said later keeps what was."""
    merged: dict[str, Item] = {}
    for event in seen:
        for item in event.get(what) or ():
            name = next((str(item[key]) for key in keys if isinstance(item, dict) and item.get(key)), None)
            if name is not None:
                merged.setdefault(name, {}).update(item)
    return list(merged.values())


def _kept(event: Event) -> list[str]:
    kept = event.get("keep")
    return [name for name in kept if isinstance(name, str)] if isinstance(kept, list) else []


def _take(metrics: dict[str, Item], singles: dict[str, Stats], item: Item, t: float) -> None:
    name = item["name"]
    known = metrics.setdefault(name, {"name": name})
    silent = ("c", "t", "later", "name")
    known.update({key: value for key, value in item.items() if value is not None and key not in silent})
    value = decode_value(item.get("value"))
    known["value"] = value if value is not None else known.get("value")
    if isinstance(value, (int, float)):
        _observe(singles, name, value, t)


def _observe(singles: dict[str, Stats], name: str, value: float, t: float) -> None:
    number = float(value) if abs(value) < 1e308 else float("inf") * (1 if value > 0 else -1)
    extreme = number if number == number else None
    fresh = Stats(1, extreme, extreme, number, t, 0, number, t)
    if name in singles:
        singles[name].merge(fresh)
    else:
        singles[name] = fresh


def _metric(metric: Item, series: Stats | None, single: Stats | None) -> Item:
    value = metric.get("value")
    shown = series or single
    if series is not None and (single is None or series.last_time > single.last_time or value is None):
        value = series.last
    return {
        "sampling": None,
        "unit": None,
        **metric,
        "value": value,
        "min": shown.min if shown else None,
        "max": shown.max if shown else None,
        "first": shown.first if shown else value,
        "count": shown.count if shown else 1,
        "series": series is not None,
    }


def _offer(item: Item) -> Item:
    about = ("name", "kind", "conf", "unit", *PLACE)
    return {**{key: item.get(key) for key in about}, "value": decode_value(item.get("value")), "seen": item["t"]}


def _known(offer: Item, metrics: Mapping[str, Item]) -> bool:
    """Whether the run has this very number already: the cell that found it was added to it."""
    metric = metrics.get(offer["name"])
    return metric is not None and metric.get("value") == decode_value(offer.get("value"))
