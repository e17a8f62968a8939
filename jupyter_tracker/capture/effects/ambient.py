"""What cells depend on beside names: random states, settings of libraries, the environment, the working folder."""

from __future__ import annotations

import hashlib
import operator
import os
import re
import sys
from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import Any

from jupyter_tracker.capture import seeds
from jupyter_tracker.capture.fingerprints import Room, fingerprint
from jupyter_tracker.capture.fingerprints.plain import IMMUTABLE

RANDOM = "<random:%s>"
SETTINGS, ENVIRON, FOLDER, SHELL, RCPARAMS, PATCHED, CLASSES, FIGURES, TRANSFORMERS, STORED, INPUTS, FAILURE = (
    "<settings>", "<environ>", "<folder>", "<ipython>", "<rcparams>", "<modules>", "<classes>", "<figures>",
    "<transformers>", "<stored>", "<inputs>", "<failure>",
)  # fmt: skip
_INPUT = re.compile(r"In$|_ih$|_i+$|_i\d+$")
_INPUT_MAGICS = frozenset("history hist recall rerun rep macro edit".split())
_FAILURE_MAGICS = frozenset("tb debug pdb".split())
_FAILURES = frozenset("last_value last_type last_traceback last_exc".split())
DRAWING = frozenset("matplotlib seaborn plotly bokeh altair matplotlib_inline".split())
SETTERS = frozenset(
    "set seterr use enable disable register configure config basicConfig filterwarnings simplefilter "
    "resetwarnings captureWarnings set_option reset_option set_theme set_style set_palette set_context set_config "
    "set_seed seed_everything set_default_dtype set_num_threads set_float32_matmul_precision "
    "use_deterministic_algorithms set_printoptions set_default_device set_default_tensor_type set_grad_enabled "
    "set_verbosity set_verbosity_error setlocale setrecursionlimit set_random_seed set_image_data_format "
    "set_floatx patch patch_all init setup install insert append putenv unsetenv update setdefault "
    "register_matplotlib_converters extension init_notebook_mode style reset_defaults set_loglevel".split()
)
"""Functions of libraries that set something up which outlasts the cell; so does all that begins with `register`."""
_HOOKS = re.compile(
    r"^(on_\w+|register\w*|observe|mpl_connect|subscribe|signal|call_soon\w*|call_later|call_at|settrace|setprofile|finalize"
    r"|patch|install|listens?_for|listen|addaudithook|atexit)$|(hook|callback|handler|listener|observer)s?$"
)
SETTING_UP = frozenset("copyreg atexit signal".split())
"""Packages all of whose functions do."""


def of_the_past(names: Collection[str], attributes: Collection[str], magics: Collection[str]) -> list[str]:
    """What a cell asks of the cells before it as such: of their sources, and of the error that one ended with."""
    sources = not _INPUT_MAGICS.isdisjoint(magics) or any(map(_INPUT.match, names))
    failure = not _FAILURE_MAGICS.isdisjoint(magics) or not _FAILURES.isdisjoint(attributes)
    return [INPUTS] * sources + [FAILURE] * failure


def sets_up(callee: str) -> bool:
    """Whether a function of a library sets something up which outlasts the cell."""
    last = callee.rpartition(".")[2]
    return last in SETTERS or last.startswith(("register", "unregister", "addaudithook"))


def hooks(callee: str) -> bool:
    """Whether a call may have a function be called at moments of which no later cell says anything."""
    return _HOOKS.search(callee.rpartition(".")[2]) is not None


_UNDRAWN = {"numpy": 623, "python": 624}
"""Where the Mersenne Twister stands before its first number, where the system seeded it."""
_SET_BY_LIBRARIES = (b"KMP_DUPLICATE_LIB_OK", b"KMP_INIT_AT_FORK", b"TORCHINDUCTOR_CACHE_DIR", b"TRITON_CACHE_DIR")
"""Environment variables that libraries set for themselves when they are loaded, or used first."""
DRAWN_WHEN_LOADED = frozenset(["rich.style"])
"""Modules of libraries that draw numbers from Python's generator while they are loaded, for what nobody sees."""


def drawing() -> str | None:
    """The state of Python's generator."""
    return seeds.states().get("random")


def fresh(generator: str) -> bool:
    """Whether a library's own generator is as it is right after the library was loaded: nothing was drawn from it.
    torch begins with the same numbers each time; that counts as fresh."""
    if generator == "numpy":
        return bool(sys.modules["numpy"].random.get_state()[2] == _UNDRAWN[generator])
    return generator != "python" or bool(sys.modules["random"].getstate()[1][-1] == _UNDRAWN[generator])


def states(shell: Any) -> dict[str, str]:
    """What is set at this moment, as short hashes by pseudo-variable."""
    found = {RANDOM % ("python" if name == "random" else name): state for name, state in seeds.states().items()}
    looks: dict[str, Callable[[], str | None]] = {
        RCPARAMS: _rcparams,
        ENVIRON: _environ,
        FOLDER: os.getcwd,
        SHELL: lambda: _shell(shell),
        TRANSFORMERS: lambda: _transformers(shell),
        FIGURES: _figures,
    }
    for module, look in _LOOKS.items():
        if (held := sys.modules.get(module)) is not None:
            looks[f"<settings:{module.partition('.')[0]}>"] = partial(_hashed, look, held)
    for name, ask in looks.items():
        try:
            state = ask()
        except Exception:  # half imported, or another library of that name
            continue
        if state is not None:
            found[name] = state
    return found


def waited_for() -> dict[str, str]:
    """The modules of libraries with settings that are not loaded yet, each with its pseudo-variable."""
    found = {module: f"<settings:{module.partition('.')[0]}>" for module in _LOOKS}
    return {module: name for module, name in {**found, "matplotlib": RCPARAMS}.items() if module not in sys.modules}


def setting_of(module: str) -> str | None:
    """What is set in a library at this moment, as a short hash."""
    return _rcparams() if module == "matplotlib" else _hashed(_LOOKS[module], sys.modules[module])


def reloads(shell: Any) -> bool:
    """Whether local modules are loaded anew before cells, where their files have changed."""
    loaded = getattr(getattr(shell, "extension_manager", None), "loaded", ())
    return any(str(name).rpartition(".")[2] == "autoreload" for name in loaded)


def by_import(name: str, imports: Collection[str], callers: Collection[str]) -> bool:
    """Whether a setting will have changed because libraries were loaded, which set some up for themselves. `callers`:
    packages that the cell itself calls; what the user's functions do is theirs."""
    if not imports or name in (FOLDER, ENVIRON, SHELL) or "__main__" in callers:
        return False
    package = "matplotlib" if name == RCPARAMS else name[10:-1]
    return package not in callers and not (package == "matplotlib" and set(callers) & DRAWING)


def is_known(path: str) -> bool:
    """Whether what is set under this path is looked at by itself."""
    return any(part in path for part in (".rcParams", ".environ", ".options", ".path", ".filters"))


def _hashed(look: Callable[[Any], Any], module: Any) -> str:
    return _hash(repr(look(module)).encode("utf-8", "replace"))


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=8).hexdigest()


def _environ() -> str:
    held = dict(os.environ._data)  # type: ignore[attr-defined]
    for name in _SET_BY_LIBRARIES:
        held.pop(name, None)
    return _hash(b"\0".join(key + b"=" + value for key, value in sorted(held.items())))


def _warnings(module: Any) -> Any:
    filters = module.filters
    return [(a, getattr(m, "pattern", m), c.__name__, getattr(o, "pattern", o), n) for a, m, c, o, n in filters]


_pandas_known: tuple[list[Any], str] = [], ""


def _pandas(module: Any) -> str:
    """The options that are set. They are told by identity where all of them cannot change and are the very same as when
    they were looked at last."""
    global _pandas_known
    held = list(_leaves(module._global_config))
    before, known = _pandas_known
    if len(held) == len(before) and all(map(operator.is_, held, before)):
        return known
    found = fingerprint(module._global_config, Room(), summary=False).hash
    if all(type(one) in IMMUTABLE for one in held):
        _pandas_known = held, found
    return found


def _leaves(held: dict[str, Any]) -> Iterator[Any]:
    for name, one in held.items():
        yield name
        if type(one) is dict:
            yield from _leaves(one)
        else:
            yield one


def _torch(module: Any) -> Any:
    return (
        str(module.get_default_dtype()), module.get_num_threads(), module.are_deterministic_algorithms_enabled(),
        module.is_grad_enabled(),
    )  # fmt: skip


def _decimal(module: Any) -> Any:
    context = module.getcontext()
    return context.prec, context.rounding, context.Emin, context.Emax


def _logging(module: Any) -> Any:
    loggers = list(module.root.manager.loggerDict.items())
    levels = sorted((name, one.level) for name, one in loggers if getattr(one, "level", 0))
    return module.root.level, len(module.root.handlers), module.root.manager.disable, levels


_LOOKS: dict[str, Callable[[Any], Any]] = {
    "warnings": _warnings,
    "sys": lambda module: (module.path, module.getrecursionlimit()),
    "pandas._config.config": _pandas,
    "numpy": lambda module: (sorted(module.geterr().items()), sorted(map(str, module.get_printoptions().items()))),
    "torch": _torch,
    "sklearn._config": lambda module: sorted(map(str, module.get_config().items())),
    "decimal": _decimal,
    "logging": _logging,
    "socket": lambda module: module.getdefaulttimeout(),
    "locale": lambda module: module.setlocale(module.LC_ALL),
}


def _rcparams() -> str | None:
    module = sys.modules.get("matplotlib")
    held = getattr(module, "rcParams", None)
    if held is None:
        return None
    told = {key: value for key, value in dict.items(held) if key not in ("interactive", "backend")}  # set by first use
    return fingerprint(told, Room(), summary=False).hash


def _figures() -> str | None:
    """The open figures that pyplot knows by number, None where there are none."""
    numbers = getattr(sys.modules.get("matplotlib._pylab_helpers"), "Gcf", None)
    return repr(list(numbers.figs)) if numbers is not None and numbers.figs else None


def _transformers(shell: Any) -> str:
    """What changes cells before they run."""
    if shell is None:
        return ""
    kinds = [type(one).__qualname__ for one in shell.ast_transformers]
    return repr((kinds, len(shell.input_transformers_post), len(shell.input_transformer_manager.cleanup_transforms)))


def _shell(shell: Any) -> str:
    """Magics, transformers and extensions."""
    if shell is None:
        return ""
    names = sorted([*shell.magics_manager.magics["line"], *shell.magics_manager.magics["cell"]])
    parts = names
    parts += sorted(map(str, getattr(shell.extension_manager, "loaded", ())))
    reloader = getattr(shell.magics_manager.registry.get("AutoreloadMagics"), "_reloader", None)
    parts += [str(getattr(reloader, name, None)) for name in ("enabled", "check_all", "autoload_obj")]
    return _hash("\n".join(parts).encode())
