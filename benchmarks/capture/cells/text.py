"""Printed pairs, in the shapes that people and libraries print them."""

# ruff: noqa: E501 (cells are as people write them)

from __future__ import annotations

from benchmarks.capture.cells.base import CLASSES, NUMBERS, Cell

CURVE = """
import math
ERR = [1 / (k + 2) ** 0.5 for k in range(100)]
"""

CELLS = [
    Cell(
        "colon and equals",
        [
            CURVE,
            """
            print("loss: %.4f" % ERR[3])
            print("lr=0.05 acc=%.3f" % (1 - ERR[30]))
            print("Test MSE = {:.5f}".format(ERR[9] ** 2))
            """,
        ],
        params={"lr": 0.05},
        metrics={"loss": "ERR[3]", "acc": "1 - ERR[30]", "Test MSE|test_mse": "ERR[9] ** 2"},
    ),
    Cell(
        "epoch lines with dashes",
        [
            CURVE,
            """
            def report(n):
                for e in range(n):
                    print(f"Epoch {e + 1}/{n} - loss: {ERR[e]:.4f} - acc: {1 - 0.5 * ERR[e]:.4f} - val_loss: {1.2 * ERR[e]:.4f}")
            report(6)
            """,
        ],
        params={"n|epochs": 6},
        curves={
            "loss": "([1, 2, 3, 4, 5, 6], [ERR[e] for e in range(6)])",
            "acc": "([1, 2, 3, 4, 5, 6], [1 - 0.5 * ERR[e] for e in range(6)])",
            "val_loss": "([1, 2, 3, 4, 5, 6], [1.2 * ERR[e] for e in range(6)])",
        },
    ),
    Cell(
        "brackets, bars and percent",
        [
            CURVE,
            """
            n_epochs = 5
            for ep in range(n_epochs):
                print("[Epoch %d/%d] [D loss: %f] [G loss: %f]" % (ep, n_epochs, ERR[ep], 2 * ERR[ep]))
            print("| test loss %5.2f | test ppl %8.2f |" % (ERR[5], math.exp(ERR[5])))
            print(f"Accuracy: {100 * (1 - ERR[20]):.1f}%  (n=40)")
            """,
        ],
        params={"n_epochs": 5},
        curves={
            "D loss|d_loss": "([0, 1, 2, 3, 4], [ERR[e] for e in range(5)])",
            "G loss|g_loss": "([0, 1, 2, 3, 4], [2 * ERR[e] for e in range(5)])",
        },
        metrics={
            "test loss|test_loss": "ERR[5]", "test ppl|test_ppl": "math.exp(ERR[5])",
            "Accuracy|accuracy": "100 * (1 - ERR[20])",
        },
        fine=frozenset({"n"}),
    ),
    Cell(
        "units and times",
        [
            CURVE,
            """
            print("Throughput: 512.5 samples/s, latency: 12.25 ms")
            print("RMSE (test): 0.731 eV")
            print("Model size: 3.5 MB")
            print("PSNR 31.42 dB; SSIM 0.912")
            """,
        ],
        metrics={
            "Throughput|throughput": 512.5, "latency": 12.25, "RMSE (test)|RMSE|rmse|rmse_test": 0.731,
            "Model size|model_size": 3.5, "PSNR|psnr": 31.42, "SSIM|ssim": 0.912,
        },
    ),
    Cell(
        "dictionaries printed, as HF trainers do",
        [
            CURVE,
            """
            for step in range(10, 40, 10):
                logs = {"loss": round(ERR[step], 4), "grad_norm": round(3 * ERR[step], 4), "epoch": step / 10}
                print(logs)
            print({"eval_loss": 0.2511, "eval_accuracy": 0.9012, "epoch": 3.0})
            """,
        ],
        curves={
            "loss|logs.loss": "([10, 20, 30], [round(ERR[s], 4) for s in (10, 20, 30)])",
            "grad_norm|logs.grad_norm": "([10, 20, 30], [round(3 * ERR[s], 4) for s in (10, 20, 30)])",
        },
        metrics={"eval_loss": 0.2511, "eval_accuracy": 0.9012},
        fine=frozenset({"logs.epoch", "epoch"}),
    ),
    Cell(
        "keras progress lines",
        [
            """
            import sys
            def fake_fit(epochs):
                for e in range(epochs):
                    sys.stdout.write(f"Epoch {e + 1}/{epochs}\\n")
                    for b in (1, 20, 40):
                        bar = "━" * (b // 2)
                        sys.stdout.write(f"\\r{b}/40 {bar} 0s 2ms/step - accuracy: {0.5 + 0.1 * e + b / 1000:.4f} - loss: {0.7 - 0.1 * e - b / 1000:.4f}")
                    sys.stdout.write(f" - val_accuracy: {0.55 + 0.1 * e:.4f} - val_loss: {0.69 - 0.1 * e:.4f}\\n")
            """,
            "fake_fit(3)",
        ],
        params={"epochs": 3},
        curves={
            "accuracy": "([1, 2, 3], [0.54, 0.64, 0.74])", "loss": "([1, 2, 3], [0.66, 0.56, 0.46])",
            "val_accuracy": "([1, 2, 3], [0.55, 0.65, 0.75])", "val_loss": "([1, 2, 3], [0.69, 0.59, 0.49])",
        },
    ),
    Cell(
        "tqdm: postfix",
        [
            CURVE + "from tqdm import tqdm",
            """
            def train(steps):
                with tqdm(range(steps), desc="training") as bar:
                    for s in bar:
                        bar.set_postfix(loss=ERR[s], acc=1 - 0.5 * ERR[s])
            train(12)
            """,
        ],
        params={"steps": 12},
        curves={"loss": "[ERR[s] for s in range(12)]", "acc": "[1 - 0.5 * ERR[s] for s in range(12)]"},
        needs=("tqdm",),
    ),
    Cell(
        "tqdm: description",
        [
            CURVE + "from tqdm.auto import trange",
            """
            pbar = trange(8)
            for i in pbar:
                pbar.set_description(f"Iter {i} | train loss {ERR[i]:.3f} | f1 {1 - 0.3 * ERR[i]:.3f}")
            """,
        ],
        curves={
            "train loss|train_loss": "[ERR[i] for i in range(8)]",
            "f1": "[1 - 0.3 * ERR[i] for i in range(8)]",
        },
        needs=("tqdm",),
    ),
    Cell(
        "logging",
        [
            CURVE,
            """
            import logging, sys
            logging.basicConfig(level=logging.INFO, stream=sys.stdout, force=True,
                                format="%(asctime)s - %(levelname)s - %(message)s")
            log = logging.getLogger("train")
            for epoch in range(1, 5):
                log.info("epoch: %d, train_loss: %.4f, lr: %.5f", epoch, ERR[epoch], 0.1 / epoch)
            log.info("best dev F1 = %.2f", 87.25)
            """,
        ],
        curves={
            "train_loss": "([1, 2, 3, 4], [ERR[e] for e in range(1, 5)])",
            "lr": "([1, 2, 3, 4], [0.1 / e for e in range(1, 5)])",
        },
        metrics={"best dev F1|best_dev_f1": 87.25},
    ),
    Cell(
        "logging to stderr from a class",
        [
            CURVE,
            """
            import logging
            logger = logging.getLogger("nb.fit")
            logger.handlers = [logging.StreamHandler()]
            logger.setLevel("INFO")
            class Fitter:
                def __init__(self, rounds):
                    self.rounds = rounds
                def __call__(self):
                    for r in range(self.rounds):
                        logger.info(f"round={r} objective={ERR[r]:.6f}")
                    logger.warning("finished after %d rounds", self.rounds)
            """,
            "Fitter(rounds=7)()",
        ],
        params={"rounds": 7},
        curves={"objective": "(list(range(7)), [ERR[r] for r in range(7)])"},
    ),
    Cell(
        "mean and spread, intervals, scientific notation",
        [
            """
            print("CV accuracy: 0.8512 ± 0.0213")
            print("AUROC: 0.912 (95% CI 0.884-0.941)")
            print("NLL: -1.25e+02, MSE: 3.1e-05")
            print("R²: 0.774")
            """,
        ],
        metrics={"CV accuracy|cv_accuracy": 0.8512, "AUROC|auroc": 0.912, "NLL|nll": -125.0, "MSE|mse": 3.1e-05, "R²|r2": 0.774},
        fine=frozenset({"CV accuracy std", "cv_accuracy_std"}),
    ),
    Cell(
        "a table printed line by line",
        [
            NUMBERS,
            """
            from sklearn.linear_model import LinearRegression
            from sklearn.metrics import mean_absolute_error, mean_squared_error, r2_score
            lin = LinearRegression().fit(X_train, y_train)
            pred = lin.predict(X_test)
            print("Results")
            print("=======")
            print("MAE:  ", mean_absolute_error(y_test, pred))
            print("RMSE: ", np.sqrt(mean_squared_error(y_test, pred)))
            print("R2:   ", r2_score(y_test, pred))
            """,
        ],
        params={"lin": "LinearRegression"},
        metrics={
            "MAE|mae|mean_absolute_error|test_mae": "mean_absolute_error(y_test, pred)",
            "RMSE|rmse|test_rmse": "np.sqrt(mean_squared_error(y_test, pred))", "R2|r2|r2_score|test_r2": "r2_score(y_test, pred)",
        },
        fine=frozenset({"mean_squared_error", "mse", "test_mse"}),
    ),
    Cell(
        "settings printed at the start, average at the end",
        [
            CLASSES,
            """
            import time
            def experiment(hidden=16, dropout=0.25):
                print(f"hidden={hidden}, dropout={dropout}")
                started = time.time()
                accs = []
                for seed in range(3):
                    rng = np.random.RandomState(seed)
                    w = rng.randn(6)
                    accs.append(float(((X @ w > 0) == y).mean()))
                    print(f"  seed {seed} -> accuracy {accs[-1]:.4f}")
                print(f"==> mean accuracy {np.mean(accs):.4f} in {time.time() - started:.1f}s")
                return accs
            accs = experiment(hidden=32)
            """,
        ],
        params={"hidden": 32, "dropout": 0.25},
        curves={"accuracy|accs": "([0, 1, 2], accs)"},
        metrics={"mean accuracy|mean_accuracy": "np.mean(accs)"},
        fine=frozenset({"accs_mean", "duration", "elapsed"}),
    ),
    Cell(
        "not pairs at all",
        [
            """
            import numpy as np
            data = np.arange(12.0).reshape(3, 4)
            """,
            """
            print("shape:", data.shape)
            print("Loaded 3 rows in 0.2 seconds from data.csv at 10:42:17")
            print("Python 3.11.4, numpy 2.1.0")
            print("see https://example.org/a?x=1&id=22 for section 2.3")
            print(data[:2])
            final_loss = float(((data - data.mean()) ** 2).mean())
            print("final loss:", final_loss)
            """,
        ],
        metrics={"final_loss": "final_loss"},
    ),
]  # fmt: skip
