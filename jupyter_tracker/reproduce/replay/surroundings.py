"""What is not as it was around a run: Python, the machine, settings that change results, packages."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...capture import environment, installed
from .plan import Plan, packages_of
from .sources import tree_of

if TYPE_CHECKING:
    from ...store.query import Reader

_COMPARED = ("python", "implementation", "platform", "machine", "cpu", "gpus")


def differences(reader: Reader, plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """`packages` and `environment` that differ, each with name, recorded and now; packages that the slice imports
    come first and are marked so."""
    return {"packages": list(_packages(reader, plan)), "environment": list(_environment(plan))}


def _packages(reader: Reader, plan: Plan) -> Iterator[dict[str, Any]]:
    recorded = packages_of(reader, plan.record)
    if not recorded:
        return
    now = installed.packages()
    away = [name for name in sorted({*recorded, *now}) if recorded.get(name) != now.get(name)]
    used = _imported(plan) if away else set()  # which reads a file of each package
    for name in sorted(away, key=lambda one: one not in used):
        yield {"name": name, "recorded": recorded.get(name), "now": now.get(name), "imported": name in used}


def _environment(plan: Plan) -> Iterator[dict[str, Any]]:
    recorded: Mapping[str, Any] = plan.record["environment"]
    now = environment.describe()
    for name in _COMPARED:
        if name in recorded and recorded[name] != now.get(name):
            yield {"name": name, "recorded": recorded[name], "now": now.get(name)}


def _imported(plan: Plan) -> set[str]:
    """The packages, as they are called on the package index, that the cells and local modules import."""
    from importlib.metadata import packages_distributions

    names: set[str] = set()
    for source in [*(step.source for step in plan.steps), *plan.modules.values()]:
        tree = tree_of(source)
        for node in ast.walk(tree) if tree is not None else ():
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    known = packages_distributions()
    brought = {each for name in names for each in known.get(name, [name])}
    return {installed.normal(each) for each in brought}
