"""Keras: epochs while they end, evaluations, and what a model was compiled with."""

from __future__ import annotations

import importlib.util
import os

import pytest

from tests.inspectors.conftest import Bench
from tests.inspectors.likeness import alike

BACKENDS = [name for name in ("tensorflow", "jax", "torch") if importlib.util.find_spec(name)]
if BACKENDS:
    os.environ.setdefault("KERAS_BACKEND", BACKENDS[0])
pytest.importorskip("keras")

MODEL = """
    import keras, numpy as np
    from keras import layers
    keras.utils.set_random_seed(1)
    draws = np.random.default_rng(0)
    X = draws.normal(size=(64, 3)); y = (X[:, 0] > 0).astype("float32")
    def made(**given):
        model = keras.Sequential([layers.Input((3,)), layers.Dense(4, activation="relu"), layers.Dropout(0.25),
                                  layers.Dense(1, activation="sigmoid")])
        model.compile(**{"optimizer": "adam", "loss": "binary_crossentropy", "metrics": ["accuracy"], **given})
        return model
"""


@pytest.fixture
def keras(bench: Bench) -> Bench:
    bench.run(MODEL)
    return bench


def test_each_epoch_is_told_as_the_history_has_it(keras: Bench) -> None:
    told = keras.run("""
        def fit():
            return made().fit(X, y, epochs=5, initial_epoch=2, validation_split=0.25, verbose=0)
        history = fit()
    """)
    facts = told.facts("history")
    assert set(facts.series) == {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert told.points == {
        name: list(zip(facts.steps[name], curve, strict=True)) for name, curve in facts.series.items()
    }
    assert facts.steps["val_loss"] == [2, 3, 4] and facts.params["epochs"] == (5, False)


def test_a_curve_stays_as_far_as_it_came(keras: Bench) -> None:
    told = keras.run("""
        def stop(epoch, logs):
            if epoch == 2:
                raise KeyboardInterrupt
        try:
            made().fit(X, y, epochs=9, verbose=0, callbacks=[keras.callbacks.LambdaCallback(on_epoch_begin=stop)])
        except KeyboardInterrupt:
            pass
    """)
    assert [step for step, _ in told.points["loss"]] == [0, 1]


def test_an_evaluation_is_told_and_that_of_an_epoch_is_not(keras: Bench) -> None:
    told = keras.run("""
        model = made()
        model.fit(X, y, epochs=1, validation_data=(X, y), verbose=0)
    """)
    assert not told.metrics
    told = keras.run("loss, accuracy = model.evaluate(X, y, verbose=0)")
    assert told.metrics == {"eval_loss": keras.names["loss"], "eval_accuracy": keras.names["accuracy"]}


def test_a_model_tells_its_size_and_how_it_was_compiled(keras: Bench) -> None:
    told = keras.run("""
        model = made(optimizer=keras.optimizers.SGD(0.05, momentum=0.9), loss=keras.losses.MeanSquaredError())
        optimizer = model.optimizer
        plain = made()
        falling = keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.5, 100, 0.9))
        schedule = falling._learning_rate
        bare = keras.Sequential([layers.Dense(3)])
    """)
    facts = told.facts("model")
    assert facts.params == {"parameters": (21, False), "loss": ("mean_squared_error", False)}
    assert facts.parts == [("optimizer", keras.names["optimizer"])] and facts.predicts
    chosen = {key: value for key, (value, default) in told.facts("optimizer").params.items() if not default}
    assert chosen == {"optimizer": "sgd", "learning_rate": 0.05, "momentum": 0.9}
    assert told.facts("plain").params["loss"] == ("binary_crossentropy", False)
    assert told.facts("falling").parts == [("learning_rate", keras.names["schedule"])]
    assert told.facts("schedule").params["initial_learning_rate"] == (0.5, False)
    assert told.facts("bare").params == {}


TRAINED = (
    MODEL
    + """
    def stop(epoch, logs):
        print(epoch, logs)
        if epoch == 2:
            raise ValueError("stop")
    model = made()
    print(model.fit(X, y, epochs=2, verbose=0).history, model.evaluate(X, y, verbose=0), draws.normal())
    model.fit(X, y, epochs=4, verbose=0, callbacks=[keras.callbacks.LambdaCallback(on_epoch_end=stop)])
    """
)


def test_nothing_about_a_training_changes(bench: Bench, capfd: pytest.CaptureFixture[str]) -> None:
    told = alike(bench, TRAINED, capfd)
    assert [step for step, _ in told.points["loss"]] == [0, 1, 0, 1]
