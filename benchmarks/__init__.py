"""What the tracker costs, measured: `python -m benchmarks` prints the figures beside those that the design asks for.

Ratios against something bare, measured in the same run, say more than times: those of a busy machine are pessimistic.
No test asserts a time; the tests only run all of this with tiny sizes, so that it does not rot.
"""
