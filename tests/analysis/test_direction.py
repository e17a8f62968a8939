"""Whether up is good must be right for the names people use, and unknown for all others."""

import pytest

from jupyter_tracker.analysis import direction


@pytest.mark.parametrize(
    "name",
    ["loss", "val_loss", "train/loss", "trainLoss", "test.mean_squared_error", "RMSE", "val_nll",
        "perplexity", "fit_time",
     "epoch_seconds", "logLoss", "cross_entropy", "log_loss", "validation-error", "WER", "fid",
         "latency_ms", "score_time",
     "neg_log_likelihood", "seconds_per_epoch", "fpr", "loss_2", "mape"],
)  # fmt: skip
def test_names_where_less_is_better(name: str) -> None:
    assert direction.of(name) == "down"


@pytest.mark.parametrize(
    "name",
    ["acc", "val_acc", "testAccuracy", "balanced_accuracy_score", "f1", "f1_macro", "ROC_AUC", "auroc", "precision",
     "recall@10", "r2", "r2_score", "mAP", "mAP50", "bleu-4", "hits@10", "ndcg@5", "reward", "neg_mean_squared_error",
     "samples_per_second", "log_likelihood", "explained_variance", "top1", "IoU"],
)  # fmt: skip
def test_names_where_more_is_better(name: str) -> None:
    assert direction.of(name) == "up"


@pytest.mark.parametrize("name", ["", "lr", "epoch", "x", "Δ", "acc_std", "n", "depth", "ערך", "🎯", "glossary"])
def test_unknown_is_none(name: str) -> None:
    assert direction.of(name) is None


def test_held_out_quality_comes_first_and_times_after_quality() -> None:
    names = ["lr", "fit_time", "loss", "train_acc", "val_acc", "val_loss"]
    assert sorted(names, key=direction.importance) == ["val_acc", "train_acc", "val_loss", "loss", "fit_time", "lr"]
