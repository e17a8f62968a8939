"""Which opened files are of no interest: libraries, caches, the system, the tools around the notebook."""

from __future__ import annotations

import os
import re
import site
import sys
import sysconfig
import tempfile
from collections.abc import Iterable

_NOISE = re.compile(
    r"\.(?:ttf|otf|afm|ttc|pfb|mplstyle|swp|lock)$|~$|[/\\](?:__pycache__|site-packages|dist-packages|"
    r"\.git|\.ipynb_checkpoints|\.pytest_cache|\.mypy_cache|\.ruff_cache|\.tracker|ipykernel_\d+|\.ipython|node_modules|"
    r"\.jupyter|\.vscode[\w-]*|\.conda|__MACOSX)[/\\]|[/\\](?:matplotlibrc|fontlist-v\d+\.json|history\.sqlite[\w-]*|pyvenv\.cfg)$"
    r"|[/\\]\.~"
)
_COMPILED = (".pyc", ".pyo", ".so", ".dylib", ".dll", ".pyd")
_SYSTEM = (
    "/proc/",
    "/sys/",
    "/dev/",
    "/etc/",
    "/usr/",
    "/lib/",
    "/lib32/",
    "/lib64/",
    "/libx32/",
    "/bin/",
    "/run/",
    "/opt/conda/lib/",
    "/var/lib/",
    "/snap/",
)
_DATA_WITHIN = ("/run/media/", "/dev/shm/")
"""Folders of the system's that people keep data in."""
_SHARED_MEMORY = re.compile(r"^/dev/shm/(?:sem\.|torch_|psm_|pym-|wnsm_|joblib_|__KMP|pulse-|\.)")
_DATA_CACHES = ("seaborn", "huggingface", "torch", "kagglehub", "tensorflow_datasets", "pooch", "scikit-learn")
_CODE = (".py", ".ipynb", ".pyi", ".toml", ".cfg", ".ini", ".pth", ".md", ".rst", ".ts", ".js", ".log")


class PathFilter:
    """Tells noise from files that a person would name. `ignore` are further folders of noise; `here` are the folders
    of the user's, in which no file is noise for where they themselves lie."""

    def __init__(self, ignore: Iterable[str] = ()) -> None:
        home = os.path.expanduser("~")
        cache = os.environ.get("XDG_CACHE_HOME") or os.path.join(home, ".cache")
        folders = [*ignore, *_library_folders(), os.environ.get("IPYTHONDIR", ""), os.environ.get("MPLCONFIGDIR", "")]
        folders += [os.path.join(home, name) for name in (".config", ".local", ".jupyter", ".ipython", ".npm")]
        cached = os.path.join(os.path.abspath(cache), "")
        self._noisy = (*{os.path.abspath(folder) + os.sep for folder in folders if folder}, cached)
        self._noisy += _SYSTEM if os.name == "posix" else ()
        self._data = (*(os.path.join(cached, name) for name in _DATA_CACHES), *_DATA_WITHIN)
        self.here: tuple[str, ...] = ()
        self._temporary = os.path.join(os.path.realpath(tempfile.gettempdir()), "")

    def is_noise(self, path: str) -> bool:
        """Whether nobody would call this file an input or a result; a relative path is judged by its name alone."""
        if path.endswith(_COMPILED):  # an import opens thousands of them
            return True
        home = max((folder for folder in self.here if path.startswith(folder)), key=len, default="")
        if path.startswith(self._noisy) and any(
            path.startswith(one) and not home.startswith(one) for one in self._noisy
        ):
            if not path.startswith(self._data) or _SHARED_MEMORY.match(path):
                return True
        return _NOISE.search(path, max(0, len(home) - 1)) is not None

    def use(self, folders: Iterable[str]) -> None:
        """The folders of the user's: that of the project, and the working folder."""
        found = {os.path.join(os.path.abspath(folder), "") for folder in folders}
        self.here = tuple(sorted(found - {os.sep}))

    def is_code(self, path: str) -> bool:
        """Whether this is source or configuration, which editors and git open all the time."""
        return path.endswith(_CODE)

    def is_temporary(self, path: str) -> bool:
        """Whether the file lies where temporary files do."""
        return path.startswith(self._temporary)

    def is_noisy_folder(self, name: str) -> bool:
        """Whether a folder of this name is not worth watching."""
        return name.startswith(".") or name in ("node_modules", "__pycache__", "site-packages", "venv", "env")


def _library_folders() -> list[str]:
    known = {*sysconfig.get_paths().values(), *site.getsitepackages(), site.getusersitepackages()}
    return [
        folder
        for folder in known
        if os.path.basename(folder) not in ("bin", "include", "Scripts", "") and folder != sys.prefix
    ]
