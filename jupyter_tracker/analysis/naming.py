"""What to call a run that nobody named: `rf depth=8`.

It is called by its estimator or function and by the params that differ from the previous run of the same cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

MAX_NAME = 40
MAX_PARAMS = 3
LONGEST_CONFIGURATION = 60
SHORT_NAMES = {
    "RandomForestClassifier": "rf", "RandomForestRegressor": "rf", "ExtraTreesClassifier": "extra-trees",
    "ExtraTreesRegressor": "extra-trees", "GradientBoostingClassifier": "gb", "GradientBoostingRegressor": "gb",
    "HistGradientBoostingClassifier": "hgb", "HistGradientBoostingRegressor": "hgb", "LogisticRegression": "logreg",
    "LinearRegression": "linreg", "KNeighborsClassifier": "knn", "KNeighborsRegressor": "knn",
    "DecisionTreeClassifier": "tree", "DecisionTreeRegressor": "tree", "MLPClassifier": "mlp", "MLPRegressor": "mlp",
    "SVC": "svm", "SVR": "svm", "LinearSVC": "linear-svm", "GaussianNB": "nb", "MultinomialNB": "nb",
    "SGDClassifier": "sgd", "SGDRegressor": "sgd", "XGBClassifier": "xgb", "XGBRegressor": "xgb",
    "LGBMClassifier": "lgbm", "LGBMRegressor": "lgbm", "CatBoostClassifier": "catboost",
    "CatBoostRegressor": "catboost", "PCA": "pca", "KMeans": "kmeans", "ElasticNet": "elastic-net",
}  # fmt: skip
_SUFFIX = re.compile(r"(Classifier|Regressor|Regression|Estimator|Model)$")
_WORD = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z0-9]+|[A-Z0-9]+")


def auto_name(record: Mapping[str, Any], previous: Mapping[str, Any] | None = None) -> str:
    """The name of an unnamed run, at most about 40 characters.

    `record` and `previous` (the run before it of the same cell) have `params`, a list of dicts with `name`, `value`
    and perhaps `kind` and `default`, as run records do, and perhaps `estimator`, a class or function name.
    """
    head = short(_estimator(record) or "")
    name = head
    for shown in _differences(record, previous)[:MAX_PARAMS]:
        longer = f"{name} {shown}".strip()
        if len(longer) > MAX_NAME and name:
            break
        name = longer[:MAX_NAME]
    return name or "run"


def configuration(params: Mapping[str, Any], key: str) -> str:
    """The name of one configuration of a search: `C=1 gamma=0.1`, else by its number."""
    leaves = {name: re.split(r"__|\.", name)[-1] for name in params}
    name = ""
    for param, value in params.items():
        twice = list(leaves.values()).count(leaves[param]) > 1
        longer = f"{name} {param if twice else leaves[param]}={_text(value)}".strip()
        if len(longer) > LONGEST_CONFIGURATION:
            return f"{name} …".strip()
        name = longer
    return name or f"trial {key}"


def short(name: str) -> str:
    """A class or function name as people say it: `RandomForestClassifier` is rf, `train_model` is train-model."""
    if name in SHORT_NAMES:
        return SHORT_NAMES[name]
    bare = _SUFFIX.sub("", name) or name
    return "-".join(word.lower() for word in _WORD.findall(bare))


def _estimator(record: Mapping[str, Any]) -> str | None:
    if record.get("estimator"):
        return str(record["estimator"])
    models = [p["value"] for p in record.get("params") or () if p.get("kind") == "estimator"]
    return str(models[-1]) if models else None


def _differences(record: Mapping[str, Any], previous: Mapping[str, Any] | None) -> list[str]:
    """`depth=8` for each param set to another value than before, those that a person wrote out first. A default that
    changed is no difference: it follows from the estimator."""
    if previous is None:
        return []
    before = {p["name"]: p.get("value") for p in previous.get("params") or ()}
    set_now = [p for p in record.get("params") or () if not p.get("default") and p.get("kind") != "estimator"]
    changed = [p for p in set_now if p["name"] not in before or before[p["name"]] != p.get("value")]
    changed.sort(key=lambda p: (p["name"] not in before, _RANK.get(str(p.get("kind")), 2)))
    return [f"{p['name'].rpartition('.')[2]}={_text(p.get('value'))}" for p in _apart(changed)]


_RANK = {"explicit": 0, "literal": 0, "name": 1}


def _apart(params: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """One entry a thing: `max_depth` says nothing new beside a `depth` of the same value."""
    kept: list[Mapping[str, Any]] = []
    for param in params:
        leaf = param["name"].rpartition(".")[2]
        alike = (k for k in kept if k.get("value") == param.get("value"))
        if not any(_same_thing(k["name"].rpartition(".")[2], leaf) for k in alike):
            kept.append(param)
    return kept


def _same_thing(one: str, other: str) -> bool:
    return bool({w.lower() for w in _WORD.findall(one)} & {w.lower() for w in _WORD.findall(other)})


def _text(value: Any) -> str:
    if isinstance(value, dict):  # a value that JSON has no word for: {"float": "nan"}, {"repr": …}
        value = next(iter(value.values()), "")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return text if len(text) <= 16 else text[:15] + "…"
