"""Fingerprints: the same for the same content in any process, another one for any change, and nothing is disturbed."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from collections import OrderedDict, defaultdict, deque
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.capture.fingerprints import Room, fingerprint
from jupyter_tracker.capture.fingerprints.home import Home
from tests.kernels import ROOT

PLAIN = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.binary(max_size=9)
)
KEYS = st.integers() | st.text(max_size=9) | st.tuples(st.integers(), st.text(max_size=3))
VALUES = st.recursive(
    PLAIN | st.frozensets(KEYS, max_size=6) | st.sets(KEYS, max_size=6),
    lambda inner: st.lists(inner, max_size=12) | st.tuples(inner, inner) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


def shape(value: Any) -> str:
    """A text that tells plain values apart by type and content, sets without order."""
    if isinstance(value, (set, frozenset)):
        return f"{type(value).__name__}{sorted(map(shape, value))}"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}{[shape(one) for one in value]}"
    if isinstance(value, dict):
        return f"dict{[(shape(key), shape(one)) for key, one in value.items()]}"
    return f"{type(value).__name__}:{value!r}"


@given(VALUES)
def test_a_copy_has_the_same(value: Any) -> None:
    copy = pickle.loads(pickle.dumps(value))
    assert fingerprint(value).hash == fingerprint(copy).hash


@given(VALUES, VALUES)
def test_others_have_another(one: Any, other: Any) -> None:
    assert (fingerprint(one).hash == fingerprint(other).hash) == (shape(one) == shape(other))


@given(st.lists(PLAIN, min_size=1, max_size=60), st.data())
def test_any_entry_counts(items: list[Any], data: Any) -> None:
    place = data.draw(st.integers(0, len(items) - 1))
    new = data.draw(PLAIN)
    changed = [*items[:place], new, *items[place + 1 :]]
    same = shape(items[place]) == shape(new)
    assert (fingerprint(items).hash == fingerprint(changed).hash) == same


@given(
    st.sampled_from(["f8", "f4", "i8", "u1", "?", "c16", "M8[s]", "U3"]),
    st.lists(st.integers(1, 5), min_size=1, max_size=3),
    st.data(),
)
def test_any_element_of_an_array_counts(kind: str, size: list[int], data: Any) -> None:
    array = np.zeros(size, dtype=kind)
    before = fingerprint(array).hash
    assert fingerprint(array.copy()).hash == before
    place = tuple(data.draw(st.integers(0, one - 1)) for one in size)
    array[place] = np.ones(1, dtype="i8").astype(kind)[0]
    assert fingerprint(array).hash != before


@given(st.permutations(list(range(20)) + [f"k{n}" for n in range(20)]))
def test_sets_have_no_order(members: list[Any]) -> None:
    assert fingerprint(set(members)).hash == fingerprint(set(reversed(members))).hash


SOURCE = """
import numpy as np, pandas as pd, random, datetime, decimal, fractions, uuid, pathlib, re, enum
from collections import defaultdict, deque, Counter, OrderedDict
class Point:
    scale = 2
    def __init__(self): self.x, self.names, self.me = 1, {"b", "a", "c", "zz"}, self
    def size(self, n=3): return self.x * n
class Slotted:
    __slots__ = ("a", "b")
    def __init__(self): self.a = {"q", "r", "s"}
class Mode(enum.Enum): A = 1
def outer(k):
    def inner(v, *, w=(1, {"p", "q"})): return v in {"x", "y", "z", k}
    return inner
rng = np.random.default_rng(5); rng.random(3)
values = [Point(), Point, Slotted(), Mode.A, outer("s"), {"s", "t", ("u", 1), frozenset("abc")}, rng,
  np.random.RandomState(3), random.Random(4), {Point(), Point()}, [object()], deque(["a"], 3), defaultdict(list, a=[1]),
  Counter("hello"), OrderedDict(a=1), datetime.datetime(2020, 1, 2, tzinfo=datetime.timezone.utc),
  decimal.Decimal("1.50"), fractions.Fraction(1, 3), uuid.UUID(int=5), pathlib.PurePosixPath("a/b"), re.compile("a+"),
  range(5), slice(1, 2), ...,
  np.arange(12.0).reshape(3, 4).T, np.array([{"a", "b"}, None], dtype=object), np.float32(1.5), np.dtype("f4"),
  pd.DataFrame({"a": [1, 2], "b": ["x", None], "c": pd.Categorical(["u", "v"]),
    "d": pd.to_datetime(["2020", "2021"])}),
  pd.Series([1, None], dtype="Int64", name="s"), pd.MultiIndex.from_tuples([(1, "a"), (2, "b")]),
  pd.Timestamp("2020-01-01"), len, np.add, print, Point().size, iter([1]), (v for v in ())]
"""
IN_A_PROCESS = """
import json, sys
from jupyter_tracker.capture.fingerprints import fingerprint
from jupyter_tracker.capture.fingerprints.home import Home
names = {{"__name__": "__main__"}}
exec({source!r}, names)
print(json.dumps([fingerprint(value, home=Home(user_ns=names)).hash for value in names["values"]]))
"""


def test_the_same_in_processes_that_hash_otherwise() -> None:
    told = []
    for seed in ("1", "77"):
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
        code = IN_A_PROCESS.format(source=SOURCE)
        done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        told.append(json.loads(done.stdout))
    assert told[0] == told[1]
    assert len(set(told[0])) == len(told[0])


class Touchy:
    """Whoever asks it anything has gone too far."""

    def __init__(self) -> None:
        self.held = [1]

    def refuse(self, *given: Any) -> Any:
        raise AssertionError("code of the user's was called")

    __eq__ = __hash__ = __repr__ = __str__ = __len__ = __iter__ = __getattr__ = refuse  # type: ignore[assignment]
    __bool__ = __reduce__ = __getstate__ = __sizeof__ = __format__ = __contains__ = __getitem__ = __array__ = (
        __index__
    ) = refuse  # type: ignore[assignment]


@pytest.mark.parametrize("build", [list, tuple, dict, set], ids=lambda kind: str(kind.__name__))
def test_nothing_of_the_users_is_called(build: Any) -> None:
    class Own(build):  # type: ignore[misc, valid-type]
        __iter__ = __len__ = __repr__ = __eq__ = __getattr__ = Touchy.refuse
        __hash__ = None  # type: ignore[assignment]

        def items(self) -> Any:
            raise AssertionError

    for value in (Touchy(), [Touchy()], {"a": Touchy()}, Own(), [Own()]):
        first = fingerprint(value)
        assert first.same(fingerprint(value))


def test_iterators_stay_where_they_are() -> None:
    made = (n for n in range(3))
    numbers = iter([1, 2])
    with open(os.devnull) as file:
        for value in (made, numbers, map(str, [1]), file):
            assert fingerprint(value).opaque
    assert next(made) == 0 and next(numbers) == 1


def test_no_reference_is_kept() -> None:
    value = Touchy()
    before = sys.getrefcount(value), sys.getrefcount(value.held), sys.getrefcount(Touchy)
    found = fingerprint([value, {"x": value}])
    assert (sys.getrefcount(value), sys.getrefcount(value.held), sys.getrefcount(Touchy)) == before
    assert found.reach


def test_large_arrays_are_sampled_and_say_so() -> None:
    room = Room()
    small, large = np.zeros(1000), np.zeros(4_000_000)
    found = fingerprint(large, room)
    assert not found.whole and fingerprint(small, room).whole
    assert fingerprint(np.zeros(4_000_000)).hash == found.hash
    large[0] = 1
    assert fingerprint(large).hash != found.hash
    assert fingerprint(large, Room(whole=True)).whole


def test_what_was_changed_is_seen_and_changed_back_is_not() -> None:
    class Model:
        def __init__(self) -> None:
            self.weights, self.options = np.zeros(3), {"a": [1]}

    model = Model()
    first = fingerprint(model)
    model.weights[1] = 2
    assert not first.same(fingerprint(model))
    model.weights[1] = 0
    assert first.same(fingerprint(model))
    model.options["a"].append(2)
    assert not first.same(fingerprint(model))


def test_what_is_shared_is_told_by_reach() -> None:
    array = np.zeros(10)
    view, frame = array[2:4].reshape(1, 2), [array]
    reach = fingerprint(array).reach
    assert reach & fingerprint(view).reach and reach & fingerprint(frame).reach
    assert not reach & fingerprint(np.zeros(10)).reach
    assert fingerprint((1, "a", None)).atomic and not fingerprint([1]).atomic


def test_a_cycle_and_a_deep_nest_end() -> None:
    loop: list[Any] = [1]
    loop.append(loop)
    assert fingerprint(loop).whole
    deep: list[Any] = []
    for _ in range(5000):
        deep = [deep]
    assert fingerprint(deep).cut
    assert fingerprint([[n, [n]] for n in range(20_000)]).cut


def test_a_function_says_what_it_reads_and_binds() -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec("def f(a):\n    global total\n    total = a + base\n    helper.x = 1\n    return [other for _ in a]", names)
    home = Home(user_ns=names)
    found = fingerprint(names["f"], home=home)
    assert found.globals == {"base", "helper", "other"} and found.rebinds == {"total"} and found.patches == {"helper"}
    exec("def f(a):\n    return eval('base + 1')", names)
    assert {"base", "*"} <= fingerprint(names["f"], home=home).strings


def test_a_class_of_the_users_counts_in_its_objects() -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    exec("class C:\n    k = 1\n    def f(self): return 1\nc = C()", names)
    home = Home(user_ns=names)
    first = fingerprint(names["c"], home=home)
    names["C"].k = 2
    second = fingerprint(names["c"], home=home)
    assert not first.same(second)
    exec("def g(self): return 2\nC.f = g", names)
    assert not second.same(fingerprint(names["c"], home=home))


def test_summaries_show_enough_to_tell_a_difference() -> None:
    assert fingerprint(3).summary == {"type": "int", "value": 3}
    assert fingerprint("x" * 500).summary["value"].endswith("…")
    array = dict(fingerprint(np.arange(6.0).reshape(2, 3)).summary)
    assert (array["shape"], array["min"], array["max"], array["mean"]) == ([2, 3], 0.0, 5.0, 2.5)
    frame = dict(fingerprint(pd.DataFrame({"a": [1, 2]})).summary)
    assert (frame["rows"], frame["columns"], frame["first"]) == (2, 1, ["a"])
    assert fingerprint({"a": [1]}).summary["first"] == [["a", "<list>"]]
    assert fingerprint([date(2020, 1, 2)]).summary["first"] == ["2020-01-02"]


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (date(2020, 1, 2), "2020-01-02"),
        (datetime(2020, 1, 2, 3), "2020-01-02 03:00:00"),
        (timedelta(hours=1), "1:00:00"),
        (Decimal("0.10"), "0.10"),
        (Fraction(1, 3), "1/3"),
        (Path("a/b"), "a/b"),
        (pd.Timestamp("2020-01-02"), "2020-01-02 00:00:00"),
    ],
)
def test_values_that_say_all_of_themselves_are_shown(value: object, told: str) -> None:
    assert fingerprint(value).summary == {"type": type(value).__name__, "value": told}


def test_modules_are_shown_by_what_they_hold() -> None:
    module = ModuleType("settings")
    module.__dict__.update(RATE=0.5, __version__="1.2", _own=3)
    assert fingerprint(module).summary == {
        "type": "module", "name": "settings", "first": [["RATE", 0.5]], "version": "1.2",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (deque([1]), deque([1], 3)),
        (OrderedDict(a=1), {"a": 1}),
        (defaultdict(list), defaultdict(set)),
        (partial(int, base=2), partial(int, base=3)),
        (datetime(2020, 1, 1), datetime(2020, 1, 1, tzinfo=UTC)),
        (Path("a"), Path("b")),
        (0.0, -0.0),
        (1, True),
        (1, 1.0),
        ([], ()),
        (np.zeros(2, "f4"), np.zeros(2, "f8")),
        (np.zeros((2, 3)), np.zeros((3, 2))),
        (pd.Series([1], name="a"), pd.Series([1], name="b")),
        (pd.DataFrame({"a": [1]}), pd.DataFrame({"b": [1]})),
        (pd.Series([1], index=[0]), pd.Series([1], index=[1])),
    ],
)
def test_close_ones_are_told_apart(one: Any, other: Any) -> None:
    assert fingerprint(one).hash != fingerprint(other).hash


def test_what_is_another_each_time_is_told_apart() -> None:
    """Times and identities that objects keep count for the hash, and not for the steady one."""
    objects = [object() for _ in range(6)]

    def searched(seconds: float, place: int, score: float) -> Any:
        return fingerprint(
            {"fit_time": seconds, "known": {id(objects[place])}, "by": {id(objects[place]): 1}, "score": score}
        )

    one, other, better = searched(1.5, 0, 0.9), searched(2.5, 1, 0.9), searched(1.5, 0, 0.8)
    assert one.hash != other.hash and one.steady == other.steady and one.passing == {"clock", "address"}
    assert better.steady != one.steady
    assert fingerprint({"score": 1.5, "sizes": {16, 32}}).steady == ""
    assert fingerprint({f"{id(one)}_ib-0" for one in objects}).passing == {"address"}
    assert fingerprint({id(objects[0]), 2**24}).passing == {"address"}  # of a part of Python itself
    assert fingerprint({"2024_08", "2025_08"}).steady == ""


def test_texts_that_name_a_copy_count_as_the_original(monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_tracker.capture.fingerprints import plain

    there = [fingerprint(one) for one in ("/srv/a", Path("/srv/a"), ["/srv/a"] * 20, {"/srv/a": 1})]
    monkeypatch.setattr(plain, "_MOVED", [])
    plain.move("/tmp/copy", "")
    here = [fingerprint(one) for one in ("/tmp/copy/srv/a", Path("/tmp/copy/srv/a"))]
    here += [fingerprint(["/tmp/copy/srv/a"] * 20), fingerprint({"/tmp/copy/srv/a": 1})]
    assert [one.hash for one in here] == [one.hash for one in there]
    assert here[0].summary == there[0].summary


def test_memory_that_a_library_only_works_in_is_no_part_of_its_objects() -> None:
    class Model:
        def __init__(self, params: list[float], left_there: float) -> None:
            self.params = params
            self._tmp_like_exog = np.full(3, left_there)

    def told() -> list[str]:
        return [fingerprint(Model(params, left)).hash for params, left in (([1.0], 1.0), ([1.0], 2.0), ([2.0], 1.0))]

    one, again, _ = told()
    assert one != again
    Model.__module__ = "statsmodels.genmod"
    one, again, other = told()
    assert one == again != other
