"""Programs built by Go: once, whole or not at all, and with a clear word where that is not possible."""

from pathlib import Path

import pytest

from luyue.devstack.console import Silent
from luyue.devstack.go_tools import GoTool, go_tool
from luyue.devstack.layout import StackUnavailableError

TOOL = GoTool("judge", "example.org/judge/cmd/judge", "v1.2.3", tags=("slim",), toolchain="go1.26.10")
GO = """#!/bin/sh
echo "$GOTOOLCHAIN $@" >> "{log}"
cd "$2"
case "$3" in build) printf '#!/bin/sh\\n' > judge && chmod +x judge ;; esac
"""


@pytest.fixture
def machine(tmp_path: Path) -> dict[str, str]:
    """A machine with a `go` that notes what it is asked for."""
    program = tmp_path / "bin/go"
    program.parent.mkdir()
    program.write_text(GO.format(log=tmp_path / "asked"))
    program.chmod(0o755)
    return {"PATH": f"{program.parent}:/usr/bin:/bin", "XDG_CACHE_HOME": str(tmp_path / "cache")}


async def test_it_is_built_once_in_a_module_of_its_own(machine: dict[str, str], tmp_path: Path) -> None:
    program = await go_tool(Silent(), TOOL, machine)
    assert program == tmp_path / "cache/luyue/judge-v1.2.3/judge"
    assert (program.parent / "go.mod").read_text().startswith("module ")
    partial = f"{program.parent}.partial"
    asked = (tmp_path / "asked").read_text().splitlines()
    assert asked == [
        f"go1.26.10 -C {partial} get example.org/judge/cmd/judge@v1.2.3",
        f"go1.26.10 -C {partial} build -trimpath -tags=slim -o judge example.org/judge/cmd/judge",
    ]
    assert await go_tool(Silent(), TOOL, machine) == program
    assert (tmp_path / "asked").read_text().splitlines() == asked


async def test_a_build_that_fails_leaves_nothing_to_be_taken_for_a_program(
    machine: dict[str, str], tmp_path: Path
) -> None:
    go = tmp_path / "bin/go"
    whole = go.read_text()
    go.write_text(whole + "echo no proxy; exit 1\n")
    with pytest.raises(StackUnavailableError, match=r"judge v1\.2\.3 cannot be built(.|\n)*no proxy(.|\n)*GOPROXY"):
        await go_tool(Silent(), TOOL, machine)
    go.write_text(whole)
    assert (await go_tool(Silent(), TOOL, machine)).exists()


async def test_without_go_it_says_what_is_missing(machine: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(StackUnavailableError, match=r"judge is built by Go, .* install Go 1\.\d+ or newer"):
        await go_tool(Silent(), TOOL, machine | {"PATH": str(tmp_path)})
