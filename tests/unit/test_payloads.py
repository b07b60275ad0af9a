"""Payloads: what goes in comes out again as its type, through one JSON converter for all."""

from temporalio.converter import PayloadConverter

from luyue.workflows.messages import Outcome
from luyue.workflows.payloads import DATA_CONVERTER, Payloads

OUTCOME = Outcome(version=3, result_version=2, status="SHIPPED", closed=False, merchant_id="m1")


def json_converter(converter: Payloads) -> object:
    return converter.converters[b"json/plain"]


def test_a_message_comes_back_as_it_was() -> None:
    converter: PayloadConverter = DATA_CONVERTER.payload_converter
    [payload] = converter.to_payloads([OUTCOME])
    assert payload.metadata["encoding"] == b"json/plain"
    assert converter.from_payloads([payload], [Outcome]) == [OUTCOME]


def test_no_payload_stands_for_nothing() -> None:
    converter: PayloadConverter = DATA_CONVERTER.payload_converter
    [payload] = converter.to_payloads([None])
    assert payload.metadata["encoding"] == b"binary/null"
    assert converter.from_payloads([payload]) == [None]


def test_every_converter_shares_what_is_known_of_types() -> None:
    assert json_converter(Payloads()) is json_converter(Payloads())
