"""Stands in for trackers inside a kernel and writes down what was logged: name, kind, value, step and the call's place.

Loaded by its path into a kernel that may not have this project: it needs nothing but the standard library. `install`
puts it in the place of the trackers' packages; whatever they offer answers with itself and does nothing.
"""

from __future__ import annotations

import contextlib
import importlib.abc
import importlib.machinery
import importlib.util
import json
import linecache
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

TRACKERS = (
    "mlflow", "wandb", "tensorboardX", "comet_ml", "neptune", "aim", "dvclive", "dagshub", "clearml", "trackio",
    "swanlab", "torch.utils.tensorboard", "neptune_optuna", "neptune_pytorch",
)  # fmt: skip
"""Packages whose calls are log calls."""

BEGINS = ("start_run", "init", "init_run", "Experiment", "start", "Run", "Live", "SummaryWriter")
POINTS: list[dict[str, Any]] = []
RUNS = [0]
"""How many runs were begun; each point says in which it was logged."""
_FOLDER = str(Path(__file__).parent)


def note(kind: str, name: str, value: Any, step: Any = None) -> None:
    """One value logged; mappings under dotted names, what is neither number, text nor list of them left out."""
    if (
        isinstance(value, Mapping)
        or hasattr(value, "__dict__")
        and type(value).__name__ in ("Namespace", "SimpleNamespace")
    ):
        for key, inner in (value if isinstance(value, Mapping) else vars(value)).items():
            note(kind, f"{name}.{key}" if name else str(key), inner, step)
        return
    given, value = value, _plain(value)
    if value is not None or (kind == "param" and given is None):
        POINTS.append({"kind": kind, "name": name, "value": value, "step": _plain(step), "run": RUNS[0], **_place()})


def _plain(value: Any) -> Any:
    if isinstance(value, (str, bool, int, float)) or value is None:
        return value
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if hasattr(value, "tolist") and getattr(value, "ndim", 0) == 1:
        return _plain(value.tolist())
    item = getattr(value, "item", None)
    if not callable(item) or isinstance(value, Anything):
        return None
    try:
        return _plain(item())
    except (TypeError, ValueError, RuntimeError):
        return None


def _place() -> dict[str, Any]:
    """The innermost call that is neither here nor in a library: its file, its text and where in it the call stands."""
    frame = sys._getframe(2)
    while frame.f_back and (frame.f_code.co_filename.startswith(_FOLDER) or _library(frame.f_code.co_filename)):
        frame = frame.f_back
    code = frame.f_code
    at = list(code.co_positions())[frame.f_lasti // 2]
    source = "".join(linecache.getlines(code.co_filename))
    return {"file": code.co_filename, "source": source, "at": [at[0], at[2], at[1], at[3]]}


def _library(path: str) -> bool:
    return "site-packages" in path or path.startswith("<") or f"python{sys.version_info[0]}" in path


class Anything:
    """Whatever a tracker offers: callable, a context manager, a decorator, empty when gone through."""

    def __init__(self, name: str = "", handler: Callable[..., Any] | None = None) -> None:
        self.__dict__.update(_name=name, _handler=handler)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        handler = self.__dict__["_handler"]
        RUNS[0] += self.__dict__["_name"].rpartition(".")[2] in BEGINS
        if handler is not None:
            handler(*args, **kwargs)
        hands_on = self.__dict__["_name"].rpartition(".")[2] in ("stringify_unsupported", "connect")
        if not kwargs and len(args) == 1 and (hands_on or isinstance(args[0], types.FunctionType)):
            return args[0]
        return Anything(self.__dict__["_name"])

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return WAYS[name] if name in WAYS else Anything(f"{self.__dict__['_name']}.{name}")

    def __setattr__(self, name: str, value: Any) -> None:
        note("param", name, value)

    def __getitem__(self, key: Any) -> Any:
        return Path_(str(key))

    def __setitem__(self, key: Any, value: Any) -> None:
        _assigned(str(key), value)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *_: Any) -> None:
        return None

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __str__(self) -> str:
        return "nothing"

    def __fspath__(self) -> str:
        return "nothing"

    def __mro_entries__(self, _: Any) -> tuple[type, ...]:
        return (object,)


class Path_(Anything):
    """`run["train/loss"]` of Neptune: `append` and `log` give a curve's points."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self.__dict__["_path"] = path

    def __getattr__(self, name: str) -> Any:
        if name in ("append", "log"):
            return Anything(name, lambda value, step=None, **_: note("metric", self.__dict__["_path"], value, step))
        if name in ("assign",):
            return Anything(name, lambda value, **_: _assigned(self.__dict__["_path"], value))
        return super().__getattr__(name)

    def __getitem__(self, key: Any) -> Any:
        return Path_(f"{self.__dict__['_path']}/{key}")

    def __setitem__(self, key: Any, value: Any) -> None:
        _assigned(f"{self.__dict__['_path']}/{key}", value)


def _assigned(path: str, value: Any) -> None:
    """`run["parameters"] = {…}`: params, unless a number under a name that does not say so."""
    says_param = any(word in path.lower() for word in ("param", "config", "hp", "args", "setting", "option"))
    number = isinstance(_plain(value), float)
    note("metric" if number and not says_param else "param", "" if isinstance(value, Mapping) else path, value)


class Config(dict[str, Any]):
    """`wandb.config`: what is put into it is a param, and it gives it back as an attribute or item."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(name) from None

    def __setattr__(self, name: str, value: Any) -> None:
        self[name] = value

    def __setitem__(self, name: str, value: Any) -> None:
        note("param", name, value)
        super().__setitem__(name, value)

    def update(self, *others: Any, **more: Any) -> None:
        for other in others:
            values = other if isinstance(other, Mapping) else vars(other)
            for key in values:
                if not (key in self and more.get("allow_val_change")):
                    self[key] = values[key]

    def setdefaults(self, values: Mapping[str, Any]) -> None:
        self.update({key: value for key, value in values.items() if key not in self})

    def as_dict(self) -> dict[str, Any]:
        return dict(self)


CONFIG = Config()


class Summary(dict[str, Any]):
    """`run.summary`: metrics."""

    def __setitem__(self, name: str, value: Any) -> None:
        note("metric", name, value)

    __setattr__ = __setitem__

    def update(self, *values: Any, **_: Any) -> None:
        note("metric", "", values[0])


def _init(*_: Any, config: Any = None, params: Any = None, **__: Any) -> None:
    given = config if config is not None else params
    if given is not None and not isinstance(given, (str, Anything)):
        CONFIG.update(given)


def _log_metric(name: Any, value: Any, step: Any = None, *_: Any, **__: Any) -> None:
    note("metric", str(name), value, step)


def _log_metrics(values: Any, *rest: Any, step: Any = None, prefix: str = "", **__: Any) -> None:
    """A mapping, or like `log_metric` where the first is a name."""
    if isinstance(values, Mapping):
        plain = {key: value for key, value in values.items() if _is_number(value)}
        note("metric", prefix, plain, step if step is not None else next(iter(rest), None))
    elif rest and isinstance(values, str):
        note("metric", values, rest[0], step)


def _is_number(value: Any) -> bool:
    return isinstance(_plain(value), (int, float)) or isinstance(value, Mapping)


def _log_params(values: Any, *rest: Any, **__: Any) -> None:
    if isinstance(values, Mapping) or hasattr(values, "__dict__"):
        note("param", "", values)
    elif rest:
        note("param", str(values), rest[0])


def _add_scalars(main: str, values: Mapping[str, Any], step: Any = None, *_: Any, **__: Any) -> None:
    for key, value in values.items():
        note("metric", f"{main}/{key}", value, step)


def _add_hparams(params: Any = None, metrics: Any = None, *_: Any, **named: Any) -> None:
    note("param", "", params or named.get("hparam_dict", {}))
    note("metric", "", metrics or named.get("metric_dict", {}))


def _track(value: Any, name: Any = None, step: Any = None, epoch: Any = None, context: Any = None, **_: Any) -> None:
    subset = f"{context['subset']}/" if isinstance(context, Mapping) and "subset" in context else ""
    at = step if step is not None else epoch
    if isinstance(value, Mapping):
        for key, inner in value.items():
            note("metric", f"{subset}{key}", inner, at)
    else:
        note("metric", f"{subset}{name}", value, at)


def _report_scalar(title: str, series: str, value: Any, iteration: Any = None, *_: Any, **__: Any) -> None:
    note("metric", f"{title}/{series}", value, iteration)


WAYS: dict[str, Any] = {
    "log_param": Anything("log_param", _log_params),
    "log_params": Anything("log_params", _log_params),
    "log_parameter": Anything("log_parameter", _log_params),
    "log_parameters": Anything("log_parameters", _log_params),
    "log_hyperparams": Anything("log_hyperparams", _log_params),
    "log_metric": Anything("log_metric", _log_metric),
    "log_metrics": Anything("log_metrics", _log_metrics),
    "log": Anything("log", _log_metrics),
    "add_scalar": Anything("add_scalar", _log_metric),
    "add_scalars": Anything("add_scalars", _add_scalars),
    "add_hparams": Anything("add_hparams", _add_hparams),
    "track": Anything("track", _track),
    "report_scalar": Anything("report_scalar", _report_scalar),
    "report_single_value": Anything("report_single_value", _log_metric),
    "connect": Anything("connect", lambda values, *_, **__: note("param", "", values)),
    "init": Anything("init", _init),
    "start": Anything("start", lambda *_, **__: None),
    "config": CONFIG,
    "summary": Summary(),
}
"""What the trackers' functions and methods of these names do: note what they are given."""


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return WAYS[name] if name in WAYS else Anything(name)

    def __call__(self, *_: Any, **__: Any) -> Any:
        return Anything(self.__name__)


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives an empty module for a tracker's package and all below it."""

    def find_spec(self, name: str, *_: Any) -> importlib.machinery.ModuleSpec | None:
        if any(name == one or name.startswith(one + ".") for one in TRACKERS):
            return importlib.util.spec_from_loader(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        return None


def install() -> None:
    """From here on, importing a tracker gives the stand-in."""
    sys.meta_path.insert(0, Finder())


def write(path: str, expressions: list[str]) -> None:
    """All that was logged, and what these expressions give in the notebook's namespace, as JSON."""
    main = vars(sys.modules["__main__"])
    values = {}
    for source in expressions:
        with contextlib.suppress(Exception):
            values[source] = _plain(eval(source, main))
    Path(path).write_text(json.dumps({"points": POINTS, "values": values}))
