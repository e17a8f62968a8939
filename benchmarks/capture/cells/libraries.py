"""Curves that arise inside a library's own call."""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import CLASSES, NUMBERS, Cell, Ends, Then

TORCH = """
import torch
from torch.utils.data import DataLoader, TensorDataset
Xt, yt = torch.tensor(X_train).float(), torch.tensor(y_train).float()
Xv, yv = torch.tensor(X_test).float(), torch.tensor(y_test).float()
"""

CELLS = [
    Cell(
        "xgboost: train with watchlist",
        [
            CLASSES,
            "import xgboost as xgb\ndtrain, dval = xgb.DMatrix(X_train, y_train), xgb.DMatrix(X_test, y_test)",
            """
            param = {"max_depth": 2, "eta": 0.5, "objective": "binary:logistic", "eval_metric": ["logloss", "auc"]}
            num_round = 9
            evals_result = {}
            bst = xgb.train(param, dtrain, num_round, evals=[(dtrain, "train"), (dval, "eval")],
                            evals_result=evals_result, verbose_eval=False)
            """,
        ],
        params={
            "param.max_depth": 2, "param.eta": 0.5, "param.objective": "binary:logistic",
            "num_round|num_boost_round": 9, "param.eval_metric": ["logloss", "auc"],
        },
        curves={
            "train-logloss|train.logloss|train_logloss": "evals_result['train']['logloss']",
            "train-auc|train.auc|train_auc": "evals_result['train']['auc']",
            "eval-logloss|eval.logloss|eval_logloss": "evals_result['eval']['logloss']",
            "eval-auc|eval.auc|eval_auc": "evals_result['eval']['auc']",
        },
        fine=frozenset({"bst"}),
        needs=("xgboost",),
    ),
    Cell(
        "xgboost: as an estimator, early stopping",
        [
            NUMBERS,
            """
            from xgboost import XGBRegressor
            reg = XGBRegressor(n_estimators=60, learning_rate=0.5, max_depth=3, early_stopping_rounds=4, n_jobs=1)
            reg.fit(X_train, y_train, eval_set=[(X_test, y_test)], verbose=False)
            """,
        ],
        params={
            "n_estimators": 60, "learning_rate": 0.5, "max_depth": 3, "early_stopping_rounds": 4, "reg": "XGBRegressor",
        },
        metrics={"best_score|reg.best_score": "reg.best_score", "best_iteration|reg.best_iteration": "reg.best_iteration"},
        curves={
            "validation_0-rmse|validation_0.rmse|validation_0_rmse": "reg.evals_result()['validation_0']['rmse']",
        },
        needs=("xgboost",),
    ),
    Cell(
        "lightgbm: as an estimator",
        [
            CLASSES,
            """
            import lightgbm as lgb
            gbm = lgb.LGBMClassifier(n_estimators=10, num_leaves=7, learning_rate=0.2, verbose=-1, n_jobs=1)
            gbm.fit(X_train, y_train, eval_set=[(X_test, y_test)], eval_metric="binary_logloss")
            acc = gbm.score(X_test, y_test)
            """,
        ],
        params={
            "n_estimators": 10, "num_leaves": 7, "learning_rate": 0.2, "eval_metric": "binary_logloss", "gbm": "LGBMClassifier",
        },
        metrics={"acc": "acc"},
        curves={
            "valid_0-binary_logloss|valid_0.binary_logloss|valid_0_binary_logloss|binary_logloss":
                "gbm.evals_result_['valid_0']['binary_logloss']",
        },
        needs=("lightgbm",),
    ),
    Cell(
        "lightgbm: train and cv",
        [
            NUMBERS,
            """
            import lightgbm as lgb
            train_set = lgb.Dataset(X_train, y_train, params={"verbose": -1})
            valid_set = lgb.Dataset(X_test, y_test, reference=train_set)
            """,
            """
            params = {"objective": "regression", "metric": "l2", "num_leaves": 5, "verbose": -1, "num_threads": 1}
            seen = {}
            booster = lgb.train(params, train_set, num_boost_round=8, valid_sets=[valid_set], valid_names=["val"],
                                callbacks=[lgb.record_evaluation(seen)])
            """,
        ],
        params={
            "params.objective": "regression", "params.metric": "l2", "params.num_leaves": 5, "num_boost_round": 8,
        },
        curves={"val-l2|val.l2|val_l2": "seen['val']['l2']"},
        fine=frozenset({"booster", "params.num_threads", "params.verbose", "valid_names"}),
        needs=("lightgbm",),
    ),
    Cell(
        "keras: fit with validation",
        [
            CLASSES,
            """
            import keras
            keras.utils.set_random_seed(7)
            def build(hidden, lr):
                net = keras.Sequential([keras.Input((6,)), keras.layers.Dense(hidden, "relu"), keras.layers.Dense(1, "sigmoid")])
                net.compile(keras.optimizers.SGD(lr, momentum=0.9), "binary_crossentropy", metrics=["accuracy"])
                return net
            """,
            """
            net = build(8, lr=0.05)
            history = net.fit(X_train, y_train, validation_data=(X_test, y_test), epochs=4, batch_size=30, verbose=0)
            """,
        ],
        params={
            "hidden|units|net.hidden": 8, "lr|learning_rate": 0.05, "momentum": 0.9, "epochs": 4, "batch_size": 30,
            "n_parameters|parameters|trainable_parameters": Then("net.count_params()"),
        },
        curves={name: f"history.history['{name}']" for name in ("loss", "accuracy", "val_loss", "val_accuracy")},
        fine=frozenset({"net", "optimizer", "metrics", "loss", "activation", "shape", "optimizer.learning_rate"}),
        needs=("keras", "torch"),
    ),
    Cell(
        "lightning: logged values",
        [
            NUMBERS + TORCH,
            """
            import lightning as L, logging, warnings
            warnings.simplefilter("ignore")
            logging.getLogger("lightning.pytorch").setLevel("ERROR")
            seen = []

            class Linear(L.LightningModule):
                def __init__(self, lr=0.05):
                    super().__init__()
                    self.save_hyperparameters()
                    self.layer = torch.nn.Linear(5, 1)
                def training_step(self, batch, idx):
                    loss = torch.nn.functional.mse_loss(self.layer(batch[0]).squeeze(1), batch[1])
                    self.log("train_loss", loss, on_step=False, on_epoch=True)
                    return loss
                def validation_step(self, batch, idx):
                    self.log("val_loss", torch.nn.functional.mse_loss(self.layer(batch[0]).squeeze(1), batch[1]))
                def on_train_epoch_end(self):
                    seen.append(float(self.trainer.callback_metrics["val_loss"]))
                def configure_optimizers(self):
                    return torch.optim.Adam(self.parameters(), lr=self.hparams.lr)
            """,
            """
            L.seed_everything(1, verbose=False)
            model = Linear(lr=0.1)
            trainer = L.Trainer(max_epochs=3, accelerator="cpu", logger=False, enable_checkpointing=False,
                                enable_progress_bar=False, enable_model_summary=False, num_sanity_val_steps=0)
            trainer.fit(model, DataLoader(TensorDataset(Xt, yt), batch_size=40), DataLoader(TensorDataset(Xv, yv), batch_size=40))
            """,
        ],
        params={
            "lr|model.lr": 0.1, "max_epochs": 3, "batch_size": 40, "seed": 1, "optimizer": "Adam",
            "n_parameters|parameters": 6,
        },
        curves={
            "train_loss": Ends(3, "float(trainer.callback_metrics['train_loss'])"), "val_loss": "seen",
        },
        fine=frozenset({"model", "trainer", "accelerator", "loss", "seen"}),
        needs=("lightning", "torch"),
    ),
    Cell(
        "Hugging Face: Trainer",
        [
            CLASSES,
            """
            import os, torch, warnings
            warnings.simplefilter("ignore")
            from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainingArguments, set_seed
            set_seed(0)
            config = BertConfig(vocab_size=40, hidden_size=8, num_hidden_layers=1, num_attention_heads=1, intermediate_size=8,
                                max_position_embeddings=16)
            rows = [{"input_ids": (abs(X[i] * 10).astype(int) % 40).tolist(), "labels": int(y[i])} for i in range(32)]
            """,
            """
            model = BertForSequenceClassification(config)
            args = TrainingArguments(output_dir="hf_out", num_train_epochs=2, per_device_train_batch_size=8, learning_rate=1e-3,
                                     logging_steps=2, eval_strategy="epoch", save_strategy="no", report_to=[],
                                     disable_tqdm=True, use_cpu=True, seed=3)
            trainer = Trainer(model=model, args=args, train_dataset=rows, eval_dataset=rows[:16])
            out = trainer.train()
            """,
        ],
        params={
            "num_train_epochs": 2, "per_device_train_batch_size": 8, "learning_rate": 1e-3, "seed": 3,
            "config.hidden_size|hidden_size": 8, "config.num_hidden_layers|num_hidden_layers": 1,
            "n_parameters|parameters": Then("sum(p.numel() for p in model.parameters())"),
        },
        metrics={"train_loss|training_loss|out.training_loss|out.metrics.train_loss": "out.training_loss"},
        curves={
            "loss": "([h['step'] for h in trainer.state.log_history if 'loss' in h],"
            " [h['loss'] for h in trainer.state.log_history if 'loss' in h])",
            "eval_loss": "([h['step'] for h in trainer.state.log_history if 'eval_loss' in h],"
            " [h['eval_loss'] for h in trainer.state.log_history if 'eval_loss' in h])",
        },
        first=("num_train_epochs", "per_device_train_batch_size", "learning_rate", "train_loss", "training_loss", "loss",
               "eval_loss", "parameters", "seed", "hidden_size", "num_hidden_layers"),
        fine=frozenset(
            {"logging_steps", "learning_rate", "eval_strategy", "save_strategy", "use_cpu", "grad_norm", "epoch", "model", "trainer",
             "vocab_size", "embedding_dim", "dropout", "num_attention_heads", "intermediate_size", "max_position_embeddings", "output_dir",
             "train_runtime", "train_samples_per_second", "train_steps_per_second", "total_flos", "eval_runtime",
             "eval_samples_per_second", "eval_steps_per_second", "global_step"}
        ),
        needs=("transformers", "accelerate", "torch"),
    ),
    Cell(
        "MLP's loss_curve_",
        [
            CLASSES,
            """
            import warnings
            warnings.filterwarnings("ignore")
            from sklearn.neural_network import MLPClassifier
            mlp = MLPClassifier(hidden_layer_sizes=(10,), learning_rate_init=0.02, max_iter=15, random_state=1)
            mlp.fit(X_train, y_train)
            print("Training set score: %f" % mlp.score(X_train, y_train))
            """,
        ],
        params={
            "hidden_layer_sizes": [10], "learning_rate_init": 0.02, "max_iter": 15, "random_state": 1,
            "mlp": "MLPClassifier",
        },
        metrics={"Training set score|training_set_score|mlp_score|train_score": "mlp.score(X_train, y_train)"},
        curves={"loss|loss_curve|mlp.loss_curve|mlp.loss": "mlp.loss_curve_"},
        fine=frozenset({"best_loss", "mlp.best_loss"}),
    ),
    Cell(
        "gradient boosting's train_score_, two models",
        [
            NUMBERS,
            """
            from sklearn.ensemble import GradientBoostingRegressor
            slow = GradientBoostingRegressor(learning_rate=0.05, n_estimators=12, random_state=0).fit(X_train, y_train)
            fast = GradientBoostingRegressor(learning_rate=0.5, n_estimators=12, random_state=0).fit(X_train, y_train)
            test_mse = [np.mean((p - y_test) ** 2) for p in fast.staged_predict(X_test)]
            """,
        ],
        params={
            "slow.learning_rate": 0.05, "fast.learning_rate": 0.5, "n_estimators": 12, "random_state": 0,
            "slow": "GradientBoostingRegressor", "fast": "GradientBoostingRegressor",
        },
        curves={
            "slow.train_score|slow.train_score_": "list(slow.train_score_)",
            "fast.train_score|fast.train_score_": "list(fast.train_score_)",
            "test_mse": "test_mse",
        },
    ),
    Cell(
        "histogram boosting with early stopping, inside a pipeline",
        [
            CLASSES,
            """
            from sklearn.ensemble import HistGradientBoostingClassifier
            from sklearn.pipeline import make_pipeline
            from sklearn.preprocessing import StandardScaler
            pipe = make_pipeline(StandardScaler(), HistGradientBoostingClassifier(
                max_iter=30, learning_rate=0.3, early_stopping=True, validation_fraction=0.2, random_state=0))
            pipe.fit(X_train, y_train)
            """,
        ],
        params={
            "max_iter": 30, "learning_rate": 0.3, "early_stopping": True, "validation_fraction": 0.2, "random_state": 0,
            "pipe": "HistGradientBoostingClassifier",
        },
        curves={
            "train_score|train_score_|pipe.train_score": "list(pipe[-1].train_score_)",
            "validation_score|validation_score_|pipe.validation_score": "list(pipe[-1].validation_score_)",
        },
    ),
]  # fmt: skip
