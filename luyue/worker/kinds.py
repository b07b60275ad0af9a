"""The kinds of process this service runs: each a domain module and its workflow."""

from dataclasses import dataclass
from typing import Any

from luyue.domain.process import Kind
from luyue.domain.sample_request import SAMPLE_REQUEST
from luyue.workflows.sample_request import SampleRequestProcess


@dataclass(frozen=True)
class Declared:
    """A kind of process with the workflow that keeps it."""

    kind: Kind[Any]
    workflow: type[Any]


KINDS = (Declared(SAMPLE_REQUEST, SampleRequestProcess),)
