"""The Helm chart: linted, rendered with several sets of values, judged by Kubernetes's schemas, and what must hold."""

import json
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from luyue.api.settings import ApiSettings
from luyue.cli.secret_files import SECRETS
from luyue.codec.settings import CodecSettings
from luyue.temporal.payload_keys import new_payload_key
from luyue.temporal.settings import TemporalSettings
from luyue.worker.settings import WorkerSettings
from tests.deploy.chart import (
    CHART,
    KUBERNETES,
    SETS,
    VALUES,
    Manifest,
    environment,
    manifests,
    of_kind,
    pod_templates,
    template,
    written,
)
from tests.deploy.programs import DEPLOY, KUBERNETES_VALIDATE, ROOT, uv_tool

# helm is built from its source, which takes minutes.
pytestmark = pytest.mark.release


@pytest.fixture(params=SETS)
def rendered(request: pytest.FixtureRequest, helm: Path) -> list[Manifest]:
    return manifests(template(helm, SETS[request.param]))


@pytest.fixture
def full(helm: Path) -> list[Manifest]:
    return manifests(template(helm, SETS["full"]))


@pytest.mark.parametrize("names", SETS.values(), ids=SETS)
def test_lint_finds_nothing(helm: Path, names: list[str]) -> None:
    values = [word for name in names for word in ("--values", VALUES / f"{name}.yaml")]
    linted = subprocess.run(
        [helm, "lint", "--strict", "--kube-version", KUBERNETES[-1], CHART, *values],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize("version", KUBERNETES)
@pytest.mark.parametrize("names", SETS.values(), ids=SETS)
def test_kubernetes_would_take_it(helm: Path, tmp_path: Path, names: list[str], version: str) -> None:
    text = template(helm, names, kubernetes=version)
    (tmp_path / "manifests.yaml").write_text(text)
    judged = judge(tmp_path / "manifests.yaml", version)
    assert judged.returncode == 0, judged.stdout + judged.stderr
    passed = re.findall(r"passed for resource (\w+)", judged.stdout + judged.stderr)
    custom = [one for one in manifests(text) if one["kind"] == "PodMonitor"]
    assert len(passed) == len(manifests(text)) - len(custom)


def test_kubernetes_would_refuse_a_mistake(helm: Path, tmp_path: Path) -> None:
    text = template(helm, SETS["minimal"])
    (tmp_path / "manifests.yaml").write_text(text.replace("readOnlyRootFilesystem", "readOnlyRootFileSystem"))
    assert judge(tmp_path / "manifests.yaml", KUBERNETES[-1]).returncode != 0


def judge(file: Path, version: str) -> subprocess.CompletedProcess[str]:
    return uv_tool(KUBERNETES_VALIDATE, "kubernetes-validate", "--strict", "-k", version.rpartition(".")[0], str(file))


def test_every_container_may_do_little(rendered: list[Manifest]) -> None:
    for name, pod in pod_templates(rendered):
        security = pod["spec"]["securityContext"]
        assert (security["runAsNonRoot"], security["runAsUser"]) == (True, 10001), name
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert pod["spec"]["automountServiceAccountToken"] is False, name
        assert not {"hostNetwork", "hostPID", "hostIPC", "initContainers"} & set(pod["spec"]), name
        for container in pod["spec"]["containers"]:
            allowed = container["securityContext"]
            assert allowed["allowPrivilegeEscalation"] is False
            assert allowed["readOnlyRootFilesystem"] is True
            assert allowed["capabilities"] == {"drop": ["ALL"]}
            assert {"name": "tmp", "mountPath": "/tmp"} in container["volumeMounts"]
            assert container["resources"]["limits"]["memory"]
            assert set(container["resources"]["requests"]) == {"cpu", "memory"}


def test_every_deployment_is_probed_and_has_a_budget(rendered: list[Manifest]) -> None:
    budgets = [one["spec"] for one in of_kind(rendered, "PodDisruptionBudget")]
    for deployment in of_kind(rendered, "Deployment"):
        name, pod = deployment["metadata"]["name"], deployment["spec"]["template"]
        [container] = pod["spec"]["containers"]
        ports = {port["name"] for port in container["ports"]}
        for probe in ("startupProbe", "livenessProbe"):
            assert container[probe]["httpGet"]["port"] in ports, name
            assert container[probe]["httpGet"]["path"] == "/healthz", name
        assert container["readinessProbe"], name
        # A rollout whose pods do not become ready has failed, and says so.
        assert deployment["spec"]["progressDeadlineSeconds"] == 300, name
        labels = pod["metadata"]["labels"]
        [budget] = [one for one in budgets if one["selector"]["matchLabels"].items() <= labels.items()]
        assert budget["maxUnavailable"] == 1
        spread = pod["spec"]["topologySpreadConstraints"]
        assert {one["topologyKey"] for one in spread} == {"topology.kubernetes.io/zone", "kubernetes.io/hostname"}
        assert all(one["labelSelector"]["matchLabels"].items() <= labels.items() for one in spread)
        assert deployment["spec"]["selector"]["matchLabels"].items() <= labels.items()


def test_no_secret_is_in_a_manifest(rendered: list[Manifest]) -> None:
    assert not of_kind(rendered, "Secret")
    for settings in of_kind(rendered, "ConfigMap"):
        assert not {*SECRETS, "OTEL_EXPORTER_OTLP_HEADERS"} & set(settings["data"])
        assert not settings["data"].get("LUYUE_DOSSIER_KEY", "/").startswith("-----")
    for name, pod in pod_templates(rendered):
        for variable in pod["spec"]["containers"][0]["env"]:
            if variable["name"] in (*SECRETS, "OTEL_EXPORTER_OTLP_HEADERS"):
                assert set(variable["valueFrom"]) == {"secretKeyRef"}, name


def test_jobs_run_first_and_migrate_as_the_owner(rendered: list[Manifest]) -> None:
    jobs = {one["metadata"]["name"]: one for one in of_kind(rendered, "Job")}
    for job in jobs.values():
        assert job["metadata"]["annotations"]["helm.sh/hook"] == "pre-install,pre-upgrade"
        # They begin before the release's own things are there.
        assert "serviceAccountName" not in job["spec"]["template"]["spec"]
        assert "envFrom" not in job["spec"]["template"]["spec"]["containers"][0]
    [migrate] = jobs["luyue-migrate"]["spec"]["template"]["spec"]["containers"]
    assert migrate["env"][0]["valueFrom"]["secretKeyRef"]["name"] == "luyue-owner-database"
    [policy] = [one for one in of_kind(rendered, "NetworkPolicy") if one["metadata"]["name"] == "luyue-job"]
    weights = [int(job["metadata"]["annotations"]["helm.sh/hook-weight"]) for job in jobs.values()]
    assert int(policy["metadata"]["annotations"]["helm.sh/hook-weight"]) < min(weights)
    assert migrate["args"] == ["migrate"]


def test_settings_are_those_that_there_are(rendered: list[Manifest]) -> None:
    [settings] = of_kind(rendered, "ConfigMap")
    known = {f"LUYUE_{name.upper()}" for one in (ApiSettings, WorkerSettings) for name in one.model_fields}
    assert {name for name in settings["data"] if name.startswith("LUYUE_")} <= known


def test_variables_of_pods_are_settings_of_what_runs_in_them(full: list[Manifest]) -> None:
    settings = {"api": ApiSettings, "worker": WorkerSettings, "codec-server": CodecSettings}
    settings |= {"migrate": WorkerSettings, "search-attributes": TemporalSettings}
    for name, pod in pod_templates(full):
        [container] = pod["spec"]["containers"]
        [command] = container["args"]
        known = {f"LUYUE_{field.upper()}" for field in settings[command].model_fields}
        known |= {"OTEL_EXPORTER_OTLP_HEADERS"} if command in ("api", "worker") else set()
        assert {variable["name"] for variable in container["env"]} <= known, name


def test_the_codec_server_takes_its_environment(
    full: list[Manifest], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = tmp_path / "payload-keys" / "keys.json"
    keys.parent.mkdir()
    keys.write_text(json.dumps({"keys": [new_payload_key("2026-11")]}))
    for variable, value in environment(full, "luyue-codec-server", {}).items():
        monkeypatch.setenv(variable, value.replace("/secrets/", f"{tmp_path}/"))
    taken = CodecSettings()
    assert taken.origins == ["https://temporal.example.com"]
    assert (taken.environment, taken.codec_port) == ("production", 8234)


def test_the_version_is_the_same_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    chart = yaml.safe_load((CHART / "Chart.yaml").read_text())
    assert (chart["version"], chart["appVersion"]) == (version, version)
    for file in ("compose.yaml", "env.example"):
        assert f"luyue:{version}" in (DEPLOY / "compose" / file).read_text()


def test_a_setting_goes_before_the_charts_own(helm: Path, tmp_path: Path) -> None:
    values = written(tmp_path / "values.json", {"settings": {"LUYUE_API_PORT": "8081", "LUYUE_LOG_LEVEL": "DEBUG"}})
    [settings] = of_kind(manifests(template(helm, SETS["minimal"], values)), "ConfigMap")
    assert (settings["data"]["LUYUE_API_PORT"], settings["data"]["LUYUE_LOG_LEVEL"]) == ("8081", "DEBUG")


def test_workers_can_be_upgraded_before_the_api(helm: Path, tmp_path: Path) -> None:
    values = written(tmp_path / "values.json", {"image": {"tag": "0.2.0"}, "api": {"tag": "0.1.0"}})
    images = {
        name: pod["spec"]["containers"][0]["image"]
        for name, pod in pod_templates(manifests(template(helm, SETS["minimal"], values)))
    }
    assert images.pop("luyue-api") == "luyue:0.1.0"
    assert set(images.values()) == {"luyue:0.2.0"}
    assert len(images) == 3


def test_workers_can_be_upgraded_before_the_api_by_digest(helm: Path, tmp_path: Path) -> None:
    newer = f"sha256:{'1' * 64}"
    values = written(tmp_path / "values.json", {"image": {"digest": newer}, "api": {"tag": "0.1.0"}})
    images = {
        name: pod["spec"]["containers"][0]["image"]
        for name, pod in pod_templates(manifests(template(helm, SETS["full"], values)))
    }
    assert images.pop("luyue-api") == "registry.example.com/luyue:0.1.0"
    assert set(images.values()) == {f"registry.example.com/luyue@{newer}"}
    assert {"luyue-worker", "luyue-codec-server", "luyue-migrate", "luyue-search-attributes"} == set(images)


def test_headers_for_the_collector_are_a_secret(full: list[Manifest]) -> None:
    secrets = {(f"luyue-{name}", key): "" for name, key in (("database", "url"), ("digest", "key"), ("sms", "token"))}
    secrets |= {("luyue-temporal-api-key", "key"): "", ("luyue-otlp", "headers"): "authorization=Basic%20x"}
    for name in ("luyue-api", "luyue-worker"):
        assert environment(full, name, secrets)["OTEL_EXPORTER_OTLP_HEADERS"] == "authorization=Basic%20x"


def test_every_pod_has_the_files_that_are_added(full: list[Manifest]) -> None:
    for name, pod in pod_templates(full):
        assert {"name": "postgres-ca", "configMap": {"name": "postgres-ca"}} in pod["spec"]["volumes"], name
        [container] = pod["spec"]["containers"]
        mount = {"name": "postgres-ca", "mountPath": "/files/postgres", "readOnly": True}
        assert mount in container["volumeMounts"], name


def test_secrets_of_one_name_are_mounted_side_by_side(helm: Path, tmp_path: Path) -> None:
    secrets = {name: {"name": "all"} for name in ("dossier", "dossierRetired", "payloadKeys")}
    found = manifests(template(helm, SETS["minimal"], written(tmp_path / "values.json", {"secrets": secrets})))
    for _, pod in pod_templates(found):
        names = [volume["name"] for volume in pod["spec"]["volumes"]]
        assert len(names) == len(set(names))
        assert {one["name"] for one in pod["spec"]["containers"][0]["volumeMounts"]} == set(names)


def test_what_is_switched_on_is_there(full: list[Manifest]) -> None:
    names = {(one["kind"], one["metadata"]["name"]) for one in full}
    for kind in ("Deployment", "Service", "Ingress", "PodDisruptionBudget", "NetworkPolicy"):
        assert (kind, "luyue-codec-server") in names
    for component in ("api", "worker"):
        assert ("HorizontalPodAutoscaler", f"luyue-{component}") in names
        assert ("PodMonitor", f"luyue-{component}") in names
    scaled = [one for one in of_kind(full, "Deployment") if one["metadata"]["name"] != "luyue-codec-server"]
    assert not any("replicas" in one["spec"] for one in scaled)


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "nobody proves callers": ({"auth": {"jwks": ""}}, "at '/auth/jwks': minLength: got 0, want 1"),
    "keys by plain http": ({"auth": {"jwks": "http://issuer.example.com"}}, "at '/auth/jwks': '.*' does not match"),
    "development tokens in production": ({"secrets": {"jwt": {"name": "x"}}}, "at '/secrets/jwt/name': maxLength"),
    "a development stack": ({"environment": "development"}, "at '/environment': value must be one of 'production'"),
    "no database": ({"secrets": {"database": {"name": ""}}}, "at '/secrets/database/name': minLength"),
    "a secret as a setting": (
        {"settings": {"LUYUE_DATABASE_URL": "postgresql://luyue:secret@db/luyue"}},
        "at '/settings/LUYUE_DATABASE_URL': false schema",
    ),
    "a setting of something else": ({"settings": {"PATH": "/"}}, "at '/settings': additional properties 'PATH' not"),
    "a misspelt value": ({"api": {"replica": 3}}, "at '/api': additional properties 'replica' not allowed"),
    "a number for a text": ({"settings": {"LUYUE_API_PORT": 8081}}, "at '/settings/LUYUE_API_PORT': got number"),
    "no replica": ({"worker": {"replicas": 0}}, "at '/worker/replicas': minimum: got 0, want 1"),
    "no port of Temporal": ({"temporal": {"address": "temporal"}}, "at '/temporal/address': 'temporal' does not match"),
    "mTLS without TLS": (
        {"temporal": {"tls": {"mutual": True}}},
        "at '/temporal/tls/enabled': value must be true",
    ),
    "an ingress without a host": ({"ingress": {"enabled": True}}, "at '/ingress/host': minLength"),
    "a codec server without keys": ({"codecServer": {"enabled": True}}, "at '/secrets/payloadKeys/name': minLength"),
    "a tag that a digest goes before": (
        {"image": {"tag": "0.2.0", "digest": f"sha256:{'1' * 64}"}},
        "at '/image/tag': maxLength: got 5, want 0",
    ),
    "a secret in place of another": (
        {"extraVolumeMounts": [{"name": "x", "mountPath": "/secrets/dossier"}]},
        "at '/extraVolumeMounts/0/mountPath': 'not' failed",
    ),
    "headers for the collector as a setting": (
        {"settings": {"OTEL_EXPORTER_OTLP_HEADERS": "authorization=x"}},
        "at '/settings/OTEL_EXPORTER_OTLP_HEADERS': false schema",
    ),
    "the newest image, whichever that is": ({"image": {"tag": "latest"}}, "at '/image/tag': 'not' failed"),
}


@pytest.mark.parametrize(("values", "complaint"), WRONG.values(), ids=WRONG)
def test_wrong_values_are_refused_and_named(helm: Path, tmp_path: Path, values: Manifest, complaint: str) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        template(helm, SETS["minimal"], written(tmp_path / "values.json", values))
    assert re.search(complaint, refused.value.stderr), refused.value.stderr


def test_nothing_is_installed_by_default(helm: Path) -> None:
    with pytest.raises(subprocess.CalledProcessError) as refused:
        template(helm, [])
    for name in ("/publicUrl", "/secrets/database/name", "/temporal/address", "/auth/issuer"):
        assert f"at '{name}'" in refused.value.stderr
