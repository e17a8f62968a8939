"""Fills a folder with runs that are worth comparing: three seeds of each configuration, a drawing and pictures among
their outputs, files of every kind that can be looked at, fitted models, a note in Markdown.

    python compared.py FOLDER
"""

from __future__ import annotations

import base64
import json
import random
import struct
import sys
import zlib
from pathlib import Path
from typing import Any

from seed import Writer, notebook

from jupyter_tracker.store import new_run_id

SEEDS = (1, 2, 3)
NOTE = "Best so far with **depth 8**.\n\n| split | acc |\n| --- | --- |\n| val | 0.94 |\n\n- [ ] try *more trees*\n"


def picture(shade: int, size: int = 48) -> bytes:
    """A square PNG, lighter in its middle the lower the shade."""
    rows = b"".join(
        b"\0" + bytes(min(255, shade + abs(x - size // 2) * 4 + abs(y - size // 2) * 4) for x in range(size))
        for y in range(size)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", size, size, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


class Study(Writer):
    """Runs of forests and what they left behind."""

    def file(self, name: str, data: bytes) -> dict[str, Any]:
        """A file that a run made."""
        return {"name": name, "path": name, "hash": self.store.blobs.put(data), "size": len(data), "kept": True}

    def shown(self, *outputs: dict[str, Any]) -> dict[str, Any]:
        """What stood below the cell."""
        data = json.dumps(outputs).encode()
        return {"blob": self.store.blobs.put(data), "bytes": len(data), "truncated": False}

    def trained(self, depth: int, seed: int, acc: float, **seen: Any) -> str:
        """One run of a forest."""
        run, exec_id = new_run_id(), self._cell("rf", {"depth": depth, "seed": seed, "workers": 4})
        params = [{"name": n, "value": v, "kind": "literal", "line": 1} for n, v in (("depth", depth), ("seed", seed))]
        params.append({"name": "trees", "value": 100 + 50 * (depth == 8 and seed == 1), "kind": "literal", "line": 1})
        metrics = [{"name": n, "value": v, "kind": "assigned"} for n, v in (("acc", acc), ("fit time", depth / 5))]
        self.log.write("run", run=run, made_by="cell", parts=[exec_id], name=f"rf-{depth} seed {seed}")
        self.log.write("seen", exec=exec_id, run=run, params=params, metrics=metrics, **seen)
        self.log.write("cell_end", exec=exec_id, outcome="ok", wall=2.0 + depth, cpu=1.0, error=None)
        self.log.write("end", run=run, state="finished")
        return run

    def left(self, depth: int, seed: int) -> dict[str, Any]:
        """What a run showed and wrote."""
        bar = f'<rect width="{depth * 10}" height="40" fill="#0072b2"/>'
        drawing = f'<svg xmlns="http://www.w3.org/2000/svg" width="90" height="40">{bar}</svg>'
        png = base64.b64encode(picture(20 * depth)).decode()
        outputs = self.shown(
            {"output_type": "stream", "name": "stdout", "text": f"depth {depth}, seed {seed}\n"},
            {"output_type": "display_data", "metadata": {}, "data": {"image/png": png, "text/plain": "<Figure>"}},
            {"output_type": "display_data", "metadata": {}, "data": {"image/svg+xml": drawing, "text/plain": "<SVG>"}},
        )
        rows = "".join(f"{n},{random.Random(n + depth).random():.3f},island {n % 3}\n" for n in range(30))
        figure = {"data": [{"type": "bar", "x": ["a", "b"], "y": [depth, seed]}], "layout": {"height": 240}}
        cells = [
            {"cell_type": "markdown", "metadata": {}, "source": "## Errors of the forest"},
            {"cell_type": "code", "metadata": {}, "execution_count": 3, "source": "errors.head()", "outputs": []},
        ]
        report = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
        files = [
            *(self.file(f"out/epoch_{step}.png", picture(step * depth)) for step in (1, 5, 10)),
            self.file("out/predictions.csv", b"n,score,island\n" + rows.encode()),
            self.file("out/bars.json", json.dumps(figure).encode()),
            self.file("out/errors.ipynb", json.dumps(report).encode()),
            self.file("out/config.yaml", f"depth: {depth}\n".encode()),
            self.file("out/data.txt", b"the same in all runs\n"),
        ]
        return {"outputs": outputs, "artifacts": files}

    def fitted(self, name: str, terms: dict[str, float], formula: str) -> str:
        """One run of a regression."""
        rows = [[term, value, abs(value) / 5, 0.0004] for term, value in terms.items()]
        columns = ["term", "estimate", "std_error", "p"]
        blob = self.store.blobs.put(json.dumps({"columns": columns, "rows": rows}).encode())
        table = {"name": "coefficients", "what": "coefficients", "columns": columns, "total": len(rows), "blob": blob}
        run, exec_id = new_run_id(), self._cell("ols", {"formula": formula})
        about = {"formula": formula, "n_obs": 342}
        params = [{"name": key, "value": value, "kind": "fitted"} for key, value in about.items()]
        fit = {"r2": 0.7 + len(terms) / 100, "aic": 900.0 - len(terms), "bic": 910.0, "log_likelihood": -440.0}
        metrics = [{"name": key, "value": value, "kind": "fitted"} for key, value in fit.items()]
        self.log.write("run", run=run, made_by="cell", parts=[exec_id], name=name)
        self.log.write("seen", exec=exec_id, run=run, params=params, metrics=metrics, tables=[table])
        self.log.write("cell_end", exec=exec_id, outcome="ok", wall=0.2, cpu=0.1, error=None)
        self.log.write("end", run=run, state="finished")
        return run


def main(folder: str) -> None:
    """Write the notebook and its runs."""
    study = Study(Path(folder))
    notebook(study.notebook)
    noise = random.Random(3)
    runs = []
    for depth in (4, 6, 8):
        for seed in SEEDS:
            acc = 0.8 + depth / 100 + 0.002 * noise.random()
            left = study.left(depth, seed) if seed == 1 else {}
            runs.append(study.trained(depth, seed, acc, **left))
    study.log.write("edit", run=runs[6], set={"note": NOTE})
    study.fitted("ols small", {"Intercept": 9.5, "flipper": 0.049}, "mass ~ flipper")
    study.fitted("ols large", {"Intercept": 4.2, "flipper": 0.041, "bill": -0.12}, "mass ~ flipper + bill")
    study.fitted("ols log", {"Intercept": 1.2, "flipper": 0.002}, "log(mass) ~ flipper")
    study.log.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
