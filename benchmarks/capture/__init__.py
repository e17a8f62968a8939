"""What a person logged by hand, and how much of it is found by watching: recall, precision and the misses by cause."""
