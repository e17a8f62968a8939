"""The store: logs are the truth, the index is a cache. See `docs/store-format.md`."""

from .errors import FilterError, RefError, StoreError
from .folder import Store
from .identifiers import new_run_id
from .journal import SessionLog
from .location import Location, locate
from .points import PointWriter
from .series import Series

__all__ = [
    "FilterError",
    "Location",
    "PointWriter",
    "RefError",
    "Series",
    "SessionLog",
    "Store",
    "StoreError",
    "locate",
    "new_run_id",
]
