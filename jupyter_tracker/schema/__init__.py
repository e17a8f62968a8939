"""The one contract of events and REST bodies, as JSON Schema, and validators made from it."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any, Literal

REST_VERSION = 1
"""Version of the REST contract; grows when a body changes so that an older panel would misread it."""

Schema = Literal["rest", "events"]


class SchemaError(ValueError):
    """A body does not follow the contract; the text says where."""


@cache
def load(name: Schema) -> dict[str, Any]:
    """The schema document `name` as a dict (shared: do not change it)."""
    text = files(__package__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


@cache
def validator(definition: str, name: Schema = "rest") -> Callable[[Any], None]:
    """A compiled check against one definition of a schema; it raises SchemaError.

    Raises KeyError when the schema has no such definition.
    """
    import fastjsonschema

    document = load(name)
    if definition not in document["definitions"]:
        raise KeyError(definition)
    part = {
        "$schema": document["$schema"],
        "$ref": f"#/definitions/{definition}",
        "definitions": document["definitions"],
    }
    compiled = fastjsonschema.compile(part)

    def check(body: Any) -> None:
        try:
            compiled(body)
        except fastjsonschema.JsonSchemaException as fault:
            raise SchemaError(str(fault).replace("data", definition, 1)) from None

    return check
