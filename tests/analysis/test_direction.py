"""Whether up is good must be right for the names people use, and unknown for all others."""

import pytest

from jupyter_tracker.analysis import direction
from jupyter_tracker.analysis.learnt import Learnt


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
    assert sorted(names, key=direction.importance) == ["val_acc", "val_loss", "loss", "train_acc", "fit_time", "lr"]


@pytest.mark.parametrize(
    "name",
    ["p", "p_value", "pvalue", "p-val", "pValue", "ttest_p", "t_stat", "tStat", "statistic", "z_score", "chi2", "F",
     "f_value", "dof", "df_resid", "coef", "coef.age", "coefficients.error", "slope", "intercept", "std_err", "stderr",
     "standard_error", "cohens_d", "odds_ratio", "corr", "pearson_r", "spearmanr", "n_errors", "num_correct",
     "error_count", "skew", "kurtosis", "durbin_watson", "nobs", "df_residuals",
     "idx_max_test_score", "std_test_recall"],
)  # fmt: skip
def test_findings_and_counts_have_no_direction(name: str) -> None:
    assert direction.of(name) is None


@pytest.mark.parametrize("name", ["f1_score", "dice_coef", "matthews_corrcoef", "eval_spearman", "rsquared", "r2"])
def test_what_only_sounds_like_a_finding_is_a_measure(name: str) -> None:
    assert direction.of(name) == "up"
    assert not direction.statistic(name)


def test_people_have_the_last_word() -> None:
    learnt = Learnt().with_metrics(["thing"], "down").with_metrics(["acc"], "none")
    assert direction.of("thing", learnt) == "down"
    assert direction.of("acc", learnt) is None
    assert direction.of("acc") == "up"


@pytest.mark.parametrize(
    ("names", "decides"),
    [
        (["loss", "val_loss", "acc", "val_acc"], "val_acc"),
        (["loss", "val_loss", "train_acc"], "val_loss"),
        (["fit_time", "loss"], "loss"),
        (["fit_time", "p_value", "thing"], None),
        ([], None),
    ],
)
def test_the_metric_that_decides(names: list[str], decides: str | None) -> None:
    assert direction.primary(names) == decides
    assert direction.primary([*names, "thing"], Learnt().with_primary("thing")) == "thing"
    assert direction.primary(names, Learnt().with_primary("elsewhere")) == decides
