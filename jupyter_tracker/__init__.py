"""A laboratory notebook for people who train and measure things in Jupyter.

In a notebook: `%load_ext jupyter_tracker`, then `%%track` on a cell. Anywhere: `import jupyter_tracker as jt`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .api.calls import artifact, compare, log, param, report, run, runs, tag, track
    from .api.statistics import chart, configurations, differences, groups, importance, models, pivot, why_moved

__all__ = [
    "artifact",
    "chart",
    "compare",
    "configurations",
    "differences",
    "groups",
    "importance",
    "load_ipython_extension",
    "log",
    "models",
    "param",
    "pivot",
    "report",
    "run",
    "runs",
    "tag",
    "track",
    "unload_ipython_extension",
    "why_moved",
]

_PUBLIC = {
    "calls": ("artifact", "compare", "log", "param", "report", "run", "runs", "tag", "track"),
    "statistics": ("chart", "configurations", "differences", "groups", "importance", "models", "pivot", "why_moved"),
}
"""Public names, by the module of `api` that has them."""


def __getattr__(name: str) -> Any:
    """Public names, loaded at their first use."""
    for module, names in _PUBLIC.items():
        if name in names:
            from importlib import import_module

            found = import_module(f".api.{module}", __name__)
            globals().update({public: getattr(found, public) for public in names})
            return globals()[name]
    if name == "__version__":
        return _installed_version()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names, loaded or not."""
    return sorted({*globals(), *(name for names in _PUBLIC.values() for name in names), "__version__"})


def load_ipython_extension(shell: Any) -> None:
    """`%load_ext jupyter_tracker`: watch the cells of this shell."""
    from .magics.extension import load

    load(shell)


def unload_ipython_extension(shell: Any) -> None:
    """`%unload_ext jupyter_tracker`: watch no more and leave everything as it was."""
    from .magics.extension import unload

    unload(shell)


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """For JupyterLab: where the built front end lies."""
    return [{"src": "labextension", "dest": "jupyter-tracker"}]


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """For the Jupyter server: the extension it loads."""
    from .lab.app import TrackerApp

    return [{"module": "jupyter_tracker", "app": TrackerApp}]


def _installed_version() -> str:
    try:
        from ._version import __version__ as version
    except ImportError:  # a checkout that was never built
        return "0.0.0"
    return str(version)
