"""scikit-learn's metrics: numbers, reports, confusion matrices, curves, displays and `score`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from jupyter_tracker.capture import values
from jupyter_tracker.capture.inspectors.base import Call, TableKind, Watch
from jupyter_tracker.capture.inspectors.metric_functions import by_class, listed, tell, watched
from jupyter_tracker.capture.inspectors.metric_names import metric_name, of_data
from jupyter_tracker.capture.inspectors.searching import trials_around
from jupyter_tracker.capture.records import MAX_ROWS
from jupyter_tracker.capture.values import root_package

_NUMBERS = (
    "accuracy_score adjusted_mutual_info_score adjusted_rand_score auc average_precision_score balanced_accuracy_score"
    " brier_score_loss calinski_harabasz_score cohen_kappa_score completeness_score consensus_score coverage_error"
    " d2_absolute_error_score d2_brier_score d2_log_loss_score d2_pinball_score d2_tweedie_score davies_bouldin_score"
    " dcg_score explained_variance_score f1_score fbeta_score fowlkes_mallows_score hamming_loss hinge_loss"
    " homogeneity_score jaccard_score label_ranking_average_precision_score label_ranking_loss log_loss"
    " matthews_corrcoef max_error mean_absolute_error mean_absolute_percentage_error mean_gamma_deviance"
    " mean_pinball_loss mean_poisson_deviance mean_squared_error mean_squared_log_error mean_tweedie_deviance"
    " median_absolute_error mutual_info_score ndcg_score normalized_mutual_info_score precision_score r2_score"
    " rand_score recall_score roc_auc_score root_mean_squared_error root_mean_squared_log_error silhouette_score"
    " top_k_accuracy_score v_measure_score zero_one_loss"
)
_SEVERAL = {
    "homogeneity_completeness_v_measure": ("homogeneity", "completeness", "v_measure"),
    "class_likelihood_ratios": ("positive_likelihood_ratio", "negative_likelihood_ratio"),
}
_CURVES = {
    "roc_curve": ("fpr", "tpr", "threshold"),
    "precision_recall_curve": ("precision", "recall", "threshold"),
    "det_curve": ("fpr", "fnr", "threshold"),
    "calibration_curve": ("prob_true", "prob_pred"),
}
"""What these give, in order."""
_FIRST = {"precision_recall_curve": "recall", "calibration_curve": "prob_pred"}
"""What stands on the horizontal axis, where it is not the first."""
_SCORES = {
    "sklearn.base": ("ClassifierMixin", "RegressorMixin"),
    "sklearn.pipeline": ("Pipeline",),
    "sklearn.model_selection._search": ("BaseSearchCV",),
}
_RARE_SCORES = {
    "sklearn.cluster._kmeans:_BaseKMeans": ("KMeans", "MiniBatchKMeans", "BisectingKMeans"),
    "sklearn.decomposition._pca:PCA": ("PCA",),
    "sklearn.dummy:DummyClassifier": ("DummyClassifier",),
    "sklearn.dummy:DummyRegressor": ("DummyRegressor",),
    "sklearn.feature_selection._rfe:RFE": ("RFE",),
    "sklearn.feature_selection._rfe:RFECV": ("RFECV",),
    "sklearn.linear_model._glm.glm:_GeneralizedLinearRegressor":
        ("GammaRegressor", "PoissonRegressor", "TweedieRegressor"),
    "sklearn.linear_model._logistic:LogisticRegressionCV": ("LogisticRegressionCV",),
    "sklearn.linear_model._ransac:RANSACRegressor": ("RANSACRegressor",),
    "sklearn.mixture._base:BaseMixture": ("BayesianGaussianMixture", "GaussianMixture"),
    "sklearn.multioutput:MultiOutputClassifier": ("MultiOutputClassifier",),
    "sklearn.neighbors._classification:KNeighborsClassifier": ("KNeighborsClassifier",),
    "sklearn.neighbors._classification:RadiusNeighborsClassifier": ("RadiusNeighborsClassifier",),
    "sklearn.neighbors._kde:KernelDensity": ("KernelDensity",),
    "sklearn.semi_supervised._self_training:SelfTrainingClassifier": ("SelfTrainingClassifier",),
}  # fmt: skip
"""Classes with a `score` of their own: it is watched where the code names them."""
_DISPLAYS = {
    "sklearn.metrics": ("ConfusionMatrixDisplay", "DetCurveDisplay", "PrecisionRecallDisplay", "RocCurveDisplay"),
    "sklearn.calibration": ("CalibrationDisplay",),
}
_WAYS = ("from_estimator", "from_predictions")
_UNSURE = 0.6
"""What a report says besides: nobody asked for it alone."""


def watches() -> Iterable[Watch]:
    """All of these, where the user's code calls them."""
    yield from watched({"sklearn.metrics": _NUMBERS})
    for name in _SEVERAL:
        yield Watch(f"sklearn.metrics:{name}", _several, own=True)
    for name in _CURVES:
        module = "sklearn.calibration" if name == "calibration_curve" else "sklearn.metrics"
        yield Watch(f"{module}:{name}", _curve, own=True)
    yield Watch("sklearn.metrics:classification_report", _report, own=True)
    yield Watch("sklearn.metrics:confusion_matrix", _confusion, own=True)
    yield Watch("sklearn.metrics:precision_recall_fscore_support", _support, own=True)
    for module, classes in _SCORES.items():
        yield from (Watch(f"{module}:{name}.score", tell, own=True) for name in classes)
    yield from (Watch(f"{target}.score", tell, own=True, names=names) for target, names in _RARE_SCORES.items())
    for module, classes in _DISPLAYS.items():
        for name in classes:
            yield from (Watch(f"{module}:{name}.{way}", _display, own=True, names=(name,)) for way in _WAYS)


def _several(call: Call) -> None:
    if not trials_around() and isinstance(call.result, tuple):
        for name, value in zip(_SEVERAL[call.name], call.result, strict=False):
            call.metric(of_data(call, name), value)


def _support(call: Call) -> None:
    """Precision, recall and F by class, or their averages."""
    args = call.args
    if trials_around() or not isinstance(call.result, tuple) or len(call.result) != 4:
        return
    if values.number(call.result[0]) is None:
        columns = zip(("precision", "recall", "f1", "support"), map(listed, call.result), strict=True)
        by_class(call, "precision_recall", dict(columns), args.get("labels"))
        return
    for name, value in zip(("precision_score", "recall_score", "f1_score"), call.result, strict=False):
        call.metric(of_data(call, metric_name(name, args, {"average": "binary"})), value)


def _report(call: Call) -> None:
    """The report by class, from the numbers that it is made of: the text has them rounded."""
    args = call.args
    parts = [listed(args.get(name)) for name in ("p", "r", "f1", "s")]
    names, count = listed(args.get("target_names")), len(parts[0])
    if not count or any(len(part) != count for part in (names, *parts)) or trials_around():
        return
    rows = [list(row) for row in zip(names, *parts, strict=True)]
    support = sum(parts[3])
    rows.append(["macro avg", *(sum(part) / count for part in parts[:3]), support])
    if support:
        means = [sum(a * b for a, b in zip(part, parts[3], strict=True)) / support for part in parts[:3]]
        rows.append(["weighted avg", *means, support])
        call.metric(of_data(call, "f1_weighted"), means[2], conf=_UNSURE)
        if args.get("micro_is_accuracy") is True and not args.get("labels_given"):
            call.metric(of_data(call, "accuracy"), means[1], conf=_UNSURE)
    call.metric(of_data(call, "f1_macro"), rows[count][3], conf=_UNSURE)
    call.table("", ["class", "precision", "recall", "f1-score", "support"], rows, "report")


def _confusion(call: Call) -> None:
    if not trials_around():
        _tell_confusion(call, "", call.result, call.args.get("labels"))


def _tell_confusion(call: Call, name: str, matrix: Any, labels: Any) -> None:
    """Rows are what is true, columns what was predicted."""
    if root_package(type(matrix)) != "numpy" or matrix.ndim != 2:
        return
    classes = listed(labels)
    classes = classes if len(classes) == len(matrix) else list(range(len(matrix)))
    rows = [[label, *row] for label, row in zip(classes, matrix[:MAX_ROWS].tolist(), strict=False)]
    call.table(name, ["true", *map(str, classes)], rows, "confusion")


def _curve(call: Call) -> None:
    if not trials_around() and isinstance(call.result, tuple):
        _tell_curve(call, call.name, dict(zip(_CURVES[call.name], call.result, strict=False)))


def _tell_curve(call: Call, name: str, columns: dict[str, Any]) -> None:
    first = _FIRST.get(name)
    if first is not None:
        columns = {first: columns[first], **columns}
    tell_columns(call, of_data(call, name), columns, "curve")


def tell_columns(call: Call, name: str, columns: dict[str, Any], what: TableKind = "table") -> None:
    """Arrays of one dimension as the columns of a table, thinned to what a table holds, the ends kept; one that is
    shorter than the first is filled up."""
    if any(root_package(type(column)) != "numpy" or column.ndim != 1 for column in columns.values()):
        return
    count = len(next(iter(columns.values())))
    kept = range(count) if count <= MAX_ROWS else [at * (count - 1) // (MAX_ROWS - 1) for at in range(MAX_ROWS)]
    rows = [[column[at] if at < len(column) else None for column in columns.values()] for at in kept]
    call.table(name, list(columns), rows, what)


def _display(call: Call) -> None:
    """What a picture was drawn of."""
    if trials_around():
        return
    inside = values.attributes(call.result)
    for name in ("roc_auc", "average_precision", "brier_score"):
        if values.number(inside.get(name)) is not None:
            call.metric(of_data(call, name), inside[name])
    if "confusion_matrix" in inside:
        _tell_confusion(call, "confusion_matrix", inside["confusion_matrix"], inside.get("display_labels"))
    for name, parts in _CURVES.items():
        held = {part: inside[part] for part in parts if part in inside}
        if len(held) == len([part for part in parts if part != "threshold"]):
            _tell_curve(call, name, held)
