"""What is a param, what is a metric, what is neither, and where each came from."""

from __future__ import annotations

import pytest

from jupyter_tracker.capture import inspectors, objects
from jupyter_tracker.capture.inspectors import Registry
from jupyter_tracker.capture.inspectors.base import Facts, Inspector
from tests.capture_values.conftest import Notebook

DATA = """
    from sklearn.datasets import make_classification
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.linear_model import Ridge
    from sklearn.metrics import f1_score
    from sklearn.model_selection import train_test_split
    X, y = make_classification(n_samples=120, n_features=6, random_state=0)
    X_train, X_test, y_train, y_test = train_test_split(X, y, random_state=0)
"""


def test_every_value_knows_where_it_came_from(notebook: Notebook) -> None:
    notebook.run(DATA)
    notebook.run("depth = 3")
    ran = notebook.run("""
        # the model

        forest = RandomForestClassifier(max_depth=depth, n_estimators=4).fit(X_train, y_train)
        acc = forest.score(X_test, y_test)
        f1_score(y_test, forest.predict(X_test))
    """)
    places = {seen.name: seen.where for seen in [*ran.seen.params, *ran.seen.metrics]}
    assert (places["depth"].kind, places["depth"].line, places["depth"].exec) == ("name", 1, "s.2")
    assert (places["n_estimators"].kind, places["n_estimators"].line) == ("keyword", 3)
    assert (places["acc"].kind, places["acc"].line, places["acc"].text) == (
        "assigned",
        4,
        "forest.score(X_test, y_test)",
    )
    assert (places["f1_score"].kind, places["f1_score"].line) == ("expression", 5)
    assert places["bootstrap"].kind == "default" and ran.seen.estimator == "RandomForestClassifier"
    assert "X_train" in ran.seen.reads and {"forest", "acc"} <= set(ran.seen.writes)


def test_defaults_stand_apart_from_what_was_set(notebook: Notebook) -> None:
    notebook.run(DATA)
    ran = notebook.run("ridge = Ridge(alpha=2.0, fit_intercept=True)")
    assert ran.params == {"ridge": "Ridge", "alpha": 2.0, "fit_intercept": True}, "set, though to what it is anyway"
    assert ran.defaults["solver"] == "auto" and "fit_intercept" not in ran.defaults


def test_a_dict_spread_into_a_model_is_one_param_each(notebook: Notebook) -> None:
    notebook.run(DATA)
    ran = notebook.run("hp = dict(max_depth=5)\nrf = RandomForestClassifier(**hp, n_estimators=3)")
    assert ran.params == {"hp.max_depth": 5, "rf": "RandomForestClassifier", "n_estimators": 3}


def test_a_constant_read_by_a_function_of_another_cell_is_a_param(notebook: Notebook) -> None:
    notebook.run("RATE = 0.3\nUNUSED = 1\ndef inner(): return RATE\ndef outer(): return inner()")
    assert notebook.run("r = outer()").params == {"RATE": 0.3}


def test_a_name_that_is_computed_anew_is_no_constant_any_longer(notebook: Notebook) -> None:
    notebook.run("lr = 0.1")
    assert notebook.run("a = lr").params == {"lr": 0.1}
    notebook.run("lr = max(0.2, 0.1)")
    assert notebook.run("a = lr").params == {}


def test_a_changed_setting_is_read_as_it_is_now(notebook: Notebook) -> None:
    notebook.run('cfg = {"lr": 0.1}')
    assert notebook.run('cfg["lr"] = 0.2\na = cfg["lr"]').params == {"cfg.lr": 0.2}


def test_a_record_of_results_holds_metrics_and_a_config_params(notebook: Notebook) -> None:
    ran = notebook.run("""
        import argparse
        from dataclasses import dataclass
        from scipy import stats
        @dataclass
        class Report:
            mse: float
            steps: int
        def evaluate(): return Report(0.25, 3)
        parser = argparse.ArgumentParser()
        parser.add_argument("--lr", type=float, default=0.1)
        args = parser.parse_args([])
        report = evaluate()
        test = stats.ttest_1samp([1.0, 2.0, 4.0], 0.5)
    """)
    assert ran.error is None and ran.params == {"args.lr": 0.1, "popmean": 0.5}
    assert ran.metrics["mse"] == 0.25 and 0 < ran.metrics["test.pvalue"] < 1


def test_the_users_rulings_win(notebook: Notebook) -> None:
    cell = "depth = 3\nacc = 0.5 + 0.25 * depth / 3 - float('0')\nn_rows = len([1, 2])\nk = abs(-4)"
    assert (notebook.run(cell).params, notebook.run(cell).metrics) == ({"depth": 3}, {"acc": 0.75})
    ran = notebook.run(cell, ignore=["acc"], metric=["n_rows"], param=["k"])
    assert (ran.params, ran.metrics) == ({"depth": 3, "k": 4}, {"n_rows": 2})


def test_a_failed_cell_keeps_what_it_had(notebook: Notebook) -> None:
    ran = notebook.run("depth = 3\nacc = float('0.5')\n1 / 0")
    assert isinstance(ran.error, ZeroDivisionError)
    assert (ran.params, ran.metrics) == ({"depth": 3}, {"acc": 0.5})


def test_a_failed_cell_has_nothing_of_what_it_did_not_come_to(notebook: Notebook) -> None:
    notebook.run("import numpy as np\nacc = 7.0\nlr = 0.1\ndepth = 3\nw = np.ones(3)")
    ran = notebook.run("depth = 3\nacc = float(undefined_name)\nlr = 0.2\nw = np.zeros(3)")
    assert isinstance(ran.error, NameError)
    assert (ran.params, ran.metrics) == ({"depth": 3}, {}) and "acc" not in ran.seen.writes
    again = notebook.run("acc = float('0.5')\nother = undefined_name")
    assert again.metrics == {"acc": 0.5}


@pytest.mark.parametrize("cell", ["x = (", "%%bash\nexit 0", "", "# nothing", "!true", "%timeit -n1 -r1 1"])
def test_cells_without_values_give_none(notebook: Notebook, cell: str) -> None:
    ran = notebook.run(cell)
    assert (ran.params, ran.metrics, ran.points) == ({}, {}, {})


@pytest.mark.parametrize(
    "head", ["%%time\n", "%%capture\n", "%%time\n%%track\n", "%%track\n%%time\n", "# a\n\n%%track\n"]
)
def test_values_are_seen_beside_cell_magics(notebook: Notebook, head: str) -> None:
    ran = notebook.run(head + "lr = 0.5\nfor epoch in range(4):\n    loss = lr / (epoch + 1)")
    assert ran.error is None
    assert ran.params == {"lr": 0.5} and ran.seen.params[0].where.line == head.count("\n") + 1
    assert ran.values("loss") == [0.5, 0.25, 0.5 / 3, 0.125]


def test_objects_that_resist_are_passed_over(notebook: Notebook) -> None:
    ran = notebook.run("""
        class Evil:
            def no(self, *a): raise SystemError("touched")
            __repr__ = __float__ = __len__ = __iter__ = __eq__ = no
            __hash__ = None
            def __getattr__(self, name): raise SystemError(name)
            get_params = no
        evil = Evil()
        loss = Evil()
        stream = (i for i in range(3))
        lr = 0.1
    """)
    assert ran.error is None and ran.params == {"lr": 0.1} and ran.metrics == {}
    assert notebook.run("list(stream)").result == [0, 1, 2]


def test_a_package_can_bring_an_inspector(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    class Told(Inspector):
        def facts(self, obj: object) -> Facts | None:
            return Facts({"rate": (0.3, False), "seed": (0, True)}, predicts=True)

    class Broken(Inspector):
        def facts(self, obj: object) -> Facts | None:
            raise RuntimeError("no")

    class Point:
        name = "decimal"

        def __init__(self, found: type) -> None:
            self.value = found.__name__
            self.load = lambda: found

    monkeypatch.setattr(inspectors, "entry_points", lambda group: [Point(Told), Point(Broken)])
    registry = Registry()
    monkeypatch.setattr(objects, "registry", registry)
    registry.discover()
    ran = notebook.run("import decimal\ncontext = decimal.Context(prec=3)")
    assert ran.params == {"context": "Context", "rate": 0.3} and ran.defaults == {"seed": 0}
    assert ran.seen.estimator == "Context" and registry.failed == {"Broken": "RuntimeError: no"}


@pytest.mark.parametrize(
    "cell, metrics",
    [
        ("v * 1.5", {"v * 1.5": 3.75}),
        ("v * 100.0 - 0.5", {"v * 100.0 - 0.5": 249.5}),
        ("mm = v * 2.5", {"mm": 6.25}),
        ("i = v * 2.5", {}),
        ("n_half = v / 2", {}),
        ("dx = len('ab') * v", {}),
    ],
)
def test_arithmetic_gives_metrics(notebook: Notebook, cell: str, metrics: dict[str, float]) -> None:
    notebook.run("v = 2.5")
    assert notebook.run(cell).metrics == metrics


def test_a_function_that_fails_has_what_it_had(notebook: Notebook) -> None:
    ran = notebook.run("""
        def evaluate(threshold):
            accuracy = 0.75
            accuracy = accuracy + threshold / 10
            raise ValueError("no")
        def train():
            config = {"lr": 0.1, "epochs": 3}
            evaluate(0.5)
        train()
    """)
    assert ran.error is not None
    assert ran.metrics["accuracy"] == 0.8 and ran.params["config.lr"] == 0.1


def test_what_two_functions_call_the_same_stays_apart(notebook: Notebook) -> None:
    ran = notebook.run("""
        def train(rows):
            loss = sum(rows) / len(rows)
        def test(rows):
            loss = sum(rows) / len(rows)
        train([1, 2, 6]); test([2, 2, 3])
    """)
    assert (ran.metrics["loss"], ran.metrics["test.loss"]) == (3.0, pytest.approx(7 / 3))


def test_what_comes_after_a_loop_is_not_its_curve(notebook: Notebook) -> None:
    ran = notebook.run("""
        def evaluate():
            return 0.3125
        for epoch in range(4):
            loss = 1 / (epoch + 1)
            score = 1 - loss
        loss = evaluate()
        score = 1 - evaluate() * 2
    """)
    assert ran.values("loss") == [1, 1 / 2, 1 / 3, 1 / 4]
    assert (ran.metrics["evaluate.loss"], ran.metrics["final.score"]) == (0.3125, 0.375)


def test_settings_that_each_round_writes_out_are_params(notebook: Notebook) -> None:
    ran = notebook.run("""
        for fold in range(2):
            config = {"lr": 0.1, "depth": 3}
            score = config["lr"] * fold
    """)
    assert {"config.lr": 0.1, "config.depth": 3}.items() <= ran.params.items()


def test_a_function_that_takes_no_time_still_gives_all_its_points(notebook: Notebook) -> None:
    ran = notebook.run("""
        def evaluate(step):
            accuracy = 1 - 1 / (step + 2)
            return accuracy
        found = {}
        for step in range(12):
            found[step] = evaluate(step)
    """)
    assert len(ran.values("accuracy")) == 12 and ran.values("accuracy")[-1] == pytest.approx(1 - 1 / 13)


def test_a_copy_with_fewer_digits_is_no_metric_of_its_own(notebook: Notebook) -> None:
    ran = notebook.run("""
        for epoch in range(4):
            loss = 1 / (epoch + 3)
        loss = round(loss, 3)
    """)
    assert set(ran.metrics) == set() and len(ran.values("loss")) == 4


def test_a_tuple_that_a_function_gives_back_is_a_curve_to_its_end(notebook: Notebook) -> None:
    ran = notebook.run("""
        def accuracy_score(i): return 1 - 1 / (i + 2)
        def evaluate(i):
            return 1 / (i + 1), accuracy_score(i)
        found = {}
        for i in range(40):
            found[i] = evaluate(i)
    """)
    assert len(ran.values("accuracy_score")) == 40


def test_what_the_user_silences_is_silent_where_it_is_bound_to_no_name(notebook: Notebook) -> None:
    cell = "for C in [1.0, 0.1, 0.01, 0.001]:\n    C / 8\n    {'mae': C * 2, 'mse': C ** 2}\nNone"
    ran = notebook.run(cell, ignore=["mae"])
    assert "mae" not in ran.points and [step for step, _ in ran.points["mse"]] == [1.0, 0.1, 0.01, 0.001]


def test_widgets_are_no_settings(notebook: Notebook) -> None:
    pytest.importorskip("ipywidgets")
    ran = notebook.run("import ipywidgets\nslider = ipywidgets.IntSlider(value=3)")
    assert not [name for name in ran.params if name.startswith("slider.")]


def test_a_dictionary_that_is_filled_is_no_setting(notebook: Notebook) -> None:
    ran = notebook.run("""
        for i in range(3):
            row = {"loss": 0.5, "n": 1}
            row["loss"] += i / 7
    """)
    assert "row.loss" not in ran.params


def test_a_record_that_a_function_fills_is_a_curve_to_its_end(notebook: Notebook) -> None:
    ran = notebook.run("""
        def evaluate(i):
            metrics = {}
            metrics["acc"] = 1 - 1 / (i + 2)
            return metrics, [i] * 3
        found = {}
        for i in range(40):
            found[i] = evaluate(i)
    """)
    assert len(ran.values("acc")) == 40


def test_what_a_mapping_of_settings_leaves_out_is_one_of_them(notebook: Notebook) -> None:
    """`log_params(vars(args))` has it too; a lone `x = None` is no setting."""
    ran = notebook.run("""
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument("--clip", type=float)
        parser.add_argument("--lr", type=float, default=0.1)
        args = parser.parse_args([])
        config = {"depth": None, "width": 8}
        best = None
        score = args.lr * config["width"]
    """)
    wanted = {"args.clip": None, "args.lr": 0.1, "config.depth": None, "config.width": 8}
    assert {name: ran.params.get(name, "missing") for name in wanted} == wanted
    assert "best" not in ran.params
