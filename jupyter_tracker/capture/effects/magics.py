"""IPython's magics and shell commands, as they look once a cell was turned into Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

_WORD = re.compile(r"[^\W\d]\w*")
_TIMING = frozenset("time timeit prun memit mprun lprun capture".split())
_SHELL = frozenset(
    "sx system sc ! bash sh script perl ruby python python2 python3 pypy cmd javascript_node pip conda uv".split()
)
_HARMLESS = frozenset(
    "track who who_ls whos pwd ls ll la dirs history hist pinfo pinfo2 pdoc psource lsmagic magic quickref "
    "precision xmode matplotlib config load_ext reload_ext unload_ext autoreload cd pushd popd env set_env html "
    "markdown latex svg js javascript writefile file logstart logstop man less more cat head alias colors pprint "
    "doctest_mode autosave".split()
)
_ALL_NAMES = frozenset(
    "run store reset reset_selective xdel pylab macro rerun recall edit debug tb pdb load loadpy gui".split()
)
_LOADED = frozenset("store autoreload aimport".split())
"""Magics that an extension brings."""
SEEDERS: dict[str, tuple[str, ...]] = {
    "random.seed": ("python",),
    "np.random.seed": ("numpy",),
    "numpy.random.seed": ("numpy",),
    "torch.manual_seed": ("torch",),
    "torch.random.manual_seed": ("torch",),
    "random.setstate": ("python",),
    "np.random.set_state": ("numpy",),
    "numpy.random.set_state": ("numpy",),
    "torch.set_rng_state": ("torch",),
    "torch.random.set_rng_state": ("torch",),
}
"""Calls that set a generator to a state that depends on nothing else."""
GENERATORS = frozenset(
    "default_rng np.random.default_rng numpy.random.default_rng np.random.RandomState random.Random".split()
)
"""Calls that make a generator; without an argument each time another one."""


@dataclass(frozen=True, slots=True)
class Magic:
    """One magic: `code` is Python of this notebook that it runs, `once` whether it does so once and at the notebook's
    own level, `binds` a name that it binds; `body` is any other text below it."""

    name: str
    line: str = ""
    code: str | None = None
    once: bool = True
    body: str = ""
    binds: str | None = None

    @property
    def shell(self) -> bool:
        """Whether commands of the system are run."""
        return self.name in _SHELL

    @property
    def harmless(self) -> bool:
        """Whether it binds no name."""
        return self.name in _HARMLESS or self.shell

    @property
    def everything(self) -> bool:
        """Whether it may read and bind any name."""
        return self.name in _ALL_NAMES or not self.harmless


def known(name: str) -> bool:
    """Whether a magic is one of IPython's own that is always there."""
    return name in (_HARMLESS | _ALL_NAMES | _TIMING | _SHELL) - _LOADED


def seeds(call: ast.Call) -> bool:
    """Whether a seeding call is given something to seed with, and draws nothing itself for it."""
    given = [*call.args, *(keyword.value for keyword in call.keywords)][:1]
    drawing = any(isinstance(part, ast.Call) for one in given for part in ast.walk(one))
    return bool(given) and not drawing and not (isinstance(given[0], ast.Constant) and given[0].value is None)


def found(call: ast.Call) -> Magic | None:
    """The magic that a call stands for, None for any other call."""
    match call:
        case ast.Call(ast.Attribute(ast.Call(ast.Name("get_ipython")), attr), [ast.Constant(str(name)), *rest], []) if (
            attr in ("run_line_magic", "run_cell_magic", "system", "getoutput", "magic")
        ):
            texts = [part.value for part in rest if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            if attr in ("system", "getoutput"):
                return Magic("!", name)
            if attr == "magic":
                name, _, line = name.partition(" ")
                texts = [line]
            return _of(name, *(texts + ["", ""])[:2])
    return None


def _of(name: str, line: str, body: str) -> Magic:
    if name not in _TIMING:
        return Magic(name, line, body=body)
    if name == "capture":
        binds = next((word for word in line.split() if not word.startswith("-")), None)
        return Magic(name, code=body, binds=binds)
    statement = body or re.sub(r"^(\s*-\w+(\s+\d+)?)+\s*", "", line) if name != "time" else body or line
    return Magic(name, code=statement, once=name == "time")


def words(text: str) -> Iterator[str]:
    """What may be names in a text."""
    yield from dict.fromkeys(_WORD.findall(text[:20_000]))
