"""What a value is, as a short text that is the same wherever it is worked out: in this process after it was changed
back, and in another one that made the same again.

No address, no order of hashing goes into it. Nothing of the user's is called: no `__eq__`, `__repr__`, `__len__`,
`__getattr__` or `__hash__`, no iterator is moved on, no accelerator waited for, and no reference is kept.
"""

from __future__ import annotations

from jupyter_tracker.capture.fingerprints.record import BYTES, NODES, Fingerprint, Room
from jupyter_tracker.capture.fingerprints.walk import fingerprint

__all__ = ["BYTES", "NODES", "Fingerprint", "Room", "fingerprint"]
