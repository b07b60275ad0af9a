"""In which order Temporal's program and time-skipping server are looked for, and what is said without them."""

import sys
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from luyue.devstack import temporal_cli, time_skipping
from luyue.devstack.console import Silent
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.sdk_download import DownloadFailedError, download, downloaded


def program(path: Path, text: str = "exit 0") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


async def refuse(*_: object, **__: object) -> Path:
    raise DownloadFailedError("the network is closed")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A machine without any of the programs and without the SDK's download."""
    monkeypatch.setattr(temporal_cli, "download", refuse)
    monkeypatch.setattr(time_skipping, "download", refuse)
    return {"PATH": str(tmp_path / "bin"), "XDG_CACHE_HOME": str(tmp_path / "cache")}


RECENT = 'echo "temporal version 1.5.1 (Server 1.29.1, UI 2.42.1)"'
OLD = 'echo "temporal version 1.0.0 (Server 1.24.2, UI 2.28.0)"'


async def test_the_named_program_goes_before_the_one_on_path(machine: dict[str, str], tmp_path: Path) -> None:
    on_path = program(tmp_path / "bin" / "temporal", RECENT)
    assert await temporal_cli.temporal_cli(Silent(), machine) == on_path
    named = program(tmp_path / "named", RECENT)
    assert await temporal_cli.temporal_cli(Silent(), machine | {"TEMPORAL_CLI": str(named)}) == named


async def test_a_named_program_that_cannot_be_used_is_an_error(machine: dict[str, str], tmp_path: Path) -> None:
    program(tmp_path / "bin" / "temporal", RECENT)
    with pytest.raises(StackUnavailableError, match="TEMPORAL_CLI names 'nowhere'"):
        await temporal_cli.temporal_cli(Silent(), machine | {"TEMPORAL_CLI": "nowhere"})
    old = program(tmp_path / "old", OLD)
    with pytest.raises(StackUnavailableError, match=r"older than 1\.28"):
        await temporal_cli.temporal_cli(Silent(), machine | {"TEMPORAL_CLI": str(old)})


async def test_an_old_program_on_path_is_passed_over_for_the_cache(machine: dict[str, str], tmp_path: Path) -> None:
    program(tmp_path / "bin" / "temporal", OLD)
    cached = program(tmp_path / "cache" / "luyue" / f"temporal-cli-{temporal_cli.GO_VERSION}" / "temporal")
    assert await temporal_cli.temporal_cli(Silent(), machine) == cached


async def test_the_download_goes_before_the_build(
    machine: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched = tmp_path / "fetched"

    async def succeed(*_: object) -> Path:
        return fetched

    program(tmp_path / "bin" / "go", "exit 1")
    monkeypatch.setattr(temporal_cli, "download", succeed)
    assert await temporal_cli.temporal_cli(Silent(), machine) == fetched


async def test_where_downloads_are_closed_go_builds_it_once(machine: dict[str, str], tmp_path: Path) -> None:
    go = program(tmp_path / "bin" / "go", 'echo "$@" > "$GOBIN/arguments"; cp "$0" "$GOBIN/temporal"')
    machine["PATH"] += ":/usr/bin:/bin"
    built = await temporal_cli.temporal_cli(Silent(), machine)
    assert built.read_text() == go.read_text()
    assert built.with_name("arguments").read_text() == "install github.com/temporalio/cli/cmd/temporal@v1.5.1\n"
    go.unlink()
    assert await temporal_cli.temporal_cli(Silent(), machine) == built


async def test_a_failed_build_leaves_nothing_that_is_taken_for_a_program(
    machine: dict[str, str], tmp_path: Path
) -> None:
    program(tmp_path / "bin" / "go", 'echo half > "$GOBIN/temporal"; echo "no such version"; exit 1')
    for _ in range(2):
        with pytest.raises(StackUnavailableError) as caught:
            await temporal_cli.temporal_cli(Silent(), machine)
        assert "no such version" in str(caught.value)


async def test_without_any_way_all_that_was_tried_is_listed(machine: dict[str, str]) -> None:
    with pytest.raises(StackUnavailableError) as caught:
        await temporal_cli.temporal_cli(Silent(), machine)
    for attempt in ("`temporal` on PATH: not there", "the network is closed", "no `go` on PATH", "TEMPORAL_ADDRESS"):
        assert attempt in str(caught.value)


async def test_without_java_and_maven_the_time_skipping_server_is_said_to_be_missing(machine: dict[str, str]) -> None:
    with pytest.raises(StackUnavailableError) as caught:
        await time_skipping.time_skipping_server(Silent(), machine)
    for attempt in ("the network is closed", "no `java` on PATH", "no `mvn` on PATH"):
        assert attempt in str(caught.value)


async def test_a_java_that_is_too_old_is_named(machine: dict[str, str], tmp_path: Path) -> None:
    program(tmp_path / "bin" / "java", """echo 'openjdk version "1.8.0_402"' >&2""")
    program(tmp_path / "bin" / "mvn")
    with pytest.raises(StackUnavailableError, match="older than 11"):
        await time_skipping.time_skipping_server(Silent(), machine)


async def test_the_time_skipping_server_skips_time(time_skipping_path: str) -> None:
    environment = await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=time_skipping_path, test_server_startup_timeout=timedelta(seconds=60)
    )
    async with environment:
        before = await environment.get_current_time()
        await environment.sleep(timedelta(days=15))
        assert await environment.get_current_time() - before >= timedelta(days=15)


def pretend_download(code: str, directory: Path) -> list[str]:
    return [sys.executable, "-c", f"import os, sys, time\ndirectory = {str(directory)!r}\n{code}"]


def directory_of_dev_server(cache: Path) -> Path:
    import importlib.metadata

    return cache / f"dev-server-of-sdk-{importlib.metadata.version('temporalio')}"


async def test_a_download_in_which_nothing_arrives_is_given_up(tmp_path: Path) -> None:
    command = pretend_download("time.sleep(60)", tmp_path)
    with pytest.raises(DownloadFailedError, match="nothing arrived"):
        await download("dev-server", tmp_path, lambda _: None, command=command, patience=0.2)


async def test_a_failed_download_says_why(tmp_path: Path) -> None:
    with pytest.raises(DownloadFailedError, match="cannot resolve"):
        await download(
            "dev-server", tmp_path, lambda _: None, command=pretend_download("sys.exit('cannot resolve')", tmp_path)
        )


async def test_a_download_that_succeeds_is_found_again(tmp_path: Path) -> None:
    code = "open(f'{directory}/part.downloading', 'w'); path = f'{directory}/temporal'\n"
    code += "open(path, 'w'); os.chmod(path, 0o755)"
    command = pretend_download(code, directory_of_dev_server(tmp_path))
    assert downloaded("dev-server", tmp_path) is None
    path = await download("dev-server", tmp_path, lambda _: None, command=command)
    assert path == downloaded("dev-server", tmp_path)
    assert path.name == "temporal"
