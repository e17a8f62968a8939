"""Files that a run made, kept by their bytes as long as they are not too large."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..capture.files import own_work
from ..capture.fingerprints.plain import placed
from ..store.jsontext import dumps

if TYPE_CHECKING:
    from ..capture.records import FileSeen
    from .record import OpenRun
    from .tracker import Tracker

OVER_BUDGET = "the store is over its budget"
MAX_FILES = 1000
"""Files of a folder that one call keeps."""


def keep(tracker: Tracker, thing: Any, name: str | None = None) -> list[dict[str, Any]]:
    """Keep a file, a folder's files, a figure, an image, a frame, an array, bytes or plain data.

    Gives the artifacts as an event carries them, at least one. Raises FileNotFoundError for a path that is not there
    and TypeError for what cannot become a file.
    """
    with own_work():
        return _keep(tracker, thing, name)


def beyond(files: list[FileSeen], run: OpenRun | None) -> list[FileSeen]:
    """Those files of a run that it did not keep explicitly as they are now."""
    known = run.explicit_files if run is not None else {}
    return [file for file in files if file.mode == "read" or known.get(file.path) != (file.size, file.mtime)]


def stamps(thing: Any) -> dict[str, tuple[int, float]]:
    """Size and time of the file, or of the files in the folder, that a call keeps; empty for what is no path."""
    if not isinstance(thing, (str, os.PathLike)):
        return {}
    path = Path(os.path.abspath(thing))
    files = [each for each in path.rglob("*") if each.is_file()] if path.is_dir() else [path]
    return {str(each): (about.st_size, about.st_mtime) for each in files for about in (each.stat(),)}


def _keep(tracker: Tracker, thing: Any, name: str | None) -> list[dict[str, Any]]:
    if isinstance(thing, (str, os.PathLike)):
        path = Path(thing)
        if path.is_dir():
            return _folder(tracker, path, name or path.name)
        if not path.exists():
            raise FileNotFoundError(f"jt.artifact: there is no file {os.fspath(path)!r}")
        return [kept_file(tracker, path, name)]
    made, default, media_type = _as_bytes(thing, name)
    record = {"name": tracker.masker.text(name or default), "size": len(made), "media_type": media_type}
    return [{**record, **_keep_bytes(tracker, made)}]


def kept_file(
    tracker: Tracker, path: str | os.PathLike[str], name: str | None = None, source: str | None = None
) -> dict[str, Any]:
    """One file as an artifact, its bytes read from `source` (itself by default); says why where they are not kept."""
    shown = shown_path(path)
    clean = tracker.masker.text
    record: dict[str, Any] = {"name": clean(name or shown), "path": clean(shown), "media_type": media_type(shown)}
    limit = tracker.settings.kept_file_limit
    over = tracker.over_budget()
    try:
        with own_work(os.fspath(path), os.path.realpath(path)):
            ref, digest, size = tracker.store.blobs.put_file(source or path, limit=-1 if over else limit)
    except Exception as fault:
        return {**record, "kept": False, "why": clean(f"could not be kept: {fault}")}
    record.update(hash=digest, size=size, kept=ref is not None, why="")
    if ref is None:
        record["why"] = OVER_BUDGET if over and size <= limit else f"larger than {limit >> 20} MB: hash only"
    return {key: value for key, value in record.items() if value is not None}


def shown_path(path: str | os.PathLike[str]) -> str:
    """A path as people name it: relative to the working folder where it lies below it."""
    full = os.path.abspath(path)
    try:
        relative = os.path.relpath(full)
    except (ValueError, OSError):
        return full
    return placed(full) if relative.startswith("..") else relative


def media_type(name: str) -> str | None:
    """What a file of this name probably is."""
    import mimetypes

    return mimetypes.guess_type(name)[0]


def _folder(tracker: Tracker, folder: Path, name: str) -> list[dict[str, Any]]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        raise FileNotFoundError(f"jt.artifact: the folder {os.fspath(folder)!r} holds no file")
    if len(files) > MAX_FILES:
        tracker.say_once(f"folder:{folder}", f"{folder} holds {len(files)} files: the first {MAX_FILES} are kept")
    return [kept_file(tracker, path, f"{name}/{path.relative_to(folder).as_posix()}") for path in files[:MAX_FILES]]


def _keep_bytes(tracker: Tracker, data: bytes) -> dict[str, Any]:
    if len(data) > tracker.settings.kept_file_limit:
        return {"kept": False, "why": f"larger than {tracker.settings.kept_file_limit >> 20} MB"}
    if tracker.over_budget():
        return {"kept": False, "why": OVER_BUDGET}
    return {"hash": tracker.store.blobs.put(data), "kept": True}


def _as_bytes(thing: Any, name: str | None) -> tuple[bytes, str, str]:
    """The bytes of something that is no file yet, a name for them, and their media type."""
    if isinstance(thing, (bytes, bytearray, memoryview)):
        return bytes(thing), "data.bin", "application/octet-stream"
    for applies, write in _WRITERS:
        if applies(thing):
            return write(thing, name or "")
    raise TypeError(
        f"jt.artifact takes a path, a figure, a frame, an array, bytes or plain data, not {type(thing).__name__}"
    )


def _of(module: str, kind: str) -> Callable[[Any], bool]:
    """Whether a value is an instance of a class of a library, without importing the library."""

    def applies(thing: Any) -> bool:
        owner: Any = sys.modules.get(module)
        return owner is not None and isinstance(thing, getattr(owner, kind, ()))

    return applies


def _matplotlib(figure: Any, name: str) -> tuple[bytes, str, str]:
    file = io.BytesIO()
    kind = Path(name).suffix.lstrip(".").lower() or "png"
    figure.savefig(file, format=kind, bbox_inches="tight")
    return file.getvalue(), "figure.png", media_type(f"x.{kind}") or "application/octet-stream"


def _axes(axes: Any, name: str) -> tuple[bytes, str, str]:
    return _matplotlib(axes.figure, name)


def _plotly(figure: Any, name: str) -> tuple[bytes, str, str]:
    return figure.to_json().encode(), "figure.plotly.json", "application/vnd.plotly.v1+json"


def _image(image: Any, name: str) -> tuple[bytes, str, str]:
    file = io.BytesIO()
    image.save(file, format="PNG")
    return file.getvalue(), "image.png", "image/png"


def _frame(frame: Any, name: str) -> tuple[bytes, str, str]:
    file = io.BytesIO()
    if name.endswith(".parquet"):
        frame.to_parquet(file)
        return file.getvalue(), name, "application/vnd.apache.parquet"
    frame.to_csv(file)
    return file.getvalue(), "frame.csv", "text/csv"


def _polars(frame: Any, name: str) -> tuple[bytes, str, str]:
    file = io.BytesIO()
    frame.write_csv(file)
    return file.getvalue(), "frame.csv", "text/csv"


def _array(array: Any, name: str) -> tuple[bytes, str, str]:
    file = io.BytesIO()
    sys.modules["numpy"].save(file, array, allow_pickle=False)
    return file.getvalue(), "array.npy", "application/octet-stream"


def _plain(thing: Any, name: str) -> tuple[bytes, str, str]:
    return dumps(thing, indent=1, ensure_ascii=False).encode(), "data.json", "application/json"


_WRITERS: tuple[tuple[Callable[[Any], bool], Callable[[Any, str], tuple[bytes, str, str]]], ...] = (
    (_of("matplotlib.figure", "Figure"), _matplotlib),
    (_of("matplotlib.axes", "Axes"), _axes),
    (_of("plotly.graph_objects", "Figure"), _plotly),
    (_of("PIL.Image", "Image"), _image),
    (_of("pandas", "DataFrame"), _frame),
    (_of("pandas", "Series"), _frame),
    (_of("polars", "DataFrame"), _polars),
    (_of("numpy", "ndarray"), _array),
    (lambda thing: isinstance(thing, (Mapping, list, tuple)), _plain),
)
