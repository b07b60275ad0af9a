"""What several files here need: the programs that judge, and a directory of secrets as an operator makes it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from luyue.devstack.console import Silent
from luyue.devstack.go_tools import go_tool
from tests.deploy.compose import COMPOSE, Project, load
from tests.deploy.programs import DEPLOY, HELM, compose_config


@pytest.fixture(scope="session")
async def helm() -> Path:
    """The `helm` program."""
    return await go_tool(Silent(), HELM)


@pytest.fixture(scope="session")
async def compose_loader() -> Path:
    """The program that loads Compose files and prints the project as JSON."""
    return await compose_config(Silent())


@pytest.fixture(scope="session")
def secrets(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Secrets as `make_secrets` makes them."""
    directory = tmp_path_factory.mktemp("compose") / "secrets"
    subprocess.run([DEPLOY / "compose" / "make_secrets", directory], check=True, timeout=60)
    return directory


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """As an operator has it after following the guide."""
    copy = tmp_path / "deploy"
    shutil.copytree(DEPLOY, copy, ignore=shutil.ignore_patterns("secrets", ".env"))
    shutil.copy(COMPOSE / "env.example", copy / "compose" / ".env")
    return copy / "compose"


@pytest.fixture
def project(compose_loader: Path, directory: Path) -> Project:
    loaded = load(compose_loader, directory, "compose.yaml")
    assert loaded.returncode == 0, loaded.stderr
    assert loaded.stderr == ""
    project: Project = json.loads(loaded.stdout)
    return project
