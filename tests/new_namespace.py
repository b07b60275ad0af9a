"""A namespace on a real Temporal server as `temporal operator namespace create` makes it: without search attributes."""

from datetime import timedelta

from google.protobuf.duration_pb2 import Duration
from temporalio.api.workflowservice.v1 import RegisterNamespaceRequest
from temporalio.client import Client
from temporalio.service import RPCError

from luyue.temporal.connection import connect
from luyue.temporal.settings import TemporalSettings
from tests.conftest import Eventually


async def new_namespace(address: str, name: str, eventually: Eventually) -> Client:
    """A client of it, once the server knows it everywhere."""
    client = await connect(TemporalSettings(temporal_address=address, temporal_namespace=name))
    retention = Duration()
    retention.FromTimedelta(timedelta(days=3))
    await client.workflow_service.register_namespace(
        RegisterNamespaceRequest(namespace=name, workflow_execution_retention_period=retention)
    )

    async def is_served() -> bool:
        try:
            await client.count_workflows()
            return True
        except RPCError:
            return False

    await eventually(is_served)
    return client
