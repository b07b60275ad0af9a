"""The alert rules and the dashboard: promtool passes them, every alert is tried both ways, every metric is there."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from luyue.devstack.console import Silent
from luyue.devstack.dashboard_panels import DASHBOARD, read_panels
from luyue.devstack.go_tools import go_tool
from luyue.devstack.prometheus import PROMTOOL, RULES
from luyue.domain.policy import DEFAULT_POLICY
from luyue.journal.lag import DEADLINES_WITH_GRACE, KIND_WITH_GRACE
from luyue.worker.worker import TASK_QUEUE, connect
from tests.e2e.scene import Scene, unique
from tests.telemetry.conftest import PARTS, Names, Samples, Telling

ALERTS_TEST = RULES.with_name("alerts_test.yml")
COMPOSE = RULES.parents[1] / "compose/prometheus.yaml"
METRIC = re.compile(r"\b((?:luyue|temporal|process)_\w+)")


def alerts() -> dict[str, dict[str, object]]:
    [group] = yaml.safe_load(RULES.read_text())["groups"]
    return {rule["alert"]: rule for rule in group["rules"]}


def expressions() -> list[str]:
    """All that is asked of Prometheus, by alerts and by panels."""
    of_panels = [expression for panel in read_panels() for expression, _ in panel.queries]
    return [*(str(rule["expr"]) for rule in alerts().values()), *of_panels]


@pytest.fixture(scope="session")
async def promtool() -> Path:
    return await go_tool(Silent(), PROMTOOL)


@pytest.mark.release
@pytest.mark.parametrize(
    "judged", [("check", "rules", RULES), ("test", "rules", ALERTS_TEST), ("check", "config", "--syntax-only", COMPOSE)]
)
def test_promtool_passes(promtool: Path, judged: tuple[object, ...]) -> None:
    ran = subprocess.run([promtool, *map(str, judged)], capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.mark.release
def test_promtool_parses_every_panel(promtool: Path, tmp_path: Path) -> None:
    panels = [expression for panel in read_panels() for expression, _ in panel.queries]
    asked = [{"record": "panel", "expr": one.replace("$__rate_interval", "1m")} for one in panels]
    # Rules of one name must differ.
    named = [{**rule, "labels": {"number": str(number)}} for number, rule in enumerate(asked)]
    rules = tmp_path / "rules.yml"
    rules.write_text(json.dumps({"groups": [{"name": "panels", "rules": named}]}))
    ran = subprocess.run([promtool, "check", "rules", rules], capture_output=True, text=True, timeout=60, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_every_alert_is_tried_both_ways() -> None:
    tried: dict[str, set[bool]] = {name: set() for name in alerts()}
    for case in yaml.safe_load(ALERTS_TEST.read_text())["tests"]:
        for one in case["alert_rule_test"]:
            tried[one["alertname"]].add(bool(one["exp_alerts"]))
    assert [name for name, ways in tried.items() if ways != {True, False}] == []


def test_the_alerts_know_how_long_facts_have_grace() -> None:
    after_grace = str(alerts()["LuyueDeadlineOverdueAfterGrace"]["expr"])
    limit = int(after_grace.rpartition(">")[2])
    assert DEFAULT_POLICY.fact_grace.total_seconds() < limit <= DEFAULT_POLICY.fact_grace.total_seconds() + 600


def test_the_alerts_know_which_deadlines_are_judged_later() -> None:
    for alert in ("LuyueDeadlineOverdue", "LuyueDeadlineOverdueAfterGrace", "LuyueDeadlinesActedOnLate"):
        expression = str(alerts()[alert]["expr"])
        assert "|".join(DEADLINES_WITH_GRACE) in expression
        assert f'"{KIND_WITH_GRACE}"' in expression


async def test_every_metric_asked_for_is_told(telling: Telling, scene: Scene, names: Names, eventually) -> None:
    request = await scene.apply()
    await scene.merchant.post(f"{request.path}/ship", {"carrier": "SF", "tracking_no": scene.tracking_no})
    await request.advance("PT49H")
    client = await connect(telling.stack.temporal_address)
    # There is no such kind: its task fails, of which the SDK tells only then.
    nothing = await client.start_workflow("nothing", id=unique("nothing"), task_queue=TASK_QUEUE)
    asked = {name for expression in expressions() for name in METRIC.findall(expression)}
    assert len(asked) > 15
    missing = set(asked)

    async def all_are_told() -> bool:
        missing.difference_update(*[await names(part) for part in PARTS])
        return not missing

    try:
        await eventually(all_are_told, within=30)
    except AssertionError:
        assert missing == set()
    finally:
        await nothing.terminate()


async def test_why_a_workflow_task_failed_is_told_by_a_label(telling: Telling, samples: Samples, eventually) -> None:
    client = await connect(telling.stack.temporal_address)
    nothing = await client.start_workflow("nothing", id=unique("nothing"), task_queue=TASK_QUEUE)

    async def told() -> bool:
        return any(
            name == "temporal_workflow_task_execution_failed_total" and ("failure_reason", "WorkflowError") in labels
            for name, labels in await samples("TEMPORAL")
        )

    try:
        await eventually(told, within=30)
    finally:
        await nothing.terminate()


def test_a_metric_that_is_not_there_would_be_noticed() -> None:
    assert METRIC.findall('sum(rate(luyue_made_up_total{a="b"}[5m])) > on() process_x') == [
        "luyue_made_up_total",
        "process_x",
    ]


def test_the_dashboard_names_its_panels_and_its_datasource() -> None:
    document = json.loads(DASHBOARD.read_text())
    assert len({panel["id"] for panel in document["panels"]}) == len(document["panels"])
    assert {panel["datasource"]["uid"] for panel in document["panels"]} == {"${datasource}"}
    assert all(panel["description"] for panel in document["panels"])
