"""One column of values over many runs, as arrays."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

NOTHING = -1
"""The code of a run without a text."""


@dataclass
class Values:
    """One column over some runs: `numbers` (float64, NaN where there is none), and for text `codes` (int32), places in
    `labels`, `NOTHING` where there is none. `given` says of params whether somebody set them (bool)."""

    numbers: Any
    codes: Any
    labels: list[str]
    given: Any = None

    def __len__(self) -> int:
        """How many runs."""
        return len(self.numbers)

    def take(self, places: Any) -> Values:
        """The same of some of the runs."""
        given = None if self.given is None else self.given[places]
        return Values(self.numbers[places], self.codes[places], self.labels, given)

    @property
    def is_text(self) -> bool:
        """Whether any run has a text here."""
        return bool((self.codes != NOTHING).any())

    @property
    def there(self) -> Any:
        """Which runs have a value (bool); NaN counts as none."""
        import numpy as np

        return ~np.isnan(self.numbers) | (self.codes != NOTHING)

    def at(self, place: int) -> float | str | None:
        """The value of one run."""
        if self.codes[place] != NOTHING:
            return self.labels[int(self.codes[place])]
        number = float(self.numbers[place])
        return None if math.isnan(number) else number
