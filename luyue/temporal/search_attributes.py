"""The search attributes that a namespace must have: without them every workflow task of a process fails."""

from collections.abc import Mapping

from temporalio.api.enums.v1 import IndexedValueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from luyue.workflows.search_attributes import SEARCH_ATTRIBUTES


class OtherTypeError(Exception):
    """The namespace has a search attribute of one of our names and of another type; the message names it."""


async def lacking_search_attributes(client: Client) -> dict[str, IndexedValueType.ValueType]:
    """Those of SEARCH_ATTRIBUTES that the client's namespace lacks, with their types.

    Raises `OtherTypeError`, and `RPCError` where the namespace is not there. Whoever may start workflows may ask.
    """
    present = await client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=client.namespace)
    )
    lacking = {}
    for key in SEARCH_ATTRIBUTES:
        wanted = IndexedValueType.Value(f"INDEXED_VALUE_TYPE_{key.indexed_value_type.name}")
        found = present.custom_attributes.get(key.name)
        if found is None:
            lacking[key.name] = wanted
        elif found != wanted:
            raise OtherTypeError(
                f"Temporal's namespace {client.namespace!r} has a search attribute {key.name!r} of another type."
            )
    return lacking


async def add_search_attributes(client: Client, lacking: Mapping[str, IndexedValueType.ValueType]) -> None:
    """Adds them to the client's namespace; raises `RPCError`, such as where the client is no administrator."""
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=lacking)
        )
    except RPCError as error:
        # Another process may have been faster.
        if error.status != RPCStatusCode.ALREADY_EXISTS:
            raise
