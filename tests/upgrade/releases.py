"""The code of the commit before the one that is tested, and a copy of that one, each laid out by itself."""

import io
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DEEPER = "the rehearsal needs the commit before this one: clone with `--depth 2`, or run `git fetch --deepen 1`"


def this_release(directory: Path) -> Path:
    """The package as it is, which nobody changes while the rehearsal goes on."""
    shutil.copytree(ROOT / "luyue", directory / "luyue", ignore=shutil.ignore_patterns("__pycache__"))
    return directory


def previous_release(directory: Path) -> Path:
    """The package of the previous release under a directory of its own, to be put on `PYTHONPATH`.

    That is HEAD where the tree has changes that are not committed, and its parent where it has none.
    """
    changed = _git("status", "--porcelain", "--", "luyue").strip()
    commit = "HEAD" if changed else "HEAD~1"
    archive = _git("archive", commit, "luyue")
    with tarfile.open(fileobj=io.BytesIO(archive)) as files:
        files.extractall(directory, filter="data")
    return directory


def _git(*arguments: str) -> bytes:
    ran = subprocess.run(["git", "-C", str(ROOT), *arguments], capture_output=True, check=False)
    if ran.returncode != 0:
        pytest.fail(f"{DEEPER}\ngit {arguments[0]}: {ran.stderr.decode().strip()}", pytrace=False)
    return ran.stdout
