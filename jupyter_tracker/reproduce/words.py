"""Why a cell belongs to a slice, as a person would say it."""

from __future__ import annotations

from collections.abc import Sequence

from .entries import Entry, Write

_MOST = 4
_AROUND = {
    "<environ>": "sets environment variables",
    "<folder>": "changes the working folder",
    "<ipython>": "sets up magics",
    "<rcparams>": "sets how figures look",
    "<modules>": "changes a library in place",
    "<settings>": "sets up a library",
    "<classes>": "defines classes that are built on others",
    "<figures>": "draws in the open figure",
    "<transformers>": "changes how cells are run",
    "<stored>": "stores with %store",
    "<inputs>": "is one of the inputs (`In`) that were asked for",
    "<failure>": "ended with the error that was asked for",
}


def why(needs: Sequence[tuple[Write, Entry]]) -> str:
    """For example "makes `X`; sets the random state used in [7]"."""
    said: dict[str, list[str]] = {}
    other: list[str] = []
    for write, reader in needs:
        if write.name.startswith(("<", "file:")):
            other.append(_around(write, reader))
        else:
            said.setdefault(_verb(write), []).append(f"`{write.name}`")
    told = [f"{verb} {_listed(names)}" for verb, names in said.items()]
    told += list(dict.fromkeys(other))
    return "; ".join(told[:_MOST]) + ("; …" if len(told) > _MOST else "")


def shown(name: str) -> str:
    """A name or pseudo-variable as people read it."""
    if name.startswith("file:"):
        return name.removeprefix("file:").rpartition("/")[2]
    if name.startswith("<random:"):
        return f"the random state of {name[8:-1]}"
    if name.startswith("<"):
        return name.strip("<>").replace("settings:", "settings of ").replace("module:", "module ")
    return name


def _verb(write: Write) -> str:
    if write.how == "changed":
        return "changes"
    if write.how == "deleted":
        return "deletes"
    if write.kind == "module":
        return "imports"
    return "defines" if write.kind in ("function", "class") else "makes"


def _around(write: Write, reader: Entry) -> str:
    where = f" in {reader.label}"
    if write.name.startswith("file:"):
        return f"writes {shown(write.name)} read{where}"
    if write.name.startswith("<random:"):
        verb = "sets" if write.how == "bound" else "moves on"
        return f"{verb} the random state used{where}"
    if write.name.startswith("<settings:"):
        return f"sets up {write.name[10:-1]}"
    if write.name.startswith("<module:"):
        return f"changes the module {write.name[8:-1]}"
    return _AROUND.get(write.name, f"changes {shown(write.name)}")


def _listed(names: Sequence[str]) -> str:
    if len(names) > _MOST:
        return f"{', '.join(names[:_MOST])} and {len(names) - _MOST} more"
    return ", ".join(names)
