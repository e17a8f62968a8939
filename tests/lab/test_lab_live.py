"""What happens elsewhere shows up here by itself."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from tornado.httpclient import HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from jupyter_tracker.lab.handlers import changes
from jupyter_tracker.schema import validator

PATIENCE = 20
"""Seconds after which a message that should come is given up."""


async def message_about(socket: Any, run: str) -> dict[str, Any]:
    """The next message that names the run as changed."""
    while True:
        text = await asyncio.wait_for(asyncio.ensure_future(socket.read_message()), PATIENCE)
        assert text is not None, "the server closed the socket"
        message: dict[str, Any] = json.loads(text)
        validator("Message")(message)
        if message["type"] == "changed" and run in message["runs"]:
            return message


async def opened(jp_ws_fetch: Any, path: str = "") -> tuple[Any, dict[str, Any]]:
    """An open socket and the status it began with."""
    socket = await jp_ws_fetch("jupyter-tracker", "api", "changes", params={"path": path})
    first = json.loads(await asyncio.wait_for(asyncio.ensure_future(socket.read_message()), PATIENCE))
    validator("Message")(first)
    assert first["type"] == "status"
    return socket, first


async def test_the_socket_refuses_the_unknown(jp_ws_fetch, jp_serverapp):
    with pytest.raises(HTTPClientError) as caught:
        await jp_ws_fetch("jupyter-tracker", "api", "changes", headers={"Authorization": "token wrong"})
    assert caught.value.code == 403


async def test_the_socket_refuses_another_origin(cookies, jp_http_port, jp_base_url):
    address = f"ws://127.0.0.1:{jp_http_port}{jp_base_url}jupyter-tracker/api/changes"
    (await websocket_connect(HTTPRequest(address, headers=cookies))).close()
    with pytest.raises(HTTPClientError) as caught:
        await websocket_connect(HTTPRequest(address, headers={**cookies, "Origin": "http://evil.example"}))
    assert caught.value.code == 403


async def test_points_of_another_process_arrive(api, jp_ws_fetch, elsewhere):
    socket, first = await opened(jp_ws_fetch)
    listed = await api("runs", "RunList")
    assert [(run["id"], run["state"]) for run in listed["runs"]] == [(elsewhere.run, "running")]
    assert listed["runs"][0]["metrics"]["loss"] == 1.0
    elsewhere.go_on()
    message = await message_about(socket, elsewhere.run)
    assert message["cursor"] > first["cursor"]
    listed = await api("runs", "RunList")
    assert listed["runs"][0]["metrics"]["loss"] == 0.5
    assert listed["cursor"] >= message["cursor"]
    socket.close()


async def test_a_change_is_told_though_another_request_saw_it_first(api, jp_ws_fetch, elsewhere):
    socket, _ = await opened(jp_ws_fetch)
    for value in (0.5, 1 / 3, 0.25):
        elsewhere.go_on()
        record = await api(f"runs/{elsewhere.run}", "RunRecord")
        assert record["metrics"][0]["value"] == pytest.approx(value)
        await message_about(socket, elsewhere.run)
    socket.close()


async def test_the_socket_gives_signs_of_life(jp_ws_fetch, lab, monkeypatch):
    monkeypatch.setattr(changes, "ALIVE_EVERY", 0.05)
    socket, _ = await opened(jp_ws_fetch)
    for _ in range(2):
        text = await asyncio.wait_for(asyncio.ensure_future(socket.read_message()), PATIENCE)
        assert json.loads(text) == {"type": "alive"}
    socket.close()


async def test_a_cell_that_is_in_no_run_is_told_of_too(api, jp_ws_fetch, lab):
    lab.run("before")
    socket, first = await opened(jp_ws_fetch)
    lab.cell("x = 1")
    text = await asyncio.wait_for(asyncio.ensure_future(socket.read_message()), PATIENCE)
    message = json.loads(text)
    validator("Message")(message)
    assert (message["type"], message["runs"]) == ("changed", [])
    assert message["cursor"] > first["cursor"]
    assert (await api("execs", "ExecList", limit=1))["execs"][0]["run"] is None
    socket.close()


async def test_a_killed_kernel_is_found_out_without_anybody_asking(api, jp_ws_fetch, elsewhere, jp_serverapp):
    socket, first = await opened(jp_ws_fetch)
    assert first["running"] == 1
    elsewhere.kill()
    await message_about(socket, elsewhere.run)
    record = await api(f"runs/{elsewhere.run}", "RunRecord")
    assert record["state"] == "crashed"
    assert (await api("status", "Status"))["running"] == 0
    socket.close()


async def test_a_store_that_appears_later_is_followed(api, jp_ws_fetch, jp_root_dir, begin):
    socket, first = await opened(jp_ws_fetch, "nb.ipynb")
    assert not first["exists"]
    assert (await api("runs", "RunList", path="nb.ipynb"))["runs"] == []
    assert not (jp_root_dir / ".tracker").exists(), "looking must not make a store"
    run = begin().run("first")
    await message_about(socket, run)
    assert (await api("status", "Status", path="nb.ipynb"))["exists"]
    socket.close()


async def test_a_change_by_one_panel_is_told_to_the_other(api, jp_ws_fetch, lab):
    run = lab.run("mine")
    first, _ = await opened(jp_ws_fetch, "nb.ipynb")
    second, _ = await opened(jp_ws_fetch, "other.ipynb")
    await api(f"runs/{run}", "RunSummary", method="PATCH", body={"set": {"note": "look"}})
    await message_about(first, run)
    await message_about(second, run)
    first.close()
    second.close()
