"""What importing costs, counted in modules, and what importing must not do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HEAVY = [
    "numpy",
    "pandas",
    "plotly",
    "matplotlib",
    "nbformat",
    "jupyter_server",
    "tornado.web",
    "sklearn",
    "jsonschema",
    "sqlite3",
]


def run(code: str, *, cwd: Path = ROOT) -> str:
    """What a fresh Python prints."""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], cwd=cwd, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_import_is_light() -> None:
    loaded = run(f"import sys, jupyter_tracker; print([name for name in {HEAVY} if name in sys.modules])")
    assert loaded == "[]"


def test_import_leaves_ipython_alone() -> None:
    assert run("import sys, jupyter_tracker; print('IPython' in sys.modules)") == "False"


def test_loading_the_extension_is_light(tmp_path: Path) -> None:
    heavy = [name for name in HEAVY if name != "sqlite3"]  # IPython's own history opens it
    code = f"""
import os, sys
os.environ["IPYTHONDIR"] = {str(tmp_path)!r}
os.environ["JUPYTER_TRACKER_STORE"] = {str(tmp_path / ".tracker")!r}
from IPython.core.interactiveshell import InteractiveShell
shell = InteractiveShell.instance()
before = set(sys.modules)
shell.run_line_magic("load_ext", "jupyter_tracker")
print([name for name in {heavy} if name in sys.modules and name not in before])
"""
    assert run(code).splitlines()[-1] == "[]"


def test_every_submodule_leaves_the_public_names() -> None:
    """After importing all there is, `jt.run` and the others are still what the documents say."""
    code = """
import importlib, pkgutil, jupyter_tracker as jt
for found in pkgutil.walk_packages(jt.__path__, "jupyter_tracker."):
    if "labextension" not in found.name and not found.name.endswith("__main__"):
        importlib.import_module(found.name)
names = jt.__all__
print([name for name in names if not callable(getattr(jt, name)) or type(getattr(jt, name)).__name__ == "module"])
"""
    assert run(code) == "[]"


def test_what_is_imported_is_a_dependency() -> None:
    """A module from elsewhere is declared in pyproject.toml, or its absence is dealt with where it is imported."""
    import ast
    import tomllib

    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    known = {line.split(">")[0].replace("-", "_").lower() for line in declared} | {"jupyter_tracker"}
    known |= {"traitlets", "numpy"}  # of IPython, of pandas
    server = {"jupyter_core", "jupyter_server", "tornado", "jupyterlab"}
    missing = set()
    for path in sorted((ROOT / "jupyter_tracker").rglob("*.py")):
        allowed = known | (server if "lab" in path.parts or path.name == "installed.py" else set())
        allowed |= {"scipy"} if "inspectors" in path.parts else set()  # the libraries that they know bring it
        tree = ast.parse(path.read_text())
        guarded = {id(inner) for node in ast.walk(tree) if isinstance(node, ast.Try) for inner in ast.walk(node)}
        for node in ast.walk(tree):
            if id(node) in guarded:
                continue
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and not node.level:
                names = [node.module or ""]
            else:
                continue
            tops = {name.split(".")[0] for name in names}
            missing |= {
                f"{path.relative_to(ROOT)}: {top}"
                for top in tops - allowed - set(sys.stdlib_module_names)
                if top.lower() not in allowed
            }
    assert missing == set()
