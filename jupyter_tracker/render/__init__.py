"""Cards, tables and pages of runs as static HTML (no script, nothing fetched) and as plain text."""
