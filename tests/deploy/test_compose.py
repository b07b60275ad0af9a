"""The Compose files: loaded as `docker compose config` does, and what the project then holds."""

import json
import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from luyue.api.settings import ApiSettings
from luyue.cli.secret_files import SECRETS, read_secret_files
from luyue.devstack.child import run_to_end
from luyue.devstack.console import Silent
from luyue.devstack.go_tools import go_tool
from luyue.devstack.prometheus import PROMTOOL
from luyue.worker.settings import WorkerSettings
from tests.deploy.compose import COMPOSE, Project, load
from tests.deploy.programs import DEPLOY

JOBS = {"migrate", "temporal-schema", "temporal-namespace", "search-attributes"}
OURS = {"api", "worker", "migrate", "search-attributes"}


def test_what_only_an_operator_knows_is_asked_for(compose_loader: Path, directory: Path) -> None:
    (directory / ".env").unlink()
    refused = load(compose_loader, directory, "compose.yaml")
    assert refused.returncode == 1
    assert "LUYUE_JWKS is missing a value: the https address of the keys that prove bearer tokens" in refused.stderr


def test_the_loader_would_find_a_mistake(compose_loader: Path, directory: Path) -> None:
    mistakes = {
        "depends on undefined service": "services: {api: {depends_on: [postgress]}}",
        "services.api.comand": "services: {api: {comand: [api]}}",
        "undefined secret": "services: {api: {secrets: [nothing]}}",
    }
    for complaint, text in mistakes.items():
        (directory / "wrong.yaml").write_text(text)
        refused = load(compose_loader, directory, "compose.yaml", "wrong.yaml")
        assert refused.returncode == 1
        assert complaint in refused.stderr


def test_images_are_pinned(project: Project) -> None:
    for name, service in project["services"].items():
        assert re.fullmatch(r"[a-z0-9./-]+:v?\d[\w.-]*", service["image"]), name


def test_every_service_has_a_bounded_memory(project: Project) -> None:
    for name, service in project["services"].items():
        assert int(service["deploy"]["resources"]["limits"]["memory"]) > 0, name


def test_what_stays_is_asked_how_it_is_and_comes_back(project: Project) -> None:
    for name, service in project["services"].items():
        if name in JOBS:
            assert service["restart"].startswith("on-failure:"), name
            continue
        assert service["restart"] == "unless-stopped", name
        # The collector's image has nothing to ask with, the UI serves nobody but operators.
        assert "healthcheck" in service or name in {"collector", "temporal-ui"}, name
    # Metrics are still told by a worker that hangs.
    assert project["services"]["worker"]["healthcheck"]["test"][-1] == "http://127.0.0.1:9465/healthz"


def test_nothing_begins_before_what_it_needs(project: Project) -> None:
    def needs(name: str) -> dict[str, str]:
        return {other: one["condition"] for other, one in project["services"][name]["depends_on"].items()}

    assert needs("migrate") == {"postgres": "service_healthy"}
    assert needs("temporal") == {"temporal-schema": "service_completed_successfully"}
    ready = {"migrate": "service_completed_successfully", "search-attributes": "service_completed_successfully"}
    assert needs("worker") == ready
    # Readers before writers.
    assert needs("api") == ready | {"worker": "service_started"}


def test_our_containers_may_do_little(project: Project) -> None:
    for name in OURS:
        service = project["services"][name]
        assert service["user"] == "10001:10001"
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_only_this_machine_reaches_it(project: Project) -> None:
    for name, service in project["services"].items():
        for port in service.get("ports", ()):
            assert port["host_ip"] == "127.0.0.1", name
    stores = {"postgres", "temporal-postgres", "temporal", "migrate", "search-attributes"}
    for name in stores:
        for network in project["services"][name]["networks"]:
            assert project["networks"][network]["internal"], name


def test_no_secret_is_in_the_files(project: Project) -> None:
    for name, service in project["services"].items():
        for variable, value in service.get("environment", {}).items():
            assert not re.search(r"(PASSWORD|PWD|SECRET|TOKEN|DIGEST_KEY|DATABASE_URL)$", variable), name
            assert "@" not in (value or ""), name
    for name, secret in project["secrets"].items():
        assert secret["file"].endswith(f"/secrets/{name}")


def test_every_secret_is_made_and_every_file_is_there(project: Project, secrets: Path) -> None:
    made = {path.name for path in secrets.iterdir()}
    assert set(project["secrets"]) | {"jwt_secret"} == made
    for name, service in project["services"].items():
        for volume in service.get("volumes", ()):
            assert volume["type"] == "volume" or Path(volume["source"]).exists(), (name, volume)
        mounted = {one["source"] for one in service.get("secrets", ())}
        used = set(re.findall(r"/run/secrets/(\w+)", json.dumps(service) + "".join(_scripts(service))))
        assert used - {"jwt_secret"} <= mounted, name


def _scripts(service: dict[str, Any]) -> list[str]:
    return [Path(one["source"]).read_text() for one in service.get("volumes", ()) if one["source"].endswith(".sh")]


def test_secrets_that_are_there_stay(secrets: Path) -> None:
    before = {path.name: path.read_text() for path in secrets.iterdir()}
    again = subprocess.run([COMPOSE / "make_secrets", secrets], capture_output=True, text=True, check=True)
    assert again.stdout == ""
    assert {path.name: path.read_text() for path in secrets.iterdir()} == before
    assert secrets.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("files", [["compose.yaml"], ["compose.yaml", "compose.sandbox.yaml"]])
def test_api_and_worker_take_the_environment(
    compose_loader: Path, directory: Path, secrets: Path, monkeypatch: pytest.MonkeyPatch, files: list[str]
) -> None:
    services = json.loads(load(compose_loader, directory, *files).stdout)["services"]
    expected = "production" if len(files) == 1 else "sandbox"
    for name, settings in (("api", ApiSettings), ("worker", WorkerSettings)):
        known = {f"LUYUE_{field.upper()}" for field in settings.model_fields} | {f"{secret}_FILE" for secret in SECRETS}
        given = {variable: value for variable, value in services[name]["environment"].items() if value is not None}
        assert {variable for variable in given if variable.startswith("LUYUE_")} <= known
        with monkeypatch.context() as environment:
            for variable in [one for one in os.environ if one.startswith("LUYUE_")]:
                environment.delenv(variable)
            mounted = {variable: value.replace("/run/secrets", str(secrets)) for variable, value in given.items()}
            read_secret_files(mounted)
            for variable, value in mounted.items():
                environment.setenv(variable, value)
            taken = settings()
        assert taken.environment == expected
        assert taken.database_url.startswith("postgresql://luyue_login:")


@pytest.mark.parametrize(
    "script", ["make_secrets", "service_account.sh", "temporal_schema.sh", "temporal_namespace.sh"]
)
def test_scripts_are_read_without_complaint(script: str) -> None:
    subprocess.run(["sh", "-n", COMPOSE / script], check=True, timeout=20)


def test_prometheus_scrapes_what_the_alerts_are_about(project: Project) -> None:
    configuration = yaml.safe_load((COMPOSE / "prometheus.yaml").read_text())
    targets = {
        job["job_name"]: [f"{name}:{found['port']}" for found in job["dns_sd_configs"] for name in found["names"]]
        for job in configuration["scrape_configs"]
    }
    ports = {
        f"{service}:{port}"
        for service in ("api", "worker")
        for variable, port in project["services"][service]["environment"].items()
        if variable.endswith("_METRICS_PORT")
    }
    assert {target for found in targets.values() for target in found} == ports | {"temporal:8000"}
    rules = "".join(path.read_text() for path in (DEPLOY / "prometheus").glob("*rules*.y*ml"))
    for asked in re.findall(r'job=~?"([^"]+)"', rules):
        assert any(re.fullmatch(asked, job) for job in targets), asked
    assert re.findall(r"job=", rules)


@pytest.mark.release
async def test_prometheus_reads_its_configuration() -> None:
    promtool = await go_tool(Silent(), PROMTOOL)
    await run_to_end([str(promtool), "check", "config", "--syntax-only", str(COMPOSE / "prometheus.yaml")])
