"""Library functions are watched where the user's code calls them, and nothing about them changes."""

from __future__ import annotations

import pickle
import traceback
from typing import Any

import pytest

from jupyter_tracker.capture.inspectors import registry
from jupyter_tracker.capture.inspectors.base import Call, Inspector, Watch
from tests.inspectors.conftest import Bench


class Colors(Inspector):
    """A library with plain functions, a method, a private name and a recursive one: `colorsys` and `fractions`."""

    def watches(self) -> list[Watch]:
        return [
            Watch("colorsys:rgb_to_hls", lambda call: call.metric("light", call.result[1]), own=True),
            Watch("colorsys:hls_to_rgb", lambda call: call.param("hue", call.args["h"]), start=True),
            Watch("fractions:Fraction.limit_denominator", _limited),
        ]


def _limited(call: Call) -> None:
    call.point({"limited": float(call.result)}, call.args["max_denominator"])


@pytest.fixture(autouse=True)
def colors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_loaded", {"colorsys": [Colors()], "fractions": []})
    monkeypatch.setattr(registry, "_points", {"colorsys": [], "fractions": []})


def test_calls_of_the_users_code_are_seen_with_where_they_stand(bench: Bench) -> None:
    told = bench.run("""
        from colorsys import rgb_to_hls, hls_to_rgb
        def lightness(r):
            return rgb_to_hls(r, 0.2,
                              0.2)[1]
        lightness(0.4)
        hls_to_rgb(0.1, 0.2, 0.3)
    """)
    assert told.metrics == {"light": pytest.approx(0.3)} and told.params == {"hue": 0.1}
    where = told.items[0].where
    assert (where.line, where.fn, where.text) == (4, "lightness", "rgb_to_hls(r, 0.2, 0.2)")


def test_nothing_is_seen_of_calls_that_a_library_makes(bench: Bench) -> None:
    bench.names["a_librarys"] = lambda function: function(0.1, 0.2, 0.3)  # this file is nobody's cell
    told = bench.run("""
        from colorsys import rgb_to_hls
        a_librarys(rgb_to_hls)
        rgb_to_hls(0.3, 0.3, 0.3)
    """)
    assert [item.value for item in told.items] == [0.3]


def test_methods_are_seen_wherever_they_are_called_from(bench: Bench) -> None:
    told = bench.run("""
        import colorsys
        from fractions import Fraction
        [Fraction(3.14).limit_denominator(n) for n in (10, 100)]
    """)
    assert told.points["limited"] == [(10.0, pytest.approx(22 / 7)), (100.0, pytest.approx(3.14))]


def test_functions_stay_the_same_objects_and_tell_faults_as_ever(bench: Bench) -> None:
    import colorsys

    before, code = colorsys.rgb_to_hls, colorsys.rgb_to_hls.__code__
    bench.run("from colorsys import rgb_to_hls\nrgb_to_hls(0.1, 0.2, 0.3)")
    assert bench.names["rgb_to_hls"] is before and pickle.loads(pickle.dumps(before)) is before
    own = _trace(lambda: before("a", 1, 2))
    bench.watch.close()
    assert colorsys.rgb_to_hls.__code__ is code
    assert _trace(lambda: before("a", 1, 2)) == own


def _trace(fails: Any) -> list[str]:
    try:
        fails()
    except TypeError as error:
        return traceback.format_exception(error)[3:]
    raise AssertionError("does not fail")
