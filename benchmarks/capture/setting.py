"""Makes a kernel ready, without a trace in its namespace: seeds, and small data where a library would download some.

Run by its path in a kernel that may not have this project. `ARGV`, `LIBRARIES` and `RECORDER` are given to it.
"""

from __future__ import annotations

import importlib
import random
import sys
import types
import warnings
from typing import Any

ROWS = 512
"""Training examples of a stand-in; a quarter as many for tests."""
SHAPES = {
    "MNIST": (28, 28), "FashionMNIST": (28, 28), "KMNIST": (28, 28), "CIFAR10": (32, 32, 3), "CIFAR100": (32, 32, 3),
}  # fmt: skip


def seed(libraries: list[str]) -> None:
    """The same random numbers in every kernel, for whoever sets no seed."""
    random.seed(0)
    if "numpy" in libraries:
        importlib.import_module("numpy").random.seed(0)
    if "torch" in libraries:
        torch = importlib.import_module("torch")
        torch.manual_seed(0)
        torch.set_num_threads(1)
    if "keras" in libraries:
        importlib.import_module("keras").utils.set_random_seed(0)


def pictures(train: bool, shape: tuple[int, ...], classes: int = 10) -> tuple[Any, Any]:
    """Random pictures with a brighter band for each class, so that there is something to learn."""
    numpy = importlib.import_module("numpy")
    draw = numpy.random.default_rng(1 if train else 2)
    labels = draw.integers(0, classes, ROWS if train else ROWS // 4)
    images = draw.integers(0, 128, (len(labels), *shape)).astype("uint8")
    for image, label in zip(images, labels, strict=True):
        image[2 * label : 2 * label + 3] += 100
    return images, labels


def torchvision_data() -> None:
    """`torchvision.datasets.MNIST(…)` and the like without a download."""
    torch = importlib.import_module("torch")
    # What torchvision says of its compiled operators fails where it was not built for this torch.
    sys.modules.setdefault("torchvision._meta_registrations", types.ModuleType("torchvision._meta_registrations"))
    image = importlib.import_module("PIL.Image")
    datasets = importlib.import_module("torchvision.datasets")

    def make(shape: tuple[int, ...]) -> type:
        class StandIn(torch.utils.data.Dataset):  # type: ignore[misc,name-defined]
            mirrors: list[str] = []

            def __init__(
                self, *_: Any, train: bool = True, transform: Any = None, target_transform: Any = None, **__: Any
            ):
                self.data, targets = pictures(train, shape)
                self.targets = torch.tensor(targets)
                self.transform, self.target_transform = transform, target_transform
                self.classes = [str(one) for one in range(10)]
                if len(shape) == 2:
                    self.data = torch.tensor(self.data)

            def __len__(self) -> int:
                return len(self.targets)

            def __getitem__(self, place: int) -> tuple[Any, int]:
                picture = self.data[place]
                shown = image.fromarray(picture.numpy() if len(shape) == 2 else picture)
                target = int(self.targets[place])
                return (
                    self.transform(shown) if self.transform else shown,
                    self.target_transform(target) if self.target_transform else target,
                )

        return StandIn

    for name, shape in SHAPES.items():
        setattr(datasets, name, make(shape))


def keras_data() -> None:
    """`keras.datasets.mnist.load_data()` and the like without a download."""
    datasets = importlib.import_module("keras.datasets")
    for name, of in (("mnist", "MNIST"), ("fashion_mnist", "FashionMNIST"), ("cifar10", "CIFAR10")):
        load = lambda shape=SHAPES[of]: (pictures(True, shape), pictures(False, shape))  # noqa: E731
        getattr(datasets, name).load_data = load


def sklearn_data() -> None:
    """`fetch_california_housing()` without a download: the same columns."""
    datasets = importlib.import_module("sklearn.datasets")
    numpy = importlib.import_module("numpy")
    names = ["MedInc", "HouseAge", "AveRooms", "AveBedrms", "Population", "AveOccup", "Latitude", "Longitude"]

    def california(*, return_X_y: bool = False, as_frame: bool = False, **_: Any) -> Any:
        draw = numpy.random.default_rng(0)
        data = draw.normal(size=(ROWS, len(names)))
        target = 2 + data[:, 0] - 0.3 * data[:, 1] + draw.normal(scale=0.3, size=ROWS)
        frame = None
        if as_frame:
            pandas = importlib.import_module("pandas")
            data, target = pandas.DataFrame(data, columns=names), pandas.Series(target, name="MedHouseVal")
            frame = data.assign(MedHouseVal=target)
        if return_X_y:
            return data, target
        return importlib.import_module("sklearn.utils").Bunch(
            data=data, target=target, frame=frame, feature_names=names, target_names=["MedHouseVal"], DESCR=""
        )

    vars(datasets)["fetch_california_housing"] = california


DATA = {"torchvision": torchvision_data, "keras": keras_data, "sklearn": sklearn_data}


def ready(argv: list[str], libraries: list[str]) -> None:
    """All of it, for the libraries that the code names."""
    sys.argv = argv
    warnings.filterwarnings("ignore")
    for name, stand in DATA.items():
        if name in libraries:
            stand()
    seed(libraries)


if "LIBRARIES" in globals():
    ready(globals()["ARGV"], globals()["LIBRARIES"])
