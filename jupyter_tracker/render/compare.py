"""Runs beside each other: the page that `%track compare` answers with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from jupyter_tracker.analysis import formats, sentence
from jupyter_tracker.render import palette, pieces, svg
from jupyter_tracker.render.markup import (
    BAD,
    GOOD,
    MONO,
    change,
    esc,
    fold,
    heading,
    muted,
    name,
    page,
    state,
    swatch,
    table,
    value,
)

Comparison = Mapping[str, Any]
Curves = Mapping[str, Mapping[str, Sequence[svg.Point]]]
Rows = tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]
"""Metrics, and params that differ."""
CHARTS = 6


def html(comparison: Comparison, curves: Curves | None = None, *, colors: Mapping[str, str] | None = None) -> str:
    """A Comparison as static HTML.

    Args:
        comparison: what `analysis.comparison.compare` gave.
        curves: for each metric, by run id, its points as (step, value).
        colors: the colours that runs already have.
    """
    runs = comparison["runs"]
    shades = palette.assign([run["id"] for run in runs], colors)
    answers = comparison["sections"]
    parts = [f'<div style="font-size:14px;margin:2px 0 8px"><b>{esc(comparison["sentence"])}</b></div>']
    parts += [_values(comparison, shades), _charts(comparison, curves or {}, shades)]
    same = [row for row in comparison["params"] if not row["differs"]]
    if same:
        rows = [[name(row["name"]), value(next((v for v in row["values"] if v is not None), None))] for row in same]
        parts.append(fold(muted(f"{formats.plural(len(same), 'param')} the same"), table(["", ""], rows)))
    if len(runs) > 1:
        parts.append(_section("Code", answers["code"], _code(comparison)))
    parts.append(_section("Data", answers["inputs"], _inputs(comparison)))
    parts.append(_section("Environment", answers["environment"], _environment(comparison)))
    return page("".join(parts))


def _section(title: str, answer: str, body: str) -> str:
    return (
        fold(heading(title, esc(answer)), body)
        if body
        else f'<div style="margin:6px 0">{heading(title, esc(answer))}</div>'
    )


def _values(comparison: Comparison, shades: Mapping[str, str]) -> str:
    several = len(comparison["runs"]) > 1
    head = [
        "",
        *(_run_head(run, shades, several and run["id"] == comparison["baseline"]) for run in comparison["runs"]),
    ]
    first, also = _apart(comparison)
    count = len(also[0]) + len(also[1])
    rest = table(["", *("" for _ in comparison["runs"])], _rows(comparison, *also)) if count else ""
    return table(head, _rows(comparison, *first)) + (fold(heading("Also seen", str(count)), rest) if count else "")


def _apart(comparison: Comparison) -> tuple[Rows, Rows]:
    """The metrics and the params that differ: those that are worth showing at first, and all others."""
    different = [row for row in comparison["params"] if row["differs"]]

    def rows(first: bool) -> Rows:
        worthy = [[row for row in some if (row["name"] in comparison["foremost"]) == first] for some in both]
        return worthy[0], worthy[1]

    both = (comparison["metrics"], different)
    return rows(True), rows(False)


def _rows(
    comparison: Comparison, metrics: Sequence[Mapping[str, Any]], different: Sequence[Mapping[str, Any]]
) -> list[list[str]]:
    rows = [_metric(row) for row in metrics[: pieces.ROWS]]
    if different:
        rows.append([muted("params that differ"), *("" for _ in comparison["runs"])])
    for row in different[: pieces.ROWS]:
        texts = sentence.value_cells(row["values"])
        cells = [value(found, text) for found, text in zip(row["values"], texts, strict=True)]
        rows.append([name(row["name"], 40), *cells])
    return rows


def _run_head(run: Mapping[str, Any], shades: Mapping[str, str], baseline: bool) -> str:
    mark = f" {muted('baseline')}" if baseline else ""
    odd = f" {state(run['state'])}" if run["state"] != "finished" else ""
    return f"{swatch(shades[run['id']])}{name(run['name'], 40)} {muted(esc(run['id'][:6]))}{mark}{odd}"


def _metric(row: Mapping[str, Any]) -> list[str]:
    arrow = {"up": " ↑", "down": " ↓"}.get(row["direction"] or "", "")
    cells = [name(row["name"], 40) + muted(arrow)]
    for place, (found, delta) in enumerate(zip(row["values"], row["deltas"], strict=True)):
        shown = value(found, None, row.get("unit"))
        best = place in row["best"]
        tail = [change(delta, row["direction"]), muted("best") if best and len(row["values"]) > 2 else ""]
        cells.append(" ".join(part for part in (f"<b>{shown}</b>" if best else shown, *tail) if part))
    return cells


def _charts(comparison: Comparison, curves: Curves, shades: Mapping[str, str]) -> str:
    labels = dict(zip((run["id"] for run in comparison["runs"]), sentence.labels(comparison["runs"]), strict=True))
    wanted = [
        row["name"] for row in comparison["metrics"] if any(map(svg.drawable, curves.get(row["name"], {}).values()))
    ]
    drawn = [
        pieces.chart(
            metric,
            [svg.Curve(labels[run], points, shades[run]) for run, points in curves[metric].items() if run in labels],
        )
        for metric in wanted[:CHARTS]
    ]
    more = muted(f"and {formats.plural(len(wanted) - CHARTS, 'more curve')}") if len(wanted) > CHARTS else ""
    return f'<div style="margin:8px 0">{"".join(drawn)}{more}</div>' if drawn else ""


def _code(comparison: Comparison) -> str:
    names = sentence.labels(comparison["runs"])
    parts = []
    for label, code in zip(names, comparison["code"], strict=True):
        if not code["same"]:
            parts.append(f"<div>{name(label)} {muted(formats.plural(code['lines'], 'line'))}</div>{diff(code['diff'])}")
    return "".join(parts)


def diff(lines: Sequence[Mapping[str, str]]) -> str:
    """A source diff: added and removed lines told apart by their sign, a bar and a tint."""
    tints = {"+": GOOD, "-": BAD}
    shown = []
    for line in lines:
        tint = tints.get(line["op"])
        style = f"background:{tint}26;border-left:3px solid {tint}" if tint else "border-left:3px solid transparent"
        sign = {"-": "−"}.get(line["op"], line["op"])
        text = _code_text(line["text"])
        shown.append(f'<div style="{style};padding-left:6px;white-space:pre">{sign} {text}</div>')
    return f'<div style="{MONO};font-size:12px;overflow-x:auto;margin:2px 0 8px">{"".join(shown)}</div>'


def _code_text(text: str) -> str:
    """A line of source with its indentation, which `esc` would take away."""
    indent = len(text) - len(text.lstrip())
    return " " * len(text[:indent].expandtabs(4)) + esc(text)


def _inputs(comparison: Comparison) -> str:
    rows = []
    for row in comparison["inputs"][: pieces.ROWS]:
        cells = [
            f"{pieces.short_hash(found)} {muted(esc(formats.size(size)))}"
            for found, size in zip(row["hashes"], row["sizes"], strict=True)
        ]
        mark = "differs" if row["differs"] and len(comparison["runs"]) > 1 else ""
        rows.append([name(row["path"]), *cells, muted(mark)])
    return (
        table(["file", *(name(label, 32) for label in sentence.labels(comparison["runs"])), ""], rows) if rows else ""
    )


def _environment(comparison: Comparison) -> str:
    head = ["", *(name(label, 32) for label in sentence.labels(comparison["runs"]))]
    rows = [[name(row["name"]), *map(value, row["values"])] for row in comparison["packages"]["differs"]]
    rows += [[name(row["name"]), *map(value, row["values"])] for row in comparison["environment"] if row["differs"]]
    same = [row for row in comparison["environment"] if not row["differs"]]
    count = formats.plural(comparison["packages"]["same"], "package")
    folded = fold(
        muted(f"{formats.plural(len(same), 'setting')} and {count} the same"),
        table(["", ""], [[name(row["name"]), value(row["values"][0])] for row in same]),
    )
    return (table(head, rows) if rows else "") + (folded if same else "")


def text(comparison: Comparison) -> str:
    """The same as plain text: the sentence, then metrics and the params that differ as an aligned table."""
    from jupyter_tracker.render.text import aligned

    names = sentence.labels(comparison["runs"])
    head = ["", *(formats.shortened(label, 28) for label in names)]
    rows = []
    (metrics, different), also = _apart(comparison)
    for row in metrics:
        cells = sentence.metric_cells(row)
        rows.append([row["name"], *(f"{c} *" if place in row["best"] else c for place, c in enumerate(cells))])
    rows += [[row["name"], *sentence.value_cells(row["values"])] for row in different]
    count = len(also[0]) + len(also[1])
    more = [f"+{count} also seen: {', '.join(formats.clean(row['name']) for row in [*also[0], *also[1]][:12])}"]
    answers = [f"{title}: {answer}" for title, answer in comparison["sections"].items() if title != "metrics"]
    return "\n".join([comparison["sentence"], "", aligned(head, rows), *(more if count else []), "", *answers])
