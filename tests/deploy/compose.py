"""The Compose files, loaded as `docker compose config` does."""

import subprocess
from pathlib import Path
from typing import Any

from tests.deploy.programs import DEPLOY

COMPOSE = DEPLOY / "compose"
Project = dict[str, Any]


def load(loader: Path, directory: Path, *files: str) -> subprocess.CompletedProcess[str]:
    """Loads with an empty environment: what it needs is in `.env`."""
    return subprocess.run([loader, *files], cwd=directory, env={}, capture_output=True, text=True, check=False)
