"""What the `luyue` command does for deployments: secrets from files, search attributes, and without its dev stack."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from luyue.cli import surroundings
from luyue.cli.main import app
from luyue.cli.secret_files import SECRETS, read_secret_files
from luyue.devstack.temporal import register_search_attributes
from luyue.temporal.connection import connect
from luyue.temporal.settings import TemporalSettings
from luyue.workflows.search_attributes import SEARCH_ATTRIBUTES


@pytest.mark.parametrize("name", SECRETS)
def test_a_secret_is_read_from_a_file(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret").write_text("with spaces \n")
    environment = {f"{name}_FILE": str(tmp_path / "secret")}
    read_secret_files(environment)
    assert environment[name] == "with spaces "


def test_a_command_reads_it_before_anything_else(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("postgresql://127.0.0.1:1/nowhere\n")
    variables = {"LUYUE_DATABASE_URL": None, "LUYUE_DATABASE_URL_FILE": str(tmp_path / "url")}
    said = CliRunner().invoke(app, ["api"], env={**variables, "LUYUE_DIGEST_KEY": None})
    assert said.exit_code == 1
    assert "LUYUE_DIGEST_KEY: Field required" in said.output
    assert "LUYUE_DATABASE_URL" not in said.output


@pytest.mark.parametrize(
    ("content", "besides", "complaint"),
    [
        (None, {}, "which cannot be read: No such file or directory"),
        (b"\n", {}, "which is empty"),
        (b"\xff\xfe", {}, "which cannot be read"),
        (b"x", {"LUYUE_DIGEST_KEY": "y"}, "LUYUE_DIGEST_KEY and LUYUE_DIGEST_KEY_FILE are both set"),
    ],
)
def test_what_is_wrong_with_a_file_is_told(
    tmp_path: Path, content: bytes | None, besides: dict[str, str], complaint: str
) -> None:
    path = tmp_path / "key"
    if content is not None:
        path.write_bytes(content)
    variables = {"LUYUE_DIGEST_KEY": None, "LUYUE_DIGEST_KEY_FILE": str(path), **besides}
    said = CliRunner().invoke(app, ["api"], env=variables)
    assert said.exit_code == 1
    assert "LUYUE_DIGEST_KEY_FILE" in said.output
    assert complaint in said.output


@pytest.mark.parametrize("command", [["dev"], ["demo"], ["simulate", "campaign"]])
def test_without_the_development_stacks_packages_it_says_so(
    monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.setattr(surroundings, "find_spec", lambda name: None)
    said = CliRunner().invoke(app, command)
    assert said.exit_code == 1
    assert "install the extra `devstack`" in said.output


def test_search_attributes_are_added_once(temporal_address: str) -> None:
    variables = {"LUYUE_TEMPORAL_ADDRESS": temporal_address, "LUYUE_TEMPORAL_NAMESPACE": "temporal-system"}
    first, again = (CliRunner().invoke(app, ["search-attributes"], env=variables) for _ in range(2))
    assert first.exit_code == 0, first.output
    assert set(first.output.split()) - {"added"} <= {key.name for key in SEARCH_ATTRIBUTES}
    assert again.output == "nothing to do\n"


async def test_search_attributes_are_those_that_workflows_set(temporal_address: str) -> None:
    client = await connect(TemporalSettings(temporal_address=temporal_address, temporal_namespace="temporal-system"))
    assert await register_search_attributes(client) == []


def test_a_namespace_that_is_not_there_is_named(temporal_address: str) -> None:
    variables = {"LUYUE_TEMPORAL_ADDRESS": temporal_address, "LUYUE_TEMPORAL_NAMESPACE": "nowhere"}
    said = CliRunner().invoke(app, ["search-attributes"], env=variables)
    assert said.exit_code == 1
    assert "LUYUE_TEMPORAL_NAMESPACE is nowhere" in said.output
