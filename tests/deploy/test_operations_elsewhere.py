"""docs/operations.md says how its commands are run where there is no clone: with Compose, and in Kubernetes."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.deploy.chart import SETS, environment, manifests, pod_templates, template
from tests.deploy.compose import Project
from tests.deploy.programs import ROOT

PAGE = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```bash\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def ran(block: str, program: str, directory: Path) -> list[list[str]]:
    """The words with which `program` is called, after the block, by the page's first commands of either kind."""
    called = directory / "called"
    (directory / program).write_text(f'#!/bin/sh\nprintf "%s\\t" "$@" >> {called}\nprintf "\\n" >> {called}\n')
    (directory / program).chmod(0o755)
    script = f"{block}\ntemporal workflow list --query 'A = 1'\n$luyue lag\n"
    environment = {"PATH": f"{directory}:/usr/bin:/bin"}
    subprocess.run(["bash", "-euo", "pipefail", "-c", script], env=environment, check=True, timeout=20)
    return [line.split("\t")[:-1] for line in called.read_text().splitlines()]


def test_compose_has_what_the_commands_run_in(project: Project, tmp_path: Path) -> None:
    services = project["services"]
    temporal, luyue = ran(BLOCKS[0], "docker", tmp_path)
    assert temporal[-5:] == ["temporal-namespace", "workflow", "list", "--query", "A = 1"]
    assert temporal[temporal.index("--entrypoint") + 1] == "temporal"
    container = services["temporal-namespace"]
    assert container["environment"]["TEMPORAL_ADDRESS"] == "temporal:7233"
    assert (
        container["environment"]["TEMPORAL_NAMESPACE"] == services["worker"]["environment"]["LUYUE_TEMPORAL_NAMESPACE"]
    )
    assert "--no-deps" in temporal
    # The image whose shell scripts use that very command.
    assert "temporal operator" in Path(container["volumes"][0]["source"]).read_text()
    assert luyue == ["compose", "exec", "-T", "worker", "luyue", "lag"]
    [address] = re.findall(r"LUYUE_API_URL=(\S+)", BLOCKS[0])
    [port] = services["api"]["ports"]
    assert address == f"http://{port['host_ip']}:{port['published']}"


@pytest.mark.release
def test_the_chart_has_what_the_commands_run_in(helm: Path, tmp_path: Path) -> None:
    temporal, luyue = ran(BLOCKS[1], "kubectl", tmp_path)
    found = manifests(template(helm, SETS["minimal"]))
    secrets = {("luyue-database", "url"): "", ("luyue-digest", "key"): ""}
    namespace = environment(found, "luyue-worker", secrets)["LUYUE_TEMPORAL_NAMESPACE"]
    assert temporal[-6:] == [f"TEMPORAL_NAMESPACE={namespace}", "temporal", "workflow", "list", "--query", "A = 1"]
    [deployment] = [word.removeprefix("deployment/") for word in luyue if word.startswith("deployment/")]
    assert deployment in dict(pod_templates(found))
    assert luyue[-2:] == ["luyue", "lag"]
