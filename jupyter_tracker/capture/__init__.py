"""Observing code: each observer turns something seen into the plain records of `records`.

Nothing here knows the store, and nothing here changes what the user's code does.
"""
