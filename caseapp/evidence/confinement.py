"""What the process that cleans a file gives up, without being root: first what it never needs, then all but its pipes.

Afterwards it can open neither file nor socket, so no database. Where the system lets it have a user namespace of its
own, it can neither read the memory of other processes of the same user nor undo this as root. Always left to whoever
takes it over: the file at hand, what copy is made of it, time and memory up to the limits, signals to processes of
the same user. There is no filter of system calls."""

import codecs
import ctypes
import os
import resource

_MIB = 1024 * 1024
MEMORY_BYTES, CPU_SECONDS, OPEN_FILES = 1536 * _MIB, 10, 64
_NO_NEW_PRIVILEGES = 38
_NEW_USER, _NEW_NETWORK, _NEW_IPC = 0x10000000, 0x40000000, 0x08000000
_LOADED_LATE = ("utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be", "cp1251", "cp437", "latin-1", "idna")
"""Encodings that Python would read from its folder only when a file asks for them."""


def begin() -> None:
    """Before any library is loaded: a namespace of users is given to a single thread only."""
    limits = {
        resource.RLIMIT_AS: (MEMORY_BYTES, MEMORY_BYTES),
        resource.RLIMIT_CPU: (CPU_SECONDS, CPU_SECONDS + 1),
        resource.RLIMIT_FSIZE: (0, 0),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_NOFILE: (OPEN_FILES, OPEN_FILES),
    }
    for limit, figures in limits.items():
        resource.setrlimit(limit, figures)
    system = ctypes.CDLL(None)
    system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if system.unshare(_NEW_USER | _NEW_NETWORK | _NEW_IPC) != 0:
        system.unshare(_NEW_USER)


def shut() -> None:
    """After the libraries are loaded. What is open stays open; what it closes makes no room for anything else."""
    for encoding in _LOADED_LATE:
        codecs.lookup(encoding)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
    os.nice(10)
