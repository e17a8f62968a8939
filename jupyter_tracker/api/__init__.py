"""What `import jupyter_tracker` offers: explicit calls, and reading the runs of a store."""
