"""Fills a folder with a store of made-up runs, written as a kernel writes them, for looking at many of them.

    python seed.py FOLDER COUNT [odd|cells]

The runs belong to FOLDER/study.ipynb, which is made. The same arguments give the same names, params and curves.
With `cells` there are COUNT cells instead, each with two runs. With `odd` come the runs that break screens: very long,
right-to-left and one-character names, NaN, no metric, failures.
"""

from __future__ import annotations

import json
import math
import random
import sys
from pathlib import Path
from typing import Any

from jupyter_tracker.store import SessionLog, Store, new_run_id

A_SESSION = 100
CURVES_OF = 60
"""So many of the newest runs have curves with many points; the others have their last values alone."""

ODD_NAMES = (
    "gradient boosting with every feature that the second survey added, without the islands, " * 2 + "final (3)",
    "x",
    "تجربة الغابة العشوائية",
    '🐧 penguins <b>bold?</b> & "quotes"',
    "a_name_without_any_place_where_a_line_could_be_broken_" * 3,
)


class Writer:
    """Writes runs of one notebook."""

    def __init__(self, folder: Path) -> None:
        """Make the store in `folder`."""
        (folder / ".tracker").mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.store = Store.open(near=folder)
        self.notebook = folder / "study.ipynb"
        self.random = random.Random(7)
        self.execs = 0
        self.log: SessionLog = self._session()

    def run(self, place: int, *, curve: int = 0, odd: str | None = None, end: str = "finished") -> str:
        """One run; `curve` points of loss and accuracy. Its id."""
        if self.execs == A_SESSION:
            self.log.close()
            self.log, self.execs = self._session(), 0
        model = ("rf", "gb", "logreg")[place % 3]
        params = {"model": model, "depth": 2 + place % 9, "lr": 10 ** -(1 + place % 4), "seed": place % 5}
        run, exec_id = new_run_id(), self._cell(model, params)
        metrics = self._curve(run, place, curve)
        if odd == "no metric":
            metrics = []
        elif odd:
            extremes = {"margin": {"float": "nan"}, "tiny": 1e-300, "count": 12345678901}
            metrics = [*metrics, *(_metric(*pair) for pair in extremes.items())]
        named = {"name": odd} if odd and odd != "no metric" else {"auto_name": f"{model} depth={params['depth']}"}
        self.log.write("run", run=run, made_by="cell", parts=[exec_id], experiment=f"penguins-{place % 4}", **named)
        captured = [_param(*pair) for pair in params.items()]
        self.log.write("seen", exec=exec_id, run=run, params=captured, metrics=metrics)
        if end:
            outcome = {"failed": "error", "interrupted": "interrupted"}.get(end, "ok")
            fault = {"type": "ValueError", "message": "depth must be positive"} if end == "failed" else None
            self.log.write("cell_end", exec=exec_id, outcome=outcome, wall=1.5 + place % 7, cpu=1.0, error=fault)
            self.log.write("end", run=run, state=end, error=fault)
        return run

    def of_cell(self, cell_id: str, source: str, acc: float) -> None:
        """One run of a cell of this source, with an output of two lines."""
        self.execs += 1
        run, exec_id = new_run_id(), f"{self.log.id}.{self.execs}"
        about = {"cell_id": cell_id, "notebook": str(self.notebook), "count": self.execs}
        ref = self.store.blobs.put(source.encode())
        self.log.write("cell", exec=exec_id, source=ref, tracked=True, **about)
        self.log.write("run", run=run, made_by="cell", parts=[exec_id], auto_name=f"fit {cell_id}")
        shown = [{"output_type": "stream", "name": "stdout", "text": f"fitted\n{acc}\n"}]
        data = json.dumps(shown).encode()
        outputs = {"blob": self.store.blobs.put(data), "bytes": len(data), "truncated": False}
        self.log.write("seen", exec=exec_id, run=run, metrics=[_metric("acc", acc)], outputs=outputs)
        self.log.write("cell_end", exec=exec_id, outcome="ok", wall=0.5, cpu=0.5)
        self.log.write("end", run=run, state="finished")

    def _session(self) -> SessionLog:
        return self.store.session("kernel", notebook=str(self.notebook), cwd=str(self.folder))

    def _cell(self, model: str, params: dict[str, Any]) -> str:
        self.execs += 1
        exec_id = f"{self.log.id}.{self.execs}"
        lines = ["%%track", *(f"{name} = {value!r}" for name, value in params.items())]
        lines += [f"model = fit({model!r}, X_train, y_train)", "acc = model.score(X_test, y_test)"]
        ref = self.store.blobs.put("\n".join(lines).encode())
        about = {"cell_id": f"cell-{model}", "notebook": str(self.notebook), "count": self.execs}
        self.log.write("cell", exec=exec_id, source=ref, tracked=True, **about)
        return exec_id

    def _curve(self, run: str, place: int, count: int) -> list[dict[str, Any]]:
        floor, noise = 0.1 + 0.3 * self.random.random(), self.random.random
        loss = acc = 0.0
        points = self.store.points(run) if count else None
        for step in range(max(1, count)):
            loss = floor + math.exp(-step / (8 + place % 5)) + 0.03 * noise()
            acc = 1 - loss / 2
            if points is not None:
                points.log({"loss": loss, "acc": acc}, step, None)
        if points is not None:
            points.close()
            return [_metric("fit time", 1.2 + place % 7)]
        return [_metric("loss", loss), _metric("acc", acc), _metric("fit time", 1.2 + place % 7)]


def _param(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "value": value, "kind": "literal", "line": 1}


def _metric(name: str, value: Any) -> dict[str, Any]:
    return {"name": name, "value": value, "kind": "assigned"}


def notebook(path: Path) -> None:
    """A small notebook to open."""
    cell = {"cell_type": "code", "id": "one", "metadata": {}, "execution_count": None, "outputs": [], "source": "x = 6"}
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": [cell]}
    path.write_text(json.dumps(content), encoding="utf-8")


def many_cells(writer: Writer, count: int) -> None:
    """A notebook of so many cells, each of which has made two runs."""
    cells = []
    for place in range(count):
        source = f"%%track\ndepth = {place}\nacc = fit(depth)"
        cells.append({"cell_type": "code", "id": f"many-{place}", "metadata": {}, "execution_count": None,
                      "outputs": [], "source": source})  # fmt: skip
        for acc in (0.5, 0.9):
            writer.of_cell(f"many-{place}", source, acc)
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    content = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": kernel}, "cells": cells}
    writer.notebook.write_text(json.dumps(content), encoding="utf-8")


def main(folder: str, count: str, kind: str = "") -> None:
    """Write the notebook and its runs."""
    writer = Writer(Path(folder))
    if kind == "cells":
        many_cells(writer, int(count))
        writer.log.close()
        return
    notebook(writer.notebook)
    total = int(count)
    for place in range(total):
        writer.run(place, curve=120 if total - place <= CURVES_OF else 0)
    if kind == "odd":
        for place, end in enumerate(("failed", "interrupted")):
            writer.run(place, odd="no metric", end=end)
        for place, name in enumerate(ODD_NAMES):
            writer.run(place, curve=80, odd=name)
    writer.log.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
