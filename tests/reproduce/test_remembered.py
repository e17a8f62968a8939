"""Which names share something: as a plain search through all that they hold would find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jupyter_tracker.capture.effects.memory import Remembered
from jupyter_tracker.capture.fingerprints import Fingerprint

NAMES = st.sampled_from("abcdef")
REACHES = st.frozensets(st.integers(0, 9), max_size=4)
STEPS = st.lists(st.tuples(NAMES, st.one_of(st.none(), REACHES)), max_size=25)


def searched(held: dict[str, frozenset[int]], begin: str) -> set[str]:
    found = {begin}
    while True:
        reach = frozenset[int]().union(*(held.get(name, frozenset()) for name in found))
        more = found | {name for name, numbers in held.items() if numbers & reach}
        if more == found:
            return found
        found = more


@given(STEPS)
def test_names_that_share_something_are_found_whatever_was_bound_and_forgotten_before(
    steps: list[tuple[str, frozenset[int] | None]],
) -> None:
    remembered, held = Remembered(), dict[str, frozenset[int]]()
    for name, reach in steps:
        if reach is None:
            remembered.forget(name)
            held.pop(name, None)
        else:
            remembered.put(name, Fingerprint("", reach=reach))
            held[name] = reach
        for begin in "abcdef":
            assert remembered.sharing([begin]) == searched(held, begin)


@given(STEPS, NAMES)
def test_what_hides_something_shares_with_who_held_it(
    steps: list[tuple[str, frozenset[int] | None]], blind: str
) -> None:
    remembered, held = Remembered(), dict[str, frozenset[int]]()
    for name, reach in steps:
        remembered.put(name, Fingerprint("", reach=reach or frozenset()))
        held[name] = reach or frozenset()
    remembered.link([blind], held)
    everything = frozenset[int]().union(*held.values())
    assert {name for name, reach in held.items() if reach & everything} <= remembered.sharing([blind])
