"""Trials of Optuna and of hyperopt are told of one by one."""

from __future__ import annotations

import textwrap

import pytest

from tests.inspectors.conftest import Bench


@pytest.fixture
def study(bench: Bench) -> Bench:
    pytest.importorskip("optuna")
    bench.run("""
        import optuna
        optuna.logging.set_verbosity(optuna.logging.ERROR)
        def objective(trial):
            x = trial.suggest_float("x", -1, 1)
            if trial.suggest_categorical("kind", ["square", "cube"]) == "cube":
                trial.suggest_int("sign", 0, 1)
            return x * x
        warm = optuna.create_study()
        warm.optimize(objective, n_trials=2)
    """)
    return bench


def test_each_trial_is_a_child(study: Bench) -> None:
    told = study.run("""
        st = optuna.create_study(direction="maximize", sampler=optuna.samplers.RandomSampler(seed=1))
        st.optimize(objective, n_trials=8)
    """)
    st = told.names["st"]
    ended = [child for child in told.children if child.state != "running"]
    assert [(child.of, child.key, child.params, child.metrics) for child in ended] == [
        ("st", str(trial.number), trial.params, {"value": trial.value}) for trial in st.trials
    ]
    assert all(child.started and child.ended and child.started <= child.ended for child in ended)
    assert told.metrics == {"best_value": st.best_value}
    assert told.params == {f"best_params.{key}": value for key, value in st.best_params.items()}


def test_a_trial_that_may_take_long_is_shown_as_it_begins(study: Bench) -> None:
    told = study.run("st = optuna.create_study()\nst.optimize(objective, n_trials=3)")
    assert [(child.key, child.state) for child in told.children] == [
        ("0", "running"), ("0", "finished"), ("1", "finished"), ("2", "finished"),
    ]  # fmt: skip


def test_threads_and_names_of_studies(study: Bench) -> None:
    told = study.run("""
        named = optuna.create_study(study_name="tuning")
        named.optimize(objective, n_trials=6, n_jobs=2)
    """)
    assert sorted({child.key for child in told.children}, key=int) == [str(at) for at in range(6)]
    assert {child.of for child in told.children} == {"tuning"}
    assert told.metrics == {"best_value": told.names["named"].best_value}


def test_pruned_and_failed_trials_and_what_they_reported(study: Bench) -> None:
    told = study.run("""
        def training(trial):
            for step in range(3):
                trial.report(step / 10, step)
            trial.set_user_attr("accuracy", 0.75)
            if trial.number == 1:
                raise optuna.TrialPruned
            if trial.number == 2:
                raise ValueError
            return trial.suggest_float("x", 0, 1)
        st = optuna.create_study()
        st.optimize(training, n_trials=3, catch=ValueError)
    """)
    done, pruned, failed = [child for child in told.children if child.state != "running"]
    assert done.metrics["accuracy"] == 0.75 and done.metrics["intermediate.2"] == 0.2
    assert pruned.params == {"pruned": True} and pruned.metrics["value"] == 0.2
    assert (failed.state, failed.params) == ("failed", {})


def test_ask_and_tell_with_several_objectives(study: Bench) -> None:
    told = study.run("""
        st = optuna.create_study(directions=["minimize", "maximize"])
        for at in range(3):
            trial = st.ask()
            x = trial.suggest_float("x", 0, 1)
            if at == 1:
                st.tell(trial, state=optuna.trial.TrialState.FAIL)
            else:
                st.tell(trial.number, (x, -x))
        st.tell(0, (5, 5), skip_if_finished=True)
    """)
    ended = [child for child in told.children if child.state != "running"]
    assert [child.state for child in ended] == ["finished", "failed", "finished"]
    assert ended[2].metrics == {"values_0": told.names["x"], "values_1": -told.names["x"]}
    assert told.metrics == {}  # which is best is not one number


def test_what_a_trial_computes_inside_is_the_trials(study: Bench) -> None:
    pytest.importorskip("sklearn")
    told = study.run("""
        from sklearn.datasets import make_classification
        from sklearn.metrics import accuracy_score
        from sklearn.model_selection import GridSearchCV, cross_val_score
        from sklearn.tree import DecisionTreeClassifier
        X, y = make_classification(60, random_state=0)
        def training(trial):
            tree = DecisionTreeClassifier(max_depth=trial.suggest_int("depth", 1, 3))
            accuracy_score(y, GridSearchCV(tree, {"criterion": ["gini"]}, cv=2).fit(X, y).predict(X))
            inner = optuna.create_study()
            inner.optimize(objective, n_trials=2)
            return cross_val_score(tree, X, y, cv=2).mean()
        st = optuna.create_study(direction="maximize")
        st.optimize(training, n_trials=2)
    """)
    assert {tuple(child.params) for child in told.children if child.state != "running"} == {("depth",)}
    assert set(told.metrics) == {"best_value"}


def test_how_a_study_searches_and_trials_nobody_watched(study: Bench) -> None:
    source = """
        plain = optuna.create_study(pruner=optuna.pruners.NopPruner())
        plain.optimize(objective, n_trials=2)
    """
    exec(compile(textwrap.dedent(source), "<plain>", "exec"), study.names)
    facts = study.run("pass").facts("plain")
    assert facts.params == {"sampler": ("TPESampler", True), "pruner": ("NopPruner", False)}
    assert [child.params for child in facts.children] == [trial.params for trial in study.names["plain"].trials]


def test_each_configuration_of_hyperopt_is_a_child(bench: Bench) -> None:
    pytest.importorskip("hyperopt")
    told = bench.run("""
        import numpy as np
        from hyperopt import STATUS_FAIL, STATUS_OK, Trials, fmin, hp, rand
        def objective(given):
            tried.append(given)
            status = STATUS_FAIL if len(tried) == 2 else STATUS_OK
            return {"loss": given["C"], "status": status, "accuracy": 1 - given["C"]}
        tried = []
        space = {"C": hp.uniform("C", 0, 1), "kernel": hp.choice("kernel", ["rbf", "linear"])}
        best = fmin(objective, space, algo=rand.suggest, max_evals=5, trials=Trials(), verbose=False,
                    show_progressbar=False, rstate=np.random.default_rng(0))
    """)
    tried = told.names["tried"]
    assert [(child.of, child.key, child.params) for child in told.children] == [
        ("fmin", str(at), given) for at, given in enumerate(tried)
    ]
    assert [child.state for child in told.children] == ["finished", "failed", *["finished"] * 3]
    assert told.children[0].metrics == {"loss": tried[0]["C"], "accuracy": 1 - tried[0]["C"]}
    best = min((given for at, given in enumerate(tried) if at != 1), key=lambda given: given["C"])
    assert told.metrics == {"best_loss": best["C"]}
    assert told.params == {"best_params.C": best["C"], "best_params.kernel": best["kernel"]}
