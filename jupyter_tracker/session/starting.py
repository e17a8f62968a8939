"""Who starts a command: the user's own code, or a library that has its reasons (workers, versions, compilers).

The first frame decides that neither starts programs for others nor calls back what it was given. Where there is none it
is the user: whoever hands a command to a thread has it started from there.
"""

from __future__ import annotations

from types import FrameType

from ..capture.own import is_installed

_HANDING_ON = frozenset(
    "subprocess os posix nt pty webbrowser asyncio threading _thread concurrent queue functools contextlib "
    "importlib runpy timeit sched atexit signal weakref traitlets tornado nest_asyncio "
    "IPython ipykernel ipykernel_launcher pexpect ptyprocess sh plumbum invoke fabric delegator".split()
)
"""Top-level modules that start what others want started."""


def of_the_user(frame: FrameType | None) -> bool:
    """Whether what happens below this frame is started by a cell, or by a module that is no installed one."""
    while frame is not None:
        path = frame.f_code.co_filename
        home = str(frame.f_globals.get("__name__") or "").partition(".")[0]
        if home not in _HANDING_ON:
            return not is_installed(str(frame.f_globals.get("__file__") or "") if path.startswith("<") else path)
        frame = frame.f_back
    return True
