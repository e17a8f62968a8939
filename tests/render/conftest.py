"""Makes the sample runs and the checks importable from the tests beside this file."""

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
