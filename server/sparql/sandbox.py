"""What a worker may not do: open a connection, dump core, take more memory than a query is given.

The engine fetches the addresses that SERVICE names and has no switch for it. A filter of system calls (seccomp, Linux
3.5 and later) takes the means: after it a process can make no socket, whatever a query says.
"""

import ctypes
import errno
import platform
import resource
import signal
import struct
from pathlib import Path

STACK = 100 * 1024 * 1024
"""Bytes of the main thread's stack: the engine reads and plans queries by recursion. More than the gap below the stack
that the kernel leaves (128 MB) cannot be had in a running process."""

_PARENT_DEATH, _NO_NEW_PRIVS, _SET_SECCOMP, _FILTER = 1, 38, 22, 2
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
"""Offsets in the kernel's struct seccomp_data."""
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EACCES
_FOREIGN = 0x40000000
"""The first number of the x32 interface, through which a call would have another number."""
_SYSTEMS = {
    "x86_64": (0xC000003E, (41, 42, 53, 425)),  # socket, connect, socketpair, io_uring_setup
    "aarch64": (0xC00000B7, (198, 203, 199, 425)),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def deny_network() -> bool:
    """Take from this process and its children the means to reach the network; whether it could be done."""
    system = _SYSTEMS.get(platform.machine())
    if platform.system() != "Linux" or system is None:
        return False
    code = _filter(*system)
    buffer = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(buffer, ctypes.c_void_p))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    arguments = [ctypes.c_ulong(value) for value in (1, 0, 0, 0)]
    if prctl(_NO_NEW_PRIVS, *arguments) != 0:
        return False
    return bool(prctl(_SET_SECCOMP, ctypes.c_ulong(_FILTER), ctypes.byref(program), *arguments[1:3]) == 0)


def _filter(architecture: int, denied: tuple[int, ...]) -> bytes:
    """A BPF program: another architecture kills, the denied calls fail with EACCES, all others pass."""

    def step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
        return struct.pack("HBBI", code, if_true, if_false, value)

    last = len(denied)
    return b"".join(
        (
            step(_LOAD, _ARCHITECTURE),
            step(_EQUAL, architecture, 1, 0),
            step(_RETURN, _KILL),
            step(_LOAD, _NUMBER),
            step(_AT_LEAST, _FOREIGN, last + 1, 0),
            *(step(_EQUAL, number, last - i, 0) for i, number in enumerate(denied)),
            step(_RETURN, _ALLOW),
            step(_RETURN, _FAIL),
        )
    )


def die_with_parent() -> None:
    """Have the kernel end this process with the server that started it, also in the middle of a query."""
    if platform.system() == "Linux":
        ctypes.CDLL(None).prctl(_PARENT_DEATH, ctypes.c_ulong(signal.SIGKILL))


def widen_stack() -> None:
    """Give the main thread its stack, and leave no core where it overflows."""
    _lower(resource.RLIMIT_CORE, 0)
    hard = resource.getrlimit(resource.RLIMIT_STACK)[1]
    resource.setrlimit(resource.RLIMIT_STACK, (STACK if hard == resource.RLIM_INFINITY else min(STACK, hard), hard))


def limit_memory(size: int) -> None:
    """Let this process allocate `size` bytes more than it has now; beyond that it dies."""
    _lower(resource.RLIMIT_DATA, _allocated() + size)


def _lower(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (value, value))


def _allocated() -> int:
    """Bytes of private memory that the process has asked for, of which it uses a part."""
    try:
        lines = Path("/proc/self/status").read_text("ascii").splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmData:"))
