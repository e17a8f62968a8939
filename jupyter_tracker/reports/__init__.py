"""Reports of runs: a notebook that opens anywhere, and one HTML file that asks no host for anything."""
