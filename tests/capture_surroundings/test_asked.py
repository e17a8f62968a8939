"""Names of secrets that were typed are found in the source."""

from __future__ import annotations

import pytest

from jupyter_tracker.capture.asked import secret_names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import getpass\ntoken = getpass.getpass('Token: ')", ["token"]),
        ("a = b = getpass().strip()", ["a", "b"]),
        ("key: str = userdata.get('HF')", ["key"]),
        ("if not (pw := keyring.get_password('a', 'b')): pass", ["pw"]),
        ("x = d.get('secret')", []),
        ("name = input('secret name')", []),
        ("getpass(", []),
    ],
)
def test_names_of_typed_secrets(source: str, names: list[str]) -> None:
    assert secret_names(source) == names
