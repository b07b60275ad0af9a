"""What the chart's network policies let through."""

from pathlib import Path
from typing import Any

import pytest

from tests.deploy.chart import SETS, Manifest, manifests, of_kind, pod_templates, template, written

# helm is built from its source, which takes minutes.
pytestmark = pytest.mark.release
PRIVATE = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "identity"}}}


@pytest.fixture(params=SETS)
def rendered(request: pytest.FixtureRequest, helm: Path) -> list[Manifest]:
    return manifests(template(helm, SETS[request.param]))


def egress(found: list[Manifest], name: str) -> dict[int, list[Any]]:
    """To whom a policy lets through, by the port."""
    [policy] = [one["spec"] for one in of_kind(found, "NetworkPolicy") if one["metadata"]["name"] == name]
    allowed: dict[int, list[Any]] = {}
    for rule in policy["egress"]:
        for port in rule["ports"]:
            allowed.setdefault(port["port"], []).extend(rule["to"])
    return allowed


def test_policies_select_every_pod_and_let_nothing_else_through(rendered: list[Manifest]) -> None:
    policies = {one["metadata"]["name"]: one["spec"] for one in of_kind(rendered, "NetworkPolicy")}
    nothing_else = policies.pop("luyue-nothing-else")
    assert set(nothing_else) == {"podSelector", "policyTypes"}
    assert nothing_else["policyTypes"] == ["Ingress", "Egress"]
    for name, pod in pod_templates(rendered):
        labels = pod["metadata"]["labels"]
        assert nothing_else["podSelector"]["matchLabels"].items() <= labels.items(), name
        [own] = [one for one in policies.values() if one["podSelector"]["matchLabels"].items() <= labels.items()]
        assert own["policyTypes"] == ["Ingress", "Egress"]
        for rule in [*own.get("ingress", []), *own["egress"]]:
            assert rule["ports"], name
            assert rule.get("from") or rule.get("to"), name


def test_the_api_reaches_postgres_temporal_dns_and_the_issuer_alone(rendered: list[Manifest]) -> None:
    [policy] = [one["spec"] for one in of_kind(rendered, "NetworkPolicy") if one["metadata"]["name"] == "luyue-api"]
    [settings] = of_kind(rendered, "ConfigMap")
    ports = {port["port"] for rule in policy["egress"] for port in rule["ports"]}
    expected = {53, 5432, 7233} | ({443} if settings["data"]["LUYUE_JWKS"] else set())
    expected |= {4318} if "OTEL_EXPORTER_OTLP_ENDPOINT" in settings["data"] else set()
    assert ports == expected
    [public] = [rule for rule in policy["egress"] if rule["ports"][0]["port"] == 443] or [None]
    if public is not None:
        assert "10.0.0.0/8" in public["to"][0]["ipBlock"]["except"]
    assert [rule["ports"][0]["port"] for rule in policy["ingress"]] == ["http", "metrics"]


def test_webhooks_go_to_the_public_internet_alone(rendered: list[Manifest]) -> None:
    allowed = egress(rendered, "luyue-worker")
    for port in (443, 8443):
        assert all("10.0.0.0/8" in peer["ipBlock"]["except"] for peer in allowed[port])


def test_an_issuer_and_a_gateway_of_the_cluster_are_not_reached_by_webhooks(helm: Path, tmp_path: Path) -> None:
    values = {"networkPolicy": {"issuer": {"port": 8080, "to": [PRIVATE]}, "sms": {"port": 9000, "to": [PRIVATE]}}}
    found = manifests(template(helm, SETS["full"], written(tmp_path / "values.json", values)))
    assert egress(found, "luyue-api")[8080] == [PRIVATE]
    assert egress(found, "luyue-codec-server").keys() == {53, 8080}
    worker = egress(found, "luyue-worker")
    assert worker[9000] == [PRIVATE]
    assert 8080 not in worker
    assert PRIVATE not in worker[443] + worker[8443]
    assert 443 not in egress(found, "luyue-api")


def test_nobody_is_reached_who_is_not_asked(helm: Path, tmp_path: Path) -> None:
    values = {"auth": {"jwks": "/files/jwks.json"}, "sms": {"url": ""}, "networkPolicy": {"sms": {"port": 9000}}}
    found = manifests(template(helm, SETS["full"], written(tmp_path / "values.json", values)))
    assert 443 not in egress(found, "luyue-api")
    assert egress(found, "luyue-codec-server").keys() == {53}
    assert 9000 not in egress(found, "luyue-worker")
