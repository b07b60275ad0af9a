"""The paths that are recorded, by the kind of process whose house they take, and by name."""

from collections.abc import Mapping

from luyue.domain.cooperation_order import COOPERATION_ORDER
from luyue.domain.sample_request import SAMPLE_REQUEST
from tests.replay import dispute_paths, order_paths, sample_request_paths, workflow_paths
from tests.replay.path import Path

PATHS: Mapping[str, Mapping[str, Path]] = {
    SAMPLE_REQUEST.name: {**sample_request_paths.PATHS, **workflow_paths.PATHS},
    COOPERATION_ORDER.name: {**order_paths.PATHS, **dispute_paths.PATHS},
}
