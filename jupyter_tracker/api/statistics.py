"""What `import jupyter_tracker as jt` offers for many runs together: groups, pivots, tests, models, what moved.

Runs that people archived are left out. A metric is named (`acc`), or a column of the filter language
(`metrics.loss.min`); a param by its name or as `params.depth`. Only finished runs count, and of one configuration each
seed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from pandas import DataFrame
    from plotly.graph_objects import Figure


def groups(*by: str, filter: str | None = None, metrics: Sequence[str] | None = None) -> DataFrame:
    """Runs in groups: how many, and of each metric the mean, standard deviation, 95 % interval and best.

    `by` are params, other columns (`tags.stage`, `experiment`, `notebook`, `state`), `day`, or `configuration`. The
    column `differing` tells the params that are not the same inside. Raises FilterError.

        jt.groups("model", "depth", metrics=["acc"])
        jt.groups("configuration", filter='"study" in tags')
    """
    from . import findings

    return findings.groups(by, filter, metrics)


def pivot(down: str, across: str, metric: str, *, filter: str | None = None) -> DataFrame:
    """The mean of a metric, one param down and one across; `attrs` has n and the interval of each cell, and the table
    as `markdown` and as `latex` (booktabs), the best in bold. Raises FilterError.

        print(jt.pivot("model", "depth", "acc").attrs["latex"])
    """
    from . import findings

    return findings.pivot(down, across, metric, filter)


def configurations(metric: str, *, filter: str | None = None) -> DataFrame:
    """The configurations (all params but seeds and irrelevant ones) with n, mean, standard deviation and the 95 %
    interval by Student's t; `left_out` counts runs that are unfinished, repeat a seed or have no number.

    What is irrelevant people rule for good: `%track irrelevant NAME`. Raises FilterError.
    """
    from . import findings

    return findings.configurations(metric, filter)


def differences(
    metric: str,
    *,
    filter: str | None = None,
    method: Literal["t", "bootstrap"] = "t",
    baseline: Any = None,
) -> DataFrame:
    """Whether configurations really differ: the test by its name, the difference (second minus first) with its 95 %
    interval, p, and `adjusted`, p corrected for all the comparisons made (Holm).

    Paired where seeds match, otherwise Welch's t; or a bootstrap. With `baseline`, a run, each is compared with the
    configuration of that. Raises FilterError, RefError.
    """
    from . import findings

    return findings.differences(metric, filter, method, baseline)


def models(*refs: Any) -> DataFrame:
    """The fitted statistical models of runs as columns, their terms as rows, N and fit statistics below; `attrs` has
    the table as `latex` and `markdown`, and which may be compared by AIC, BIC and likelihood (`comparable`, `why_not`).

    Raises RefError, and StoreError where no run has a model with a table of its coefficients.
    """
    from . import findings

    return findings.models(refs)


def why_moved(first: Any = "@2", second: Any = "@1", metric: str | None = None) -> DataFrame:
    """What changed between two runs (params, code, data, packages, seed), ranked by what earlier runs say it does to a
    metric, by default the one that decides. `way` says by which evidence; `attrs` has the `sentence`, and how much
    seeds alone move it (`noise`). Raises RefError, and StoreError where the runs have no such metric in common.
    """
    from . import findings

    return findings.why_moved(first, second, metric)


def importance(metric: str, *, filter: str | None = None) -> DataFrame:
    """How much each param matters for a metric over the runs that finished: the share of variance between its values
    (ω²), and for numbers the rank correlation with its p. Raises FilterError.
    """
    from . import findings

    return findings.importance(metric, filter)


def chart(
    kind: str,
    *,
    filter: str | None = None,
    runs: Sequence[Any] | None = None,
    scope: Literal["store", "notebook"] = "store",
    **card: Any,
) -> Figure:
    """A chart of the runs that match a filter (or of `runs`) as a Plotly figure, the same as on the panel's board.
    `scope="notebook"` takes only those of the notebook that asks.

    `kind` is `curve` (of `metric`), `scatter` (`x`, `y`), `parallel` (`columns`), `bar` or `box` (`metric`, `by`),
    `histogram` (`column`), `importance` (`metric`), `correlation` (`columns`) or `progress` (`metric`). Params may be
    named alone; `colour` and `dash` are columns. Curves take `over` (`step`, `relative`, `time`, a metric), `smoothing`
    (a weight, or `{"method": "median", "amount": 21}`), `by` with `band` (`mean-ci`, `mean-std`, `mean-range`,
    `median-quartiles`, `median-range`), `log_x`, `log_y`. Raises FilterError for what is no column, ValueError for what
    a chart lacks or doesn't know.

        jt.chart("curve", metric="loss", by="lr", smoothing=0.6)
        jt.chart("scatter", x="lr", y="metrics.acc", colour="model")
    """
    from . import charting

    return charting.chart(kind, filter, runs, scope, card)
