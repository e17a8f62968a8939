"""`jupyter tracker …`: the store from the shell. See `docs/cli.md`."""
