"""Finds or fetches Temporal's time-skipping test server: the SDK's download, or the Java one by Maven."""

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from luyue.devstack.cache import cache_directory, cache_locked
from luyue.devstack.child import ProgramFailedError, run_to_end
from luyue.devstack.console import Steps
from luyue.devstack.layout import StackUnavailableError
from luyue.devstack.sdk_download import DownloadFailedError, download, downloaded

VERSION = "1.38.0"
OLDEST_JAVA = 11

PROJECT = f"""\
<project>
  <modelVersion>4.0.0</modelVersion>
  <groupId>luyue</groupId>
  <artifactId>time-skipping-server</artifactId>
  <version>1</version>
  <packaging>pom</packaging>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>{VERSION}</version>
    </dependency>
  </dependencies>
</project>
"""

# The server lives for one test session: starting fast matters more than compiling well.
SCRIPT = """\
#!/bin/sh
here=$(dirname "$0")
exec java -XX:TieredStopAtLevel=1 -Xshare:auto -XX:+UseSerialGC -cp "$here/lib/*" io.temporal.testserver.TestServer "$@"
"""


async def time_skipping_server(steps: Steps, environment: Mapping[str, str] = os.environ) -> Path:
    """The path of the test server's executable, for `test_server_existing_path`; fetched into the cache if needed.

    Raises StackUnavailableError saying what is missing.
    """
    cache = cache_directory(environment)
    tried: list[str] = []
    if found := downloaded("test-server", cache) or _fetched(cache, environment, tried):
        return found
    async with cache_locked(cache, "time-skipping-server"):
        found = (
            downloaded("test-server", cache)
            or _fetched(cache, environment, [])
            or await _download(steps, cache, tried)
            or await _fetch(steps, cache, environment, tried)
        )
    if found is None:
        raise StackUnavailableError(
            "There is no time-skipping test server for this machine. Tried:\n"
            + "\n".join(f"  - {attempt}" for attempt in dict.fromkeys(tried))
            + f"\nOpen the network to the SDK's download, or install Java {OLDEST_JAVA} or newer and Maven."
        )
    return found


async def _download(steps: Steps, cache: Path, tried: list[str]) -> Path | None:
    try:
        with steps.step("Time-skipping test server by the SDK's download") as note:
            return await download("test-server", cache, note)
    except DownloadFailedError as error:
        tried.append(f"the SDK's download: {error}")
        return None


def _fetched(cache: Path, environment: Mapping[str, str], tried: list[str]) -> Path | None:
    script = _directory(cache) / "temporal-test-server"
    return script if script.is_file() and _java(environment, tried) else None


async def _fetch(steps: Steps, cache: Path, environment: Mapping[str, str], tried: list[str]) -> Path | None:
    maven = shutil.which("mvn", path=environment.get("PATH", ""))
    if maven is None:
        tried.append("Maven: there is no `mvn` on PATH")
    if not _java(environment, tried) or maven is None:
        return None
    partial = _directory(cache).with_suffix(".partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    (partial / "pom.xml").write_text(PROJECT)
    goal = ["dependency:copy-dependencies", "-DincludeScope=runtime", f"-DoutputDirectory={partial / 'lib'}"]
    try:
        with steps.step(f"Time-skipping test server {VERSION} by Maven"):
            await run_to_end([maven, "--batch-mode", "--quiet", "--file", str(partial / "pom.xml"), *goal])
    except ProgramFailedError as error:
        tried.append(f"Maven: {error}")
        return None
    script = partial / "temporal-test-server"
    script.write_text(SCRIPT)
    script.chmod(0o755)
    shutil.rmtree(_directory(cache), ignore_errors=True)
    partial.replace(_directory(cache))
    return _directory(cache) / script.name


def _java(environment: Mapping[str, str], tried: list[str]) -> bool:
    java = shutil.which("java", path=environment.get("PATH", ""))
    if java is None:
        tried.append(f"Java: there is no `java` on PATH ({OLDEST_JAVA} or newer is needed)")
        return False
    text = subprocess.run([java, "-version"], capture_output=True, text=True, timeout=20, check=False).stderr
    version = re.search(r'version "(\d+)', text)
    # Java 8 calls itself 1.8.
    if version is None or int(version[1]) < OLDEST_JAVA:
        tried.append(f"Java: {java} is older than {OLDEST_JAVA} ({text.splitlines()[0] if text else 'no answer'})")
        return False
    return True


def _directory(cache: Path) -> Path:
    return cache / f"time-skipping-server-{VERSION}"
