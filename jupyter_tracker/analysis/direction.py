"""Whether more of a metric is better, judged by its name."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Direction = Literal["up", "down"]

_UP = frozenset(
    "acc accuracy f1 f2 fbeta auc auroc aupr auprc auroc roc precision recall sensitivity specificity r2 score map ap "
    "iou miou dice jaccard bleu rouge meteor chrf mrr mcc kappa ndcg hits hit psnr ssim reward return returns gain "
    "throughput fps speed likelihood elbo silhouette purity nmi ari correlation corr pearson spearman win wins winrate "
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
_SPREAD = frozenset("std stdev var variance sem count num epoch step".split())
_NEGATED = frozenset("neg negative minus".split())
_HELD_OUT = ("test", "val", "valid", "validation", "eval", "dev", "holdout", "cv", "oob")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z]+\d?|\d+")


@lru_cache(maxsize=4096)
def of(name: str) -> Direction | None:
    """`up` where a greater value is better, `down` where a smaller one is, None where the name does not tell.

    >>> of("val_loss"), of("test/Accuracy"), of("neg_log_loss"), of("fitTime"), of("lr")
    ('down', 'up', 'up', 'down', None)
    """
    words = _words(name)
    if "explained" in words and "variance" in words:
        return "up"
    if _TIME.intersection(words):
        quantity = words[: words.index("per")] if "per" in words else words
        return "down" if _TIME.intersection(quantity) else "up"
    if words and words[-1] in _SPREAD:
        return None
    found = _meaning(words)
    if found is None or not _NEGATED.intersection(words):
        return found
    return "down" if found == "up" else "up"


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


def importance(name: str) -> tuple[int, int]:
    """Sort key that puts first what people look at first: held-out quality, then other quality, times and the rest."""
    words = _words(name)
    known = of(name)
    timed = bool(_TIME.intersection(words))
    kind = 3 if known is None else 2 if timed else 0 if known == "up" else 1
    return kind, 0 if any(word in _HELD_OUT for word in words) else 1
