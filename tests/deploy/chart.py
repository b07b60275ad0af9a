"""The chart rendered by helm, and what its manifests say."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from tests.deploy.programs import DEPLOY

CHART = DEPLOY / "helm" / "luyue"
VALUES = DEPLOY / "helm" / "values"
KUBERNETES = ("1.30.0", "1.37.0")
"""The oldest version that the chart is for, and the newest that its judge knows."""
SETS = {"minimal": ["minimal"], "full": ["minimal", "full"], "sandbox": ["minimal", "sandbox"]}
"""Values files that belong together."""

Manifest = dict[str, Any]


def template(helm: Path, names: list[str], *values: Path, kubernetes: str = KUBERNETES[-1]) -> str:
    """The manifests as text; raises CalledProcessError, with what helm says."""
    files = [VALUES / f"{name}.yaml" for name in names] + list(values)
    command = [helm, "template", "luyue", CHART, "--kube-version", kubernetes, "--namespace", "luyue"]
    command += [word for file in files for word in ("--values", file)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def manifests(text: str) -> list[Manifest]:
    return [one for one in yaml.safe_load_all(text) if one]


def of_kind(found: list[Manifest], kind: str) -> list[Manifest]:
    return [one for one in found if one["kind"] == kind]


def pod_templates(found: list[Manifest]) -> Iterator[tuple[str, Manifest]]:
    """The pods that will run, by the name of what makes them."""
    for one in found:
        if one["kind"] in ("Deployment", "Job"):
            yield one["metadata"]["name"], one["spec"]["template"]


def environment(found: list[Manifest], name: str, secrets: dict[tuple[str, str], str]) -> dict[str, str]:
    """What the only container of a Deployment or Job is told, with secrets by name and key."""
    template = dict(pod_templates(found))[name]
    [container] = template["spec"]["containers"]
    told: dict[str, str] = {}
    for source in container.get("envFrom", ()):
        [settings] = [
            one for one in of_kind(found, "ConfigMap") if one["metadata"]["name"] == source["configMapRef"]["name"]
        ]
        told |= settings["data"]
    for variable in container.get("env", ()):
        if "value" in variable:
            told[variable["name"]] = variable["value"]
        else:
            reference = variable["valueFrom"]["secretKeyRef"]
            told[variable["name"]] = secrets[reference["name"], reference["key"]]
    return told


def local_command(command: list[str], directory: Path) -> list[str]:
    """A probe's command with the image's files and `/tmp` in `directory`, which has to come first on PATH."""
    python = directory / "python"
    if not python.exists():
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
    here = {"/opt/luyue/bin/": f"{DEPLOY}/image/", "/tmp/": f"{directory}/"}
    for there, at in here.items():
        command = [word.replace(there, at) for word in command]
    return command


def written(path: Path, values: Manifest) -> Path:
    """A file of values."""
    path.write_text(json.dumps(values))
    return path
