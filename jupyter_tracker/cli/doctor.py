"""`jupyter tracker doctor`: what is installed where, what the store holds, and what to do about what does not fit."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from jupyter_tracker.analysis import formats
from jupyter_tracker.cli import installed
from jupyter_tracker.cli.answer import Answer
from jupyter_tracker.store import Store, StoreError

Problem = dict[str, str]
UPGRADE = "pip install --upgrade jupyter_tracker"


def doctor(args: Namespace) -> Answer:
    """Tell what is installed where, what the store holds, and what to do about what does not fit."""
    body: dict[str, Any] = {
        "kernel": installed.kernel_side(),
        "server": installed.server_side(),
        "labextension": installed.front_ends(),
        "servers": installed.running_servers(),
        "store": _store(args),
    }
    body["problems"] = [*_installation(body), *_servers(body), *_store_problems(body["store"])]
    return Answer(body, "\n".join(_lines(body)), code=1 if body["problems"] else 0)


def _store(args: Namespace) -> dict[str, Any]:
    """What the store holds; where there is none yet, where the next tracked cell would make it."""
    store = Store.open(args.store)
    place = store.location
    about: dict[str, Any] = {"root": str(place.root), "exists": place.root.is_dir(), "writable": place.writable}
    if place.instead_of is not None:
        about["instead_of"] = str(place.instead_of)
    if not about["exists"]:
        return about
    from jupyter_tracker.settings import Settings
    from jupyter_tracker.store import upkeep

    about |= {"kinds": upkeep.figures(place.root), "budget": Settings.load(place.root.parent).store_budget}
    try:
        reader = store.reader()
        about |= {"runs": reader.count(), "trash": reader.count(deleted=True), "problems": reader.problems()}
    except StoreError as fault:
        about["fault"] = str(fault)
    return about


def _installation(body: dict[str, Any]) -> Iterator[Problem]:
    kernel, server, found = body["kernel"], body["server"], body["labextension"]
    ours = kernel["jupyter_tracker"]
    if kernel["missing"]:
        names = " ".join(kernel["missing"])
        yield _problem(f"this environment lacks {names}", f"pip install {names}")
    if kernel["switched_off"]:
        yield _problem("JUPYTER_TRACKER=0 switches tracking off", "unset JUPYTER_TRACKER")
    if server is None:
        return  # kernels alone live here; which servers there are is told apart
    if not server["enabled"]:
        yield _problem(
            "the server extension is not enabled", f"jupyter server extension enable {installed.EXTENSION} --sys-prefix"
        )
    if server["jupyterlab"] is None:
        return
    if not found:
        yield _problem("JupyterLab does not find the front end", f"{UPGRADE}, and reload the page")
    elif not found[0]["built"]:
        yield _problem(f"the front end at {found[0]['path']} is not built", "make install, or install a built wheel")
    elif ours and _differ(found[0]["version"], ours):
        yield _problem(
            f"JupyterLab loads version {found[0]['version']} of the front end, the package is {ours}",
            f"take away {found[0]['path']} if it is left from an older install; else {UPGRADE}",
        )


def _servers(body: dict[str, Any]) -> Iterator[Problem]:
    ours = body["kernel"]["jupyter_tracker"]
    for server in body["servers"]:
        url = server["url"]
        if server["answer"] == "lacks us":
            yield _problem(
                f"the server at {url} runs without jupyter_tracker",
                "pip install jupyter_tracker in the environment of that server, then start it again",
            )
        elif server["jupyter_tracker"] and ours and _differ(server["jupyter_tracker"], ours):
            yield _problem(
                f"the server at {url} has version {server['jupyter_tracker']}, kernels here have {ours}",
                f"{UPGRADE} in both environments, then start the server again",
            )


def _store_problems(store: dict[str, Any]) -> Iterator[Problem]:
    if store.get("instead_of"):
        yield _problem(
            f"{store['instead_of']} cannot be written, so the store is {store['root']}",
            "make that folder writable, or set JUPYTER_TRACKER_STORE",
        )
    elif not store["writable"]:
        yield _problem(f"the store at {store['root']} cannot be written", "make its folder writable")
    if store.get("fault"):
        yield _problem(store["fault"], "jupyter tracker rebuild")
    for text in store.get("problems", ()):
        what, install, package = text.partition("; pip install ")
        yield _problem(what, install[2:] + package if install else "put a whole copy of the file beside it")
    taken, budget = store.get("kinds", {}).get("blobs", {}).get("bytes", 0), store.get("budget")
    if budget is not None and taken > budget:
        yield _problem(
            f"blobs take {formats.size(taken)}, over the budget of {formats.size(budget)}: only hashes are kept",
            "jupyter tracker prune, or a greater store_budget in [tool.jupyter-tracker] of pyproject.toml",
        )


def _differ(one: str | None, other: str | None) -> bool:
    """Whether two versions differ, however npm and Python write a pre-release."""
    return _plain(one) != _plain(other)


def _plain(text: str | None) -> str:
    return (text or "").replace("-alpha.", "a").replace("-beta.", "b").replace("-rc.", "rc")


def _problem(what: str, do: str) -> Problem:
    return {"what": what, "do": do}


def _lines(body: dict[str, Any]) -> Iterator[str]:
    kernel, server, store = body["kernel"], body["server"], body["store"]
    yield f"Kernel's side   jupyter_tracker {kernel['jupyter_tracker'] or 'not installed, used in place'}"
    versions = [f"{name} {kernel[name.lower()] or '–'}" for name in ("Python", "IPython", "ipykernel")]
    yield f"                {', '.join(versions)}"
    yield f"                {kernel['prefix']}"
    yield f"                loaded in every notebook: {'yes' if kernel['loaded_by_itself'] else 'no'}"
    if server is None:
        yield "Server's side   no Jupyter server in this environment"
    else:
        lab = f", JupyterLab {server['jupyterlab']}" if server["jupyterlab"] else ""
        enabled = "enabled" if server["enabled"] else "not enabled"
        yield f"Server's side   jupyter_server {server['jupyter_server']}{lab}, extension {enabled}"
    for found in body["labextension"]:
        yield f"Front end       {found['version']}{'' if found['built'] else ' (not built)'}  {found['path']}"
    for running in body["servers"]:
        yield f"Running server  {running['url']}  {running['jupyter_tracker'] or running['answer']}"
    yield f"Store           {store['root']}{'' if store['exists'] else ' (made by the first tracked cell)'}"
    yield from _kinds(store)
    if not body["problems"]:
        yield "No problems found."
    for problem in body["problems"]:
        yield f"! {problem['what']}"
        yield f"  → {problem['do']}"


def _kinds(store: dict[str, Any]) -> Iterator[str]:
    for kind, held in store.get("kinds", {}).items():
        count = formats.plural(held["files"], "file")
        yield f"                {kind:<9} {count:>12}  {formats.size(held['bytes']):>10}"
    if "runs" in store:
        yield f"                {formats.plural(store['runs'], 'run')}, {store['trash']} in the trash"
