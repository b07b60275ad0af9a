"""`luyue token` prints tokens that the stack's API accepts, and nothing else."""

import json

import jwt
import pytest
from typer.testing import CliRunner

from luyue.api import tokens
from luyue.cli.main import app

SECRET = "s" * 32


def token(*arguments: str, **environment: str):
    return CliRunner().invoke(app, ["token", *arguments], env={"LUYUE_JWT_SECRET": SECRET, **environment})


def claims(output: str, secret: str = SECRET):
    return jwt.decode(output.strip(), secret, algorithms=["HS256"], audience=tokens.AUDIENCE, issuer=tokens.ISSUER)


def test_a_merchants_token():
    result = token("--role", "merchant", "--party", "m1")
    assert result.exit_code == 0
    assert {"role": "merchant", "party_id": "m1", "sub": "m1"}.items() <= claims(result.output).items()


def test_a_subject_of_its_own():
    assert claims(token("--role", "ops", "--subject", "wang").output)["sub"] == "wang"


def test_the_secret_comes_from_the_running_stack(tmp_path):
    (tmp_path / "secrets.json").write_text(json.dumps({"jwt_secret": "x" * 32, "digest_key": "y" * 32}))
    result = token("--role", "service", LUYUE_JWT_SECRET="", LUYUE_STATE_DIR=str(tmp_path))
    assert claims(result.output, "x" * 32)["role"] == "service"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--role", "creator"), "A creator's token needs --party"),
        (("--role", "king"), "'king' is not one of"),
        (("--role", "creator", "--party", "a b"), "'a b' cannot be an id"),
        (("--role", "merchant", "--party", ""), "'' cannot be an id"),
        (("--role", "creator", "--party", "m" * 129), "cannot be an id"),
        (("--role", "merchant", "--party", "m1\n"), "cannot be an id"),
        (("--role", "ops", "--party", "-x/y"), "'-x/y' cannot be an id"),
        (("--role", "ops", "--subject", "a b"), "'a b' cannot be one"),
        (("--role", "ops", "--subject", "王"), "'王' cannot be one"),
    ],
)
def test_what_cannot_be_a_token_is_refused(arguments, message):
    result = token(*arguments)
    assert result.exit_code != 0
    assert message in result.output


def test_without_a_secret_it_says_where_one_comes_from(tmp_path):
    result = token("--role", "ops", LUYUE_JWT_SECRET="", LUYUE_STATE_DIR=str(tmp_path))
    assert result.exit_code == 1
    assert "Set LUYUE_JWT_SECRET, or start the stack with `luyue dev`" in result.output
