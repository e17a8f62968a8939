"""What counts as a value, and that nothing of the user's runs when it is read."""

from __future__ import annotations

import argparse
import collections
import dataclasses
import datetime
import enum
import gc
import pathlib
import types
import weakref
from typing import Any

import numpy as np
import pytest

from jupyter_tracker.capture.values import MISSING, flatten, is_config, number, scalar


class Evil:
    """Everything that could be asked of it raises."""

    def _no(self, *_: object) -> Any:
        raise AssertionError("the user's code was run")

    __repr__ = __str__ = __float__ = __int__ = __len__ = __iter__ = __bool__ = __eq__ = _no  # type: ignore[assignment]
    __hash__ = None  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"{name} was asked for")

    @property
    def __class__(self) -> Any:
        raise AssertionError("its class was asked for")


class EvilDict(dict):  # type: ignore[type-arg]
    def items(self) -> Any:
        raise AssertionError("items() was called")

    __iter__ = __getitem__ = items  # type: ignore[assignment]


@dataclasses.dataclass
class Config:
    lr: float = 0.1
    layers: tuple[int, ...] = (8, 4)
    inner: dict[str, Any] = dataclasses.field(default_factory=lambda: {"act": "relu"})


@dataclasses.dataclass(slots=True)
class Slotted:
    a: int = 1


class Color(enum.Enum):
    RED = 1


Pair = collections.namedtuple("Pair", "x y")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (True, True), (None, None), (np.float32(0.5), 0.5), (np.int64(3), 3), (np.array(2.5), 2.5),
        (np.bool_(True), True),        (np.str_("a"), "a"), (pathlib.PurePosixPath("a/b"), "a/b"),
        (Color.RED, "RED"), (np.dtype("f4"), "float32"),
        (datetime.date(2026, 1, 2), "2026-01-02"), (np.array([1.0]), MISSING), (object(), MISSING), (10**400, MISSING),
        (b"x", MISSING), (1j, MISSING),
    ],
)  # fmt: skip
def test_scalars(value: Any, expected: Any) -> None:
    found = scalar(value)
    assert found is expected or (found == expected and type(found) is type(expected))


def test_numbers_are_no_bools_and_no_texts() -> None:
    assert [number(v) for v in (1, 2.5, np.float64(3), np.array(4))] == [1, 2.5, 3.0, 4]
    assert [number(v) for v in (True, np.bool_(True), "1", None, [1], 10**400, Color.RED)] == [None] * 7


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Config(), {"c.lr": 0.1, "c.layers": [8, 4], "c.inner.act": "relu"}),
        (Slotted(), {"c.a": 1}),
        (Pair(1, "b"), {"c.x": 1, "c.y": "b"}),
        (argparse.Namespace(lr=1, name="x"), {"c.lr": 1, "c.name": "x"}),
        (types.SimpleNamespace(z=None), {"c.z": None}),
        ({"a": {"b": [1, 2]}, 3: "x"}, {"c.a.b": [1, 2], "c.3": "x"}),
        (EvilDict(a=1), {"c.a": 1}),
        ({"act": max, "kind": dict}, {"c.act": "max", "c.kind": "dict"}),
        ({str(i): i for i in range(500)}, {}),
        ({"a": {"b": {"c": {"d": {"e": 1}}}}}, {}),
        ([], {}), (list(range(100)), {}), ({"rows": [{"a": 1}]}, {}),
    ],
)  # fmt: skip
def test_settings_become_dotted_names(value: Any, expected: dict[str, Any]) -> None:
    assert dict(flatten("c", value)) == expected


def test_pydantic_like_models_are_read_by_their_fields() -> None:
    class Model:
        __pydantic_fields__ = {"lr": None}

        def __init__(self) -> None:
            self.__dict__.update(lr=0.1, _private=2)

    assert flatten("m", Model()) == [("m.lr", 0.1)]


def test_nothing_of_the_users_is_run() -> None:
    evil = Evil()
    assert scalar(evil) is MISSING and number(evil) is None
    assert flatten("e", evil) == [] and not is_config(evil)
    assert flatten("d", {"a": evil, "b": 1}) == [("d.b", 1)]


def test_generators_are_not_consumed_and_nothing_is_kept() -> None:
    items = iter([1, 2, 3])
    stream = (item for item in items)
    assert flatten("g", stream) == [] and next(stream) == 1
    config = Config()
    gone = weakref.ref(config)
    flatten("c", config)
    del config
    gc.collect()
    assert gone() is None


def test_a_tensor_is_only_read_where_that_costs_no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A library is known by the classes it defines; this one says which tensors were waited for."""

    class Tensor:
        ndim = 0

        def __init__(self, value: float, device: str) -> None:
            self.held, self.device = value, types.SimpleNamespace(type=device)

        def is_complex(self) -> bool:
            return False

        def detach(self) -> Tensor:
            return self

        def item(self) -> float:
            assert self.device.type == "cpu", "waited for the accelerator"
            return self.held

    Tensor.__module__ = "torch"
    torch = types.ModuleType("torch")
    torch.__dict__.update(Tensor=Tensor, nn=types.SimpleNamespace(Parameter=Tensor), dtype=Color, device=Pair)
    monkeypatch.setitem(__import__("sys").modules, "torch", torch)
    assert number(Tensor(0.5, "cpu")) == 0.5
    assert number(Tensor(0.5, "cuda")) is None


def test_long_text_is_cut() -> None:
    assert len(scalar("x" * 5000)) == 1000
