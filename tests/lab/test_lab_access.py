"""Who gets in: nobody unknown, by no route, with no verb; and nothing outside the contents root can be named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jupyter_server.auth import Authorizer
from tornado import web
from tornado.httpclient import HTTPClientError

from jupyter_tracker.lab.errors import Refused
from jupyter_tracker.lab.handlers import API
from jupyter_tracker.lab.handlers.base import TrackerHandler
from jupyter_tracker.lab.handlers.changes import ChangesSocket
from jupyter_tracker.lab.places import on_disk

VERBS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


def our_routes(app: Any) -> list[tuple[str, type]]:
    """Each of our routes in the running server: a URL that it takes, and its handler."""
    found = []
    for outer in app.wildcard_router.rules + app.default_router.rules:
        for rule in getattr(outer.target, "rules", [outer]):
            pattern = getattr(rule.matcher, "regex", None)
            if pattern is not None and API in pattern.pattern:
                url = pattern.pattern.rstrip("$").replace("(delete|undelete)", "delete")
                found.append((url.replace(r"([^/]+)", "abc").replace(r"(\d{1,6})", "0").replace("\\", ""), rule.target))
    return found


async def status_of(client: Any, url: str, verb: str, headers: Any = None) -> int:
    """The HTTP status of a request, whatever it is."""
    body = "{}" if verb in ("POST", "PUT", "PATCH") else None
    try:
        answer = await client.fetch(url, method=verb, body=body, headers=headers or {}, follow_redirects=False)
    except HTTPClientError as fault:
        return fault.code
    return int(answer.code)


@pytest.mark.parametrize("careless", [False, True], ids=["strict server", "server that lets the unknown in elsewhere"])
async def test_every_route_and_verb_refuses_the_unknown(jp_serverapp, http_server_client, careless):
    jp_serverapp.web_app.settings["allow_unauthenticated_access"] = careless
    routes = our_routes(jp_serverapp.web_app)
    assert len(routes) == 44
    for url, handler in routes:
        assert issubclass(handler, (TrackerHandler, ChangesSocket))
        for verb in VERBS:
            assert await status_of(http_server_client, url, verb) == 403, f"{verb} {url}"


class NobodyMay(Authorizer):
    """Knows everybody and lets nobody do anything."""

    def is_authorized(self, handler: Any, user: Any, action: str, resource: str) -> bool:
        """Refuse, if it is ours that is asked for."""
        return resource != "jupyter-tracker"


async def test_every_route_and_verb_asks_whether_the_user_may(jp_serverapp, http_server_client, jp_auth_header):
    jp_serverapp.web_app.settings["authorizer"] = NobodyMay(parent=jp_serverapp)
    for url, handler in our_routes(jp_serverapp.web_app):
        for verb in VERBS:
            unimplemented = getattr(handler, verb.lower()) is web.RequestHandler._unimplemented_method
            wanted = 405 if unimplemented else 403
            assert await status_of(http_server_client, url, verb, dict(jp_auth_header)) == wanted, f"{verb} {url}"


def test_a_handler_guards_its_verbs_without_its_doing() -> None:
    class Forgetful(TrackerHandler):
        """Says nothing about who may."""

        async def delete(self) -> None:
            """Do something terrible."""

    assert Forgetful.auth_resource == "jupyter-tracker"
    assert Forgetful.delete.__code__.co_qualname.startswith("authenticated")


async def test_changes_by_cookie_need_the_xsrf_token(http_server_client, jp_base_url, cookies, lab):
    run = lab.run("kept")
    assert await status_of(http_server_client, f"{jp_base_url}{API}/runs/{run}", "GET", cookies) == 200
    for verb, endpoint in (
        ("PATCH", f"runs/{run}"),
        ("POST", f"runs/{run}/delete"),
        ("PUT", "views/a"),
        ("POST", "compare"),
        ("POST", "report"),
        ("POST", "promote"),
    ):
        assert await status_of(http_server_client, f"{jp_base_url}{API}/{endpoint}", verb, cookies) == 403, endpoint


OUTSIDE = [
    "../secret/nb.ipynb",
    "a/../../secret/nb.ipynb",
    "/../secret",
    "..",
    "a/..",
]
STRANGE = ["%2e%2e/x", "..%2fx", "%252e%252e/x", "..;/x", "..\\x", "/etc/passwd", "//etc", "C:/x", "nb\0.ipynb"]


@pytest.mark.parametrize("path", OUTSIDE)
def test_a_path_that_leaves_the_contents_root_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(Refused):
        on_disk(tmp_path, path)


@pytest.mark.parametrize("path", STRANGE)
def test_a_strange_path_stays_in_the_contents_root(tmp_path: Path, path: str) -> None:
    try:
        assert on_disk(tmp_path, path).is_relative_to(tmp_path)
    except Refused:
        pass


async def test_no_path_of_a_client_reaches_another_store(api, refused, lab, jp_root_dir):
    lab.run("inside")
    hidden = jp_root_dir.parent / "secret" / ".tracker"
    hidden.mkdir(parents=True)
    for path in OUTSIDE:
        code, problem = await refused("runs", path=path)
        assert code in (400, 404)
        assert str(jp_root_dir) not in problem["message"]
    for path in STRANGE:
        try:
            status = await api("status", "Status", path=path)
        except HTTPClientError as fault:
            assert fault.code in (400, 404)
        else:
            assert Path(status["root"]).is_relative_to(jp_root_dir)


async def test_a_path_longer_than_the_disk_takes_is_no_fault_of_the_server(refused):
    code, _ = await refused("status", path="a" * 5000)
    assert code == 404


async def test_a_body_that_is_not_as_agreed_is_refused_with_the_place(refused, lab):
    run = lab.run("mine")
    for body, said in (
        ({"set": {"star": "yes"}}, "star"),
        ({"set": {"id": "other"}}, "set"),
        ({}, "RunEdit"),
        ({"tags": {"": "x"}}, "tag"),
    ):
        code, problem = await refused(f"runs/{run}", method="PATCH", body=body)
        assert code == 400
        assert said in problem["message"]


async def test_what_is_not_json_is_refused(jp_fetch, lab):
    run = lab.run("mine")
    for content in ("{", "[" * 100_000, '{"set": {"star": NaN}}'):
        with pytest.raises(HTTPClientError) as caught:
            await jp_fetch("jupyter-tracker", "api", "runs", run, method="PATCH", body=content)
        assert caught.value.code == 400
        assert json.loads(caught.value.response.body)["message"]


async def test_an_open_panel_is_no_activity_but_a_person_is(jp_serverapp, jp_ws_fetch, jp_fetch, api, lab):
    run = lab.run("one", metrics={"acc": 0.9}, loss=[1, 0.5])
    before = jp_serverapp.web_app.last_activity()
    socket = await jp_ws_fetch("jupyter-tracker", "api", "changes")
    await socket.read_message()
    for endpoint in ("status", "runs", f"runs/{run}", "names", "complete", "execs", "views/colours"):
        await jp_fetch("jupyter-tracker", "api", *endpoint.split("/"))
    await jp_fetch("jupyter-tracker", "api", "series", params={"runs": run, "metric": "loss"})
    await api("compare", "Comparison", method="POST", body={"runs": [run]})
    await api("views/colours", "View", method="PUT", body={"value": {run: 1}})
    socket.close()
    assert jp_serverapp.web_app.last_activity() == before
    await api(f"runs/{run}", "RunSummary", method="PATCH", body={"set": {"star": True}})
    assert jp_serverapp.web_app.last_activity() > before
