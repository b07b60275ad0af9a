"""Events of earlier releases, read as those of today: what was written stays, and is brought up to date on reading."""

from collections.abc import Mapping
from typing import Any

from luyue.domain.messages import Event


def upcast(event_type: type[Event], schema_version: int, data: Mapping[str, Any]) -> Mapping[str, Any]:
    """An event's data in the newest shape of its type, one version after the other.

    Raises LookupError where the type does not say what has become of a version.
    """
    for version in range(schema_version, event_type.schema_version):
        data = event_type.upcasts[version](data)
    return data


def unchanged(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """The upcast to a version that only has members in addition, which may be absent."""
    return data
