"""Tables as text to paste: Markdown, and LaTeX as the booktabs package draws it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from jupyter_tracker.analysis import formats, sentence

_LATEX = {
    "\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
    "~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': r"\textquotedbl{}", "±": r"$\pm$", formats.MINUS: "$-$", "–": "--", "×": r"$\times$",
    "²": r"$^2$", "→": r"$\rightarrow$", "…": r"\ldots{}",
}  # fmt: skip


@dataclass
class TextTable:
    """A table of plain texts: `head`, `rows`, and `foot`, more rows below a rule. `strong` are the (row, column) places
    in `rows` that stand out; `notes` are lines below the table. The first column is text, the others are numbers."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    foot: Sequence[Sequence[str]] = ()
    strong: frozenset[tuple[int, int]] = frozenset()
    notes: Sequence[str] = field(default_factory=tuple)


def markdown(table: TextTable) -> str:
    """The table where Markdown is read; nothing in a cell acts on Markdown or HTML."""
    lines = [sentence.row([sentence.cell(text) for text in table.head])]
    lines.append("|" + " --- |" + " ---: |" * (len(table.head) - 1))
    for at, row in enumerate(table.rows):
        cells = [sentence.cell(text) for text in row]
        lines.append(sentence.row([f"**{c}**" if (at, n) in table.strong else c for n, c in enumerate(cells)]))
    lines += [sentence.row([sentence.cell(text) for text in row]) for row in table.foot]
    if table.notes:
        lines += ["", *(sentence.cell(note) for note in table.notes)]
    return "\n".join(lines) + "\n"


def latex(table: TextTable) -> str:
    r"""The table as a `tabular` between `\toprule` and `\bottomrule` (`\usepackage{booktabs}`); every cell escaped."""
    lines = [
        rf"\begin{{tabular}}{{l{'r' * (len(table.head) - 1)}}}",
        r"\toprule",
        _latex_row([escaped(text) for text in table.head]),
        r"\midrule",
    ]
    for at, row in enumerate(table.rows):
        cells = [escaped(text) for text in row]
        lines.append(_latex_row([rf"\textbf{{{c}}}" if (at, n) in table.strong else c for n, c in enumerate(cells)]))
    if table.foot:
        lines += [r"\midrule", *(_latex_row([escaped(text) for text in row]) for row in table.foot)]
    lines += [r"\bottomrule", r"\end{tabular}"]
    return "\n".join([*lines, *(f"% {formats.clean(note)}" for note in table.notes)]) + "\n"


def _latex_row(cells: Sequence[str]) -> str:
    # A line that begins with [ would be read as the space after the row before it.
    first = f"{{}}{cells[0]}" if cells and cells[0].startswith("[") else cells[0] if cells else ""
    return " & ".join([first, *cells[1:]]) + r" \\"


def escaped(text: str) -> str:
    """Text of which LaTeX prints every character."""
    return "".join(_LATEX.get(char, char) for char in formats.clean(text))
