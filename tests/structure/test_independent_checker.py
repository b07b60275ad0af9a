"""The checker of the chaos tests shares no code with the service: what is wrong in one is not wrong in both."""

import ast
from pathlib import Path

import pytest

import tests.chaos.checker.check

CHECKER = sorted(Path(tests.chaos.checker.check.__file__).parent.glob("*.py"))
ITS_OWN = "tests.chaos.checker"
FOREIGN = {"asyncpg", "temporalio"}
STANDARD = {
    "collections",
    "contextlib",
    "dataclasses",
    "datetime",
    "decimal",
    "hashlib",
    "itertools",
    "json",
    "pathlib",
    "re",
    "typing",
    "zoneinfo",
}


@pytest.mark.parametrize("path", CHECKER, ids=lambda path: path.name)
def test_the_checker_imports_nothing_of_the_service(path: Path) -> None:
    assert strangers(path.read_text(encoding="utf-8")) == []


def test_an_import_would_be_found() -> None:
    source = "import luyue.domain\nfrom luyue.journal import canonical\nfrom tests.chaos.town import Town\nimport json"
    assert strangers(source) == ["luyue.domain", "luyue.journal", "tests.chaos.town"]


def strangers(source: str) -> list[str]:
    """The modules that a module imports and that are neither its own, nor the two clients', nor Python's."""
    imported: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            imported.append(node.module or ".")
    return [
        name
        for name in imported
        if name.partition(".")[0] not in FOREIGN | STANDARD and not f"{name}.".startswith(f"{ITS_OWN}.")
    ]
