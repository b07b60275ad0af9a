"""The kinds of process this service runs: each a domain module and its workflow."""

from dataclasses import dataclass
from typing import Any

from luyue.domain.notices import Notices
from luyue.domain.process import Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.domain.sample_request.notices import NOTICES as SAMPLE_REQUEST_NOTICES
from luyue.workflows.sample_request import SampleRequestProcess


@dataclass(frozen=True)
class Declared:
    """A kind of process with the workflow that keeps it, and whom it tells of its events, if anybody."""

    kind: Kind[Any]
    workflow: type[Any]
    notices: Notices | None = None


KINDS = (Declared(SAMPLE_REQUEST, SampleRequestProcess, SAMPLE_REQUEST_NOTICES),)
