"""A clock of its own for one process, by libfaketime, that can be jumped while the process runs.

Only the wall clock: what is measured by the monotonic clock goes on as before, as when somebody sets a machine's time.
"""

import os
from datetime import timedelta
from pathlib import Path

LIBRARIES = (
    "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1",
    "/usr/lib/faketime/libfaketimeMT.so.1",
    "/usr/local/lib/faketime/libfaketimeMT.so.1",
)


def fake_time_library() -> Path | None:
    """The library of Debian's package `faketime`, or the one that `LIBFAKETIME` names; None where there is none."""
    named = os.environ.get("LIBFAKETIME")
    places = [Path(place) for place in ((named,) if named else LIBRARIES)]
    return next((place for place in places if place.is_file()), None)


class Clock:
    """How far a process's wall clock is from the true time, in a file that the library reads again and again."""

    def __init__(self, file: Path, library: Path) -> None:
        self._file = file
        self._library = library
        self.jump(timedelta(0))

    @property
    def environment(self) -> dict[str, str]:
        """What a process that goes by this clock is started with."""
        return {
            "LD_PRELOAD": str(self._library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }

    def jump(self, by: timedelta) -> None:
        """From now on the clock is off the true time by so much."""
        partial = self._file.with_name(self._file.name + ".partial")
        partial.write_text(f"{by.total_seconds():+.0f}\n")
        partial.replace(self._file)
