"""One column of values over many runs, as arrays."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
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
    _part_of: tuple[Values, Any] | None = field(default=None, repr=False)
    _alike: Any = field(default=None, repr=False)

    @classmethod
    def nothing(cls, count: int, given: bool = False) -> Values:
        """So many runs without a value."""
        import numpy as np

        numbers, codes = np.full(count, math.nan), np.full(count, NOTHING, dtype=np.int32)
        return cls(numbers, codes, [], np.zeros(count, dtype=bool) if given else None)

    def __len__(self) -> int:
        """How many runs."""
        return len(self.numbers)

    def take(self, places: Any) -> Values:
        """The same of some of the runs."""
        given = None if self.given is None else self.given[places]
        return Values(self.numbers[places], self.codes[places], self.labels, given, (self, places))

    @property
    def is_text(self) -> bool:
        """Whether any run has a text here."""
        return bool((self.codes != NOTHING).any())

    @property
    def there(self) -> Any:
        """Which runs have a value (bool); NaN counts as none."""
        import numpy as np

        return ~np.isnan(self.numbers) | (self.codes != NOTHING)

    @property
    def alike(self) -> Any:
        """A whole number for each run (int32), the same for runs with the same value, `NOTHING` where there is none.

        Worked out once for all the runs that these were taken from.
        """
        import numpy as np

        if self._part_of is not None:
            whole, places = self._part_of
            if len(self) * 4 > len(whole) or whole._alike is not None:
                return whole.alike[places]
        if self._alike is None:
            distinct, ranks = np.unique(self.numbers, return_inverse=True)  # NaN is the last of them, and one
            found = np.where(self.codes != NOTHING, self.codes + len(distinct), ranks)
            self._alike = np.where(self.there, found, NOTHING).astype(np.int32)
        return self._alike

    def at(self, place: int) -> float | str | None:
        """The value of one run."""
        if self.codes[place] != NOTHING:
            return self.labels[int(self.codes[place])]
        number = float(self.numbers[place])
        return None if math.isnan(number) else number

    def grow(self, count: int) -> None:
        """Make room for so many runs in all; those that come have no value yet."""
        import numpy as np

        if count > len(self):
            more = Values.nothing(count - len(self), self.given is not None)
            self.numbers = np.concatenate([self.numbers, more.numbers])
            self.codes = np.concatenate([self.codes, more.codes])
            self.given = None if self.given is None else np.concatenate([self.given, more.given])
            self.changed()

    def coded(self, texts: Iterable[str | None]) -> Any:
        """The codes of texts, which become labels where they are none yet."""
        import numpy as np

        known: dict[str | None, int] = {label: code for code, label in enumerate(self.labels)}
        known[None] = NOTHING
        found = []
        for text in texts:
            code = known.get(text)
            if code is None and text is not None:
                code = known[text] = len(self.labels)
                self.labels.append(text)
            found.append(code)
        return np.array(found, dtype=np.int32)

    def changed(self) -> None:
        """Forget what was worked out of values that are others now."""
        self._alike = None
