"""docs/deploying.md names commands, files, values and alerts that there are."""

import re

import pytest
import yaml
from typer.main import get_command

from luyue.cli.main import app
from tests.deploy.programs import DEPLOY, ROOT

PAGE = (ROOT / "docs" / "deploying.md").read_text(encoding="utf-8")
SECTIONS = "api|worker|image|auth|temporal|tracing|secrets|networkPolicy|podMonitor"


def test_commands_are_there() -> None:
    # `--namespace luyue …` and `--install luyue …` name something else.
    named = set(re.findall(r"(?<!namespace )(?<!install )\bluyue ([a-z]+(?:-[a-z]+)*)", PAGE))
    assert named >= {"api", "worker", "migrate", "search-attributes", "codec-server", "rehydrate"}
    assert named <= set(getattr(get_command(app), "commands")), named  # noqa: B009


def test_files_are_there() -> None:
    for path in set(re.findall(r"deploy/[\w./-]*\w", PAGE)):
        assert (ROOT / path).exists(), path
    for name in re.findall(r"\]\(([\w/.-]+\.md)\)", PAGE):
        assert (ROOT / "docs" / name).exists(), name


@pytest.mark.parametrize("value", sorted(set(re.findall(rf"`((?:{SECTIONS})\.[\w.]+)", PAGE))))
def test_values_are_there(value: str) -> None:
    found = yaml.safe_load((DEPLOY / "helm" / "luyue" / "values.yaml").read_text())
    for step in value.split("."):
        assert step in found, value
        found = found[step]


def test_alerts_are_there() -> None:
    rules = (DEPLOY / "prometheus" / "alert_rules.yml").read_text()
    for alert in re.findall(r"`(Luyue\w+)`", PAGE):
        assert f"alert: {alert}" in rules


def test_make_targets_are_there() -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    named = set(re.findall(r"(?:`|^)make ([a-z]+)", PAGE, re.MULTILINE))
    assert named >= {"image"}
    assert named <= set(targets)
