"""Ids of sessions, runs and writers: random from the system, never from a generator that a user could have seeded."""

from __future__ import annotations

import os
import re
import time

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
"""32 characters that cannot be taken for each other."""

RUN_ID = re.compile(rf"[{ALPHABET}]{{12}}")
SESSION_ID = re.compile(rf"\d{{8}}T\d{{6}}-[{ALPHABET}]{{8}}")


def random_text(length: int) -> str:
    """`length` random characters of `ALPHABET`."""
    return "".join(ALPHABET[byte & 31] for byte in os.urandom(length))


def new_run_id() -> str:
    """The id of a new run: 12 characters."""
    return random_text(12)


def new_session_id() -> str:
    """The id of a new session: its UTC time and 8 random characters."""
    return time.strftime("%Y%m%dT%H%M%S", time.gmtime()) + "-" + random_text(8)


def new_writer_id() -> str:
    """The id of a new writer of points: 8 characters."""
    return random_text(8)
