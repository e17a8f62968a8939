"""Under `%track on` a cell that fits, tests, trains, scores or searches becomes a run, and no other cell does."""

from __future__ import annotations

import pytest
from IPython.core.inputtransformer2 import TransformerManager

from jupyter_tracker.capture import code
from jupyter_tracker.capture.records import CellSeen, Child, Seen, SeriesInfo, Table, Where
from jupyter_tracker.session.trains import trains

WORTH_A_RUN = {
    "model = LogisticRegression(C=0.1).fit(X, y)": "fits",
    "clf.fit(X_train, y_train)": "fits",
    "labels = KMeans(3).fit_predict(X)": "fits",
    "X2 = PCA(n_components=2).fit_transform(X)": "fits",
    "results = smf.ols('y ~ x', data=df).fit()": "fits",
    "bst = xgb.train(params, dtrain, 10)": "fits",
    "popt, pcov = curve_fit(f, x, y)\nerrors = np.sqrt(np.diag(pcov))": "fits",
    "history = model.fit(X, y, epochs=3)\nplt.plot(history.history['loss'])": "fits",
    "trainer.train()": "fits",
    "yolo.train(data='coco8.yaml', epochs=3)": "fits",
    "def train():\n    model.fit(X, y)\n\ntrain()": "fits",
    "class Runner:\n    def go(self):\n        pass\nfor k in range(3):\n    make(k).fit(X, y)": "fits",
    "for x, y in loader:\n    loss = criterion(model(x), y)\n    loss.backward()\n    optimizer.step()": "trains",
    "train(model, loader, epochs=3)": "trains",
    "net = fit_model(X, y)": "trains",
    "stats.ttest_ind(a, b)": "tests",
    "chi2, p, dof, expected = chi2_contingency(table)": "tests",
    "r, p = pearsonr(df.a, df.b)": "tests",
    "pg.anova(data=df, dv='y', between='g')": "tests",
    "print(accuracy_score(y_test, pred))": "scores",
    "model.score(X_test, y_test)": "scores",
    "print(classification_report(y, model.predict(X)))": "scores",
    "scores = cross_val_score(model, X, y, cv=5)": "scores",
    "rmse = np.sqrt(metrics.mean_squared_error(y, p))": "scores",
    "trainer.evaluate()": "scores",
    "acc = accuracy_metric.compute()": "scores",
    "study.optimize(objective, n_trials=20)": "searches",
    "tuner.search(x, y, epochs=2)": "searches",
    "%%time\nmodel.fit(X, y)": "fits",
}

NOT_WORTH_A_RUN = [
    "import numpy as np\nfrom sklearn.linear_model import LogisticRegression",
    "df = pd.read_csv('data.csv')\ndf.head()",
    "df.describe()",
    "plt.plot(x, y)\nplt.title('loss')\nplt.show()",
    "fig, ax = plt.subplots()\nfor k in range(3):\n    ax.plot(x, k * y)",
    "X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2)",
    "X = StandardScaler().fit_transform(X)",
    "scaler = MinMaxScaler()\nscaler.fit(X_train)\nX = scaler.transform(X_train)",
    "le = LabelEncoder()\ny = le.fit_transform(y)",
    "model = RandomForestClassifier(n_estimators=100)",
    "def train(model):\n    for x, y in loader:\n        optimizer.step()\n    return model.fit(x, y)",
    "class Net(nn.Module):\n    def fit(self, x):\n        return self.score(x, x)",
    "model.train()\nmodel.eval()",
    "pred = model.predict(X_test)",
    "optimizer = torch.optim.SGD(model.parameters(), lr=0.1)\nloss_fn = nn.CrossEntropyLoss()",
    "df['z'] = (df.x - df.x.mean()) / df.x.std()\ndf.corr()",
    "total = 0\nfor path in paths:\n    total += path.stat().st_size",
    "print('accuracy', 0.9)",
    "x = 1",
    "%%bash\nls",
    "re.search('a', text)",
    "train_loader = DataLoader(train, batch_size=4)",
    "try:\n    go()\nexcept ValueError as fault:\n    raise_error(fault)",
    "this does not parse",
    "",
]


def read(cell: str) -> code.CellCode:
    return code.read(cell, TransformerManager().transform_cell)


@pytest.mark.parametrize("cell", WORTH_A_RUN)
def test_worth_a_run(cell: str) -> None:
    reason = trains(read(cell), CellSeen(), [])
    assert reason is not None and reason.split(":")[0] == WORTH_A_RUN[cell]
    assert trains(read(cell)) == reason, "known before it runs"


@pytest.mark.parametrize("cell", NOT_WORTH_A_RUN)
def test_not_worth_a_run(cell: str) -> None:
    assert trains(read(cell), CellSeen(), []) is None


def info(name: str, conf: float = 0.95) -> SeriesInfo:
    return SeriesInfo(name, Where("loop"), 20, 20, 0.1, conf=conf)


def metric(name: str, kind: str, conf: float = 0.95) -> CellSeen:
    return CellSeen(metrics=[Seen(name, 0.9, "metric", Where(kind), conf)])  # type: ignore[arg-type]


def test_what_came_of_a_call_into_another_cell_decides() -> None:
    cell = read("go(cfg)")
    assert trains(cell, CellSeen(), [info("train_loss")]) == "trains: train_loss over 20 rounds"
    assert trains(cell, CellSeen(), [info("total", 0.7)]) is None
    assert trains(cell, CellSeen(), [info("elapsed")]) is None
    assert trains(cell, metric("val_acc", "returned")) == "scores: val_acc"
    assert trains(cell, metric("oob_score", "fitted")) == "scores: oob_score"
    assert trains(cell, metric("total_cost", "assigned")) is None
    assert trains(cell, metric("acc", "printed")) is None
    found = CellSeen(tables=[Table("terms", ["term"], [["x"]], Where("fitted"), 1, "coefficients")])
    assert trains(cell, found) == "fits: terms"
    assert trains(read("df"), CellSeen(tables=[Table("df", ["a"], [[1]], Where("expression"), 1)])) is None
    assert trains(cell, CellSeen(children=[Child("0", {}, {})] * 3)) == "searches: 3 configurations"
