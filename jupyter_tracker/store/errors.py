"""What the store can refuse, each with what a person can do about it."""

from __future__ import annotations

from collections.abc import Sequence


class StoreError(Exception):
    """The store cannot be used as asked; the message says what to do."""


class RefError(StoreError):
    """A reference names no run, or more than one; `names` holds what was close to it."""

    def __init__(self, message: str, names: Sequence[str] = ()) -> None:
        """Keep `names`, the references that would have worked."""
        super().__init__(message)
        self.names = list(names)


class FilterError(StoreError):
    """A filter that is wrong at `position` (index into its text); `names` holds the names there are."""

    def __init__(self, message: str, position: int = 0, names: Sequence[str] = (), text: str = "") -> None:
        """Keep where in `text` it went wrong and the names that would be right there."""
        super().__init__(message)
        self.message = message
        self.position = position
        self.names = list(names)
        self.text = text

    def __str__(self) -> str:
        """The message, and below it the filter with a caret at the place."""
        if not self.text:
            return self.message
        return f"{self.message}\n  {self.text}\n  {' ' * self.position}^"
