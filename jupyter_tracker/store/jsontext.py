"""JSON's reading and writing as they are when the tracker is loaded: `json.dumps` is everybody's, and what a notebook
puts in its place must not get into the store."""

from __future__ import annotations

from json import dumps, loads

__all__ = ["dumps", "loads"]
