"""The labelled files: what `labels.json` says of each, its cells, and the folder that it runs in."""

from __future__ import annotations

import csv
import datetime
import json
import random
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.capture.removal import without_log_calls

LABELS = Path(__file__).with_name("labels.json")
MOST_COPIED = 20 * 2**20
USUAL = (
    "random_state", "seed", "*_seed", "test_size", "train_size", "shuffle", "stratify", "cv", "n_splits", "scoring",
    "lr", "learning_rate", "momentum", "weight_decay", "betas", "batch_size", "*_batch_size", "epochs", "num_epochs",
    "n_epochs", "optimizer", "criterion", "loss_function", "model", "device", "dropout*", "hidden*", "n_hidden",
    "in_features", "out_features", "in_channels", "out_channels", "kernel_size", "stride", "padding", "parameters",
    "n_estimators", "max_depth", "max_features", "min_samples_*", "max_iter", "tol", "c", "alpha", "l1_ratio", "gamma",
    "penalty", "solver", "kernel", "degree", "n_neighbors", "n_clusters", "n_components", "class_weight", "objective",
    "num_leaves", "subsample", "colsample_bytree", "num_boost_round", "early_stopping_rounds", "noise", "n_samples",
    "n_features", "n_classes", "num_classes", "factor", "input_size", "output_size", "input_shape", "best_score",
    "best_loss", "best_params.*", "loss", "val_loss", "accuracy", "val_accuracy", "activation",
)  # fmt: skip
"""Names (also as the last part of a dotted one) that a person could well log in any file."""
_LINE_MAGIC = re.compile(r"^(\s*)(?:[!?].*|%[a-zA-Z].*|\w[\w, ]*=\s*[!%].*|[\w.]+\?{1,2})$")


@dataclass(slots=True)
class File:
    """One labelled file. `args` are those of its command line, `edit` what is written otherwise so that it ends in
    time, `data` stand-ins for files that it reads, `skip` why it cannot run, or not without its log calls."""

    repository: str
    commit: str
    path: str
    split: str = "script"
    labels: list[dict[str, Any]] = field(default_factory=list)
    args: list[str] = field(default_factory=list)
    edit: list[list[str]] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)
    modules: str = ""
    also: list[str] = field(default_factory=list)
    also_fine: list[str] = field(default_factory=list)
    skip: str = ""

    @property
    def fine(self) -> list[str]:
        """Names that a person could well log here: those of any file, those found by reading this one, and those that
        were logged but are never the same twice."""
        free = [label["name"].rpartition("/")[2] for label in self.labels if label.get("free")]
        return [*USUAL, *self.also_fine, *free]

    @property
    def title(self) -> str:
        """Repository and path."""
        return f"{self.repository} {self.path}"

    def checkout(self, sources: Path) -> Path:
        """Where its repository lies."""
        return sources / self.repository

    def trouble(self, sources: Path) -> str:
        """Why it cannot be taken from there: not fetched, or at another commit. Empty if all is well."""
        if not (self.checkout(sources) / self.path).is_file():
            return "not there"
        if not (self.checkout(sources) / ".git").exists():
            return ""
        asked = ["git", "-C", str(self.checkout(sources)), "rev-parse", "HEAD"]
        head = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
        return "" if head == self.commit else f"checkout is at {head[:12]}, labels are for {self.commit[:12]}"

    def cells(self, sources: Path) -> list[str]:
        """Its cells as they are, `edit` applied and magics taken out."""
        cells = _split(self.checkout(sources) / self.path, self.split)
        for old, new in self.edit:
            if not any(old in cell for cell in cells):
                raise ValueError(f"{self.title}: nothing to edit: {old}")
            cells = [cell.replace(old, new) for cell in cells]
        return cells

    def lay(self, sources: Path, folder: Path, *, logging: bool) -> Path:
        """Put what it needs into `folder`: its neighbours' code, with log calls or without, and stand-in data.
        Gives the folder to run in."""
        beside = (self.checkout(sources) / self.path).parent
        root = self.checkout(sources) / self.modules if self.modules else beside
        for path in _neighbours(root):
            place = folder / path.relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            if logging or path.suffix != ".py":
                shutil.copyfile(path, place)
            else:
                place.write_text(_quiet(path.read_text()))
        at = folder / beside.relative_to(root)
        at.mkdir(parents=True, exist_ok=True)
        for one in self.data:
            _stand_in(at / one["path"], one, self.checkout(sources))
        return at


def read(path: Path = LABELS) -> list[File]:
    """All labelled files."""
    return [File(**one) for one in json.loads(path.read_text())]


def write(files: list[File], path: Path = LABELS) -> None:
    """One label a line, what is empty left out."""
    lines = []
    for file in files:
        about = {name: getattr(file, name) for name in File.__slots__ if name != "labels" and getattr(file, name)}
        labels = ",\n".join("   " + json.dumps(label, ensure_ascii=False) for label in file.labels)
        head = json.dumps(about, ensure_ascii=False)[:-1]
        lines.append(f'{head},\n  "labels": [\n{labels}\n  ]}}')
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n")


def _split(path: Path, split: str) -> list[str]:
    text = path.read_text()
    if split == "ipynb":
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]
        sources = [cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"]) for cell in cells]
    elif split == "percent":
        sources = re.split(r"(?m)^# ?%%.*$", text)
    else:
        sources = [text]
    if split != "script":
        sources = [_plain(source) for source in sources]
    return [lines for source in sources if (lines := _trimmed(source)).strip()]


def _trimmed(source: str) -> str:
    """As the shell has it, so that line numbers are the same: no empty lines around, no spaces at the ends."""
    return "\n".join(line.rstrip() for line in source.split("\n")).strip("\n")


def _plain(source: str) -> str:
    """Without magics and shell lines; empty where the whole cell is not Python."""
    if (first := source.lstrip().partition("\n")[0]).startswith("%%"):
        if first.split()[0] not in ("%%time", "%%capture", "%%wandb", "%%timeit"):
            return ""
        source = source.lstrip().partition("\n")[2]
    return "\n".join(_LINE_MAGIC.sub(r"\1pass", line) for line in source.split("\n"))


def _neighbours(root: Path) -> Iterator[Path]:
    """The code and small texts in a folder and below it."""
    size = 0
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root).parts
        hidden = any(part.startswith(".") or part in ("mlruns", "wandb", "node_modules") for part in inside)
        if not hidden and path.is_file() and path.suffix in (".py", ".csv", ".yaml", ".yml", ".json", ".txt", ".toml"):
            size += path.stat().st_size
            if size < MOST_COPIED:
                yield path


def _quiet(text: str) -> str:
    try:
        return without_log_calls([text])[0]
    except SyntaxError:
        return text


def _stand_in(path: Path, about: Mapping[str, Any], checkout: Path) -> None:
    """A file of the repository, or a table with the columns that are read, filled by a fixed generator."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if "from" in about:
        shutil.copyfile(checkout / about["from"], path)
        return
    draw = random.Random(about.get("seed", 0))
    rows = int(about.get("rows", 600))
    columns = {name: [_value(kind, draw, row) for row in range(rows)] for name, kind in about["columns"].items()}
    if path.suffix == ".parquet":
        _parquet(path, columns, [name for name, kind in about["columns"].items() if kind in ("time", "time+")])
        return
    with path.open("w", newline="") as out:
        writer = csv.writer(out, delimiter=about.get("separator", ","))
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


def _parquet(path: Path, columns: Mapping[str, list[Any]], times: list[str]) -> None:
    import pandas

    frame = pandas.DataFrame(columns)
    for name in times:
        frame[name] = pandas.to_datetime(frame[name])
    frame.to_parquet(path)


def _value(kind: Any, draw: random.Random, row: int) -> Any:
    """`[low, high]` whole numbers, `{"mean", "sd"}` or `"float"`, `"time"` a minute apart and `"time+"` some
    minutes later, else one of the texts."""
    if isinstance(kind, list) and kind and all(isinstance(one, int) for one in kind) and len(kind) == 2:
        return draw.randint(*kind)
    if isinstance(kind, list):
        return draw.choice(kind)
    if isinstance(kind, Mapping):
        return draw.gauss(float(kind["mean"]), float(kind["sd"]))
    if kind in ("time", "time+"):
        late = draw.randint(2, 40) if kind == "time+" else 0
        return str(datetime.datetime(2021, 1, 1) + datetime.timedelta(minutes=row % 40_000 + late))
    return draw.random() if kind == "float" else row if kind == "row" else kind
