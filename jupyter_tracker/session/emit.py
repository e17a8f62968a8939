"""What observers saw, as the masked plain dicts that events carry."""

from __future__ import annotations

import numbers as abstract
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..capture.records import Child, Scalar, Seen, SeriesInfo, Table, Where
from ..capture.values import MISSING, flatten, scalar
from ..store.events import encode_value
from ..store.jsontext import dumps

if TYPE_CHECKING:
    from ..masking import Masker
    from .tracker import Tracker

MAX_TEXT = 100_000
"""Characters of a traceback that are kept."""


def values(seen: Iterable[Seen], masker: Masker, exec_id: str | None = None) -> list[dict[str, Any]]:
    """Params or metrics as an event carries them."""
    return [_value(item, masker, exec_id) for item in seen]


def _value(item: Seen, masker: Masker, exec_id: str | None) -> dict[str, Any]:
    where = item.where
    body: dict[str, Any] = {
        "name": masker.text(item.name),
        "value": encode_value(masker.value(item.name, item.value)),
        "kind": where.kind,
    }
    if where.exec or exec_id:
        body["exec"] = where.exec or exec_id
    body.update(_place(where, masker))
    if item.conf != 1.0:
        body["conf"] = round(item.conf, 2)
    if item.default:
        body["default"] = True
    if item.unit:
        body["unit"] = item.unit
    if item.rule:
        body["rule"] = item.rule
    if item.later:
        body["later"] = True
    if item.also:
        body["also"] = [masker.text(text) for text in item.also]
    return body


def tables(seen: Iterable[Table], tracker: Tracker, exec_id: str | None = None) -> list[dict[str, Any]]:
    """Small tables as an event carries them, their rows as a blob."""
    return [_table(item, tracker, exec_id) for item in seen]


def _table(item: Table, tracker: Tracker, exec_id: str | None) -> dict[str, Any]:
    masker, where = tracker.masker, item.where
    columns = [masker.text(column) for column in item.columns]
    by_column = [_masked(name, [row[place] for row in item.rows], masker) for place, name in enumerate(item.columns)]
    rows = [list(row) for row in zip(*by_column, strict=True)]
    content = dumps({"columns": columns, "rows": rows}, ensure_ascii=False, separators=(",", ":"))
    body: dict[str, Any] = {
        "name": masker.text(item.name),
        "what": item.what,
        "columns": columns,
        "total": item.total,
        "blob": tracker.store.blobs.put(content.encode("utf-8", "replace")),
        "kind": where.kind,
    }
    if where.exec or exec_id:
        body["exec"] = where.exec or exec_id
    return body | _place(where, masker)


def _masked(name: str, cells: Sequence[Scalar], masker: Masker) -> list[Any]:
    """A column's cells, encoded, its texts masked together: one by one would take long."""
    texts = [cell for cell in cells if isinstance(cell, str)]
    clean = masker.value(name, "\n".join(texts)).split("\n") if texts else []
    if len(clean) != len(texts):
        clean = [masker.value(name, text) for text in texts]
    left = iter(clean)
    return [next(left) if isinstance(cell, str) else encode_value(cell) for cell in cells]


def children(found: Iterable[Child], masker: Masker) -> list[dict[str, Any]]:
    """Configurations of searches as the `seen` event of a cell that is no run carries them."""
    return [child(one, masker) for one in found]


def child(one: Child, masker: Masker) -> dict[str, Any]:
    """One configuration as plain masked data."""
    body: dict[str, Any] = {
        "key": one.key,
        "of": masker.text(one.of),
        "params": {masker.text(name): encode_value(masker.value(name, value)) for name, value in one.params.items()},
        "metrics": {masker.text(name): encode_value(value) for name, value in one.metrics.items()},
        "state": one.state,
    }
    times = {"started": one.started, "ended": one.ended}
    return body | {key: value for key, value in times.items() if value is not None}


def series(infos: Iterable[SeriesInfo], masker: Masker, exec_id: str) -> list[dict[str, Any]]:
    """What is known of the series that loops made, and their last values; all others lie with the points."""
    return [
        {
            "name": masker.text(info.name),
            "value": encode_value(info.last),
            "kind": info.where.kind,
            "exec": exec_id,
            "sampling": info.sampling,
            **_place(info.where, masker),
            **({"conf": round(info.conf, 2)} if info.conf != 1.0 else {}),
        }
        for info in infos
    ]


def _place(where: Where, masker: Masker) -> dict[str, Any]:
    place: dict[str, Any] = {}
    if where.line is not None:
        place["line"] = where.line
    if where.fn:
        place["fn"] = where.fn
    if where.file:
        place["file"] = masker.text(where.file)
    if where.text:
        place["text"] = masker.text(where.text)
    return place


def error(tracker: Tracker, kind: str, message: str, trace: str) -> dict[str, Any]:
    """An exception as an event carries it: type, message, and the traceback as a blob."""
    clean = tracker.masker.text
    return {
        "type": kind,
        "message": clean(message)[:2000],
        "traceback": tracker.store.blobs.put(clean(trace)[:MAX_TEXT].encode("utf-8", "replace")),
    }


def explicit_params(given: Mapping[str, Any], kind: Any = "explicit") -> list[Seen]:
    """Params that somebody set by a call: mappings flattened to dotted names, other objects by their repr."""
    seen: list[Seen] = []
    for name, value in given.items():
        flat = flatten(str(name), value)
        if not flat:
            flat = [(str(name), value if isinstance(value, str) else _repr(value))]
        seen += [Seen(key, each, "param", Where(kind)) for key, each in flat]
    return seen


def _repr(value: Any) -> str:
    try:
        return repr(value)[:500]
    except Exception as fault:  # a user's __repr__ may do anything
        return f"<{type(value).__name__}, whose repr fails: {type(fault).__name__}>"


def numbers(values: Mapping[str, Any]) -> tuple[dict[str, float], list[tuple[str, str]]]:
    """The values that are numbers, as floats, and name and type of those that are not; mappings are flattened."""
    taken: dict[str, float] = {}
    refused: list[tuple[str, str]] = []
    for name, value in values.items():
        if isinstance(value, Mapping):
            inner, out = numbers({f"{name}.{key}": item for key, item in value.items()})
            taken.update(inner)
            refused += out
            continue
        found = number(value)
        if found is None:
            refused.append((str(name), type(value).__name__))
        else:
            taken[str(name)] = found
    return taken, refused


def number(value: Any) -> float | None:
    """A value as a float, whatever library its type is from; None for what is no number."""
    if isinstance(value, (str, bytes)):
        return None
    plain = scalar(value)
    if plain is not MISSING and isinstance(plain, (bool, int, float)):
        value = plain
    try:
        if isinstance(value, (abstract.Real, int, float)) or hasattr(type(value), "__float__"):
            return float(value)
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")
    except Exception:  # what another library's __float__ does with more than one element, say
        return None
    return None
