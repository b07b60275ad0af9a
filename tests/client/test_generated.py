"""What is generated of the client is up to date with the API, and nobody has written into it."""

import pytest
from luyue_client_generator.document import Json, digest, reduced, served_document
from luyue_client_generator.package import MODELS, PACKAGE, seal, written_operations

STALE = "the client is stale: run `make client`"


@pytest.fixture(scope="module")
def served() -> Json:
    return served_document()


def test_the_operations_are_up_to_date(served: Json) -> None:
    wanted = written_operations(reduced(served))
    assert sorted(PACKAGE.glob("operations/*.py")) == sorted(wanted), STALE
    assert {path: path.read_text(encoding="utf-8") for path in wanted} == wanted, STALE


def test_the_models_are_up_to_date(served: Json) -> None:
    first, _, text = MODELS.read_text(encoding="utf-8").partition("\n")
    assert f"{first}\n" == seal(reduced(served), text), STALE


def test_a_new_field_makes_it_stale_and_an_example_does_not(served: Json) -> None:
    before = digest(reduced(served))
    properties = served["components"]["schemas"]["ProcessAnswer"]["properties"]
    properties["status"]["examples"] = ["PENDING"]
    assert digest(reduced(served)) == before
    properties["unheard_of"] = {"type": "string"}
    assert digest(reduced(served)) != before
    del properties["unheard_of"]
