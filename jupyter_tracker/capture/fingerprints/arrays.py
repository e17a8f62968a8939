"""Arrays, frames, tensors: by type, shape and content; large ones by samples where the budget is spent."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from jupyter_tracker.capture.fingerprints import generators
from jupyter_tracker.capture.fingerprints.record import identity
from jupyter_tracker.capture.fingerprints.summaries import ELEMENTS

SAMPLES = 4096
"""So many elements of an array that is not hashed whole."""
_LEAST = 32
"""So many elements of an array at least, however many there are in a value."""
_COLUMNS = 200
"""So many columns of a frame that are looked at."""
_FIGURES = 2**17
"""So many elements are summed up for the summary."""

Handler = Callable[[Any, Any], None]


def handler(kind: type) -> Handler | None:
    """How a value of a numerical library is walked through, None for any other."""
    for base in type.__getattribute__(kind, "__mro__"):
        found = _BASES.get((_package(base), base.__name__))
        if found is not None:
            return found
    return None


def _package(kind: type) -> str:
    return str(type.__getattribute__(kind, "__module__")).partition(".")[0]


def ndarray(walk: Any, value: Any) -> None:
    """A NumPy array, or a view of one: whoever holds the memory is what can be changed."""
    numpy = sys.modules["numpy"]
    array = value if type(value) is numpy.ndarray else numpy.ndarray.view(value, numpy.ndarray)
    _owners(walk, value)
    walk.say("ndarray", f"{array.dtype.str}{array.shape}".encode())
    if type(value) is not numpy.ndarray:
        walk.say("of", type(value).__name__.encode())
        with suppress(AttributeError):
            walk.value(object.__getattribute__(value, "__dict__"))
    elements(walk, array)


def _owners(walk: Any, value: Any) -> None:
    """The identities of an array and of what its memory belongs to."""
    numpy = sys.modules["numpy"]
    base = value
    for _ in range(20):
        walk.reach.add(identity(base))
        if isinstance(base, numpy.ndarray):
            walk.reach.add(base.__array_interface__["data"][0])
        if type(base) is memoryview:
            base = base.obj
        else:
            base = getattr(base, "base", None) if hasattr(type(base), "base") else None
        if base is None:
            break


def elements(walk: Any, array: Any) -> None:
    """The content of a plain array."""
    numpy = sys.modules["numpy"]
    if array.dtype.hasobject:
        _objects(walk, array)
        return
    _figure(walk, array)
    begins = len(walk.out)
    if walk.room.takes(array.nbytes):
        turned = not array.flags.c_contiguous and array.flags.f_contiguous
        data = array.T if turned else numpy.ascontiguousarray(array)
        walk.say("turned" if turned else "straight")
        walk.buffer(data.reshape(-1).view(numpy.uint8) if data.size else b"", data.nbytes)
        begins += 2
    else:
        walk.whole = False
        some = sampled(array, walk.samples)
        walk.samples = max(_LEAST, walk.samples - some.size // 2)
        walk.say("some", some.tobytes())
        data = some
    if walk.numbers is not None and array.dtype.kind in "fc" and data.size:
        walk.numbers.array(begins, len(walk.out), data)


def sampled(array: Any, most: int = SAMPLES) -> Any:
    """Some elements of an array, always the same ones, first and last among them; no other is copied."""
    numpy = sys.modules["numpy"]
    if array.size <= most or not array.ndim:
        return array.reshape(-1)
    if array.ndim == 1 or array.flags.c_contiguous:
        flat = array.reshape(-1)
        return numpy.concatenate([flat[:: -(-flat.size // most)], flat[-1:]])
    places = numpy.linspace(0, array.size - 1, most).astype(numpy.int64)
    return array[numpy.unravel_index(places, array.shape)]


def _objects(walk: Any, array: Any) -> None:
    if array.dtype.names is not None:
        walk.give_up("structured")
        return
    many = array.size > 50_000
    if many:
        walk.give_up("objects")
    walk.value(tuple((sampled(array) if many else array).reshape(-1).tolist()))


def _figure(walk: Any, array: Any) -> None:
    """Least, greatest and mean of the first array that is met, for the summary."""
    if walk.figures or array.dtype.kind not in "iuf" or not array.size:
        return
    numpy = sys.modules["numpy"]
    some = array if array.size <= _FIGURES else sampled(array, 1024)
    with numpy.errstate(all="ignore"):
        walk.figures.update(
            shape=list(array.shape),
            dtype=str(array.dtype),
            min=float(numpy.min(some)),
            max=float(numpy.max(some)),
            mean=float(numpy.mean(some, dtype=numpy.float64)),
            first=[float(one) for one in array.reshape(-1)[:3]] if array.flags.c_contiguous else [],
        )
        if array.size <= ELEMENTS:
            walk.figures["elements"] = [float(one) for one in array.reshape(-1)]


def _scalar(walk: Any, value: Any) -> None:
    if value.dtype.hasobject:
        walk.hide(value)
        return
    walk.say("scalar", value.dtype.str.encode() + value.tobytes())
    if walk.numbers is not None and value.dtype.kind in "fc":
        walk.numbers.array(len(walk.out) - 1, len(walk.out), sys.modules["numpy"].asarray(value).reshape(1))


def _dtype(walk: Any, value: Any) -> None:
    walk.say("dtype", str(value).encode())


def _frame(walk: Any, value: Any) -> None:
    """A pandas frame or series, column by column: how its columns are stored is pandas' own affair."""
    if not walk.first(value):
        return
    manager = object.__getattribute__(value, "_mgr")
    walk.say("frame" if len(manager.axes) == 2 else "series", f"{tuple(map(len, manager.axes))}".encode())
    if type(value).__module__.partition(".")[0] != "pandas":
        walk.say("of", type(value).__name__.encode())
        walk.value({k: v for k, v in object.__getattribute__(value, "__dict__").items() if not k.startswith("_")})
    walk.values(manager.axes)
    walk.value(value._attrs if type(value._attrs) is dict else None)
    if len(manager.axes) == 1:
        walk.value(value._name)
        extension(walk, manager.array)
        return
    columns = manager.column_arrays
    if len(columns) > _COLUMNS and not walk.room.whole and not walk.room.takes(sum(c.nbytes for c in columns)):
        walk.give_up("wide")
        columns = columns[:: len(columns) // _COLUMNS]
    for column in columns:
        extension(walk, column)


def extension(walk: Any, array: Any) -> None:
    """One column: an array, or one of pandas' own kinds of arrays."""
    numpy = sys.modules["numpy"]
    if isinstance(array, numpy.ndarray):
        ndarray(walk, array)
        return
    walk.say("column", str(array.dtype).encode())
    walk.reach.add(identity(array))
    parts = [getattr(array, name, None) for name in ("_ndarray", "_data", "_mask", "_codes")]
    found = [part for part in parts if isinstance(part, numpy.ndarray)]
    arrow = getattr(array, "_pa_array", None)
    if type(array).__name__ == "Categorical":
        walk.value(array.categories)
    if arrow is not None:
        _arrow(walk, arrow)
    elif found:
        for part in dict((identity(part), part) for part in found).values():
            ndarray(walk, part)
    elif len(array) <= 50_000:
        walk.value(tuple(numpy.asarray(array, dtype=object).tolist()))
    else:
        walk.hide(array)


def _arrow(walk: Any, value: Any) -> None:
    """Arrow data, which nobody changes in place but who holds the memory that it was made over. Cut pieces of larger
    buffers are copied to be looked at alone."""
    for chunk in (value.chunks if hasattr(value, "chunks") else [value])[:_COLUMNS]:
        walk.reach.update(buffer.address for buffer in chunk.buffers() if buffer is not None)
    walk.say("arrow", f"{getattr(value, 'type', '')}{len(value)}".encode())
    size = int(value.nbytes)
    if walk.room.takes(size):
        walk.value(tuple(value.to_pylist()) if len(value) <= 2_000 else None)
        if len(value) > 2_000:
            pyarrow = sys.modules["pyarrow"]
            sink = pyarrow.BufferOutputStream()
            table = value if hasattr(value, "schema") else pyarrow.table({"column": value})
            with pyarrow.ipc.new_stream(sink, table.schema) as stream:
                stream.write_table(table.combine_chunks())
            walk.buffer(sink.getvalue(), size + 257)
    else:
        walk.whole = False
        step = max(1, len(value) // 256)
        walk.value(tuple(value[place].as_py() for place in range(0, len(value), step)))


def _arrow_table(walk: Any, value: Any) -> None:
    walk.say("schema", str(value.schema).encode())
    for column in value.columns[:_COLUMNS]:
        _arrow(walk, column)


def _index(walk: Any, value: Any) -> None:
    """An index of pandas, which nobody changes in place."""
    before = set(walk.reach)
    names = tuple(value.names)
    kind = type(value).__name__
    walk.say("index", kind.encode())
    walk.value(names)
    if kind == "RangeIndex":
        walk.value(value._range)
    elif kind == "MultiIndex":
        for level, codes in zip(value.levels, value.codes, strict=True):
            _index(walk, level)
            ndarray(walk, codes)
    else:
        extension(walk, value._data)
    walk.reach = before


def _polars(walk: Any, value: Any) -> None:
    if not walk.first(value):
        return
    columns = value.get_columns() if type(value).__name__ == "DataFrame" else [value]
    walk.say("polars", f"{len(columns)}".encode())
    for column in columns[:_COLUMNS]:
        walk.say("column", f"{column.name}{column.dtype}{len(column)}".encode())
        if not walk.room.takes(int(column.estimated_size())):
            walk.whole = False
            column = column.gather_every(max(1, len(column) // SAMPLES))
        if column.dtype.is_numeric() and column.null_count() == 0 and "numpy" in sys.modules:
            elements(walk, column.to_numpy())
        elif len(column) <= 50_000:
            walk.value(tuple(column.to_list()))
        else:
            walk.whole = False
            walk.value(tuple(column.gather_every(len(column) // SAMPLES).to_list()))


def _tensor(walk: Any, value: Any) -> None:
    """A tensor of torch. One on an accelerator is not waited for: how often it was changed says enough here."""
    torch = sys.modules["torch"]
    if type(value) not in (torch.Tensor, torch.nn.Parameter):
        walk.hide(value)
        return
    if not walk.first(value):
        return
    walk.say("tensor", f"{value.dtype}{tuple(value.shape)}{value.device.type}{value.requires_grad}".encode())
    if value.device.type != "cpu" or value.layout is not torch.strided:
        walk.opaque = True
        walk.marks.append((value.data_ptr() if value.layout is torch.strided else 0, value._version))
        return
    walk.reach |= {value.untyped_storage().data_ptr(), value.data_ptr()}
    if value.grad_fn is not None:
        walk.opaque = True  # what it was computed from hangs on it, and `backward` changes that
    held = value.detach()
    size = held.numel() * held.element_size()
    if walk.room.takes(size):
        whole = held.contiguous().reshape(-1)
        elements_of_tensor(walk, whole)
    else:
        walk.whole = False
        most = min(walk.samples, held.numel())
        walk.samples = max(_LEAST, walk.samples - most // 2)
        places = torch.linspace(0, held.numel() - 1, most, dtype=torch.float64).long()
        flat = held.reshape(-1) if held.is_contiguous() else held.flatten()
        elements_of_tensor(walk, flat[places])
    if value.is_leaf and value.grad is not None:
        walk.say("grad")
        _tensor(walk, value.grad)


def elements_of_tensor(walk: Any, flat: Any) -> None:
    """The content of a flat tensor."""
    torch = sys.modules["torch"]
    if not flat.numel():
        return
    try:
        elements(walk, flat.numpy())
    except (TypeError, RuntimeError):  # a type that NumPy has not
        elements(walk, flat.view(torch.uint8).numpy())


def _sparse(walk: Any, value: Any) -> None:
    """A sparse matrix of SciPy: its arrays."""
    if walk.first(value):
        held = object.__getattribute__(value, "__dict__")
        walk.say("sparse", type(value).__name__.encode())
        walk.values(held[key] for key in sorted(held))


def _names(package: str, names: Iterable[str], handler: Handler) -> dict[tuple[str, str], Handler]:
    return {(package, name): handler for name in names}


_BASES: dict[tuple[str, str], Handler] = {
    ("numpy", "ndarray"): ndarray,
    ("numpy", "generic"): _scalar,
    ("numpy", "dtype"): _dtype,
    ("numpy", "ufunc"): lambda walk, value: walk.say("ufunc", str(value.__name__).encode()),
    ("numpy", "Generator"): generators.generator,
    ("numpy", "RandomState"): generators.random_state,
    ("pandas", "DataFrame"): _frame,
    ("pandas", "Series"): _frame,
    ("pandas", "Index"): _index,
    ("pandas", "ExtensionArray"): extension,
    ("torch", "Tensor"): _tensor,
    ("torch", "Generator"): generators.torch_generator,
    ("torch", "dtype"): lambda walk, value: walk.say("dtype", str(value).encode()),
    ("torch", "device"): lambda walk, value: walk.say("device", str(value).encode()),
    **_names("scipy", ("_spbase", "spmatrix", "sparray"), _sparse),
    **_names("polars", ("DataFrame", "Series"), _polars),
    **_names("pyarrow", ("Array", "ChunkedArray"), _arrow),
    ("pyarrow", "Table"): _arrow_table,
}
