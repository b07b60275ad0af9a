"""The kinds of process that the API serves, and the collections they are found in."""

from dataclasses import dataclass
from typing import Any

from luyue.domain.notices import Notices
from luyue.domain.process import Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request import state as sample_request
from luyue.domain.sample_request.notices import NOTICES


@dataclass(frozen=True)
class Served:
    """A kind with its collection's name in paths, the statuses that it can be in, and the words of its notices."""

    kind: Kind[Any]
    collection: str
    statuses: frozenset[str]
    notices: Notices


SAMPLE_REQUESTS = Served(
    SAMPLE_REQUEST,
    "sample-requests",
    sample_request.OPEN
    | {
        sample_request.COMPLETED,
        sample_request.REFUSED,
        sample_request.REJECTED,
        sample_request.CANCELLED,
        sample_request.BREACHED,
    },
    NOTICES,
)
SERVED = (SAMPLE_REQUESTS,)
