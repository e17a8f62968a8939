"""Random generators: by the state they are in."""

from __future__ import annotations

from typing import Any

from jupyter_tracker.capture.fingerprints.record import identity


def generator(walk: Any, value: Any) -> None:
    """A Generator of NumPy; several may share one source of bits."""
    if walk.first(value):
        walk.say("generator")
        walk.reach.add(identity(value.bit_generator))
        walk.value(value.bit_generator.state)
        spawned = getattr(getattr(value.bit_generator, "seed_seq", None), "n_children_spawned", None)
        walk.value(spawned)


def random_state(walk: Any, value: Any) -> None:
    """A RandomState of NumPy."""
    if walk.first(value):
        walk.say("random state")
        walk.value(value.get_state(legacy=False))


def torch_generator(walk: Any, value: Any) -> None:
    """A Generator of torch; one on an accelerator is not asked."""
    if value.device.type != "cpu":
        walk.hide(value)
    elif walk.first(value):
        walk.say("torch generator")
        walk.value(value.get_state())
