"""The filter language: Python-like conditions on runs, understood here and answered by bound SQL."""

from ..errors import FilterError
from .columns import FAMILIES, Column, no_such_name
from .completion import Completion, complete
from .parser import name_of, parse, parse_column
from .tree import Filter

__all__ = [
    "FAMILIES",
    "Column",
    "Completion",
    "Filter",
    "FilterError",
    "complete",
    "name_of",
    "no_such_name",
    "parse",
    "parse_column",
]
