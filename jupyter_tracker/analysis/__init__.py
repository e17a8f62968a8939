"""Comparing runs: plain run records in, plain data out; nothing here opens a store."""
