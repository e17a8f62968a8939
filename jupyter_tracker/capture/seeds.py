"""Random generators: which ones a cell seeded or used, told without changing any of them.

Only generators of libraries that are loaded are looked at; none on an accelerator is.
"""

from __future__ import annotations

import ast
import hashlib
import random
import sys
from array import array
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from jupyter_tracker.capture.library.importing import ImportHook

_SEEDERS = frozenset(
    "random.seed np.random.seed numpy.random.seed torch.manual_seed torch.cuda.manual_seed torch.cuda.manual_seed_all "
    "tf.random.set_seed tensorflow.random.set_seed keras.utils.set_random_seed tf.keras.utils.set_random_seed "
    "np.random.default_rng numpy.random.default_rng default_rng np.random.RandomState RandomState random.Random "
    "jax.random.PRNGKey jax.random.key PRNGKey seed_everything pl.seed_everything L.seed_everything set_seed "
    "transformers.set_seed torch.Generator.manual_seed".split()
)
_SEEDED = {"numpy.random": "seed", "torch": "manual_seed"}
_SEED_KEYWORDS = ("random_state", "seed", "random_seed", "rng_seed")


@dataclass(frozen=True, slots=True)
class SeedsSeen:
    """`states` are hashes of the generators before the cell, `used` those whose state the cell changed or that it was
    the first to load (how they were before is not known then), `seeded` maps the calls and keywords that set a seed to
    its value (a number, else the source text)."""

    states: dict[str, str] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    seeded: dict[str, int | str | None] = field(default_factory=dict)


class SeedWatch:
    """Compares the generators before and after a cell."""

    def __init__(self) -> None:
        self._before: dict[str, str] = {}

    def start(self) -> None:
        """A cell begins."""
        self._before = states()

    def stop(self, source: str) -> SeedsSeen:
        """What became of the generators in the cell with this source."""
        after = states()
        used = [name for name, state in after.items() if self._before.get(name) != state]
        return SeedsSeen(self._before, used, seeded_in(source))


def states() -> dict[str, str]:
    """A short hash of the state of each generator that is loaded (`random`, `numpy`, `torch`)."""
    found: dict[str, str] = {}
    for name, read in (("random", _random), ("numpy", _numpy), ("torch", _torch)):
        module = sys.modules.get(name)
        if module is not None:
            try:
                state = read(module)
            except Exception:  # half imported, or another library of that name
                continue
            if state:
                found[name] = hashlib.blake2b(state, digest_size=8).hexdigest()
    return found


class Seeding:
    """Seeds the generators as a person asked for: those that are loaded at once, the others when they are loaded, until
    `stop`. Nothing is imported for it, which could change what the cell does."""

    def __init__(self, seed: int) -> None:
        """Seed `random` and what is loaded, and wait for the rest."""
        self._seed = seed
        random.seed(seed)
        self._hook = ImportHook(self._loaded)
        self._hook.modules = {name for name in _SEEDED if not self._apply(name)}
        if self._hook.modules:
            self._hook.install()

    def stop(self) -> None:
        """Wait no more."""
        self._hook.remove()

    def _loaded(self, name: str) -> None:
        if name in self._hook.modules:  # a module that is loaded anew is seeded no second time
            self._hook.modules.discard(name)
            self._apply(name)

    def _apply(self, name: str) -> bool:
        seed = getattr(sys.modules.get(name), _SEEDED[name], None)
        if seed is None:
            return False
        with suppress(Exception):  # a library of that name that takes no such seed
            seed(self._seed % 2**32 if name == "numpy.random" else self._seed)
        return True


def seeded_in(source: str) -> dict[str, int | str | None]:
    """Calls and keywords in the source that set a seed; None where a seed is taken from the clock on purpose."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found: dict[str, int | str | None] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func) if isinstance(node.func, (ast.Name, ast.Attribute)) else ""
            if name in _SEEDERS:
                found[name] = _value(node.args[0]) if node.args else None
            for keyword in node.keywords:
                if keyword.arg in _SEED_KEYWORDS:
                    found[f"{name}({keyword.arg})"] = _value(keyword.value)
    return found


def _value(node: ast.expr) -> int | str | None:
    if isinstance(node, ast.Constant) and (node.value is None or type(node.value) is int):
        return node.value
    return ast.unparse(node)[:100]


def _random(module: Any) -> bytes:
    version, internal, gauss = module.getstate()
    return array("Q", internal).tobytes() + repr((version, gauss)).encode()


def _numpy(module: Any) -> bytes:
    if "numpy.random" not in sys.modules:
        return b""
    state = sys.modules["numpy.random"].get_state(legacy=False)
    inner = state["state"]
    key = inner.get("key")
    numbers = bytes(memoryview(key)) if key is not None else b""
    rest = {name: value for name, value in inner.items() if name != "key"}
    return numbers + repr((sorted(rest.items()), state.get("has_gauss"), state.get("gauss"))).encode()


def _torch(module: Any) -> bytes:
    return bytes(module.get_rng_state().numpy())
