"""What a line magic answers: static HTML where it is shown, plain text elsewhere."""

from __future__ import annotations

from typing import Any


class Answer:
    """Shown below the cell as HTML without script, in a terminal as text."""

    def __init__(self, text: str, html: str | None = None) -> None:
        """`html` may be left out where a line of text says it all."""
        self.text = text
        self._html = html

    def __repr__(self) -> str:
        """The text."""
        return self.text

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        for number, line in enumerate(self.text.splitlines()):
            if number:
                printer.break_()
            printer.text(line)

    def _repr_html_(self) -> str | None:
        return self._html
