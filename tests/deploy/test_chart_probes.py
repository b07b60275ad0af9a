"""What the chart's probes ask, and what follows from the answers."""

import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.deploy.chart import SETS, Manifest, local_command, manifests, pod_templates, template

# helm is built from its source, which takes minutes.
pytestmark = pytest.mark.release


@pytest.fixture(scope="module")
def rendered(helm: Path) -> list[Manifest]:
    return manifests(template(helm, SETS["minimal"]))


class Answers(ThreadingHTTPServer):
    """Answers with 200 and a text on the paths that have one, and with 503 on others."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.texts: dict[str, str] = {}


class _Handler(BaseHTTPRequestHandler):
    server: Answers

    def do_GET(self) -> None:
        text = self.server.texts.get(self.path)
        self.send_response(503 if text is None else 200)
        self.end_headers()
        self.wfile.write((text or "").encode())

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def answers() -> Iterator[Answers]:
    with Answers() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def is_ready(rendered: list[Manifest], name: str, variable: str, port: int, directory: Path) -> bool:
    [container] = dict(pod_templates(rendered))[name]["spec"]["containers"]
    command = local_command(container["readinessProbe"]["exec"]["command"], directory)
    environment = {"PATH": f"{directory}:/usr/bin:/bin", variable: str(port)}
    ran = subprocess.run(command, env=environment, timeout=30, check=False)
    return ran.returncode == 0


def test_a_rollout_waits_for_all_that_the_api_needs_which_may_go_away_later(
    rendered: list[Manifest], answers: Answers, tmp_path: Path
) -> None:
    def ready() -> bool:
        return is_ready(rendered, "luyue-api", "LUYUE_API_PORT", answers.server_port, tmp_path)

    answers.texts = {"/healthz": ""}
    assert not ready()
    answers.texts = {"/healthz": "", "/readyz": ""}
    assert ready()
    # Temporal is away: it still answers reads.
    answers.texts = {"/healthz": ""}
    assert ready()
    answers.texts = {}
    assert not ready()


def test_a_rollout_waits_until_a_worker_polls(rendered: list[Manifest], answers: Answers, tmp_path: Path) -> None:
    def ready() -> bool:
        return is_ready(rendered, "luyue-worker", "LUYUE_TEMPORAL_METRICS_PORT", answers.server_port, tmp_path)

    assert not ready()
    answers.texts = {"/metrics": "temporal_request_total 1\n"}
    assert not ready()
    answers.texts = {"/metrics": 'temporal_num_pollers{poller_type="workflow_task"} 5\n'}
    assert ready()


def test_what_is_away_for_longer_ends_nobody(rendered: list[Manifest]) -> None:
    for name in ("luyue-api", "luyue-worker"):
        [container] = dict(pod_templates(rendered))[name]["spec"]["containers"]
        for probe in ("startupProbe", "livenessProbe"):
            assert container[probe]["httpGet"]["path"] == "/healthz", name
