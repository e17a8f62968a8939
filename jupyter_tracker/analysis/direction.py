"""Whether more of a metric is better, judged by its name and by what people have ruled; and which metric decides."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from jupyter_tracker.analysis.learnt import Learnt

Direction = Literal["up", "down"]

_UP = frozenset(
    "acc accuracy f1 f2 fbeta auc auroc aupr auprc auroc roc precision recall sensitivity specificity r2 score map ap "
    "iou miou dice jaccard bleu rouge meteor chrf mrr mcc kappa ndcg hits hit psnr ssim reward return returns gain "
    "throughput fps speed likelihood loglik llf elbo silhouette purity nmi ari win wins winrate rsquared corrcoef "
    "success exact em pass tpr tnr ppv npv coverage similarity r2adj top".split()
)
_DOWN = frozenset(
    "loss losses err error errors mae mse rmse mape smape wmape rmsle msle mase logloss crossentropy xent ce bce nll "
    "perplexity ppl bpc bpb fid kid wer cer ter kl divergence brier ece hinge deviance aic bic distance dist regret "
    "fpr fnr fdr misclassified mistakes failures cost residual rss inertia gap overfit energy penalty".split()
)
_TIME = frozenset(
    "time second seconds secs sec ms latency duration elapsed runtime walltime wall cpu memory mem vram bytes".split()
)
_SPREAD = frozenset("std stdev var variance sem count counts num epoch epochs step steps iteration iterations".split())
_COUNTS = frozenset("n num nb number count".split())
_PLACES = frozenset("idx index argmax argmin".split())
_NEGATED = frozenset("neg negative minus".split())
_HELD_OUT = frozenset("test val valid validation eval dev holdout cv oob".split())
_TRAINED = frozenset("train training".split())
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z]+\d?|\d+")

_STATISTIC = frozenset(
    "pvalue pvalues pval pvals statistic statistics stat tstat zstat fstat tvalue zvalue fvalue chi2 chisq dof nobs "
    "stderr bse se kurtosis skew skewness odds hazard wald watson bera".split()
)
_COEFFICIENTS = frozenset("coef coefs coeff coeffs coefficient coefficients slope intercept const".split())
_CORRELATIONS = frozenset("corr correlation pearson pearsonr spearman spearmanr kendall kendalltau".split())
_PHRASES = tuple(
    phrase.split()
    for phrase in (
        "p value", "p values", "p val", "p adj", "p adjusted", "p corrected", "t value", "z value", "f value", "t stat",
        "z score", "t score", "std err", "std error", "standard error", "df resid",
        "df residual", "df residuals", "df model", "df total", "cohen d", "cohens d",
        "effect size", "condition number", "cond no", "ci low", "ci high", "ci lower", "ci upper",
    )
)  # fmt: skip
_SINGLE = frozenset(("p", "t", "z", "f", "u", "w", "h", "r", "df"))


def of(name: str, learnt: Learnt | None = None) -> Direction | None:
    """`up` where a greater value is better, `down` where a smaller one is, None where neither is or nobody can tell.

    >>> of("val_loss"), of("test/Accuracy"), of("neg_log_loss"), of("fitTime"), of("lr"), of("p_value")
    ('down', 'up', 'up', 'down', None, None)
    """
    ruled = learnt.directions.get(name) if learnt is not None else None
    if ruled is not None:
        return None if ruled == "none" else ruled
    return _by_name(name)


@lru_cache(maxsize=4096)
def _by_name(name: str) -> Direction | None:
    words = _words(name)
    if not words or statistic(name):
        return None
    if "explained" in words and "variance" in words:
        return "up"
    if (words[-1] in _SPREAD and "per" not in words) or words[0] in _COUNTS or counted(name):
        return None
    if _TIME.intersection(words):
        quantity = words[: words.index("per")] if "per" in words else words
        return "down" if _TIME.intersection(quantity) else "up"
    found = _meaning(words)
    if _CORRELATIONS.intersection(words) and _HELD_OUT.intersection(words):
        found = "up"
    if found is None or not _NEGATED.intersection(words):
        return found
    return "down" if found == "up" else "up"


@lru_cache(maxsize=4096)
def statistic(name: str) -> bool:
    """Whether a name is that of a p-value, a test statistic, a coefficient or its error: a finding, and no measure of
    how good something is.

    >>> statistic("p_value"), statistic("tStat"), statistic("coef.age"), statistic("dice_coef"), statistic("acc")
    (True, True, True, False, False)
    """
    words = _words(name)
    if _STATISTIC.intersection(words) or (len(words) == 1 and words[0] in _SINGLE) or words[-1:] == ["p"]:
        return True
    if any(words[at : at + len(phrase)] == phrase for phrase in _PHRASES for at in range(len(words))):
        return True
    if _CORRELATIONS.intersection(words):
        return not _HELD_OUT.intersection(words)
    if words and words[-1] in _COEFFICIENTS:
        return _meaning(words[:-1]) is None
    return bool(_COEFFICIENTS.intersection(words))


@lru_cache(maxsize=4096)
def counted(name: str) -> bool:
    """Whether a name is that of a place in a list, or of how much something varies: neither is ever good or bad.

    >>> counted("idx_best_score"), counted("std_test_recall"), counted("recall")
    (True, True, False)
    """
    words = _words(name)
    return bool(_PLACES.intersection(words)) or words[:1] in (["std"], ["stdev"], ["sem"])


@lru_cache(maxsize=4096)
def timed(name: str) -> bool:
    """Whether a name is that of a time or an amount of memory."""
    return bool(_TIME.intersection(_words(name)))


def _words(name: str) -> list[str]:
    return _WORD.findall(_CAMEL.sub(" ", name).lower())


def _meaning(words: list[str]) -> Direction | None:
    joined = "".join(words)
    if "crossentropy" in joined or "logloss" in joined:
        return "down"
    for word in (*reversed(words), joined):
        for form in (word, word.rstrip("0123456789")):
            if form in _DOWN:
                return "down"
            if form in _UP:
                return "up"
    return None


def importance(name: str, learnt: Learnt | None = None) -> tuple[int, int, int]:
    """Sort key that puts first what people look at first: the metric that decides, held-out quality, other quality,
    that of the training, times, and the rest."""
    if learnt is not None and name == learnt.primary:
        return -1, 0, 0
    return _importance(name, of(name, learnt))


@lru_cache(maxsize=4096)
def _importance(name: str, known: Direction | None) -> tuple[int, int, int]:
    words = _words(name)
    trained = bool(_TRAINED.intersection(words)) and not _HELD_OUT.intersection(words)
    kind = 4 if statistic(name) else 3 if known is None else 2 if timed(name) else 1 if trained else 0
    return kind, 0 if known == "up" else 1, 0 if _HELD_OUT.intersection(words) else 1


def primary(names: Iterable[str], learnt: Learnt | None = None) -> str | None:
    """The metric that decides which run is best: the one people chose, else a held-out score before a loss before one
    of the training; None where no name tells what is better."""
    given = list(names)
    if learnt is not None and learnt.primary in given:
        return learnt.primary
    judged = [name for name in given if of(name, learnt) is not None and not timed(name)]
    return min(judged, key=lambda name: importance(name, learnt), default=None)
