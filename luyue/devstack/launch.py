"""Becomes another program that cannot outlive the process that started it and, if asked, has no root rights.

Run as a script of its own (`python -I -S launch.py OPTIONS -- COMMAND`) and imports nothing of the project, because
these settings belong to the process that calls exec: doing it between fork and exec in a threaded parent can deadlock.
"""

import argparse
import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
PR_SET_SECUREBITS = 28
SECBIT_NO_SETUID_FIXUP = 4
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
LINUX_CAPABILITY_VERSION_3 = 0x20080522


class CapabilityHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class CapabilitySets(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def main() -> None:
    options = _parse(sys.argv[1:])
    linux = sys.platform == "linux"
    if options.user is not None:
        if linux and options.pass_directories:
            # Keeps the capabilities over setuid, and makes access(2) count them, by which Postgres checks its programs.
            _prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP)
        os.setgroups([])
        os.setgid(options.group)
        os.setuid(options.user)
        if linux and options.pass_directories:
            _keep_directory_access()
    if linux:
        # After setuid, which clears it.
        _prctl(PR_SET_PDEATHSIG, signal.Signals[options.death_signal])
    if os.getppid() != options.parent:
        sys.exit("the process that started this one is gone")
    os.execvp(options.command[0], options.command)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--death-signal", default="SIGKILL")
    parser.add_argument("--user", type=int)
    parser.add_argument("--group", type=int)
    parser.add_argument("--pass-directories", action="store_true")
    parser.add_argument("command", nargs="+")
    return parser.parse_args(arguments)


def _keep_directory_access() -> None:
    """Keeps, of all root's rights, the one to pass directories closed to others, across the coming exec.

    A clone under a home of mode 700 works this way without changing the modes of anybody's directories.
    """
    library = ctypes.CDLL(None, use_errno=True)
    bit = 1 << CAP_DAC_OVERRIDE
    sets = (CapabilitySets * 2)(CapabilitySets(bit, bit, bit), CapabilitySets(0, 0, 0))
    if library.capset(ctypes.byref(CapabilityHeader(LINUX_CAPABILITY_VERSION_3, 0)), sets) != 0:
        sys.exit(f"cannot keep access to closed directories: {os.strerror(ctypes.get_errno())}")
    _prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, CAP_DAC_OVERRIDE)


def _prctl(option: int, first: int, second: int = 0) -> None:
    library = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_ulong(word) for word in (first, second, 0, 0)]
    if library.prctl(option, *words) != 0:
        sys.exit(f"prctl({option}): {os.strerror(ctypes.get_errno())}")


if __name__ == "__main__":
    main()
