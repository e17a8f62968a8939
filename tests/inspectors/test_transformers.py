"""Hugging Face transformers: what a trainer logs, what it was given, and the size of a model."""

from __future__ import annotations

from typing import Any

import pytest

from jupyter_tracker.capture.inspectors.base import Facts
from tests.inspectors.conftest import Bench
from tests.inspectors.likeness import alike

pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("accelerate")
pytestmark = pytest.mark.filterwarnings("ignore")

SETUP = """
    import torch, transformers
    from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainingArguments
    transformers.logging.set_verbosity_error()
    torch.manual_seed(0)
    sizes = dict(vocab_size=20, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8)
    config = BertConfig(**sizes)
    rows = [{"input_ids": torch.randint(0, 20, (5,)), "labels": torch.tensor(n % 2)} for n in range(8)]
    def accuracy(found):
        return {"accuracy": float((found.predictions.argmax(-1) == found.label_ids).mean())}
    def trainer(**given):
        arguments = TrainingArguments(folder, per_device_train_batch_size=4, learning_rate=1e-2, num_train_epochs=3,
            logging_steps=1, eval_strategy="epoch", save_strategy="no", report_to="none", use_cpu=True,
            disable_tqdm=True)
        return Trainer(BertForSequenceClassification(config), arguments, train_dataset=rows, eval_dataset=rows,
                       compute_metrics=accuracy, **given)
"""


def chosen(facts: Facts) -> dict[str, Any]:
    return {key: value for key, (value, default) in facts.params.items() if not default}


@pytest.fixture
def hugging(bench: Bench, tmp_path: Any) -> Bench:
    bench.names["folder"] = str(tmp_path)
    bench.run(SETUP)
    return bench


def test_what_a_trainer_logs_is_told_as_its_history_has_it(hugging: Bench) -> None:
    told = hugging.run("""
        trained = trainer()
        output = trained.train()
        trained.evaluate()
    """)
    history = hugging.names["trained"].state.log_history
    for name in ("loss", "learning_rate", "grad_norm", "eval_loss", "eval_accuracy"):
        assert told.points[name] == [(row["step"], row[name]) for row in history[:-1] if name in row]
    assert told.points.keys() == {"loss", "learning_rate", "grad_norm", "eval_loss", "eval_accuracy"}
    assert [step for step, _ in told.points["eval_loss"]] == [2, 4, 6]
    assert told.metrics == {
        "train_loss": hugging.names["output"].training_loss,
        "eval_loss": told.points["eval_loss"][-1][1],
        "eval_accuracy": told.points["eval_accuracy"][-1][1],
    }
    facts = told.facts("trained")
    assert facts.series == {name: [value for _, value in points] for name, points in told.points.items()}
    assert facts.steps["eval_loss"] == [2, 4, 6]
    assert facts.metrics == {"train_loss": hugging.names["output"].training_loss}
    assert facts.parts == [("args", hugging.names["trained"].args)]


def test_predictions_are_told(hugging: Bench) -> None:
    told = hugging.run("found = trainer().predict(rows)")
    assert told.metrics == {name: hugging.names["found"].metrics[name] for name in ("test_loss", "test_accuracy")}


def test_arguments_configurations_and_models_tell_what_was_set(hugging: Bench) -> None:
    told = hugging.run("""
        trained = trainer()
        arguments, model = trained.args, trained.model
        weights, fresh = model.num_parameters(), BertConfig(**sizes)
        config.name_or_path = "somebody/tiny"
    """)
    assert chosen(told.facts("arguments")) == {
        "per_device_train_batch_size": 4, "learning_rate": 0.01, "eval_strategy": "epoch",
    }  # fmt: skip
    assert told.facts("arguments").params["lr_scheduler_type"] == ("linear", True)
    assert chosen(told.facts("fresh")) == {
        "vocab_size": 20, "hidden_size": 8, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 8,
    }  # fmt: skip
    assert chosen(told.facts("model")) == {"model_name": "somebody/tiny", "parameters": hugging.names["weights"]}


def test_nothing_about_a_training_changes(bench: Bench, capfd: pytest.CaptureFixture[str], tmp_path: Any) -> None:
    source = (
        f"    folder = {str(tmp_path)!r}"
        + SETUP
        + """
    class Stop(transformers.TrainerCallback):
        def on_log(self, args, state, control, logs=None, **given):
            print({name: value for name, value in logs.items() if "second" not in name and "runtime" not in name})
            if fails and state.global_step == 3:
                raise ValueError("stop")
    fails = False
    def quiet():
        made = trainer(callbacks=[Stop])
        made.remove_callback(transformers.PrinterCallback)  # prints how long it took
        return made
    print(quiet().train().training_loss, torch.randn(1))
    fails = True
    quiet().train()
    """
    )
    told = alike(bench, source, capfd)
    assert [step for step, _ in told.points["loss"]] == [1, 2, 3, 4, 5, 6, 1, 2]
