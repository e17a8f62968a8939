"""`python -m jupyter_tracker.cli`, where the environment's scripts are not on the path."""

import sys

from jupyter_tracker.cli.main import main

sys.exit(main())
