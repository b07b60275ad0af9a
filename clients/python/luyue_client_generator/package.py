"""What the generated files of the client have to say, by their paths."""

import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

from luyue_client_generator import operations
from luyue_client_generator.document import Json, digest

PACKAGE = Path(__file__).resolve().parent.parent / "luyue_client"
MODELS = PACKAGE / "models.py"
GENERATOR = "datamodel-code-generator==0.89.0"
OPTIONS = (
    "--input-file-type=openapi",
    "--output-model-type=pydantic_v2.BaseModel",
    "--target-python-version=3.11",
    "--output-datetime-class=AwareDatetime",
    "--enum-field-as-literal=all",
    "--extra-fields=allow",
    "--use-schema-description",
    "--use-field-description",
    "--use-standard-collections",
    "--use-union-operator",
    "--use-double-quotes",
    "--disable-timestamp",
    "--formatters=builtin",
)


def written(document: Json, *, uv: str) -> dict[Path, str]:
    """Every generated file; `uv` is the program that runs the generator of the models."""
    return {MODELS: _models(document, uv), **written_operations(document)}


def written_operations(document: Json) -> dict[Path, str]:
    """The operations' modules."""
    texts = operations.modules(document)
    return {PACKAGE / "operations" / f"{name}.py": _formatted(text) for name, text in texts.items()}


def seal(document: Json, text: str) -> str:
    """What the first line of the models says, so that it shows where they are stale or were written in by hand."""
    return f"# Document {digest(document)}, text {hashlib.sha256(text.encode()).hexdigest()[:16]}\n"


def _models(document: Json, uv: str) -> str:
    described = {name: document[name] for name in ("openapi", "info", "components")} | {"paths": {}}
    with tempfile.TemporaryDirectory() as directory:
        source, target = Path(directory, "openapi.json"), Path(directory, "models.py")
        source.write_text(json.dumps(described), encoding="utf-8")
        command = [uv, "tool", "run", "--quiet", "--python", sys.executable, "--from", GENERATOR, "datamodel-codegen"]
        subprocess.run([*command, "--input", str(source), "--output", str(target), *OPTIONS], check=True)
        body = target.read_text(encoding="utf-8")
    imports = body[body.index("from __future__") :]
    text = _formatted(f'"""What is sent and answered. Made by `make client`: not to be edited."""\n\n{imports}')
    return seal(document, text) + text


def _formatted(text: str) -> str:
    ruff = [str(Path(sys.executable).with_name("ruff"))]
    for step in (["check", "--fix-only", "--select=F401,I", "--isolated"], ["format", "--isolated"]):
        length = "--line-length=120"
        command = [*ruff, *step, length, "--quiet", "--target-version=py311", "--stdin-filename=generated.py", "-"]
        text = subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
    return text
