"""Processes that hold keys close their memory and their settings to other processes of the same user."""

import ctypes
import sys

_SET_DUMPABLE = 4


def close() -> None:
    """Passes to forked children; a program started anew must do it again. Root sees everything all the same.

    Linux only: elsewhere nothing is closed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
