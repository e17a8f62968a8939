"""The open session of this process: its cells, its runs, and what is written of them."""
