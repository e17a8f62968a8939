"""The one base of all handlers: nobody unknown gets in, bodies follow the contract, errors are JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Concatenate, NoReturn, ParamSpec, TypeVar

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from jupyter_tracker.schema import SchemaError, validator

from ..errors import Refused

if TYPE_CHECKING:
    from jupyter_server.base.handlers import JupyterHandler

    from ..desk import Desk
    from ..stores import Stores

AUTH_RESOURCE = "jupyter-tracker"
LARGEST_BODY = 2_000_000
VERBS = ("get", "head", "post", "put", "patch", "delete")

T = TypeVar("T")
P = ParamSpec("P")


def finite(value: Any) -> Any:
    """A copy of plain data in which NaN and the infinities are None, as browsers refuse them in JSON."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {str(key): finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [finite(item) for item in value]
    return value


def encode(body: Any) -> str:
    """Plain data as JSON that every browser reads."""
    try:
        return json.dumps(body, allow_nan=False, ensure_ascii=False)
    except ValueError:
        return json.dumps(finite(body), allow_nan=False, ensure_ascii=False)


def guard(handler: type[web.RequestHandler]) -> None:
    """Put authentication and authorization before every verb that this class defines itself."""
    for verb in VERBS:
        method = handler.__dict__.get(verb)
        if method is not None:
            allowed = authorized("read") if getattr(handler, "only_asks", False) else authorized
            setattr(handler, verb, web.authenticated(allowed(method)))


async def may(handler: JupyterHandler, action: str, resource: str) -> bool:
    """Whether the server's authorizer lets the user of a request do this."""
    allowed: Any = handler.authorizer.is_authorized(handler, handler.current_user, action, resource)
    return bool(await allowed if isawaitable(allowed) else allowed)


class TrackerHandler(APIHandler):
    """Base of the REST handlers.

    Every verb that a subclass defines is guarded without its doing, and `prepare` refuses whoever is unknown or not
    authorized even where a verb came from elsewhere. Requests don't count as activity, so that an idle open
    panel doesn't keep a server from being culled; a verb that only people cause calls `by_a_person`.
    """

    auth_resource = AUTH_RESOURCE
    only_asks = False
    """Whether every verb changes nothing: then who may read may POST a question that is too long for an address."""
    _track_activity = False

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        guard(cls)

    def initialize(self, stores: Stores) -> None:
        """Take the open stores that this server answers from."""
        self.stores = stores

    async def prepare(self) -> None:  # type: ignore[override]
        """Refuse who is unknown, whatever the server's settings or the verb say."""
        await super().prepare()
        if self.request.method != "OPTIONS" and not self.current_user:
            raise Refused(403, "Log in to see the runs.")
        if len(self.request.body) > LARGEST_BODY:
            raise Refused(413, f"A request may hold {LARGEST_BODY:,} bytes, this one is larger.")

    def by_a_person(self) -> None:
        """Count this request as activity: somebody clicked or typed."""
        self._track_activity = True

    async def ask(self, question: Callable[Concatenate[Desk, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `question` answers at the store that the request's `path` selects; runs off the event loop."""
        return await self.stores.ask(self.text("path"), question, *args, **kwargs)

    def text(self, name: str, default: str = "") -> str:
        """A query argument as the client wrote it (decoded once)."""
        return self.get_query_argument(name, default, strip=False)

    def whole(self, name: str, default: int, low: int, high: int) -> int:
        """A query argument that is a whole number, held within `low` and `high`."""
        raw = self.text(name)
        try:
            return max(low, min(high, int(raw))) if raw else default
        except ValueError:
            raise Refused(400, f"{name} is a whole number from {low} to {high}.") from None

    def number(self, name: str) -> float | None:
        """A query argument that is a finite number, or None where it is missing."""
        raw = self.text(name)
        if not raw:
            return None
        try:
            value = float(raw)
        except ValueError:
            value = math.nan
        if not math.isfinite(value):
            raise Refused(400, f"{name} is a finite number.")
        return value

    def body(self, definition: str) -> dict[str, Any]:
        """The request's JSON body, checked against one definition of the contract."""
        try:
            content = json.loads(self.request.body, parse_constant=_not_json)
            validator(definition)(content)
        except SchemaError as fault:
            raise Refused(400, f"The request does not follow the contract: {fault}.") from None
        except (ValueError, RecursionError):
            raise Refused(400, "The request's body is not JSON.") from None
        checked: dict[str, Any] = content
        return checked

    def reply(self, body: Any) -> None:
        """Answer with a JSON body."""
        self.finish(encode(body))

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer `{message, position?, names?}`; what went wrong inside stays in the server's log."""
        fault = kwargs.get("exc_info", (None, None))[1]
        problem: dict[str, Any] = {"message": "The tracker failed here; the server's log says why."}
        if isinstance(fault, Refused):
            problem = fault.problem
        elif isinstance(fault, web.HTTPError):
            said = fault.log_message % fault.args if fault.log_message else fault.reason
            problem = {"message": said or f"Refused ({status_code})."}
        elif status_code < 500:
            problem = {"message": f"Refused ({status_code})."}
        self.set_header("Cache-Control", "no-store")
        self.finish(encode(problem))


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)


def listed(text: str) -> list[str]:
    """The names in a comma-separated query argument, in their order, each once."""
    return list(dict.fromkeys(_filled(text.split(","))))


def _filled(parts: Iterable[str]) -> Iterable[str]:
    return (part.strip() for part in parts if part.strip())
