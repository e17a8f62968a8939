"""What a person may ask of a replay, and how it is refused."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ...store.errors import StoreError

TOLERANCE = 1e-6
"""By so much of the greater one may two numbers differ and still be equal."""


@dataclass(frozen=True)
class Options:
    """How to replay.

    Attributes:
        yes: absolute paths may be written, commands run and the network reached.
        restore: inputs that changed or are missing are taken as recorded, from wherever there is a copy.
        anyway: inputs are taken as they are now.
        now: cells and local modules too are taken as they stand now, in the notebook and in their files.
        params: values to change, as Python source by name.
        secrets: values of masked names.
        tolerance: see TOLERANCE.
        keep: leave the copy of the folders where it is.
    """

    yes: bool = False
    restore: bool = False
    anyway: bool = False
    now: bool = False
    params: Mapping[str, str] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    tolerance: float = TOLERANCE
    keep: bool = False

    def __post_init__(self) -> None:
        """Refuse what no comparison can be made by. Raises ReplayError."""
        if not (self.tolerance >= 0 and math.isfinite(self.tolerance)):
            raise ReplayError(f"a tolerance is a number from 0 on, such as {TOLERANCE:g}, not {self.tolerance:g}")


class Bare(str):
    """The Python source of a text that was given without quotes, so that it may have been meant as something else."""

    @property
    def given(self) -> str:
        """The text as it was given."""
        return str(ast.literal_eval(self))


def param(text: str) -> tuple[str, str]:
    """`lr=0.01` as a name and Python source; what is no literal of Python is taken for text. Raises ReplayError."""
    name, equals, value = text.partition("=")
    if not name.strip() or not equals:
        raise ReplayError(f"a param is NAME=VALUE, not {text!r}")
    try:
        ast.literal_eval(value)
    except (ValueError, SyntaxError):
        value = Bare(repr(value))
    return name.strip(), value


class ReplayError(StoreError):
    """A replay cannot be begun; the message says what to do. `needs_yes`: what it would do that wants a yes."""

    def __init__(self, message: str, needs_yes: Sequence[Mapping[str, Any]] = ()) -> None:
        """Say what is in the way."""
        super().__init__(message)
        self.needs_yes = [dict(one) for one in needs_yes]
