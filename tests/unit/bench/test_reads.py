"""The benchmark of reads begins nothing that the disk has no room for."""

import shutil
from collections import namedtuple

import pytest

from bench.reads import NotEnoughSpaceError, check_space
from bench.reads_population import BYTES_A_PROCESS

Usage = namedtuple("Usage", "total used free")


def test_too_small_a_disk_is_told_with_what_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(0, 0, 1000 * BYTES_A_PROCESS))
    check_space([900, 100])
    with pytest.raises(NotEnoughSpaceError, match=r"1,001 processes need about 0 GiB .* Give smaller --processes"):
        check_space([900, 101])
