"""Whether a cell is worth a run under `%track on`: it fits, tests, trains, scores or searches. Nothing else is."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..analysis import direction

if TYPE_CHECKING:
    from ..capture.code import CellCode
    from ..capture.records import CellSeen, Seen, SeriesInfo

FITS = frozenset(
    """fit fit_predict partial_fit fit_transform fit_one_cycle fit_generator fine_tune finetune train_on_batch train cv
    learn""".split()
)
FITTING = frozenset("curve_fit polyfit least_squares leastsq".split())
SEARCHES = frozenset("optimize gp_minimize forest_minimize differential_evolution basinhopping minimize fmin".split())
SCORES = frozenset(
    """score evaluate cross_validate cross_val_predict classification_report confusion_matrix roc_curve
    precision_recall_curve precision_recall_fscore_support learning_curve validation_curve permutation_test_score
    permutation_importance auc""".split()
)
SCORING = re.compile(r"^(?!(raise|handle|log|on|print|throw|show|set|plot)_).*_(score|error|accuracy|deviance|loss)$")
"""Functions that score go by such names (`f1_score`, `mean_squared_error`)."""
TESTS = frozenset(
    """ttest_ind ttest_rel ttest_1samp ttest_ind_from_stats mannwhitneyu wilcoxon ranksums kruskal f_oneway
    alexandergovern chi2_contingency chisquare power_divergence fisher_exact barnard_exact boschloo_exact
    shapiro normaltest anderson kstest ks_1samp ks_2samp cramervonmises levene bartlett fligner ansari
    brunnermunzel friedmanchisquare pearsonr spearmanr kendalltau pointbiserialr linregress theilslopes
    binomtest binom_test permutation_test tukey_hsd dunnett proportions_ztest proportions_chisquare ztest
    ttost_ind adfuller kpss acorr_ljungbox grangercausalitytests coint het_breuschpagan het_white
    het_goldfeldquandt jarque_bera linear_reset anova_lm pairwise_tukeyhsd mcnemar cochrans_q ttest anova
    rm_anova mixed_anova welch_anova ancova pairwise_tests pairwise_tukey mwu homoscedasticity normality
    sphericity chi2_independence t_test f_test wald_test logrank_test proportional_hazard_test""".split()
)
OWN_FUNCTION = re.compile(
    r"^(do_|run_)?(train|training|fit|finetune|fine_tune|evaluate|cross_validate)"
    r"(_(model|models|loop|epoch|one_epoch|epochs|step|net|network|classifier|regressor|all|and_\w+))?$"
)
PREPARES = frozenset(
    """scaler scalers encoder encoders vectorizer vec imputer tokenizer binarizer normalizer discretizer transformer
    preprocessor preprocessing preprocess hasher selector select features poly le ohe lb mlb
    smote sampler threshold""".split()
)
"""Words of what makes data ready for a model: fitting that is no training."""
TRAINERS = frozenset("trainer learner estimator agent tuner".split())
OPTIMIZERS = frozenset("opt optim optimizer optimiser optimizers solver".split())
QUALITY = frozenset(
    """acc accuracy auc auroc f1 mse rmse mae mape logloss loss perplexity r2 precision recall bleu rouge iou dice map
    ndcg mrr mcc wer cer brier silhouette score""".split()
)
"""Words that name how good a model is, and hardly ever anything else."""
_CAMEL = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
SURE = 0.9
COMPUTED = frozenset(("assigned", "expression", "local", "returned", "called"))


def trains(code: CellCode, seen: CellSeen | None = None, series: Sequence[SeriesInfo] = ()) -> str | None:
    """Why a cell is worth a run, in words ("fits: model.fit"), or None for one that is not.

    Before the cell has run there is only its `code`; afterwards also what was `seen` of it, and the `series` of its
    loops: so a cell that trains by functions of other cells is known by what came of it.
    """
    if code.tree is None:
        return None
    searched = len(seen.children) if seen is not None else 0
    if searched:
        return f"searches: {searched} configurations"
    by_code = next(filter(None, map(_reason, _executed(code.tree))), None)
    return by_code or _by_curve(series) or (_by_values(seen) if seen is not None else None)


@dataclass(frozen=True, slots=True)
class _Called:
    """A call that runs with the cell: the function's last name, the words of what it is called on, its arguments."""

    leaf: str
    owner: str
    words: frozenset[str]
    arguments: int


def _executed(tree: ast.Module) -> Iterator[_Called]:
    """The calls that run when the cell does: not those in functions that it only defines."""
    defined = {node.name: node for node in ast.walk(tree) if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))}
    made = dict(_made(tree))
    waiting: list[ast.AST] = [tree]
    entered: set[str] = set()
    while waiting:
        for node in _own_nodes(waiting.pop()):
            if not isinstance(node, ast.Call):
                continue
            called = _called(node, made)
            function = defined.get(called.leaf)
            if function is None or called.owner not in ("", "self"):
                yield called
            elif called.leaf not in entered:
                entered.add(called.leaf)
                waiting.append(ast.Module(body=function.body, type_ignores=[]))


def _own_nodes(tree: ast.AST) -> Iterator[ast.AST]:
    stack = [tree]
    while stack:
        node = stack.pop()
        yield node
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            continue
        stack.extend(reversed(list(ast.iter_child_nodes(node))))


def _made(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Names that are bound to what a call makes, with the name of what was called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield target.id, _dotted(node.value.func)


def _called(node: ast.Call, made: dict[str, str]) -> _Called:
    name = _dotted(node.func)
    owner, _, leaf = name.rpartition(".")
    words = _words(owner) | _words(made.get(owner, ""))
    return _Called(leaf, owner, frozenset(words), len(node.args) + len(node.keywords))


def _dotted(node: ast.expr) -> str:
    """`a.b.c`, of a call the name of what is called: `LinearRegression().fit` is LinearRegression.fit."""
    match node:
        case ast.Name(name):
            return name
        case ast.Attribute(value, name):
            return f"{_dotted(value)}.{name}"
        case ast.Call(function):
            return _dotted(function)
        case ast.Subscript(value):
            return _dotted(value)
    return "()"


def _words(name: str) -> set[str]:
    return {word.lower() for word in _CAMEL.findall(name)} | set(re.split(r"[._]", name.lower()))


def _reason(call: _Called) -> str | None:
    shown = f"{call.owner}.{call.leaf}" if call.owner else call.leaf
    if call.leaf in TESTS:
        return f"tests: {call.leaf}"
    if _optimises(call):
        return f"trains: {shown}"
    if _searches(call):
        return f"searches: {shown}"
    if call.leaf in FITTING:
        return f"fits: {call.leaf}"
    if call.owner and call.leaf in FITS:
        return f"fits: {shown}" if _fits(call) else None
    if _scores(call):
        return f"scores: {shown}"
    return f"trains: {shown}" if not call.owner and OWN_FUNCTION.match(call.leaf) else None


def _fits(call: _Called) -> bool:
    if call.words & PREPARES:
        return False
    if call.leaf in ("train", "learn", "cv"):  # `model.train()` only says in which mode it is
        return bool(call.arguments or call.words & TRAINERS)
    return True


def _searches(call: _Called) -> bool:
    if call.leaf in ("search", "run", "maximize"):
        return bool(call.words & {"tuner", "tune", "sweep", *OPTIMIZERS})
    return call.leaf in SEARCHES and not call.words & OPTIMIZERS


def _optimises(call: _Called) -> bool:
    return bool(call.words & OPTIMIZERS) and call.leaf in ("step", "apply_gradients", "minimize", "update")


def _scores(call: _Called) -> bool:
    if call.leaf in ("score", "evaluate", "test", "validate"):
        given = call.arguments > 0 and call.leaf in ("score", "evaluate")
        return bool(call.owner) and (given or bool(call.words & TRAINERS))
    if call.leaf == "compute":
        return bool(call.words & {"metric", "metrics", *QUALITY})
    return call.arguments > 0 and (call.leaf in SCORES or bool(SCORING.match(call.leaf)))


def _by_curve(series: Sequence[SeriesInfo]) -> str | None:
    """A curve of how good something is, or one that a library told of."""
    for info in series:
        told = info.where.kind in ("callback", "dropin")
        if told or (info.conf >= SURE and direction.of(info.name) is not None and not direction.timed(info.name)):
            return f"trains: {info.name} over {info.rounds} rounds"
    return None


def _by_values(seen: CellSeen) -> str | None:
    """What a library's function or a fitted object told, or a number that a cell computed and called a score."""
    for table in seen.tables:
        if table.what != "table" and table.where.kind in ("fitted", "called"):
            return f"{'scores' if table.what in ('confusion', 'report', 'curve') else 'fits'}: {table.name}"
    judged = next((item for item in seen.metrics if _judged(item)), None)
    return f"scores: {judged.name}" if judged is not None else None


def _judged(item: Seen) -> bool:
    if item.where.kind in ("fitted", "callback", "dropin"):
        return True
    named = _words(re.split(r"\.(?!\d)", item.name)[-1]) & QUALITY
    return bool(named) and item.conf >= SURE and item.where.kind in COMPUTED
