"""What is a param, what is a metric, what is neither: every rule of it, each with its name and its confidence.

A value below `LEAST` is not recorded. The rules look at names the way people write them and at how a value came to
be; none knows a particular project.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from jupyter_tracker.capture.literals import dotted

LEAST = 0.5
SURE = 0.8

METRIC_WORDS = frozenset(
    """acc accuracy loss losses cost mse rmse mae mape smape r2 auc roc ap map f1 fbeta precision recall score scores
    error err errors perplexity ppl bleu rouge iou dice kappa mcc logloss nll bce ndcg mrr hits reward rewards
    aic bic likelihood elbo kl divergence silhouette inertia gini psnr ssim fid wer cer hit correct specificity
    sensitivity brier rand ari nmi residual objective fitness energy norm gap corr correlation entropy perf
    performance tpr fpr metric metrics throughput latency estimate""".split()
)
PARAM_WORDS = frozenset(
    """lr alpha beta gamma lambda eps epsilon seed threshold thresh temperature momentum decay dropout rate eta tol
    sigma patience ratio scale factor""".split()
)
INDEX_NAMES = frozenset(
    """i j k l m n ii jj kk idx index it iter iteration step steps epoch epochs ep batch fold count counter cnt pos row
    col start end stop lo hi left right offset size length dim width height total_steps global_step t0 t1 tic
    toc now seed begin since""".split()
)
PLOT_NAMES = frozenset(
    """title xlabel ylabel label labels color colors colour cmap figsize fontsize marker markersize linestyle linewidth
    fig ax axes axs palette legend style dpi""".split()
)
QUIET_KEYS = frozenset(
    """verbose verbosity n_jobs num_workers silent disable desc leave copy inplace output_dict zero_division progress
    pin_memory callbacks logger name label color figsize cmap exist_ok file end sep flush index columns axis
    return_X_y as_frame return_train_score thread_count nthread root download train transform target_transform device
    dtype drop_last persistent_workers prefetch_factor enable_progress_bar enable_checkpointing enable_model_summary
    default_root_dir output_dir overwrite_output_dir report_to disable_tqdm log_every_n_steps logging_steps save_steps
    logging_dir logger_name verbose_eval error_score refit n_threads num_threads kernel_size stride padding dilation
    requires_grad axis dim keepdim keepdims title xlabel ylabel encoding sep header parse_dates on_step on_epoch
    prog_bar sync_dist num_sanity_val_steps disp classes metrics render_mode""".split()
)
DOING = frozenset("train fit run main step update process compute calculate build make get load".split())
PLACES = frozenset("uri url host ip port endpoint".split())
KEPT = frozenset("experiment run project".split())
LISTED = frozenset("column colname rowname class classes".split())
MODEL_WORDS = frozenset("model clf classifier regressor estimator net network learner pipeline".split())
COUNTED = frozenset("correct incorrect total hit seen counted support df dof".split())
TRUTH = frozenset(
    """y true truth actual actuals target targets gt gold label labels reference references observed expected test val
    valid ytrue ytest""".split()
)
GUESS = frozenset(
    """pred preds predicted predict prediction predictions hat yhat ypred forecast forecasts fitted proba prob probs
    predict_proba output outputs logits hypothesis""".split()
)
COUNT = "count of cases"
CHOSEN = frozenset("best optimal chosen selected".split())
ROUNDS = frozenset("epoch epochs iter iteration step round generation".split())
SETTINGS_WORDS = frozenset(
    """cfg config conf args param params hparam hparams hyperparam hyperparams hyperparameter hyperparameters hyper hps
    settings options opts opt flags defaults kwargs parameter parameters""".split()
)
TIME_WORDS = frozenset("elapsed duration seconds secs took runtime time".split())
RANDOM_CALLS = frozenset("random normal uniform randint rand randn choice integers standard_normal sample".split())
CLOCKS = frozenset("time perf_counter monotonic process_time now time_ns perf_counter_ns today utcnow".split())
COUNTS = frozenset("len count_nonzero nunique qsize numel bincount".split())
_COUNT_NAME = re.compile(
    r"^(n|num|nb|len|max|min|count)_|_(n|size|len|count|idx|index|id|ids|num|dim|steps|shape)$|^n[A-Z_]"
)
_LEAF = re.compile(r"\.(?!\d)")
_METRIC_CALL = re.compile(
    r"(_score|_loss|_error|_accuracy|_distance|_coefficient)$|^(score|auc|evaluate|accuracy|loss|norm)$"
)
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+")


class Verdict(NamedTuple):
    """How sure we are, from 0 to 1, and the rule that said so."""

    conf: float
    rule: str


def words(name: str) -> set[str]:
    """The words a name is made of, lower case: `valLoss_2` has val, loss, 2; `f1` and `r2` stay whole."""
    found = {part.lower() for part in _CAMEL.findall(name)} | {part.lower() for part in re.split(r"[_./\d]+", name)}
    found |= {part.lower() for part in re.split(r"[_./]+", name)}
    return found | {word[:-1] for word in found if len(word) > 3 and word.endswith("s")}


def is_metric_name(name: str) -> bool:
    """Whether a name says that it is a measured quantity (`val_loss`, `r2`, `testAcc`)."""
    return bool(words(name) & METRIC_WORDS)


def is_count_name(name: str) -> bool:
    """Whether a whole number of this name counts cases (`correct`, `n_hits`, `batch_total`)."""
    return bool(words(name) & COUNTED)


def compares(names: Iterable[str]) -> bool:
    """Whether arguments hold what is true and what was predicted: `(y_true, y_pred)`, `(y, model.predict(X))`."""
    found = [words(name) for name in names]
    guesses = [one for one in found if one & GUESS]
    return bool(guesses) and any(one & TRUTH for one in found if one not in guesses)


def chosen(name: str, tried: Collection[str]) -> Verdict:
    """How likely what a name holds is a setting that the code has chosen (`best_alpha`); `tried` are the names of
    settings that loops went over."""
    said = words(name)
    of = said - CHOSEN
    if is_metric_name(re.split(r"[_.]", name)[-1]):
        return Verdict(0.0, "not chosen")
    if said & CHOSEN and (of & (PARAM_WORDS | SETTINGS_WORDS) or not {name.lower() for name in tried}.isdisjoint(of)):
        return Verdict(0.8, "chosen by the code")
    return Verdict(0.0, "not chosen")


def param(name: str, value: Any, *, written_out: bool = True) -> Verdict:
    """How likely a constant that a person set is a param."""
    leaf = name.rpartition(".")[2]
    if leaf.startswith("_"):
        return Verdict(0.1, "private")
    if leaf.lower() in PLOT_NAMES:
        return Verdict(0.3, "drawing")
    if is_metric_name(leaf) and type(value) in (int, float) and value in (0, 1, -1, float("inf"), float("-inf")):
        return Verdict(0.3, "start value of a metric")
    if value is None:  # of a whole mapping of settings, that one is left out says something
        return Verdict(LEAST if "." in name else 0.4, "nothing set")
    if "." not in name and (words(name) & PLACES or (words(name) & KEPT and words(name) & {"name", "id", "tags"})):
        return Verdict(0.4, "where it is kept")
    if isinstance(value, list) and words(leaf) & LISTED:
        return Verdict(0.4, "looks like data")
    if isinstance(value, str) and (len(value) > 200 or "\n" in value):
        return Verdict(0.4, "long text")
    if isinstance(value, list) and (len(value) > 16 or _is_prose(value)):
        return Verdict(0.4, "looks like data")
    return Verdict(0.9 if written_out else 0.7, "constant")


def model(name: str) -> Verdict:
    """How likely the class of a model that bears this name is a param."""
    return Verdict(0.7 if words(name) & MODEL_WORDS else 0.55, "class of a model")


def argument(name: str, value: Any) -> Verdict:
    """How likely an argument that a function of the user's was given is a param."""
    leaf = name.rpartition(".")[2]
    if is_metric_name(leaf) or leaf.lower() in INDEX_NAMES - {"epochs", "epoch", "steps", "k", "n"}:
        return Verdict(0.3, "counter or result passed on")
    if leaf in QUIET_KEYS:
        return Verdict(0.3, "says how to run, not what")
    verdict = param(name, value, written_out=False)
    return verdict if verdict.conf < LEAST else Verdict(0.75, "argument of a function")


def keyword(key: str, *, known: bool) -> Verdict:
    """How likely a keyword argument is a param; `known`: of something that makes or trains a model."""
    if key in QUIET_KEYS or key.startswith(("_", "return_")):
        return Verdict(0.3, "says how to run, not what")
    return Verdict(0.8 if known else 0.6, "keyword argument")


def metric(name: str, value: float | int, node: ast.expr | None, *, fn: str | None = None) -> Verdict:
    """How likely a number that was computed is a metric; `node` is the expression it came from, if known, `fn` the
    function that computed it: a function has more numbers of its own than a cell."""
    leaf = _LEAF.split(name)[-1]  # `v * 1.5` has no part of its own behind its dot
    callees = _calls(node)
    if leaf.startswith("_"):
        return Verdict(0.1, "private")
    if is_count_name(leaf) and (isinstance(value, int) or (value > 1 and value.is_integer())):
        return Verdict(0.3, COUNT)
    if is_metric_name(leaf) and not (callees & CLOCKS) and not _COUNT_NAME.search(leaf):
        return Verdict(0.95, "named like a metric")
    if any(_METRIC_CALL.search(callee) for callee in callees) and len(leaf) > 1:
        return Verdict(0.95, "from a metric function")
    if isinstance(value, int) and words(leaf) & CHOSEN and words(leaf) & ROUNDS:
        return Verdict(0.8, "the best round")
    if leaf.lower() in INDEX_NAMES or words(leaf) & PARAM_WORDS:
        return Verdict(0.2, "counter or setting")
    if isinstance(node, ast.Call) and compares(_argument_names(node)):
        return Verdict(0.9, "of truth and prediction")
    if callees & CLOCKS:
        took = bool(words(leaf) & TIME_WORDS) and isinstance(node, ast.BinOp)
        return Verdict(0.7 if took else 0.1, "duration" if took else "time stamp")
    if callees & RANDOM_CALLS:
        return Verdict(0.3, "random draw")
    if callees & COUNTS or _is_size(node) or _COUNT_NAME.search(leaf):
        return Verdict(0.3, "size of something")
    if len(leaf) <= 2 and not (isinstance(node, ast.BinOp) and len(leaf) == 2):
        return Verdict(0.4, "short name")
    if isinstance(value, int):
        return Verdict(0.4, "whole number")
    if leaf.lower() in DOING:
        return Verdict(0.4, "named for what is done")
    if fn is not None:
        return Verdict(0.4, "computed on the way")
    return Verdict(0.7, "computed number")


def _is_prose(items: list[Any]) -> bool:
    """Whether a list holds sentences."""
    return len(items) > 3 and any(isinstance(item, str) and " " in item for item in items)


def _argument_names(call: ast.Call) -> list[str]:
    """What stands for the arguments of a call: their names, or of what they are calls."""
    parts = [*call.args, *(keyword.value for keyword in call.keywords)]
    return [dotted(part.func if isinstance(part, ast.Call) else part) or "" for part in parts]


def _calls(node: ast.expr | None) -> set[str]:
    """Last names of everything an expression calls, except inside further arguments of a call."""
    found: set[str] = set()
    stack: list[ast.AST] = [node] if node is not None else []
    while stack:
        part = stack.pop()
        if isinstance(part, ast.Call):
            name = dotted(part.func) or (part.func.attr if isinstance(part.func, ast.Attribute) else "")
            found.add(name.rpartition(".")[2])
            wraps = name in ("float", "round", "int", "abs", "sum", "max", "min") or name.startswith(
                ("np.", "numpy.", "math.")
            )
            if isinstance(part.func, ast.Attribute):
                stack.append(part.func.value)
            if wraps:
                stack.extend(part.args)
        else:
            stack.extend(ast.iter_child_nodes(part))
    return found


def _is_size(node: ast.expr | None) -> bool:
    match node:
        case ast.Subscript(ast.Attribute(attr="shape")) | ast.Attribute(attr="size" | "ndim" | "shape" | "nbytes"):
            return True
    return False
