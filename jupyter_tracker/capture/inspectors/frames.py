"""Which frames are results that a person would keep, and which are data: judged by their names, labels and size.

Signs speak for or against; a frame is a result where those for it weigh more. No frame is read further than the first
200 rows and 30 columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Cut, Facts, TableKind
from jupyter_tracker.capture.inspectors.fitted import finite
from jupyter_tracker.capture.judgement import is_metric_name, words
from jupyter_tracker.capture.records import MAX_COLUMNS, MAX_ROWS

RESULT_WORDS = frozenset(
    """results result res scores score summary comparison compare report table metrics metric stats statistics
    importance importances leaderboard ranking pivot agg aggregated grouped counts corr correlation correlations
    confusion cm crosstab performance perf evaluation errors coefs coef coefficients ablation benchmark anova describe
    description desc means medians rates shares history vif""".split()
)
DATA_WORDS = frozenset(
    """dataset train test val valid validation x y raw features feature labels label target targets samples sample rows
    row inputs input batch pred preds predictions prediction predicted submission proba residuals""".split()
)
VAGUE_WORDS = frozenset("df data frame dfs dat tmp".split())
STATISTICS = frozenset(
    """count mean std min max median sum sem var unique top freq skew kurt proportion nunique 25% 50% 75% q1 q3
    null_count""".split()
)
SETTINGS = frozenset(
    """model method classifier regressor algorithm estimator optimizer kernel config experiment run params c alpha lr k
    depth max_depth n_estimators n_clusters epoch fold seed threshold degree""".split()
)
ESTIMATES = frozenset(
    """coef coefficient estimate std err stderr std_err std_error t z f p pvalue p-value p-val p_value pr(>f) p>|t|
    p>|z| pr(>|t|) [0.025 0.975] odds_ratio se vif importance""".split()
)


@dataclass(slots=True)
class View:
    """The part of a frame that is looked at: its columns in lists, at most 200 long.

    `keys` are the columns of its index by name, [] where it only counts; `labelled` says that the index has labels of
    its own, `headed` that the columns have a name in common, as a pivot's, `loaded` that it was read from a file;
    `rows` and `width` are what the whole frame has.
    """

    columns: list[str]
    data: list[list[Any]]
    rows: int
    width: int
    keys: dict[str, list[Any]] = field(default_factory=dict)
    labelled: bool = False
    headed: bool = False
    loaded: bool = False


def too_large(name: str, rows: int, width: int) -> bool:
    """Whether a frame need not be looked at: bigger than a table, and its name does not say that it is a result."""
    return (rows > MAX_ROWS or width > MAX_COLUMNS) and not words(name) & RESULT_WORDS or not rows or not width


def told(name: str, view: View) -> Facts | None:
    """A result frame as a table under its name, with the metrics that one with a single row or column stands for."""
    numeric = [at for at, column in enumerate(view.data) if _is_numeric(column)]
    weight = _weight(name, view, [view.columns[at] for at in numeric])
    mostly = len(numeric) * 2 >= len(view.columns) or weight > 2
    if not numeric or not mostly or weight < _needed(view):
        return None
    facts = as_table(name, view)
    facts.metrics.update({_full(name, key): value for key, value in _metrics(view, numeric)})
    return facts


def as_table(name: str, view: View) -> Facts:
    """A frame as a table, whatever it is."""
    columns = [*view.keys, *view.columns]
    rows = [list(row) for row in zip(*view.keys.values(), *view.data, strict=True)]
    what: TableKind = "confusion" if words(name) & {"confusion", "cm"} else "table"
    return Facts(tables={name: (columns, Cut(rows, view.rows))}, what={name: what})


def _needed(view: View) -> int:
    """How much must speak for a frame: more for a big one, and for one whose rows only count, as those of data do."""
    if view.rows > MAX_ROWS or view.width > MAX_COLUMNS:
        return 3
    return 1 if view.labelled else 2


def _weight(name: str, view: View, numeric: Sequence[str]) -> int:
    """Signs for a result less signs against."""
    own = words(name)
    labels = _labels(view)
    found = 2 if own & RESULT_WORDS else -2 if own & DATA_WORDS else -1 if own & VAGUE_WORDS else 0
    measured = sum(map(is_metric_name, numeric))
    found += 3 if measured * 2 > len(numeric) else 1 if measured else 0
    found += bool(measured) and any(label.lower() in SETTINGS for label in view.columns)
    found += 2 if labels and sum(map(is_metric_name, labels)) * 2 >= len(labels) else 0
    found += (
        2 if _known(view.columns, STATISTICS) or _known(labels, STATISTICS) or _known(view.columns, ESTIMATES) else 0
    )
    found += view.labelled + view.headed - 3 * view.loaded
    return found - (view.rows > 50 and not view.labelled)


def _known(labels: Sequence[str], vocabulary: frozenset[str]) -> bool:
    """Whether at least two labels, or the only one, are of a vocabulary; of `acc.mean` the last part counts."""
    found = sum(label.lower() in vocabulary or label.lower().rpartition(".")[2] in vocabulary for label in labels)
    return found >= min(2, len(labels)) and found > 0


def _labels(view: View) -> list[str]:
    """What the rows are called: by the index, or by the only column of text."""
    if view.keys:
        column = list(view.keys.values())[-1]
    else:
        text = [column for column in view.data if column and all(type(item) is str for item in column)]
        column = text[0] if len(text) == 1 else []
    return column[:MAX_COLUMNS] if all(type(item) is str for item in column) else []


def _is_numeric(column: Sequence[Any]) -> bool:
    """Whether there are numbers in a column, and nothing else but gaps."""
    kinds = set(map(type, column)) - {type(None)}
    if kinds <= {int, float}:
        return bool(kinds)
    return all(values.number(item) is not None for item in column if item is not None)


def _metrics(view: View, numeric: Sequence[int]) -> list[tuple[str, float]]:
    """One row of metric-named columns, or one column of metric-named rows."""
    if view.rows == 1:
        pairs = [(view.columns[at], view.data[at][0]) for at in numeric]
    elif len(numeric) == 1 and len(view.data) - len(numeric) <= 1 and view.rows <= MAX_COLUMNS:
        pairs = list(zip(_labels(view), view.data[numeric[0]], strict=False))
    else:
        return []
    found = [(label, number) for label, value in pairs if (number := finite(value)) is not None]
    return [(label, number) for label, number in found if is_metric_name(label)]


def _full(name: str, key: str) -> str:
    """`results` of `accuracy` is `accuracy`; of a variable whose name says something it is `name.accuracy`."""
    return key if not name or words(name) & (RESULT_WORDS | VAGUE_WORDS) else f"{name}.{key}"
