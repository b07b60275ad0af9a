"""Carries out the build stage of the image's Dockerfile in a directory, where there is no engine to build it with."""

import fnmatch
import os
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.deploy.programs import DEPLOY, ROOT

DOCKERFILE = DEPLOY / "image" / "Dockerfile"
HOME = "/opt/luyue"


@dataclass(frozen=True)
class Instruction:
    name: str
    text: str


def stages() -> list[list[Instruction]]:
    """The Dockerfile's stages, each from its FROM on."""
    stages: list[list[Instruction]] = []
    lines = [line for line in DOCKERFILE.read_text().splitlines() if line.strip() and not line.startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        name, _, text = line.strip().partition(" ")
        if name == "FROM":
            stages.append([])
        if stages:
            stages[-1].append(Instruction(name, " ".join(text.split())))
    return stages


def build(directory: Path, generated: dict[str, Path]) -> Path:
    """Does what the first stage does, with `directory` for the root; returns the home of the installed service.

    `generated` are files of the context, by name, that are made before the image is.
    """
    home = directory / HOME.lstrip("/")
    here = directory / "build"
    programs = directory / "programs"
    for made in (home.parent, here, programs):
        made.mkdir(parents=True)
    # The base image's Python, with pip.
    (programs / "python").write_text(f'#!/bin/sh\nexec "{sys._base_executable}" "$@"\n')  # type: ignore[attr-defined]
    (programs / "python").chmod(0o755)
    for step in stages()[0]:
        text = step.text.replace(HOME, str(home))
        if step.name == "COPY":
            *sources, target = shlex.split(text)
            for source in sources:
                _copy(generated.get(source, ROOT / source), here / target, into=target.endswith("/"))
        elif step.name == "RUN":
            environment = {"PATH": f"{programs}:/usr/bin:/bin", "PIP_DISABLE_PIP_VERSION_CHECK": "1", **_index()}
            ran = subprocess.run(
                ["sh", "-c", text], cwd=here, env=environment, capture_output=True, text=True, timeout=900, check=False
            )
            assert ran.returncode == 0, f"{text}\n{ran.stdout}{ran.stderr}"
    return home


def _copy(source: Path, target: Path, *, into: bool) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True)
        return
    if into:
        target = target / source.name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy2(source, target)


def _index() -> dict[str, str]:
    """Where this machine has its packages from."""
    wanted = ("PIP_*", "HOME", "*_PROXY", "*_proxy", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE")
    return {name: value for name, value in os.environ.items() if any(fnmatch.fnmatch(name, one) for one in wanted)}
