"""`jt.run(…).replay()`: whether a run comes out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ..store.query import Reader
    from .runview import RunView


class ReplayView:
    """What a replay found.

    Attributes:
        verdict: identical, equal, noise, different or failed.
        first_divergence: None, or cell, line, variable, recorded and replayed of what first came out
            otherwise.
        steps, metrics: dicts, each with its verdict; see docs/replay.md.
        changed: what is not as it was recorded: inputs, modules, cells, packages, environment, params.
        said: what to mind, as text.
    """

    def __init__(self, reader: Reader, found: Mapping[str, Any]) -> None:
        """Wrap what `jupyter tracker replay --json` answers."""
        self._reader = reader
        self._found = dict(found)
        self.verdict: str = found["verdict"]
        self.first_divergence: dict[str, Any] | None = found["first_divergence"]
        self.steps: list[dict[str, Any]] = found["steps"]
        self.metrics: list[dict[str, Any]] = found["metrics"]
        self.changed: dict[str, Any] = found["changed"]
        self.said: list[str] = found["said"]

    @property
    def replayed_as(self) -> RunView | None:
        """The run that the replay was, None where nothing was run."""
        from .runview import RunView

        run = self._found["replayed_as"]
        self._reader.refresh()
        return RunView(self._reader, run) if run else None

    def as_dict(self) -> dict[str, Any]:
        """All of it, as `jupyter tracker replay --json` prints it."""
        return dict(self._found)

    def __bool__(self) -> bool:
        """Whether it came out identical or equal."""
        return self.verdict in ("identical", "equal")

    def __repr__(self) -> str:
        """The verdict, where it first went another way, the steps and the metrics."""
        from ..reproduce.replay import telling

        return telling.text(telling.result(self._found))


def replay(reader: Reader, run: str, **wanted: Any) -> ReplayView:
    """Replay a run in a process of its own. Raises StoreError, which says what to do, where it cannot be begun."""
    from ..reproduce.replay import Options, apart
    from ..session.tracker import tracker

    tracker().worker.wait(10.0)
    params = {name: repr(value) for name, value in (wanted.pop("params", None) or {}).items()}
    secrets = dict(wanted.pop("secrets", None) or {})
    found = apart.replay(reader.store.root, run, Options(params=params, secrets=secrets, **wanted), lambda about: None)
    return ReplayView(reader, found)
